"""A store as release 0.1.0 made it when its layout was 1, for tests of what becomes of it.

``tests/stores/layout_1.sql`` holds a report whose contradiction a person waived, the report of the year after, which
two readers read differently, one with a torn row, a scan, a letter and an empty file; corrections, confirmations,
waivers and a decision taken back; a claim, and the replies of a model.
"""

import sqlite3
from pathlib import Path

from tests.house import ROOT

LAYOUT_1 = (ROOT / "tests" / "stores" / "layout_1.sql").read_text("utf-8")


def make_old_store(folder: Path) -> str:
    """The store as a file of the folder; its place."""
    path = folder / "reports.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(LAYOUT_1)
    connection.close()
    return str(path)


def rows(place: str | Path, table: str) -> list[tuple[object, ...]]:
    """Every row of a table, byte for byte."""
    connection = sqlite3.connect(place)
    try:
        return connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()
    finally:
        connection.close()


def dump(place: str | Path) -> list[str]:
    """A whole SQLite file as text."""
    connection = sqlite3.connect(place)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def run_sql(place: str, *statements: str) -> None:
    """Change a SQLite file behind the back of the store."""
    connection = sqlite3.connect(place)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()
