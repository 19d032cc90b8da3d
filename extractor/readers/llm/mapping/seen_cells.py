"""What a model saw at the places it found, held against what was recognised there.

The place is the model's and the digits are of both: where they say the same, the model is a witness of the digits
that looked for itself. Where it did not say what it saw, it is one of the place alone; where it saw something else, one
of the two is wrong, and nobody can tell which.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from extractor.documents.model import Cell
from extractor.evidence import Doubt, DoubtKind, Leg, doubt, merged, picture_by
from extractor.readers.llm.mapping.place_map import NamedRow, SeenCells
from extractor.readers.llm.placed import NAME
from extractor.readers.reading import FieldReading, Spot
from extractor.schemas.form import ClaimSpec, ColumnSpec
from extractor.schemas.units import StatedUnit
from extractor.schemas.values import Printed, fold_width, read_printed, unspaced

_DIFFER = frozenset({DoubtKind.PICTURE_DIFFERS, DoubtKind.PICTURE_SHOWS_BLANK, DoubtKind.PICTURE_FILLS_BLANK})


@dataclass(frozen=True)
class Sight:
    """What ``model`` saw on ``pages``: the cells of rows, column by column. ``whole``: it answered about every part of
    the document, so that what it found nowhere is nowhere.
    """

    model: str
    pages: frozenset[int]
    seen: Mapping[NamedRow, SeenCells]
    whole: bool = True

    def cells(self, row: NamedRow, count: int, named: bool = False) -> SeenCells:
        """What was seen in the cells of a row, None for each where they were not told one for one.

        ``named``: its label stands in a column that was asked for, so that it may have been told as well.
        """
        told = self.seen.get(row, ())
        if named and len(told) == count + 1:
            told = told[1:]
        return told if len(told) == count else (None,) * count

    def field(
        self, field: FieldReading, cell: Cell, text: str | None, column: ColumnSpec, unit: StatedUnit
    ) -> FieldReading:
        """A field that was read from a recognised cell, as the model saw it."""
        if cell.place.page not in self.pages or field.leg is None:
            return field
        if text is None:
            return field.model_copy(update={"leg": replace(field.leg, looked_at="")})
        leg = replace(field.leg, looked_at=picture_by(self.model))
        if unspaced(text) == unspaced(cell.text) or _read(text, column) == _read(cell.text, column):
            return field.model_copy(update={"leg": leg})
        printed = _read(text, column, unit)
        why = _difference(text.strip(), cell.text)
        if printed.state == "unread":
            why = doubt(DoubtKind.PICTURE_NOT_A_VALUE, text)
        return FieldReading(
            path=field.path,
            state=printed.state,
            value=printed.value,
            spot=Spot.of(cell.place),
            quote=text,
            doubts=merged(field.doubts, (why,)),
            leg=leg,
        )

    def name(self, field: FieldReading, cell: Cell, text: str | None) -> FieldReading:
        """The name of a listed row, as the model saw it."""
        if cell.place.page not in self.pages or field.leg is None:
            return field
        if text is None:
            return field.model_copy(update={"leg": replace(field.leg, looked_at="")})
        leg = replace(field.leg, looked_at=picture_by(self.model))
        if unspaced(text) == unspaced(cell.text):
            return field.model_copy(update={"leg": leg})
        value = " ".join(fold_width(text).split())
        doubts = merged(field.doubts, (_difference(value, cell.text),))
        return field.model_copy(update={"value": value, "quote": text, "doubts": doubts, "leg": leg})

    def elsewhere(self, fields: Iterable[FieldReading]) -> Iterator[FieldReading]:
        """Fields of one block. Where more numbers than not differ from those recognised, the model looked elsewhere and
        has no place. Zeros say nothing: a model that answers them unseen is right about most of them.
        """
        known = list(fields)
        looked = [field for field in known if field.leg is not None and field.leg.looked_at == picture_by(self.model)]
        differing = [field for field in looked if any(each.kind in _DIFFER for each in field.doubts)]
        agreeing = [field for field in looked if field.state == "read" and field.value != 0 and field not in differing]
        if len(differing) <= len(agreeing):
            yield from known
            return
        yield from (_unplaced(field) if field in looked else field for field in known)

    def statement(self, claim: ClaimSpec, quote: str, page: int) -> FieldReading | None:
        """A statement whose characters the model saw where others were recognised; None on a page it was not shown."""
        if page not in self.pages:
            return None
        printed = read_printed(quote, claim.kind, notation=claim.notation)
        if printed.state != "read":
            return None
        return FieldReading(
            path=claim.path,
            state="read",
            value=printed.value,
            quote=quote,
            doubts=(doubt(DoubtKind.QUOTE_NOT_PRINTED, quote),),
            leg=Leg(NAME, picture_by(self.model), ""),
        )


def _difference(seen: str, recognised: str) -> Doubt:
    recognised = recognised.strip()
    if not seen:
        return doubt(DoubtKind.PICTURE_SHOWS_BLANK, recognised)
    if not recognised:
        return doubt(DoubtKind.PICTURE_FILLS_BLANK, seen)
    return doubt(DoubtKind.PICTURE_DIFFERS, seen, recognised)


def _unplaced(field: FieldReading) -> FieldReading:
    doubts = merged(field.doubts, (doubt(DoubtKind.PICTURE_ELSEWHERE),))
    leg = None if field.leg is None else replace(field.leg, placed_by="")
    return field.model_copy(update={"spot": None, "doubts": doubts, "leg": leg})


def _read(text: str, column: ColumnSpec, unit: StatedUnit | None = None) -> Printed:
    factor = {} if unit is None else {"factor": unit.factor}
    return read_printed(text, column.kind, column.units, signed=column.signed, notation=column.notation, **factor)
