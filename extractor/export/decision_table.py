"""Decisions as rows, in every export of tables: who decided what and when, what it was before and after, and why."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import JsonValue

from extractor.documents.file_parts import hash_of_file
from extractor.export.decisions import EditsOf, decisions_of
from extractor.route import Result
from extractor.verify.edit import Edit


class DecisionRow(NamedTuple):
    """One decision about one document; its names are the headings.

    ``before`` and ``after`` are values as text, ``state_after`` what stands in place of one; ``printed`` what the place
    shows where something else was decided. ``holds``: it has not been taken back or replaced.
    """

    document: str
    path: str
    sha256: str
    schema: str
    at: str
    by: str
    kind: str
    field: str = ""
    rule: str = ""
    before: str = ""
    after: str = ""
    state_after: str = ""
    why: str = ""
    note: str = ""
    printed: str = ""
    carried_from: str = ""
    holds: str = ""


class DecisionTable:
    """Gathers the rows while results go by."""

    def __init__(self, edits: EditsOf | None) -> None:
        self._edits = edits
        self.rows: list[DecisionRow] = []

    def note(self, result: Result) -> Result:
        """The result itself; its decisions are rows from now on."""
        if self._edits is not None:
            self.rows += decision_rows(result, self._edits(result))
        return result


def decision_rows(result: Result, edits: Sequence[Edit]) -> Iterator[DecisionRow]:
    """The whole history of decisions about a document, oldest first."""
    for told in decisions_of(result, edits):
        assert isinstance(told, dict)
        after = told["after"]
        yield DecisionRow(
            document=result.document,
            path=result.path,
            sha256=hash_of_file(result.sha256),
            schema=result.schema_name or "",
            at=str(told["at"]),
            by=str(told["by"]),
            kind=str(told["kind"]),
            field=_text(told.get("path")) or _listed(told.get("paths")),
            rule=_text(told.get("rule")),
            before=_side(told["before"]),
            after=_side(after),
            state_after=_text(after.get("state")) if isinstance(after, dict) else "",
            why=_text(told["why"]),
            note=_text(told["note"]),
            printed=_text(told["printed"]),
            carried_from=_text(told["carried_from"]),
            holds="yes" if told["holds"] else "no",
        )


def decisions_beside(target: str) -> Path:
    """Where the decisions go that belong to a file of records: ``records.csv`` has ``records.decisions.csv``."""
    path = Path(target)
    return path.with_name(f"{path.stem}.decisions{path.suffix}")


def _text(value: JsonValue) -> str:
    return "" if value is None else str(value)


def _listed(paths: JsonValue) -> str:
    return "; ".join(map(str, paths)) if isinstance(paths, list) else ""


def _side(side: JsonValue) -> str:
    """A value; where readers differed, what each of them read."""
    if not isinstance(side, dict):
        return ""
    readers = side.get("readers")
    if isinstance(readers, dict):
        return "; ".join(f"{name}: {_text(value)}" for name, value in readers.items())
    return _text(side.get("value"))
