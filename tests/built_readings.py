"""Readings made of figures, for tests: every field at a spot of its own, as a careful reader would find it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import strategies as st

from extractor.evidence import STORED, DoubtKind, Leg, doubt, picture_by
from extractor.readers.reading import FieldReading, Reading, Spot
from extractor.schemas.form import State, Value
from extractor.schemas.linear import Values
from extractor.schemas.registry import load_schema
from extractor.verify.edit import Edit, EditKind

FORM = load_schema("gov_disclosure").form("2021")
FOIA = load_schema("us_foia").form("annual")
OTHER_ALL = tuple(path for path in FORM.fields if path.startswith("table3.other_all."))
COLUMNS = ("natural", "commercial", "research", "social", "legal", "other")
FLOWS = ("new_received", "carried_over", "total_processed", "carried_forward")
RESULTS = tuple(
    dict.fromkeys(
        path.split(".")[1]
        for path in FORM.fields
        if path.startswith("table3.") and path not in OTHER_ALL and path.split(".")[1] not in FLOWS
    )
)
OUTCOMES = ("upheld", "corrected", "other", "pending")
WIDTH = 12

Figures = dict[str, Value | None]


def spot_of(number: int) -> Spot:
    """The spot of the field with this number: each has twelve characters to itself."""
    return Spot(page=1, span=(number * WIDTH, number * WIDTH + 3))


INFERRED = doubt(DoubtKind.LABEL_TORN)
"""A doubt that leaves a place inferred."""
AMBIGUOUS = doubt(DoubtKind.LABEL_RIVALS, 2)
"""A doubt that leaves no place."""
UNCLEAR = doubt(DoubtKind.VIEWS_DIFFER, "12, 17")
"""A doubt about the characters."""


def field_reading(
    path: str, value: Value | None, number: int, state: State | None = None, reader: str = "layout"
) -> FieldReading:
    """One field; None is a blank cell unless another state is given. Every reader finds its places itself."""
    known: State = state or ("blank" if value is None else "read")
    quote = "" if value is None else str(value)
    leg = Leg(reader, STORED, reader)
    return FieldReading(path=path, state=known, value=value, spot=spot_of(number), quote=quote, leg=leg)


def recognised(reading: Reading, engine: str = "rapidocr") -> Reading:
    """The reading of the same figures in a picture, all of them clear."""
    fields = {path: seen_by(field, engine) for path, field in reading.fields.items()}
    return reading.model_copy(update={"fields": fields})


def seen_by(field: FieldReading, engine: str) -> FieldReading:
    """The field as an engine or a model saw it in a picture."""
    assert field.leg is not None
    leg = Leg(field.leg.reader, picture_by(engine), field.leg.placed_by)
    return field.model_copy(update={"leg": leg})


def placed_by(reading: Reading, search: str) -> Reading:
    """The reading of a reader that was handed its places by somebody's search."""
    fields = {
        path: field.model_copy(update={"leg": field.leg and replace(field.leg, placed_by=search)})
        for path, field in reading.fields.items()
    }
    return reading.model_copy(update={"fields": fields})


def read_by(reading: Reading, reader: str) -> Reading:
    """The same figures at the same spots, found by another reader in a search of its own."""
    return placed_by(changed(reading, reader=reader), reader)


def reading_of(
    figures: Mapping[str, Value | None], reader: str = "layout", states: Mapping[str, State] | None = None
) -> Reading:
    """A reading of these figures. The same figures in the same order stand at the same spots for every reader."""
    given = states or {}
    fields = {
        path: field_reading(path, value, number, given.get(path), reader)
        for number, (path, value) in enumerate(figures.items())
    }
    return Reading(reader=reader, version="1", fields=fields)


def changed(reading: Reading, **fields: object) -> Reading:
    """The reading with other attributes."""
    return reading.model_copy(update=fields)


def with_field(reading: Reading, path: str, **attributes: object) -> Reading:
    """The reading with one field that differs in these attributes."""
    field = reading.fields[path].model_copy(update=attributes)
    return changed(reading, fields={**reading.fields, path: field})


def values_of(figures: Mapping[str, Value | None], counts: Mapping[str, int] | None = None) -> Values:
    """The figures as rules see them; None is a blank."""
    return Values(
        {path: ("blank" if value is None else "read", value) for path, value in figures.items()}, counts or {}
    )


def edit(kind: EditKind, path: str = "", value: Value | None = None, state: State = "read", **more: object) -> Edit:
    """A decision of a person."""
    plain = {"sha256": "0" * 64, "schema_name": "gov_disclosure", "kind": kind, "path": path, "state": state}
    return Edit.model_validate({**plain, "value": value, "at": datetime(2025, 1, 1, tzinfo=UTC), **more})


def zeros() -> Figures:
    """A report in which nothing happened: every count is a printed 0, （六） is printed as three rows."""
    figures: Figures = {"agency": "某某局", "year": 2023}
    for path, spec in FORM.fields.items():
        if path.startswith("table"):
            figures[path] = None if path in OTHER_ALL else Decimal(0) if spec.kind == "amount" else 0
    return figures


def absent_rows() -> dict[str, State]:
    """The states of the row that a report with three rows under （六） does not have."""
    return dict.fromkeys(OTHER_ALL, "absent")


def report(cells: Mapping[str, int]) -> Figures:
    """A consistent report from the counts of single cells (``granted.natural``, ``table4.review.upheld``).

    Totals follow; what was processed was received this year, unless ``carried_over`` or ``carried_forward`` say
    otherwise.
    """
    figures = zeros()
    for path, count in cells.items():
        figures[path if path.startswith("table") else f"table3.{path}"] = count
    for column in COLUMNS:
        done = sum(_count(figures, f"table3.{row}.{column}") for row in RESULTS)
        figures[f"table3.total_processed.{column}"] = done
        left = _count(figures, f"table3.carried_forward.{column}")
        figures[f"table3.new_received.{column}"] = done + left - _count(figures, f"table3.carried_over.{column}")
    for row in (*RESULTS, *FLOWS):
        figures[f"table3.{row}.total"] = sum(_count(figures, f"table3.{row}.{column}") for column in COLUMNS)
    for group in ("review", "direct", "post"):
        figures[f"table4.{group}.total"] = sum(_count(figures, f"table4.{group}.{each}") for each in OUTCOMES)
    return figures


def _count(figures: Figures, path: str) -> int:
    value = figures[path]
    assert isinstance(value, int), path
    return value


def layout_of(figures: Figures) -> Reading:
    """What the layout reader makes of a report with these figures."""
    return reading_of(figures, states=absent_rows())


@st.composite
def consistent_reports(draw: st.DrawFn) -> Figures:
    """Reports that obey every identity, most of their cells zero, as real ones are."""
    counts = st.one_of(st.just(0), st.integers(0, 400))
    cells = {f"{row}.{column}": draw(counts) for row in RESULTS for column in COLUMNS}
    for column in COLUMNS:
        done = sum(cells[f"{row}.{column}"] for row in RESULTS)
        cells[f"carried_forward.{column}"] = left = draw(counts)
        cells[f"carried_over.{column}"] = draw(st.integers(0, done + left))
    cells.update({f"table4.{g}.{o}": draw(counts) for g in ("review", "direct", "post") for o in OUTCOMES})
    return report(cells)
