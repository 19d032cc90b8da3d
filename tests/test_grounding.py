"""Values against the document itself: printed at their label, in their column, in plain sight, and none left over."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import pymupdf
import pytest

from extractor.documents import Document, open_document
from extractor.readers.layout import read_layout
from extractor.readers.reading import FieldReading, Reading, Spot
from extractor.route import Verdict, decide
from extractor.schemas.form import ColumnSpec, FieldSpec, Value
from extractor.schemas.registry import load_schema
from extractor.store.steps.evidence_from_1 import KIND_OF_CODE
from extractor.verify import verify
from extractor.verify.consolidate import consolidate
from extractor.verify.finding import Finding, FindingKind
from extractor.verify.grounding import Grounding, ground, ground_value, kept
from extractor.verify.surroundings import Surroundings
from tests.built_readings import INFERRED, changed, edit, with_field
from tests.house import ROOT
from tests.plain_reports import FLOW, FOIA, foia_report

SCHEMA = load_schema("us_foia")
GOV = load_schema("gov_disclosure")
OVERALL = "requests.overall.received"
SAMPLES = ("foia-pipes.txt", "songbaiwan-2022.txt", "minglan-2023.html", "wangjiangping-2021.pdf")


def document_of(folder: Path, text: str, name: str = "report.txt") -> Document:
    path = folder / name
    path.write_text(text, "utf-8")
    return open_document(path)


@pytest.fixture
def document(tmp_path: Path) -> Document:
    """A report of one component: 12 requests received and processed."""
    return document_of(tmp_path, foia_report("Office of Tests", 12))


def read(document: Document) -> Reading:
    return read_layout(document, SCHEMA, FOIA)


def grounded(document: Document, reading: Reading) -> dict[str, Grounding]:
    whole = consolidate(FOIA, [reading])
    return dict(ground(whole, Surroundings(document, whole)))


def alarms(document: Document, reading: Reading) -> list[Finding]:
    codes = ("place.elsewhere", "place.not_printed", "grounding.uncounted", "grounding.headings")
    found = [finding for finding in verify(FOIA, [reading], source=document) if finding.code in codes]
    assert [finding.kind for finding in found] == [FindingKind(KIND_OF_CODE[finding.code]) for finding in found]
    return found


@cache
def sample(name: str) -> tuple[Document, Reading]:
    document = open_document(ROOT / "evals" / "samples" / name)
    schema = SCHEMA if name.startswith("foia") else GOV
    form = FOIA if name.startswith("foia") else GOV.form("2021")
    return document, read_layout(document, schema, form)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_value_of_a_clean_report_stands_at_its_label(name: str) -> None:
    document, reading = sample(name)
    form = FOIA if name.startswith("foia") else GOV.form("2021")
    whole = consolidate(form, [reading])
    around = Surroundings(document, whole)
    found = ground(whole, around)
    assert len(found) > 30
    assert {each.status for each in found.values()} <= {"exact", "normalised"}
    assert around.uncounted() == {}
    assert list(around.headings_in_disorder()) == []


PLAIN = FieldSpec("table.row.column", "amount", ("Table", "Row", "Column"), {"": Decimal(1), "元": Decimal(1)})


@pytest.mark.parametrize(
    ("quote", "value", "status"),
    [
        ("1204", Decimal(1204), "exact"),
        ("1,204", Decimal(1204), "normalised"),
        ("１２０４", Decimal(1204), "normalised"),
        ("1204元", Decimal(1204), "normalised"),
        ("1204（其中修订16件）", Decimal(1204), "normalised"),
        ("1204.00", Decimal("1204.00"), "exact"),
        ("1205", Decimal(1204), "absent"),
        ("", Decimal(0), "absent"),
        ("/", Decimal(0), "absent"),
    ],
)
def test_the_quote_has_to_say_the_value(quote: str, value: Value, status: str) -> None:
    assert ground_value("table.row.column", PLAIN, value, Spot(page=1, span=(0, 4)), quote, "exact").status == status


def test_a_value_without_a_place_is_absent_and_one_at_an_uncertain_place_is_elsewhere() -> None:
    assert ground_value("table.row.column", PLAIN, Decimal(5), None, "5", "exact").status == "absent"
    uncertain = ground_value("table.row.column", PLAIN, Decimal(5), Spot(page=1, span=(0, 1)), "5", "inferred")
    assert (uncertain.status, uncertain.contradicted) == ("elsewhere", False)


def test_a_value_that_is_not_printed_at_its_place_is_an_error(document: Document) -> None:
    reading = with_field(read(document), OVERALL, value=99, quote="99")
    assert grounded(document, reading)[OVERALL].status == "absent"
    (alarm,) = alarms(document, reading)
    assert (alarm.code, alarm.paths, alarm.broken) == ("place.not_printed", (OVERALL,), True)
    assert "was read as 99, but “12” is printed there" in alarm.message


def test_a_number_that_is_printed_somewhere_is_not_printed_here(document: Document) -> None:
    """The place of another 0: the number is right, the label beside it is that of another row."""
    reading = read(document)
    wrong = reading.fields["requests.components.0.pending_start"]
    moved = with_field(reading, "requests.overall.pending_start", spot=wrong.spot, quote=wrong.quote)
    found = grounded(document, moved)["requests.overall.pending_start"]
    assert (found.status, found.why) == ("elsewhere", "the label beside it is “Bureau of Tests”")


def test_two_rows_that_were_exchanged_are_seen_though_all_sums_hold(document: Document) -> None:
    reading = read(document)
    fields = dict(reading.fields)
    for key in FLOW:
        one, other = f"requests.components.0.{key}", f"requests.overall.{key}"
        fields[one] = reading.fields[other].model_copy(update={"path": one})
        fields[other] = reading.fields[one].model_copy(update={"path": other})
    swapped = changed(reading, fields=fields)
    assert not [each for each in verify(FOIA, [swapped]) if each.broken]
    found = alarms(document, swapped)
    assert {alarm.code for alarm in found} == {"place.elsewhere"}
    assert len(found) == 2 * len(FLOW)


def test_two_columns_that_were_exchanged_in_every_row_are_seen_by_their_headings(document: Document) -> None:
    reading = read(document)
    fields = dict(reading.fields)
    for row in ("components.0", "overall"):
        one, other = f"requests.{row}.received", f"requests.{row}.processed"
        fields[one] = reading.fields[other].model_copy(update={"path": one})
        fields[other] = reading.fields[one].model_copy(update={"path": other})
    swapped = changed(reading, fields=fields)
    assert not [each for each in verify(FOIA, [swapped]) if each.broken]
    (alarm,) = alarms(document, swapped)
    assert alarm.code == "grounding.headings"
    assert "another order than the values were read in" in alarm.message


def test_an_invented_table_of_zeros_is_seen_though_all_sums_hold(document: Document) -> None:
    reading = read(document)
    zeros = {
        path: field.model_copy(update={"value": 0, "quote": "0"}) if isinstance(field.value, int) else field
        for path, field in reading.fields.items()
        if path != "year"
    }
    found = alarms(document, changed(reading, fields={"year": reading.fields["year"], **zeros}))
    assert {alarm.code for alarm in found} == {"place.not_printed"}
    assert OVERALL in {path for alarm in found for path in alarm.paths}


def test_a_number_inside_a_table_that_no_field_took_is_an_error(document: Document) -> None:
    reading = read(document)
    fields = {path: field for path, field in reading.fields.items() if path != "requests.components.0.processed"}
    (alarm,) = alarms(document, changed(reading, fields=fields))
    assert alarm.code == "grounding.uncounted"
    assert alarm.message.endswith("1 number is printed among its values and in no field: 12")


def test_a_number_that_a_reader_listed_as_unused_is_not_counted_twice(tmp_path: Path) -> None:
    text = foia_report("Office of Tests", 12).replace(
        "Bureau of Tests\t0\t12\t12\t0\n", "Bureau of Tests\t0\t12\t12\t0\t7\n"
    )
    document = document_of(tmp_path, text)
    reading = read(document)
    assert [number.text for number in reading.unused]
    assert "grounding.uncounted" not in {alarm.code for alarm in alarms(document, reading)}


def test_what_the_document_told_outlives_a_verification_without_it(document: Document) -> None:
    reading = with_field(read(document), OVERALL, value=99, quote="99")
    first = verify(FOIA, [reading], source=document)
    again = verify(FOIA, [reading], before=first)
    assert [each for each in again if each.code == "place.not_printed"]
    assert sorted(each.code for each in again) == sorted(each.code for each in first)


def test_a_decision_about_the_value_settles_what_the_document_told(document: Document) -> None:
    reading = with_field(read(document), OVERALL, value=99, quote="99")
    first = verify(FOIA, [reading], source=document)
    decided = edit("correct", OVERALL, 12)
    assert "place.not_printed" not in {each.code for each in verify(FOIA, [reading], [decided], before=first)}
    assert "place.not_printed" not in {each.code for each in kept(first, [decided])}


def test_a_finding_about_the_form_is_kept_until_a_person_waives_it() -> None:
    undecided = Finding(
        code="form.undecided",
        kind=FindingKind.FORM_UNDECIDED,
        outcome="fail",
        severity="error",
        paths=(),
        message="two forms fit",
    )
    assert list(kept([undecided], [])) == [undecided]


# What is hidden is not printed.


def page(cells: dict[str, str]) -> str:
    """The report as a web page; ``cells`` replaces the contents of cells of the first table by column."""
    lines = ["<html><body><p>Office of Tests</p><p>Freedom of Information Act Annual Report</p><p>Fiscal Year 2019</p>"]
    for table in FOIA.tables:
        columns = table.blocks[0].columns
        lines.append(f"<p>{table.title.printed}</p><table>")
        lines.append(_line("th", ["Agency / Component", *(column.label.printed for column in columns)]))
        for name in ("Bureau of Tests", "AGENCY OVERALL"):
            own = cells if table.key == "requests" and name == "AGENCY OVERALL" else {}
            lines.append(_line("td", [name, *(own.get(column.key, "0") for column in columns)]))
        lines.append("</table>")
    return "\n".join([*lines, "</body></html>"])


def _line(tag: str, cells: Sequence[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


HIDDEN: tuple[str, ...] = (
    '<span style="display:none">7</span>',
    '<span style="visibility:hidden">7</span>',
    '<span style="font-size:0">7</span>',
    "<span hidden>7</span>",
)


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_hidden_number_of_a_web_page_is_neither_read_nor_printed(tmp_path: Path, hidden: str) -> None:
    document = document_of(tmp_path, page({"received": hidden}), "report.html")
    reading = read(document)
    assert (reading.fields[OVERALL].state, reading.fields[OVERALL].value) == ("blank", None)
    claimed = with_field(reading, OVERALL, state="read", value=7, quote="7")
    assert grounded(document, claimed)[OVERALL].status == "absent"
    assert judged(document, claimed).fields[OVERALL].status == "flagged"


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_hidden_number_beside_a_printed_one_does_not_change_it(tmp_path: Path, hidden: str) -> None:
    document = document_of(tmp_path, page({"received": f"3{hidden}"}), "report.html")
    assert read(document).fields[OVERALL].value == 3


def judged(document: Document, reading: Reading) -> Verdict:
    return decide(FOIA, [reading], verify(FOIA, [reading], source=document))


def drawn(path: Path, show: Callable[[pymupdf.Page, float, float], None]) -> Document:
    """The report as a PDF with ruled tables; ``show`` draws the number of requests received by the whole agency."""
    pdf = pymupdf.open()
    paper = pdf.new_page(width=1300, height=900)
    top = 40.0
    for line in ("Office of Tests", "Freedom of Information Act Annual Report", "Fiscal Year 2019"):
        paper.insert_text((40, top), line, fontsize=9)
        top += 14
    for table in FOIA.tables:
        top = _drawn_table(paper, table.key, table.title.printed, table.blocks[0].columns, top, show)
    pdf.save(path)
    pdf.close()
    return open_document(path)


def _drawn_table(
    paper: pymupdf.Page,
    key: str,
    title: str,
    columns: Sequence[ColumnSpec],
    top: float,
    show: Callable[[pymupdf.Page, float, float], None],
) -> float:
    paper.insert_text((40, top + 10), title, fontsize=9)
    rows = [["Agency / Component", *(column.label.printed for column in columns)]]
    rows += [[name, *("0" for _ in columns)] for name in ("Bureau of Tests", "AGENCY OVERALL")]
    width = 1200 / len(rows[0])
    for number, row in enumerate(rows):
        y = top + 20 + 18 * number
        for column, text in enumerate(row):
            x = 40 + width * column
            paper.draw_rect((x, y, x + width, y + 18))
            if key == "requests" and number == 2 and column == 2:
                show(paper, x + 2, y + 12)
            else:
                paper.insert_text((x + 2, y + 12), text, fontsize=4 if number == 0 else 8)
    return top + 20 + 18 * len(rows) + 14


def test_the_drawn_report_is_read_where_its_number_is_printed(tmp_path: Path) -> None:
    document = drawn(tmp_path / "a.pdf", lambda paper, x, y: paper.insert_text((x, y), "7", fontsize=8))
    assert read(document).fields[OVERALL].value == 7


@pytest.mark.parametrize(
    "show",
    [
        lambda paper, x, y: paper.insert_text((x, y), "7", fontsize=8, render_mode=3),
        lambda paper, x, y: paper.insert_text((x, y), "7", fontsize=8, color=(1, 1, 1)),
        lambda paper, x, y: paper.insert_text((x + 5000, y), "7", fontsize=8),
    ],
    ids=["render mode 3", "white on white", "off the page"],
)
def test_an_invisible_number_of_a_pdf_is_neither_read_nor_printed(
    tmp_path: Path, show: Callable[[pymupdf.Page, float, float], None]
) -> None:
    document = drawn(tmp_path / "a.pdf", show)
    field = read(document).fields[OVERALL]
    assert (field.state, field.value) == ("blank", None)
    claimed = with_field(read(document), OVERALL, state="read", value=7, quote="7")
    assert grounded(document, claimed)[OVERALL].status == "absent"


def test_a_model_that_answers_a_hidden_number_is_contradicted_by_the_page(tmp_path: Path) -> None:
    document = document_of(tmp_path, page({"received": HIDDEN[0]}), "report.html")
    layout = read(document)
    answered = FieldReading(path=OVERALL, state="read", value=7, quote="7", doubts=(INFERRED,))
    model = changed(layout, reader="llm:test", fields={**layout.fields, OVERALL: answered})
    verdict = decide(FOIA, [layout, model], verify(FOIA, [layout, model], source=document))
    assert verdict.fields[OVERALL].status == "flagged"
    assert verdict.status == "review"
