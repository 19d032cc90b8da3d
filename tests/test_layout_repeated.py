"""Tables whose rows carry names of their own, and headings that come back between them."""

from pathlib import Path

from extractor.documents import open_document
from extractor.readers.layout import read_layout
from extractor.readers.reading import Reading
from extractor.schemas.registry import load_schemas

TITLE = "V.B.(1). DISPOSITION OF FOIA REQUESTS -- ALL PROCESSED REQUESTS"
HEADINGS = (
    "Agency / Component", "Number of Full Grants", "Number of Partial Grants / Partial Denials",
    "Number of Full Denials Based on Exemptions", "No Records", "All Records Referred to Another Component or Agency",
    "Request Withdrawn", "Fee-Related Reason", "Records not Reasonably Described",
    "Improper FOIA Request for Other Reason", "Not Agency Record", "Duplicate Request", "Other", "TOTAL",
)  # fmt: skip
AGAIN = (
    "Agency / Component\t\t\t\t\tNo\tAll\tRequest\tFee-Related",
    "Grants\tGrants\t/\tDenials\t\tRecords\tRecords\tWithdrawn\tReason",
)
"""The headings as they stand on a new page, on two lines; the stroke stands alone in its column."""


def row(name: str, *values: int | str) -> str:
    return "\t".join(
        [name, *map(str, values), *["0"] * (12 - len(values)), str(sum(int(v) for v in values if v != "-"))]
    )


def read(folder: Path, *lines: str) -> Reading:
    path = folder / "report.txt"
    path.write_text("\n".join([TITLE, "\t".join(HEADINGS), *lines]), encoding="utf-8")
    schema = next(each for each in load_schemas() if each.name == "us_foia")
    return read_layout(open_document(path), schema, schema.forms[0])


def names(reading: Reading) -> list[object]:
    paths = (path for path in reading.fields if path.startswith("dispositions.components.") and path.endswith(".name"))
    return [reading.fields[path].value for path in paths]


def test_headings_that_come_back_with_a_mark_among_them_are_no_row(tmp_path: Path) -> None:
    reading = read(tmp_path, row("North Region", 3, 4), *AGAIN, row("South Region", 5, 6), row("AGENCY OVERALL", 8, 10))
    assert names(reading) == ["North Region", "South Region"]
    assert reading.value("dispositions.components.1.full_grants") == 5
    assert reading.value("dispositions.overall.total") == 18


def test_a_row_of_nothing_but_marks_is_a_row(tmp_path: Path) -> None:
    reading = read(tmp_path, row("North Region", *["-"] * 12), row("South Region", 5), row("AGENCY OVERALL", 5))
    assert names(reading) == ["North Region", "South Region"]
