"""What is said of where a single value stands: printed as it is, in another dress, elsewhere, or not at all."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pymupdf
import pytest

from extractor.documents import Document, Word, open_document
from extractor.evidence import Doubt, DoubtKind
from extractor.readers.layout import read_layout
from extractor.readers.reading import FieldReading, Reading, Spot
from extractor.schemas.form import FieldSpec, Value
from extractor.schemas.notation import Notation
from extractor.schemas.open_form import schema_of_shape
from extractor.schemas.registry import load_schema
from extractor.verify import verify
from extractor.verify.consolidate import FieldValue, consolidate
from extractor.verify.field_labels import Labels, cut
from extractor.verify.finding import FindingKind
from extractor.verify.grounding import (
    Grounding,
    check_grounding,
    ground,
    ground_quote,
    ground_value,
    grounding_of,
    written,
)
from extractor.verify.surroundings import Surroundings
from extractor.verify.wording import table_title
from tests.built_readings import INFERRED, changed, edit, with_field
from tests.placed_records import shape_of
from tests.plain_reports import FLOW, FOIA, foia_report

CELL = "table.row.column"
COUNT = FieldSpec(CELL, "count", ("Table", "Row", "Column"))
AMOUNT = FieldSpec(CELL, "amount", ("Table", "Row", "Column"))
THOUSANDS = FieldSpec(CELL, "amount", ("Table", "Row", "Column"), {"": Decimal(1), "千元": Decimal(1000)})
MONEY = FieldSpec(CELL, "amount", ("Table", "Row", "Column"), notation=Notation(("$",), bracketed_negative=True))
NAME = FieldSpec(CELL, "text", ("Table", "Row", "Column"))
CLAIM = FieldSpec("received", "count", ("Received",))
SPOT = Spot(page=1, span=(0, 4))
OVERALL = "requests.overall.received"


@pytest.fixture
def document(tmp_path: Path) -> Document:
    """A report of one component: 12 requests received and processed."""
    path = tmp_path / "report.txt"
    path.write_text(foia_report("Office of Tests", 12), "utf-8")
    return open_document(path)


def read(document: Document) -> Reading:
    return read_layout(document, load_schema("us_foia"), FOIA)


def without(reading: Reading, *lost: str) -> Reading:
    """The reading without these fields of its first table."""
    gone = {f"requests.{path}" for path in lost}
    return changed(reading, fields={path: field for path, field in reading.fields.items() if path not in gone})


def said(kind: FindingKind, document: Document, reading: Reading) -> list[str]:
    return [each.message for each in verify(FOIA, [reading], source=document) if each.kind == kind]


@pytest.mark.parametrize(
    ("spec", "quote", "value", "status"),
    [
        (COUNT, "12", 12, "exact"),
        (COUNT, "1,204", 1204, "normalised"),
        (COUNT, "12.5", 12, "absent"),
        (AMOUNT, "1200", Decimal("1.2E+3"), "exact"),
        (AMOUNT, "12.5", Decimal("12.5"), "exact"),
        (THOUSANDS, "3千元", Decimal(3000), "normalised"),
        (THOUSANDS, "3", Decimal(3000), "absent"),
        (MONEY, "$(1,204)", Decimal(-1204), "normalised"),
        (AMOUNT, "$(1,204)", Decimal(-1204), "absent"),
        (NAME, "Bureau of  Tests", "Bureau of Tests", "exact"),
        (NAME, "Ｂureau of\nTests", "Bureau of Tests", "exact"),
        (NAME, "某市 科技局", "某市科技局", "exact"),
        (NAME, "Bureau of Texts", "Bureau of Tests", "absent"),
        (CLAIM, "We received 1,204 requests.", 1204, "exact"),
    ],
)
def test_a_value_is_printed_where_its_quote_says_it_in_the_way_of_its_field(
    spec: FieldSpec, quote: str, value: Value, status: str
) -> None:
    found = ground_value(spec.path, spec, value, SPOT, quote, "exact")
    assert (found.path, found.status, found.contradicted) == (spec.path, status, False)


def test_white_space_inside_a_year_does_not_count_and_inside_a_number_does() -> None:
    year = replace(COUNT, identity=True)
    assert ground_value(CELL, year, 2021, SPOT, "2 0 2 1", "exact").status == "normalised"
    assert ground_value(CELL, COUNT, 2021, SPOT, "2 0 2 1", "exact").status == "absent"


def test_what_is_as_it_should_be_needs_no_words_and_all_else_is_told() -> None:
    def told(spot: Spot | None, quote: str, sure: bool = True) -> Grounding:
        return ground_value(CELL, COUNT, 12, spot, quote, "exact" if sure else "inferred")

    assert told(SPOT, "12") == Grounding(CELL, "exact", "", contradicted=False)
    assert told(None, "12") == Grounding(CELL, "absent", "it has no place in the document")
    assert told(SPOT, "13") == Grounding(CELL, "absent", "“13” is printed there")
    assert told(SPOT, "12", sure=False) == Grounding(CELL, "elsewhere", "its label or its column is not certain")


def test_a_value_is_written_in_plain_digits() -> None:
    values: tuple[Value, ...] = (12, Decimal("1.2E+3"), Decimal("0.50"), "Bureau of Tests")
    assert [written(value) for value in values] == ["12", "1200", "0.50", "Bureau of Tests"]


def test_a_quote_stands_in_its_cell_though_a_line_breaks_there_and_a_note_follows(document: Document) -> None:
    around = Surroundings(document, consolidate(FOIA, [read(document)]))
    start = document.text.index("Bureau of Tests\t")
    row = Spot(page=1, span=(start, document.text.index("\n", start)))
    assert ground_value(CELL, NAME, "Bureau of Tests", row, "Bureau of\nTests", "exact", around).status == "exact"
    other = ground_value(CELL, NAME, "Bureau of Texts", row, "Bureau of Texts", "exact", around)
    assert (other.status, other.contradicted) == ("absent", True)


COMPONENT = tuple(f"components.0.{key}" for key in FLOW)


def test_where_nothing_is_printed_the_document_says_so(document: Document) -> None:
    around = Surroundings(document, consolidate(FOIA, [read(document)]))
    end = document.text.index("\n")
    found = ground_value(CELL, COUNT, 0, Spot(page=1, span=(end, end + 1)), "0", "exact", around)
    assert found == Grounding(CELL, "absent", "nothing is printed there", contradicted=True)


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        (("components.0.processed",), "1 number is printed among its values and in no field: 12"),
        (
            (*COMPONENT, "overall.pending_start"),
            "5 numbers are printed among its values and in no field: 0, 12, 12, 0, 0",
        ),
        (
            (*COMPONENT, "overall.pending_start", "overall.received"),
            "6 numbers are printed among its values and in no field: 0, 12, 12, 0, 0 …",
        ),
    ],
)
def test_the_first_five_numbers_that_no_field_took_are_named(
    document: Document, lost: tuple[str, ...], told: str
) -> None:
    found = said(FindingKind.UNCOUNTED_NUMBER, document, without(read(document), *lost))
    assert found == [f"{cut(table_title(FOIA, 'requests'))}: {told}"]


def test_headings_in_another_order_are_named_as_they_stand(document: Document) -> None:
    reading = read(document)
    fields = dict(reading.fields)
    for row in ("components.0", "overall"):
        one, other = f"requests.{row}.received", f"requests.{row}.processed"
        fields[one] = reading.fields[other].model_copy(update={"path": one})
        fields[other] = reading.fields[one].model_copy(update={"path": other})
    (message,) = said(FindingKind.HEADINGS_IN_DISORDER, document, changed(reading, fields=fields))
    (columns,) = [table.blocks[0].columns for table in FOIA.tables if table.key == "requests"]
    assert message.startswith(f"{cut(table_title(FOIA, 'requests'))}: ")
    assert message.endswith(": " + ", ".join(cut(column.label.printed) for column in columns))


def test_without_the_document_a_value_stands_where_its_findings_say(document: Document) -> None:
    """One number that is printed as another, one at another row's label; both are known from the findings alone."""
    reading = with_field(read(document), OVERALL, value=99, quote="99")
    moved = "requests.overall.pending_start"
    wrong = reading.fields["requests.components.0.pending_start"]
    reading = with_field(reading, moved, spot=wrong.spot, quote=wrong.quote)
    findings = verify(FOIA, [reading], source=document)
    found = grounding_of(consolidate(FOIA, [reading]), findings)
    assert {path for path, each in found.items() if each.status not in ("exact", "normalised")} == {OVERALL, moved}
    told = {path: each.message for each in findings for path in each.paths if each.code.startswith("place.")}
    assert found[OVERALL] == Grounding(OVERALL, "absent", told[OVERALL], contradicted=True)
    assert found[moved] == Grounding(moved, "elsewhere", told[moved], contradicted=True)
    assert all(each.path == path for path, each in found.items())


