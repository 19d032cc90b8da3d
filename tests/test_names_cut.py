"""A name of a list in a picture that may go on in a line without values is in doubt, and so is the one below it; where
another list has the whole name, neither is.
"""

from dataclasses import replace
from pathlib import Path

from extractor.documents import open_document
from extractor.evidence import DoubtKind
from extractor.readers.layout import read_layout
from extractor.readers.reading import Reading
from extractor.schemas.registry import load_schemas
from tests.doubted import recognised
from tests.test_layout_repeated import HEADINGS, TITLE

REQUESTS = "V.A. FOIA REQUESTS -- RECEIVED, PROCESSED AND PENDING FOIA REQUESTS"
OVER = (
    "Agency / Component",
    "Number of Requests Pending as of Start of Fiscal Year",
    "Number of Requests Received in Fiscal Year",
    "Number of Requests Processed in Fiscal Year",
    "Number of Requests Pending as of End of Fiscal Year",
)


def table(title: str, *rows: tuple[str, ...]) -> str:
    lines = ("".join(f"<td>{text}</td>" for text in row) for row in rows)
    return f"<p>{title}</p><table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def full(name: str, columns: int) -> tuple[str, ...]:
    return (name, *("3" for _ in range(columns)))


def read(folder: Path, *tables: str) -> Reading:
    """The tables as if they had been a picture."""
    path = folder / "report.html"
    path.write_text(f"<html><body>{''.join(tables)}</body></html>", encoding="utf-8")
    document = open_document(path)
    rows = (replace(row, cells=tuple(recognised(cell) for cell in row.cells)) for row in document.rows)
    words = tuple(recognised(word) for word in document.words)
    document = replace(document, method="scan", rows=tuple(rows), words=words)
    schema = next(each for each in load_schemas() if each.name == "us_foia")
    return read_layout(document, schema, schema.forms[0])


TORN = table(
    TITLE,
    HEADINGS,
    full("Headquarters", 13),
    full("Inspector", 13),
    ("General", *("" for _ in range(13))),
    full("West Region", 13),
    full("AGENCY OVERALL", 13),
)
WHOLE = table(
    REQUESTS,
    OVER,
    full("Headquarters", 4),
    full("Inspector General", 4),
    full("West Region", 4),
    full("AGENCY OVERALL", 4),
)


def cut(reading: Reading) -> set[object]:
    """The names of the list of dispositions that may be cut."""
    fields = (field for path, field in reading.fields.items() if path.startswith("dispositions.components."))
    named = [field for field in fields if field.path.endswith(".name")]
    return {field.value for field in named if any(each.kind is DoubtKind.NAME_CUT for each in field.doubts)}


def test_both_names_beside_a_line_without_values_are_in_doubt(tmp_path: Path) -> None:
    assert {"Inspector", "West Region"} <= cut(read(tmp_path, TORN))


def test_where_another_list_has_the_whole_name_it_is_that_and_the_one_below_is_certain(tmp_path: Path) -> None:
    reading = read(tmp_path, WHOLE, TORN)
    names = [reading.value(f"dispositions.components.{number}.name") for number in range(3)]
    assert names == ["Headquarters", "Inspector General", "West Region"]
    assert not cut(reading)


def test_a_name_that_another_list_has_is_a_row_of_its_own(tmp_path: Path) -> None:
    both = WHOLE.replace("Inspector General", "Inspector").replace(
        "<tr><td>West", f"<tr>{''.join(f'<td>{text}</td>' for text in full('General', 4))}</tr><tr><td>West"
    )
    assert "Inspector" not in cut(read(tmp_path, both, TORN))
