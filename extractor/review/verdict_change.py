"""What a decision changed: two verdicts of one document compared."""

from collections.abc import Collection
from dataclasses import dataclass

from extractor.evidence.sentences import spoken
from extractor.review.spoken_words import tell
from extractor.route import Verdict
from extractor.verify.finding import Finding


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """``cleared`` and ``flagged``: labels of fields that no longer wait, or wait now. ``passing`` and ``failing``:
    messages of checks that hold or are broken only since the decision."""

    cleared: tuple[str, ...] = ()
    flagged: tuple[str, ...] = ()
    passing: tuple[str, ...] = ()
    failing: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """The change in words, one line a kind, what got worse first; empty if nothing changed."""
        return tuple(
            line
            for line in (
                _line(self.failing, "now_fails"),
                _line(self.flagged, "now_flagged"),
                _line(self.passing, "now_holds"),
                _line(self.cleared, "now_settled"),
            )
            if line
        )


def _line(what: tuple[str, ...], about: str) -> str:
    if not what:
        return ""
    return tell(about, first=what[0]) if len(what) == 1 else tell(f"{about}_too", n=len(what), first=what[0])


def compare(before: Verdict, after: Verdict, decided: Collection[str] = ()) -> VerdictChange:
    """What is different in ``after``, apart from the fields that were ``decided`` themselves."""
    waited, waits = {f.path for f in before.flagged}, {f.path for f in after.flagged}
    broken, breaks = _broken(before), _broken(after)
    return VerdictChange(
        cleared=tuple(f.label for f in after.fields.values() if f.path in waited - waits - set(decided)),
        flagged=tuple(f.label for f in after.flagged if f.path not in waited),
        passing=tuple(_now(after, finding).told(spoken()) for key, finding in broken.items() if key not in breaks),
        failing=tuple(finding.told(spoken()) for key, finding in breaks.items() if key not in broken),
    )


def _broken(verdict: Verdict) -> dict[tuple[str, ...], Finding]:
    failing = (f for f in verdict.findings if f.outcome in ("fail", "rule_error") and f.severity != "info")
    return {(f.code, *f.paths): f for f in failing}


def _now(verdict: Verdict, finding: Finding) -> Finding:
    same = (f for f in verdict.findings if (f.code, f.paths) == (finding.code, finding.paths))
    return next(same, finding)
