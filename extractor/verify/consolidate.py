"""One value for every field, out of what one or more readers read and what people decided.

A decision of a person wins. Otherwise the layout reader is preferred, because it starts from the printed place. What
readers disagree about is kept as a disagreement, never settled by majority.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from extractor.evidence import (
    About,
    Doubt,
    DoubtKind,
    Leg,
    Weight,
    Witnesses,
    capped,
    doubt,
    is_about,
    is_record,
    merged,
    witnesses,
)
from extractor.evidence.certainty import Certainty, certainty_of, is_unclear
from extractor.readers.reading import Alternative, FieldReading, Reading, Spot
from extractor.schemas.form import FieldSpec, Form, State, Value
from extractor.schemas.linear import Values
from extractor.schemas.values import unspaced
from extractor.verify.edit import Edit, standing
from extractor.verify.form_fields import fields_of

PREFERRED = "layout"
"""The reader whose place and quote are shown when several agree."""

_SURENESS: tuple[Certainty, ...] = ("exact", "inferred", "ambiguous")

NO_OTHERS: Mapping[str, Values] = MappingProxyType({})
"""No other document of the same body is known."""

_OF_ONE_SEARCH = frozenset({DoubtKind.LEFT_UNNAMED, DoubtKind.LINES_BELOW})
"""What speaks against one search alone: that it passed over something that has no name, or ended a text too early."""

_OF_ONE_NUMBER = frozenset({DoubtKind.GOES_ON_BELOW})
"""The same of numbers, which end where they end: that the one below it may be meant."""

_NOT_FOUND = FieldReading(path="", state="unread", doubts=(doubt(DoubtKind.NOT_FOUND),))
_NOT_STATED = FieldReading(path="", state="absent")


def known_state(state: State) -> State:
    """A state as rules see it: of what is illegible they know as little as of what nobody read."""
    return "unread" if state == "illegible" else state


class ReadBy(NamedTuple):
    """One field as one reader read it."""

    reader: str
    field: FieldReading


class FieldValue(NamedTuple):
    """What is known of one field.

    ``reader`` is the name of the reader the value comes from, empty if it comes from a person or from nobody.
    ``seen`` holds what every reader that looked at the field read. ``disputed``: they contradict each other;
    ``lone``: only a reader other than the preferred one found it. ``doubts`` are those
    of the reading that the value comes from, and those of the others, which weigh little here; ``legs`` the witnesses
    that say the same at the same place.
    ``alternatives``: what else the picture may show there, without what the field holds.
    """

    path: str
    state: State
    value: Value | None
    spot: Spot | None
    quote: str
    reader: str
    seen: tuple[ReadBy, ...]
    disputed: bool = False
    lone: bool = False
    edit: Edit | None = None
    doubts: tuple[Doubt, ...] = ()
    legs: tuple[Leg, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    @property
    def certainty(self) -> Certainty:
        """How sure its place is; a person who decided about it needs none."""
        return "exact" if self.edit is not None else certainty_of(self.doubts)

    @property
    def unclear(self) -> bool:
        """Whether it is in doubt which characters are printed at the place."""
        return is_unclear(self.doubts)

    @property
    def witnesses(self) -> Witnesses:
        """What its legs come to."""
        return witnesses(self.legs)

    @property
    def by_model_alone(self) -> bool:
        """Whether it comes from another reader than the preferred one, and nobody else bears it out."""
        return self.reader not in ("", PREFERRED) and len(self.legs) < 2

    @property
    def records(self) -> int:
        """How many records from outside say it, where nobody else does; 0 where somebody does."""
        return _records(self.legs)

    @property
    def proven_digits(self) -> bool:
        """Whether its digits are beyond doubt: the file stores them as they stand, or two looked for themselves.

        What is absent has no digits.
        """
        return digits_proven(self.state, self.witnesses, self.unclear)


def digits_proven(state: State, witnessed: Witnesses, unclear: bool) -> bool:
    """What :attr:`FieldValue.proven_digits` says, for whoever knows the witnesses already."""
    return state == "absent" or witnessed.digits == "two" or (witnessed.digits == "stored" and not unclear)


@lru_cache(maxsize=1024)
def _records(legs: tuple[Leg, ...]) -> int:
    known = {leg.looked_at for leg in legs}
    return len(known) if known and all(map(is_record, known)) else 0


@dataclass(frozen=True)
class Consolidation:
    """All fields of a document in the order of its form, repeated rows included.

    ``specs`` holds the field of the form behind every path, ``counts`` the number of rows of every repeated row,
    ``others`` the values of other documents of the same body, by the name under which rules need them.
    """

    form: Form
    fields: Mapping[str, FieldValue]
    specs: Mapping[str, FieldSpec]
    counts: Mapping[str, int]
    others: Mapping[str, Values]

    @cached_property
    def values(self) -> Values:
        """States and values as rules want them."""
        cells = {path: (known_state(found.state), found.value) for path, found in self.fields.items()}
        return Values(cells, self.counts, self.others)


def consolidate(
    form: Form,
    readings: Sequence[Reading],
    edits: Iterable[Edit] = (),
    others: Mapping[str, Values] = NO_OTHERS,
) -> Consolidation:
    """One :class:`FieldValue` for every field of the form; fields that nobody read are unread."""
    ordered = sorted(readings, key=lambda reading: reading.reader != PREFERRED)
    decided = {edit.path: edit for edit in standing(edits) if edit.gives_value}
    counts, specs = fields_of(form, ordered, decided)
    looked = any(reading.reader == PREFERRED for reading in ordered)
    unstated = {claim.path for claim in form.claims if not claim.identity} if looked else set()
    fields: dict[str, FieldValue] = {}
    alone: dict[int, tuple[Leg, ...]] = {}
    read = [(reading.reader, reading.fields) for reading in ordered]
    for path in specs:
        seen = [ReadBy(reader, known[path]) for reader, known in read if path in known]
        seen = _without_refuted(seen) if form.shape is not None and len(seen) > 1 else seen
        if len(seen) == 1 and _says_something(seen[0].field):
            found = _read_by_one(path, seen[0], alone)
        else:
            found = _read_value(path, tuple(seen), ordered, _NOT_STATED if path in unstated else _NOT_FOUND)
        found = _decided_value(found, decided[path]) if path in decided else found
        more = _alternatives(found) if len(seen) > 1 or (seen and seen[0].field.alternatives) else ()
        fields[path] = found._replace(alternatives=more) if more else found
    return Consolidation(form, fields, specs, counts, others)


def _without_refuted(seen: Sequence[ReadBy]) -> list[ReadBy]:
    """What readers saw, without those that found no label of a field that another saw printed at a certain place, and
    those that took its cell for empty and were not sure: a value may stand there without its label, and one that is
    computed stands nowhere. Whoever saw the empty cell itself knows more than whoever found nothing.
    """
    placed = any(
        (each.field.state in ("read", "blank") and each.field.spot and each.field.certainty == "exact")
        or each.field.state == "computed"
        for each in seen
    )
    return [each for each in seen if not (placed and _is_unsure_or_nowhere(each.field))]


def _is_unsure_or_nowhere(field: FieldReading) -> bool:
    unsure = field.certainty != "exact" and field.state in ("blank", "absent", "not_applicable")
    return unsure or (field.state == "absent" and field.spot is None)


def _read_value(path: str, seen: tuple[ReadBy, ...], readings: Sequence[Reading], nothing: FieldReading) -> FieldValue:
    said = [each for each in seen if _says_something(each.field)]
    if not said:
        return _silent(path, seen, nothing)
    disputed = len(said) > 1 and any(not _same(said[0].field, other.field) for other in said[1:])
    chosen: ReadBy | None = said[0]
    if not disputed and all(_is_of_record(each.field) for each in said):
        chosen = min(said, key=lambda each: _SURENESS.index(each.field.certainty if each.field.spot else "ambiguous"))
    if disputed:
        chosen = next((each for each in said if each.field.certainty == "exact" and each.field.spot), None)
    if chosen is None:
        return FieldValue(path, "unread", None, None, "", "", seen, disputed=True, doubts=_all_doubts(seen))
    field = chosen.field
    return FieldValue(
        path=path,
        state=field.state,
        value=field.value,
        spot=field.spot,
        quote=field.quote,
        reader=chosen.reader,
        seen=seen,
        disputed=disputed,
        lone=chosen.reader != PREFERRED,
        doubts=merged(
            _borne_by_second(chosen, said),
            capped(_all_doubts(each for each in seen if each is not chosen), Weight.SLIGHT),
        ),
        legs=tuple(_legs_beside(chosen.field, said)),
    )


def _read_by_one(path: str, only: ReadBy, alone: dict[int, tuple[Leg, ...]]) -> FieldValue:
    """The same where one reader alone looked at a field, as nearly always, and says something of it. ``alone``: legs
    that stand alone, by the identity of that of the reader; many fields share one.
    """
    field, leg = only.field, only.field.leg
    legs: tuple[Leg, ...] = ()
    if leg is not None and _has_place(field):
        if leg.reader == only.reader:
            legs = alone.get(id(leg)) or alone.setdefault(id(leg), (leg,))
        else:
            legs = (replace(leg, reader=only.reader),)
    doubts = merged(field.doubts) if len(field.doubts) > 1 else field.doubts
    lone = only.reader != PREFERRED
    return FieldValue(
        path,
        field.state,
        field.value,
        field.spot,
        field.quote,
        only.reader,
        (only,),
        False,
        lone,
        None,
        doubts,
        legs,
    )


def _has_place(field: FieldReading) -> bool:
    """What :func:`same_place` says of a reader beside itself."""
    if field.state == "absent":
        return True
    if field.spot is None:
        return field.state == "blank" and _is_of_record(field)
    return field.spot.span is not None or field.spot.box is not None


def _is_of_record(field: FieldReading) -> bool:
    """Whether somebody from outside says it. Of records that say the same that counts which was placed most surely:
    its own item is what proves the place."""
    return field.leg is not None and is_record(field.leg.looked_at)


def _borne_by_second(chosen: ReadBy, said: Sequence[ReadBy]) -> tuple[Doubt, ...]:
    """The doubts of a reading, those that a second search settles weighing little where one that knows nothing of the
    first surely says the same of the same place."""
    field = chosen.field
    again = any(
        each.field.certainty == "exact"
        and each.field.leg is not None
        and field.leg is not None
        and each.field.leg.placed_by not in ("", field.leg.placed_by)
        and _same(field, each.field)
        and same_place(field, each.field)
        for each in said
        if each is not chosen
    )
    if not again:
        return field.doubts
    settled = _OF_ONE_SEARCH if isinstance(field.value, str) else _OF_ONE_SEARCH | _OF_ONE_NUMBER
    return tuple(capped([each], Weight.SLIGHT)[0] if each.kind in settled else each for each in field.doubts)


def _legs_beside(chosen: FieldReading, said: Sequence[ReadBy]) -> Iterator[Leg]:
    """The legs of every reader that reads what is chosen, and reads it there: elsewhere it may be another number.

    Of readers that only infer the place, one counts for it, for two that infer it alike may share the mistake: unless
    they searched without each other and no heading is in doubt, whose columns both would take in the usual order.
    """
    here = [each for each in said if same_place(chosen, each.field)]
    sure = any(each.field.certainty == "exact" for each in here) or not any(_heading_doubts(each) for each in here)
    for each in here:
        leg = each.field.leg
        if leg is not None and (each.field is chosen or _same(chosen, each.field)):
            counts = sure or each.field is chosen
            as_it_is = counts and leg.reader == each.reader
            yield leg if as_it_is else replace(leg, reader=each.reader, placed_by=leg.placed_by if counts else "")


def _heading_doubts(each: ReadBy) -> bool:
    return any(found.weight is not Weight.SLIGHT for found in is_about(each.field.doubts, About.HEADING))


def _all_doubts(seen: Iterable[ReadBy]) -> tuple[Doubt, ...]:
    return merged(*(each.field.doubts for each in seen))


def _silent(path: str, seen: tuple[ReadBy, ...], nothing: FieldReading) -> FieldValue:
    """A field that every reader passed over or gave up."""
    if not seen:
        return FieldValue(path, nothing.state, None, None, "", "", (), doubts=nothing.doubts)
    field = seen[0].field
    return FieldValue(path, "unread", None, field.spot, field.quote, "", seen, doubts=_all_doubts(seen))


def _says_something(field: FieldReading) -> bool:
    """Whether a reader committed itself: a value for what is read, a state for what is not."""
    return field.state != "unread" and (field.state != "read" or field.value is not None)


def _same(one: FieldReading, other: FieldReading) -> bool:
    return one.state == other.state and _plain(one.value) == _plain(other.value)


def _plain(value: Value | None) -> Value | None:
    return unspaced(value) if isinstance(value, str) else value


def same_place(one: FieldReading, other: FieldReading) -> bool:
    """Whether two readers took a field from the same spot. What is absent has no place and so no other place, nor has
    what records from outside leave blank: their locator proves the crossing empty and points at nothing.
    """
    if one.state == other.state == "absent":
        return True
    if one.state == other.state == "blank" and one.spot is other.spot is None:
        return _is_of_record(one) and _is_of_record(other)
    if one.spot is None or other.spot is None or one.spot.page != other.spot.page:
        return False
    a, b = one.spot.span, other.spot.span
    if a is None or b is None:
        return one.spot.box is not None and one.spot.box == other.spot.box
    return (a[0] <= b[0] and b[1] <= a[1]) or (b[0] <= a[0] and a[1] <= b[1])


def _alternatives(field: FieldValue) -> tuple[Alternative, ...]:
    if not any(each.field.alternatives for each in field.seen):
        return ()
    distinct: dict[tuple[State, Value | None], Alternative] = {}
    for other in (other for each in field.seen for other in each.field.alternatives):
        distinct.setdefault((other.state, other.value), other)
    distinct.pop((field.state, field.value), None)
    return tuple(distinct.values())


def _decided_value(found: FieldValue, edit: Edit) -> FieldValue:
    """A field that a person decided, with the place where the readers saw it, and the witnesses that say the same."""
    value = edit.value if edit.state == "read" else None
    decided = FieldReading(path=found.path, state=edit.state, value=value, spot=edit.spot or found.spot)
    legs = tuple(_legs_beside(decided, found.seen))
    found = found._replace(state=edit.state, value=value, reader="", edit=edit, disputed=False, lone=False, legs=legs)
    return found if edit.spot is None else found._replace(spot=edit.spot, quote="")
