"""Which opener reads which kind of file. Every opener is imported when it is first wanted."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Protocol

from extractor.documents.limits import OpeningLimits
from extractor.documents.model import Document
from extractor.documents.opening.signature import FileKind


class Opener(Protocol):
    """Bytes to a Document, or a typed error."""

    def __call__(self, data: bytes, *, name: str, sha256: str, limits: OpeningLimits) -> Document:
        """Open the bytes of a file."""


def opener_of(kind: FileKind) -> Opener | None:
    """The opener for a kind of file; None where there is none."""
    found = _OPENERS.get(kind)
    return None if found is None else found()


def _pdf() -> Opener:
    from extractor.documents.pdf.pdf_document import open_pdf

    return open_pdf


def _image() -> Opener:
    from extractor.documents.scan.image import open_image

    return open_image


def _docx() -> Opener:
    from extractor.documents.word.docx import open_docx

    return open_docx


def _xlsx() -> Opener:
    from extractor.documents.sheets.xlsx import open_xlsx

    return open_xlsx


def _xls() -> Opener:
    from extractor.documents.sheets.xls import open_xls

    return open_xls


def _pptx() -> Opener:
    from extractor.documents.word.pptx import open_pptx

    return open_pptx


def _odt() -> Opener:
    from extractor.documents.word.odt import open_odt

    return open_odt


def _ods() -> Opener:
    from extractor.documents.sheets.ods import open_ods

    return open_ods


def _through_office(kind: FileKind, suffix: str, media_type: str) -> Callable[[], Opener]:
    """An opener for files that LibreOffice converts first: to a workbook, or to a Word document."""
    target, opener = ("xlsx", _xlsx) if kind is FileKind.BINARY_SPREADSHEET else ("docx", _docx)

    def load() -> Opener:
        from extractor.documents.opening.office import converted

        def open_converted(data: bytes, *, name: str, sha256: str, limits: OpeningLimits) -> Document:
            made = converted(data, suffix, target, name=name, what=kind.value)
            return replace(opener()(made, name=name, sha256=sha256, limits=limits), media_type=media_type)

        return open_converted

    return load


_OPENERS: Mapping[FileKind, Callable[[], Opener]] = {
    FileKind.PDF: _pdf,
    FileKind.IMAGE: _image,
    FileKind.WORD: _docx,
    FileKind.SPREADSHEET: _xlsx,
    FileKind.EXCEL_97: _xls,
    FileKind.SLIDES: _pptx,
    FileKind.ODF_TEXT: _odt,
    FileKind.ODF_SHEETS: _ods,
    FileKind.WORD_97: _through_office(FileKind.WORD_97, "doc", "application/msword"),
    FileKind.RTF: _through_office(FileKind.RTF, "rtf", "application/rtf"),
    FileKind.BINARY_SPREADSHEET: _through_office(
        FileKind.BINARY_SPREADSHEET, "xlsb", "application/vnd.ms-excel.sheet.binary.macroEnabled.12"
    ),
}
