"""Names of tables and sheets that programs keep for themselves."""

from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # openpyxl publishes no types

from extractor.errors import ConfigurationError
from extractor.export.wide.wide_sqlite import WideSqlite
from extractor.export.wide.wide_tables import WideColumn, WideTable
from tests.test_export_wide import known, rows, written

__all__ = ["known"]


@pytest.mark.parametrize(
    ("name", "found"),
    [("sqlite_tags", "_sqlite_tags"), ("documents by document", "documents by document"), ("documents", "documents_2")],
)
def test_a_table_may_be_called_what_sqlite_keeps_for_itself(name: str, found: str, tmp_path: Path) -> None:
    written(tmp_path, "sqlite", columns=f"columns: [document, sha256, total, tags.*]\ntables: {{tags: {name}}}")
    (row,) = rows(tmp_path / "out.sqlite", found)
    assert "urgent" in row.values()


def test_a_sheet_may_be_called_what_a_spreadsheet_program_keeps_for_itself(tmp_path: Path) -> None:
    written(tmp_path, "xlsx", columns="columns: [total, tags.*]\ntables: {tags: History}")
    assert load_workbook(tmp_path / "out.xlsx").sheetnames[:2] == ["documents", "History_2"]


def test_more_columns_than_a_table_of_sqlite_takes_are_refused_in_words(tmp_path: Path) -> None:
    table = WideTable("many", 0, tuple(WideColumn(f"c{number}", "", "text") for number in range(2001)), "many")
    target = str(tmp_path / "out.sqlite")
    with pytest.raises(ConfigurationError, match="many has 2001 columns"), WideSqlite(target) as made:
        made.begin([table])
    assert not list(tmp_path.iterdir())
