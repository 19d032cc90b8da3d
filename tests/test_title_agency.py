"""Who a report is of, where its name stands at the top of the page: below a letterhead that begins with it."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.readers.layout import read_layout
from extractor.schemas.registry import load_schema
from tests.plain_reports import foia_report

AGENCY = "Department of Lamps"


@pytest.mark.parametrize(
    ("head", "agency"),
    [
        (AGENCY, AGENCY),
        (f"{AGENCY}\n12 Main Street, New York\nTel 12 34\n\n{AGENCY}", AGENCY),
        (f"{AGENCY} (DL)\n12 Main Street, New York\n\n{AGENCY} (DL)", AGENCY),
        (f"{AGENCY}\n12 Main Street, New York\n\n{AGENCY}\nNew York", None),
        (f"{AGENCY}\n950 Main Street, Washington, DC\n\n{AGENCY}\nWashington, DC", None),
        (f"Annual Review, Main Street\nWashington, D.C.\n{AGENCY}\nWashington, D.C.", None),
        (f"{AGENCY}\nOffice of the Secretary\n12 Main Street\n\n{AGENCY}\nOffice of the Secretary", None),
        (f"RECEIVED\nMarch 6, 2018\n{AGENCY} (DOL)", AGENCY),
        (f"DOL-FOIA-2018-0044\n\n{AGENCY} (DOL)", AGENCY),
        (f"RECEIVED\n{AGENCY}\nOffice of the Secretary (OOS)", None),
        (f"12 Main Street\n{AGENCY}\nOffice of the Secretary (OOS)", None),
        ("RECEIVED\nMarch 6, 2018\nLittle Rock (AR)", None),
        (f"To the Office of Oil\n\n{AGENCY}\nfor the Office of Oil\nOffice of Oil", None),
    ],
)
def test_the_name_is_that_which_the_page_begins_with(head: str, agency: str | None, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(foia_report(head, 12))
    schema = load_schema("us_foia")
    read = read_layout(open_document(path), schema, schema.form("annual"))
    assert read.fields["agency"].value == agency
