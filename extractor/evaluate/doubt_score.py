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

FEWEST_FIELDS = 50
"""Fewer fields say nothing about the weight of their kind."""

HARDLY_EVER, FEWEST_DOCUMENTS = 0.01, 10
"""A kind weighs slightly where the upper bound of its wrong values is below the share (a person who is sent there finds
nothing in 99 fields of 100), and that in so many documents: fields of one document have in common what is wrong with
it, so that hundreds of them may be one observation."""

MOSTLY = 0.5
"""A kind is decisive where the lower bound of its fields without a right value is above this."""

_TITLE = "doubts: fields that carry each, of these without a value and wrong,\nand how many it alone sends to a person"
_NO_DOUBT = "without any doubt"


class FieldTally(BaseModel):
    """Some fields. ``no_value``: nobody could say anything about them, which is neither right nor wrong.

    ``wrong``: value or state are not what is printed.
    """

    model_config = ConfigDict(frozen=True)

    fields: int
    no_value: int
    wrong: int

    @classmethod
    def of(cls, fields: Iterable[FieldVerdict], wrong: Collection[str]) -> "FieldTally":
        """Count fields, of which those at the paths ``wrong`` are not as printed."""
        known = tuple(fields)
        valued = [field.path for field in known if field.state != "unread"]
        return cls(fields=len(known), no_value=len(known) - len(valued), wrong=sum(path in wrong for path in valued))

    @classmethod
    def added(cls, tallies: Iterable["FieldTally"]) -> "FieldTally":
        """Many tallies together."""
        known = tuple(tallies)
        return cls(
            fields=sum(each.fields for each in known),
            no_value=sum(each.no_value for each in known),
            wrong=sum(each.wrong for each in known),
        )

    @property
    def rate(self) -> Rate:
        """The wrong ones of those that have a value or a state."""
        return Rate.of(self.wrong, self.fields - self.no_value)

    @property
    def useless(self) -> Rate:
        """Those without a value and the wrong ones, of all."""
        return Rate.of(self.no_value + self.wrong, self.fields)


class DoubtCount(BaseModel):
    """The fields of one case that carry a kind of doubt at one weight; ``kind`` and ``weight`` are None for those that
    carry no doubt at all. A field that carries a kind twice counts once, at the heavier weight.

    ``alone``: flagged, and no other kind that weighs at least seriously is to be heard (what only a line of the policy
    says is no other kind). ``foremost``: no other kind weighs more, whatever the status.
    """

    model_config = ConfigDict(frozen=True)

    kind: DoubtKind | None
    weight: Weight | None
    carried: FieldTally
    flagged: int
    alone: FieldTally
    foremost: FieldTally


class DoubtScore(BaseModel):
    """The same over many cases. ``fires``: of all fields that have a verdict; ``documents`` have such a field.
    ``wrong`` and ``alone_wrong`` are out of the fields that have a value or a state.

    ``measured``: the band that the ``foremost`` fields call for; None where they leave it open, or where the kind was
    settled, so that it weighs less than its kind does and something else speaks for the value.
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
    foremost: FieldTally
    measured: Weight | None

    @classmethod
    def of(cls, counts: Sequence[DoubtCount], fields: int) -> "DoubtScore":
        """Add up counts of one kind at one weight, out of so many fields."""
        kind, weight = counts[0].kind, counts[0].weight
        carried = FieldTally.added(each.carried for each in counts)
        alone = FieldTally.added(each.alone for each in counts)
        foremost = FieldTally.added(each.foremost for each in counts)
        unsettled = kind is not None and weight is KINDS[kind].weight
        return cls(
            kind=kind,
            weight=weight,
            fires=Rate.of(carried.fields, fields),
            documents=len(counts),
            flagged=sum(each.flagged for each in counts),
            no_value=carried.no_value,
            wrong=carried.rate,
            alone=alone.fields,
            alone_wrong=alone.rate,
            foremost=foremost,
            measured=band(foremost, sum(each.foremost.fields > 0 for each in counts)) if unsettled else None,
        )

    @property
    def name(self) -> str:
        """The kind as stored and exported; words for the fields that carry none."""
        return self.kind or _NO_DOUBT

    @property
    def contradicted(self) -> bool:
        """Whether the figures call for another weight than the kind has."""
        return self.measured not in (None, self.weight)


def band(found: FieldTally, documents: int) -> Weight | None:
    """The weight that fields of so many documents call for; None where they leave it open, so that too little evidence
    makes nothing slight.

    decisive: mostly there is no value, or it is wrong. slight: it is hardly ever wrong. serious: between.
    """
    if found.fields < FEWEST_FIELDS:
        return None
    if found.useless.low > MOSTLY:
        return Weight.DECISIVE
    if found.rate.low > HARDLY_EVER:
        return Weight.SERIOUS
    return Weight.SLIGHT if found.rate.high < HARDLY_EVER and documents >= FEWEST_DOCUMENTS else None


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
    flagged = [field for field in fields if field.status == "flagged"]
    alone = (field for field in flagged if {each.kind for each in field.deciding} == {kind})
    foremost = (field for field in fields if weight is not None and not _outweighed(field, weight))
    return DoubtCount(
        kind=kind,
        weight=weight,
        carried=FieldTally.of(fields, wrong),
        flagged=len(flagged),
        alone=FieldTally.of(alone, wrong),
        foremost=FieldTally.of(foremost, wrong),
    )


def _outweighed(field: FieldVerdict, weight: Weight) -> bool:
    """Whether a doubt that is to be heard weighs more."""
    return any(each.weight.rank > weight.rank for each in field.deciding)


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