def test_a_value_that_a_person_gave_is_grounded_by_nobody(document: Document) -> None:
    reading = with_field(read(document), OVERALL, value=99, quote="99")
    findings = verify(FOIA, [reading], source=document)
    assert OVERALL not in grounding_of(consolidate(FOIA, [reading], [edit("correct", OVERALL, 12)]), findings)


def quoted(value: Value | None, quote: str, span: tuple[int, int] | None, *doubts: Doubt) -> FieldValue:
    """A value of any model as its reader quotes it from these characters of the first page; None: from nowhere."""
    spot = None if span is None else Spot(page=1, span=span)
    return FieldValue(CELL, "read", value, spot, quote, "maker", (), doubts=doubts)


def test_a_value_of_any_model_is_grounded_by_what_its_reader_quotes(document: Document) -> None:
    around = Surroundings(document, consolidate(FOIA, [read(document)]))
    text = document.text
    at = (text.index("Office of Tests"), text.index("Office of Tests") + len("Office of Tests"))

    def grounded(value: Value | None, quote: str, span: tuple[int, int] | None, *doubts: Doubt) -> Grounding:
        return ground_quote(CELL, quoted(value, quote, span, *doubts), around)

    assert grounded("Office of Tests", "Office of Tests", at).status == "exact"
    assert grounded("Office of Tests", "OFFICE OF TESTS", at).status == "normalised"
    assert grounded("Office Tests", "Office Tests", at).status == "exact", "another word stands between its own"
    assert grounded(None, "Office of Tests", at).status == "normalised"
    wrong = grounded("Office of Lamps", "Office of Lamps", at)
    assert (wrong.status, wrong.contradicted, wrong.shown) == ("absent", True, "Office of Tests")
    assert "“Office of Tests” is printed there" in wrong.why
    empty = grounded("Office of Tests", "Office of Tests", (at[1], at[1]))
    assert (empty.status, empty.contradicted, empty.shown) == ("absent", True, "")
    assert "nothing is printed there" in empty.why
    assert grounded("Office of Tests", "", at).contradicted, "a quote of nothing quotes nothing"
    nowhere = grounded("Office of Tests", "Office of Tests", None)
    assert (nowhere.status, nowhere.contradicted) == ("absent", False)
    assert grounded("Office of Tests", "Office of Tests", at, INFERRED).status == "elsewhere"


