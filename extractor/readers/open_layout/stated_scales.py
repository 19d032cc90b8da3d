"""Scales that a document states once for many numbers: "(in millions)" above a table, "T€" in a heading.

Only a field whose schema says what a unit is worth is scaled, and says so; every other number stays as printed. Where
it is in doubt whether a statement is about a number, the number is not read.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from extractor.evidence import Doubt, DoubtKind, doubt, merged, settled
from extractor.readers.open_layout.printed_bands import Band, Fragment
from extractor.readers.open_layout.printed_figures import figure_in
from extractor.readers.open_layout.row_fit import is_value
from extractor.readers.reading import FieldReading
from extractor.schemas.shape import Shape, ShapeLeaf
from extractor.schemas.state import NUMBERS
from extractor.schemas.units import StatedUnit, stated_in_heading, stated_unit, unit_languages, unit_words
from extractor.schemas.values import ONE


class _Statement(NamedTuple):
    """A text that may state a unit, in its band; ``alone``: it stands there alone and is about all below it."""

    band: Band
    piece: Fragment
    alone: bool


def with_stated_scales(
    fields: Mapping[str, FieldReading], shape: Shape, bands: Sequence[Band]
) -> dict[str, FieldReading]:
    """The fields, those whose leaf has units in the unit of the leaf."""
    found = dict(fields)
    statements = list(_statements(bands)) if any(leaf.units for leaf in shape.leaves.values()) else []
    languages = (shape.language,) if shape.language else unit_languages()
    for path, field in fields.items() if statements else ():
        leaf = shape.leaf(path) if field.state == "read" else None
        if leaf is None or leaf.kind not in NUMBERS or not leaf.units or not _is_bare(field):
            continue
        at = next((band for band in bands for piece in band.fragments if _holds(piece, field)), None)
        if at is not None:
            found[path] = _scaled(field, leaf, _stated(field, at, leaf, statements, languages))
    return found


def _statements(bands: Sequence[Band]) -> Iterator[_Statement]:
    """Texts of bands without values: those that stand alone, and those side by side, which head columns."""
    for band in bands:
        if not any(is_value(piece.text) for piece in band.fragments):
            yield from (_Statement(band, piece, len(band.fragments) == 1) for piece in band.fragments)


def _is_bare(field: FieldReading) -> bool:
    figure = figure_in(field.quote)
    return figure is not None and not figure.unit and not isinstance(field.value, str) and field.value is not None


def _holds(piece: Fragment, field: FieldReading) -> bool:
    span = field.spot.span if field.spot is not None else None
    return span is not None and piece.place.span[0] <= span[0] and span[1] <= piece.place.span[1]


def _stated(
    field: FieldReading, band: Band, leaf: ShapeLeaf, statements: Sequence[_Statement], languages: Sequence[str]
) -> tuple[StatedUnit, str] | None:
    """What is said of the unit of a number, and in which words: by the label in front of it, the heading of its column
    and the nearest line above; None where nothing is. What is said otherwise, or only below it, cannot be placed."""
    piece = next(each for each in band.fragments if _holds(each, field))
    before = [each for each in band.fragments if each.x1 <= piece.x0 and not is_value(each.text)]
    near: list[tuple[StatedUnit, str]] = []
    for text in before[-1:]:
        if (worth := _worth(text.text, leaf, languages, heading=True)) is not None:
            near.append((worth, text.text))
    heading = _over(piece, band, [each for each in statements if not each.alone])
    if heading is not None and (worth := _worth(heading.text, leaf, languages, heading=True)) is not None:
        near.append((worth, heading.text))
    lines = [(each, worth) for each in statements if each.alone and (worth := _worth(each.piece.text, leaf, languages))]
    above = [(worth, each.piece.text) for each, worth in lines if each.band.number < band.number]
    if above:
        near.append(above[-1])
    if not near:
        return (StatedUnit(ONE, lines[0][0].piece.text), lines[0][0].piece.text) if lines else None
    if len({worth for worth, _ in near}) > 1:
        told = "; ".join(text for _, text in near)
        return StatedUnit(ONE, told), told
    return near[0]


def _over(piece: Fragment, band: Band, headings: Sequence[_Statement]) -> Fragment | None:
    """The nearest heading above a number in its column."""
    over = [
        each.piece
        for each in headings
        if each.band.number < band.number
        and each.band.page == band.page
        and (
            each.piece.over(piece) > 0
            if not band.counted
            else each.band.fragments[::-1].index(each.piece) == band.fragments[::-1].index(piece)
        )
    ]
    return over[-1] if over else None


def _worth(text: str, leaf: ShapeLeaf, languages: Sequence[str], heading: bool = False) -> StatedUnit | None:
    """What a text states of the unit of a leaf, in the languages that it may be written in."""
    state = stated_in_heading if heading else stated_unit
    said = [each for language in languages if (each := state(text, leaf.units, unit_words(language))) is not None]
    known = {each for each in said if not each.unknown}
    if len(known) == 1:
        return known.pop()
    return said[0] if said and not known else (StatedUnit(ONE, text) if known else None)


def _scaled(field: FieldReading, leaf: ShapeLeaf, stated: tuple[StatedUnit, str] | None) -> FieldReading:
    if stated is None or (stated[0].factor == ONE and not stated[0].unknown):
        return field
    (factor, unknown), text = stated
    if unknown:
        more: tuple[Doubt, ...] = (doubt(DoubtKind.UNIT_UNKNOWN, text),)
        return field.model_copy(update={"state": "unread", "value": None, "doubts": merged(field.doubts, more)})
    whole = Decimal(str(field.value)) * factor
    value = int(whole) if leaf.kind == "count" and whole == whole.to_integral_value() else whole
    more = (doubt(DoubtKind.SCALED, text, field.quote, f"{whole:f}"),)
    known = [settled([each])[0] if _is_of_unit(each, text) else each for each in field.doubts]
    return field.model_copy(update={"value": value, "doubts": merged(known, more)})


def _is_of_unit(each: Doubt, text: str) -> bool:
    """Whether a doubt is about the words in brackets that state the unit."""
    return each.kind is DoubtKind.LABEL_DIFFERS and text in each.detail
