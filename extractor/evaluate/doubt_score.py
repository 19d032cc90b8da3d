"""What every kind of doubt is worth: how often it fires, how often the value is wrong, how often it alone decides.

The weight of a kind (:data:`extractor.evidence.kinds.KINDS`) is set from these figures; docs/evals.md says how.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from extractor.evaluate.interval import Rate
from extractor.evidence import Doubt, DoubtKind, Weight, heaviest
from extractor.evidence.kinds import KINDS
from extractor.route import FieldVerdict

if TYPE_CHECKING:
    from rich.table import Table

FEWEST_FIELDS, FEWEST_DOCUMENTS = 50, 5
"""A kind says nothing about its weight that fires in fewer: fields of one document share what is wrong with it, so that
hundreds of them may be one observation."""

SLIGHT_BELOW = 0.01
"""A kind weighs slightly where the upper bound of its wrong values is below this: a person who is sent there finds
nothing in 99 fields of 100."""

MOSTLY = 0.5
"""A kind is decisive where the lower bound of its fields without a right value is above this."""

_TITLE = "doubts: fields that carry each, of these without a value and wrong,\nand how many it alone sends to a person"
_NO_DOUBT = "without any doubt"


class DoubtCount(BaseModel):
    """The fields of one case that carry a kind of doubt at one weight; ``kind`` and ``weight`` are None for those that
    carry no doubt at all. A field that carries a kind twice counts once, at the heavier weight.

    ``no_value``: nobody could say anything about the field, which is neither right nor wrong. ``wrong``: value or state
    are not what is printed. ``alone``: flagged, and no other kind that weighs at least seriously is to be heard (what
    only a line of the policy says is no other kind); ``alone_no_value`` and ``alone_wrong`` of these.
    """

    model_config = ConfigDict(frozen=True)

    kind: DoubtKind | None
    weight: Weight | None
    fields: int
    flagged: int
    no_value: int
    wrong: int
    alone: int
    alone_no_value: int
    alone_wrong: int


class DoubtScore(BaseModel):
    """The same over many cases. ``fires``: of all fields that have a verdict; ``documents`` have such a field.
    ``wrong`` and ``alone_wrong`` are out of the fields that have a value or a state.

    ``measured``: the band that the figures call for; None where they say nothing: the kind fires too rarely, or it was
    settled here, so that it weighs less than its kind does and something else speaks for the value.
    """

    model_config = ConfigDict(frozen=True)

    kind: DoubtKind | None
    weight: Weight | None
    fires: Rate
    documents: int
    flagged: int
    no_value: int
    wrong: Rate
    alone: int
    alone_wrong: Rate
    measured: Weight | None

    @classmethod
    def of(cls, counts: Sequence[DoubtCount], fields: int) -> "DoubtScore":
        """Add up counts of one kind at one weight, out of so many fields."""
        kind, weight = counts[0].kind, counts[0].weight
        fired, unread = sum(each.fields for each in counts), sum(each.no_value for each in counts)
        alone = sum(each.alone for each in counts)
        wrong = Rate.of(sum(each.wrong for each in counts), fired - unread)
        counted = kind is not None and weight is KINDS[kind].weight
        return cls(
            kind=kind,
            weight=weight,
            fires=Rate.of(fired, fields),
            documents=len(counts),
            flagged=sum(each.flagged for each in counts),
            no_value=unread,
            wrong=wrong,
            alone=alone,
            alone_wrong=Rate.of(
                sum(each.alone_wrong for each in counts), alone - sum(each.alone_no_value for each in counts)
            ),
            measured=band(fired, len(counts), unread, wrong) if counted else None,
        )

    @property
    def name(self) -> str:
        """The kind as stored and exported; words for the fields that carry none."""
        return self.kind or _NO_DOUBT

    @property
    def contradicted(self) -> bool:
        """Whether the figures call for another weight than the kind has."""
        return self.measured not in (None, self.weight)


def band(fires: int, documents: int, no_value: int, wrong: Rate) -> Weight | None:
    """The weight that the figures of a kind call for; None where it fires too rarely to tell.

    decisive: mostly there is no value, or it is wrong. slight: it is hardly ever wrong. serious: what is between.
    """
    if fires < FEWEST_FIELDS or documents < FEWEST_DOCUMENTS:
        return None
    if Rate.of(no_value + wrong.hits, fires).low > MOSTLY:
        return Weight.DECISIVE
    return Weight.SLIGHT if wrong.high < SLIGHT_BELOW else Weight.SERIOUS


def count_doubts(fields: Iterable[FieldVerdict], wrong: Collection[str]) -> tuple[DoubtCount, ...]:
    """Fields of one document by kind and weight of their doubts. ``wrong``: paths whose value or state is not what is
    printed."""
    found: dict[tuple[DoubtKind | None, Weight | None], list[FieldVerdict]] = {}
    for field in fields:
        for key in _weights(field.doubts).items() if field.doubts else [(None, None)]:
            found.setdefault(key, []).append(field)
    return tuple(_count(kind, weight, found[kind, weight], wrong) for kind, weight in sorted(found, key=_place))


def score_doubts(cases: Iterable[Sequence[DoubtCount]], fields: int) -> tuple[DoubtScore, ...]:
    """The counts of many documents together, in the order of the kinds, the fields without any doubt last."""
    found: dict[tuple[DoubtKind | None, Weight | None], list[DoubtCount]] = {}
    for counts in cases:
        for each in counts:
            found.setdefault((each.kind, each.weight), []).append(each)
    return tuple(DoubtScore.of(found[key], fields) for key in sorted(found, key=_place))


def doubt_table(scores: Sequence[DoubtScore]) -> "Table":
    """A line for every kind at every weight, narrow enough for any terminal."""
    from rich import box
    from rich.table import Table

    table = Table(title=_TITLE, title_justify="left", box=box.SIMPLE_HEAD, padding=0, pad_edge=False, show_edge=False)
    for heading in ("doubt", "weight"):
        table.add_column(heading, no_wrap=True)
    for heading in ("fires", "docs", "of\nall", "no\nvalue", "wrong", "95 %\ninterval", "alone", "of it\nwrong"):
        table.add_column(heading, justify="right", no_wrap=True)
    for score in scores:
        if score.kind is None:
            table.add_section()
        table.add_row(*_line(score))
    return table


def say_contradicted(scores: Sequence[DoubtScore]) -> str:
    """Which kinds have another weight than the figures call for; empty where none has."""
    named = [f"{each.name} (has {each.weight}, measured {each.measured})" for each in scores if each.contradicted]
    return f"weights that these figures do not bear out: {', '.join(named)}" if named else ""


def _weights(doubts: Iterable[Doubt]) -> Mapping[DoubtKind, Weight | None]:
    """The kinds among some doubts, each with the heaviest weight it has there."""
    known = tuple(doubts)
    return {
        kind: heaviest(each for each in known if each.kind is kind)
        for kind in dict.fromkeys(each.kind for each in known)
    }


def _count(
    kind: DoubtKind | None, weight: Weight | None, fields: Sequence[FieldVerdict], wrong: Collection[str]
) -> DoubtCount:
    unread = {field.path for field in fields if field.state == "unread"}
    mistaken = {field.path for field in fields if field.path in wrong} - unread
    alone = {
        field.path for field in fields if field.status == "flagged" and {each.kind for each in field.deciding} == {kind}
    }
    return DoubtCount(
        kind=kind,
        weight=weight,
        fields=len(fields),
        flagged=sum(field.status == "flagged" for field in fields),
        no_value=len(unread),
        wrong=len(mistaken),
        alone=len(alone),
        alone_no_value=len(alone & unread),
        alone_wrong=len(alone & mistaken),
    )


_ORDER = {kind: number for number, kind in enumerate(DoubtKind)}


def _place(key: tuple[DoubtKind | None, Weight | None]) -> tuple[int, int]:
    """Kinds as they are declared, the heaviest weight first, no kind at all last."""
    kind, weight = key
    return (len(_ORDER) if kind is None else _ORDER[kind], 0 if weight is None else -weight.rank)


def _line(score: DoubtScore) -> tuple[str, ...]:
    wrong, share = score.wrong, score.fires.share or 0.0
    return (
        score.name,
        score.weight or "",
        str(score.fires.hits),
        str(score.documents),
        f"{share:.1%}".replace("100.0", "100"),
        str(score.no_value),
        str(wrong.hits),
        f"{100 * wrong.low:.1f}–{100 * wrong.high:.1f}" if wrong.n else "–",
        str(score.alone) if score.kind is not None else "",
        str(score.alone_wrong.hits) if score.kind is not None else "",
    )
