"""The xlsx format: an overview, one sheet a form with a row a document, all fields with their evidence, decisions."""

import pickle
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from decimal import Decimal
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from extractor.documents.file_parts import hash_of_file
from extractor.errors import ConfigurationError
from extractor.export.decision_table import DecisionRow, decision_rows
from extractor.export.decisions import EditsOf
from extractor.export.files import STDOUT, replaced
from extractor.export.line import form_of
from extractor.export.table import CellValue, DocumentCell, FieldOrder, FieldRow, document_cells, field_rows
from extractor.route import Result, Status
from extractor.schemas.form import Form
from extractor.store import same_report_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_EXACT_DIGITS = 15
"""A spreadsheet keeps numbers as 64-bit floats: up to so many digits come out as they went in."""

_MOST_TEXT = 32767
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""What a sheet can hold; a writer of workbooks drops the rest without a word."""
DOCUMENTS, FIELDS, DECISIONS = "documents", "fields", "decisions"
_NO_CELL = DocumentCell(None, False)
_OVERVIEW = (
    "document",
    "sha256",
    "schema",
    "form",
    "status",
    "fields",
    "flagged",
    "error",
    "same_report",
    "contradictions",
)
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", "_"))


def write_xlsx(results: Iterable[Result], target: str, edits: EditsOf | None = None) -> int:
    """Write a workbook; flagged values stand on yellow. Returns the number of documents.

    Results are asked for once and never held together: rows go to files of their sheets as they come, those of forms to
    files of their own until it is known which fields there are.
    """
    if target == STDOUT:
        raise ConfigurationError("a workbook cannot go to standard output: name a file with -o")
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    with replaced(Path(target)) as part, ExitStack() as files:
        book = xlsxwriter.Workbook(str(part), options)
        flag, head = book.add_format({"bg_color": "#FFF2AB"}), book.add_format({"bold": True})
        overview = _LongSheet(book, DOCUMENTS, [_OVERVIEW], head)
        fields = _LongSheet(book, FIELDS, [FieldRow._fields], head)
        decided = _LongSheet(book, DECISIONS, [DecisionRow._fields], head) if edits is not None else None
        forms: dict[str, _FormRows] = {}
        count = 0
        for count, result in enumerate(results, start=1):  # noqa: B007 (the count is returned)
            overview.add(_overview(result))
            for field in field_rows(result):
                fields.add(field, repeat(flag if field.field_status == "flagged" else None))
            for decision in decision_rows(result, edits(result)) if edits is not None else ():
                assert decided is not None
                decided.add(decision)
            if result.verdict is not None:
                name = _form_name(result)
                if name not in forms:
                    forms[name] = _FormRows(files.enter_context(TemporaryFile()), form_of(result))
                forms[name].add(result)
        made = [sheet for name in sorted(forms) for sheet in forms[name].write(book, name, head, flag)]
        _put_in_order(book, [*overview.sheets, *made])
        book.close()
    return count


def _put_in_order(book: "Workbook", first: "Sequence[Worksheet]") -> None:
    """Sheets stand in the order in which they are listed, whichever was begun first."""
    book.worksheets_objs.sort(key=lambda each: first.index(each) if each in first else len(first))


def _form_name(result: Result) -> str:
    return f"{result.schema_name} {result.form}"


class _LongSheet:
    """A sheet that goes on on another one, with the same headings, where it has as many rows as a sheet can have."""

    def __init__(self, book: "Workbook", name: str, heads: Sequence[Sequence[str]], style: "Format") -> None:
        self._book = book
        self._name = name
        self._heads = heads
        self._style = style
        self.sheets: list[Worksheet] = []
        self._sheet = self._begun()

    def add(self, cells: Iterable[CellValue], styles: Iterable["Format | None"] = repeat(None)) -> None:
        """One row more, each cell with a style of its own."""
        if self._number == MOST_ROWS:
            self._sheet = self._begun()
        for column, (cell, style) in enumerate(zip(cells, styles, strict=False)):
            write_cell(self._sheet, self._number, column, cell, style)
        self._number += 1

    def _begun(self) -> "Worksheet":
        sheet = self._book.add_worksheet(_free_name(self._book, self._name))
        for number, heads in enumerate(self._heads):
            for column, head in enumerate(heads):
                write_cell(sheet, number, column, head, self._style)
        self._number = len(self._heads)
        sheet.freeze_panes(self._number, 1)
        self.sheets.append(sheet)
        return sheet


def _free_name(book: "Workbook", name: str) -> str:
    """A name that Excel takes: 31 characters, some signs not allowed, none twice."""
    plain = name.translate(_FORBIDDEN)[:31]
    taken = {sheet.get_name().lower() for sheet in book.worksheets()} | {FIELDS, DECISIONS} - {name}
    number = 2
    while plain.lower() in taken:
        plain = f"{name.translate(_FORBIDDEN)[:27]} {number}"
        number += 1
    return plain


def _overview(result: Result) -> tuple[CellValue, ...]:
    """The row of a document on the first sheet."""
    fields = result.verdict.fields if result.verdict is not None else {}
    flagged = len(result.verdict.flagged) if result.verdict is not None else 0
    error = "" if result.problem is None else f"{result.problem.kind}: {result.problem.message}"
    first = (result.document, hash_of_file(result.sha256), result.schema_name or "", result.form or "", result.status)
    same = same_report_of(result)
    told = "; ".join(each.message for each in result.verdict.contradictions) if result.verdict is not None else ""
    return (*first, len(fields), flagged, error, "" if same is None else same.message, told)


class _FormRows:
    """The documents of one form, put aside in a file until it is known which columns they need."""

    def __init__(self, file: IO[bytes], form: Form | None) -> None:
        self._file = file
        self._order = FieldOrder(form)

    def add(self, result: Result) -> None:
        """One document more."""
        self._order.note(result)
        pickle.dump((result.document, result.status, document_cells(result)), self._file, pickle.HIGHEST_PROTOCOL)

    def write(self, book: "Workbook", name: str, head: "Format", flag: "Format") -> "Iterator[Worksheet]":
        """Their sheets: paths in the first line, labels in the second, then the documents. What is wider than a sheet
        can be goes on on others, with the names of the documents on each.
        """
        whole, first = self._order.fields(), ("document", "status")
        width = MOST_COLUMNS - len(first)
        for at in range(0, max(len(whole), 1), width):
            order = whole[at : at + width]
            heads = ((*first, *(path for path, _ in order)), ("", "", *(label for _, label in order)))
            sheet = _LongSheet(book, name, heads, head)
            for document, status, found in self._kept():
                cells = [found.get(path, _NO_CELL) for path, _ in order]
                styles = (None, None, *(flag if cell.flagged else None for cell in cells))
                sheet.add((document, status, *(cell.value for cell in cells)), styles)
            yield from sheet.sheets

    def _kept(self) -> Iterator[tuple[str, Status, Mapping[str, DocumentCell]]]:
        self._file.seek(0)
        with suppress(EOFError):
            while True:
                yield pickle.load(self._file)


def write_cell(sheet: "Worksheet", row: int, column: int, value: CellValue, style: "Format | None" = None) -> None:
    """Numbers as numbers where a spreadsheet keeps every digit, everything else as text, never as a formula."""
    if value is None:
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, str):
        sheet.write_string(row, column, value[:_MOST_TEXT], style)
    elif len(Decimal(value).as_tuple().digits) <= _EXACT_DIGITS:
        sheet.write_number(row, column, value, style)
    else:
        sheet.write_string(row, column, format(value, "f") if isinstance(value, Decimal) else str(value), style)