def test_without_the_document_a_quote_is_believed(document: Document) -> None:
    assert ground_quote(CELL, quoted("Lamps", "Lamps", (0, 5))).status == "exact"


def test_of_any_model_what_was_read_and_no_person_gave_is_grounded(document: Document) -> None:
    form = schema_of_shape(shape_of(name="string", blank="string", given="string")).forms[0]
    at = document.text.index("Office of Tests")
    spot = Spot(page=1, span=(at, at + 15))
    fields = {
        "name": FieldReading(path="name", state="read", value="Office of Lamps", quote="Office of Lamps", spot=spot),
        "given": FieldReading(path="given", state="read", value="Office of Tests", quote="Office of Tests", spot=spot),
        "blank": FieldReading(path="blank", state="blank"),
    }
    reading = changed(read(document), fields=fields)
    held = consolidate(form, [reading], [edit("correct", "given", "Lamps")])
    found = ground(held, Surroundings(document, held))
    assert {path: (each.path, each.shown) for path, each in found.items()} == {"name": ("name", "Office of Tests")}
    (against,) = [each.doubt for each in check_grounding(held, Labels(held), Surroundings(document, held), [])]
    assert against is not None
    message, signs = against.detail
    assert "“Office of Tests” is printed there" in message
    assert (against.kind, signs) == (DoubtKind.PLACE_REFUTED, "Office of Lamps ↔ “Office of Tests”")


def test_beside_its_document_a_value_has_a_label_before_it_unless_its_columns_tell_it(document: Document) -> None:
    reading = read(document)
    around = Surroundings(document, consolidate(FOIA, [reading]))
    found = reading.fields[OVERALL]
    other = reading.fields["requests.components.0.received"]
    spec = FOIA.field(OVERALL)
    assert spec is not None and found.value is not None
    moved = ground_value(OVERALL, spec, found.value, other.spot, found.quote, "exact", around)
    told = ground_value(OVERALL, spec, found.value, other.spot, found.quote, "exact", around, by_columns=True)
    assert (moved.status, moved.contradicted, moved.shown) == ("elsewhere", True, "Bureau of Tests")
    assert told.status == "exact"
    wrong = ground_value(OVERALL, spec, 99, found.spot, "99", "exact", around)
    assert (wrong.contradicted, wrong.shown) == (True, "12")


def test_a_quote_that_passes_over_a_word_printed_among_its_own_is_contradicted(tmp_path: Path) -> None:
    with pymupdf.open() as pdf:  # type: ignore[no-untyped-call]  # pymupdf has no annotations
        page = pdf.new_page(width=300, height=200)
        for x, y, text in ((20, 50, "Office"), (70, 52, "of"), (110, 50, "Tests")):
            page.insert_text((x, y), text, fontsize=10)
        pdf.save(tmp_path / "page.pdf")
    drawn = open_document(tmp_path / "page.pdf")
    first, passed, last = (
        next(word for word in drawn.words if word.text == text) for text in ("Office", "of", "Tests")
    )
    apart = replace(drawn, text="Office Tests\nof", words=(_moved(first, 0), _moved(last, 7), _moved(passed, 13)))
    around = Surroundings(apart, consolidate(FOIA, []))
    found = ground_quote(CELL, quoted("Office Tests", "Office Tests", (0, 12)), around)
    assert (found.status, found.contradicted, found.shown) == ("elsewhere", True, "of")
    assert found.why == "“of” is printed among its words"
    assert ground_quote(CELL, quoted("Office", "Office", (0, 6)), around).status == "exact"


def _moved(word: Word, start: int) -> Word:
    return replace(word, place=replace(word.place, span=(start, start + len(word.text))))
