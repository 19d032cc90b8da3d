"""Eleven ways in which people take a PDF apart into text: what a report looks like once its tables are torn.

PyMuPDF is always there; pdfplumber, pypdf, pdfminer.six and poppler's ``pdftotext`` are used where they are installed.
"""

import shutil
import subprocess
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import pymupdf


def pymupdf_plain(path: Path) -> str:
    """``page.get_text()``: a line for every run of characters, in the order of the file."""
    return _pages(path, lambda page: str(page.get_text()))  # type: ignore[no-untyped-call]  # no types


def pymupdf_sorted(path: Path) -> str:
    """``page.get_text(sort=True)``: lines from top to bottom, their pieces apart as on the page."""
    return _pages(path, lambda page: str(page.get_text(sort=True)))  # type: ignore[no-untyped-call]  # no types


def pymupdf_markdown(path: Path) -> str:
    """Running text with every table that ``find_tables`` sees as markdown in its place."""
    return _pages(path, lambda page: _with_tables(page, lambda table: str(table.to_markdown())))  # type: ignore[attr-defined]  # no types


def pymupdf_tabs(path: Path) -> str:
    """The same with tables as rows of cells between tabs."""
    return _pages(path, lambda page: _with_tables(page, _tabbed))


def pdfplumber_text(path: Path) -> str:
    """``extract_text()`` of pdfplumber: lines of words one space apart."""
    return _pdfplumber(path, False)


def pdfplumber_layout(path: Path) -> str:
    """``extract_text(layout=True)`` of pdfplumber: words at their places on the page."""
    return _pdfplumber(path, True)


def pdftotext_layout(path: Path) -> str:
    """``pdftotext -layout``."""
    return _pdftotext(path, "-layout")


def pdftotext_raw(path: Path) -> str:
    """``pdftotext -raw``: in the order of the file."""
    return _pdftotext(path, "-raw")


def pypdf_plain(path: Path) -> str:
    """``extract_text()`` of pypdf."""
    return _pypdf(path, "plain")


def pypdf_layout(path: Path) -> str:
    """``extract_text(extraction_mode="layout")`` of pypdf."""
    return _pypdf(path, "layout")


def pdfminer_text(path: Path) -> str:
    """``extract_text`` of pdfminer.six: boxes of text one after the other."""
    from pdfminer.high_level import extract_text

    return str(extract_text(str(path)))


EXTRACTIONS: Mapping[str, Callable[[Path], str]] = {
    "pymupdf plain": pymupdf_plain,
    "pymupdf sorted": pymupdf_sorted,
    "pymupdf tables, md": pymupdf_markdown,
    "pymupdf tables, tsv": pymupdf_tabs,
    "pdfplumber text": pdfplumber_text,
    "pdfplumber layout": pdfplumber_layout,
    "pdftotext layout": pdftotext_layout,
    "pdftotext raw": pdftotext_raw,
    "pypdf plain": pypdf_plain,
    "pypdf layout": pypdf_layout,
    "pdfminer": pdfminer_text,
}


def is_installed(name: str) -> bool:
    """Whether what an extraction needs is there."""
    program = name.split()[0]
    return shutil.which(program) is not None if program == "pdftotext" else find_spec(program) is not None


def _pages(path: Path, text_of: "Callable[[pymupdf.Page], str]") -> str:
    import pymupdf

    with pymupdf.open(path) as pages:  # type: ignore[no-untyped-call]  # no types
        return "\n".join(text_of(page) for page in pages)


def _with_tables(page: "pymupdf.Page", written: Callable[[object], str]) -> str:
    import pymupdf

    tables = page.find_tables().tables  # type: ignore[no-untyped-call]  # no types
    if not tables:
        return str(page.get_text())  # type: ignore[no-untyped-call]  # no types
    parts = [(table.bbox[1], written(table)) for table in tables]
    for block in page.get_text("blocks"):  # type: ignore[no-untyped-call]  # no types
        middle = pymupdf.Point((block[0] + block[2]) / 2, (block[1] + block[3]) / 2)  # type: ignore[no-untyped-call]  # no types
        if not any(middle in pymupdf.Rect(table.bbox) for table in tables):  # type: ignore[no-untyped-call]  # no types
            parts.append((block[1], block[4].rstrip("\n")))
    return "\n".join(text for _, text in sorted(parts, key=lambda part: part[0]))


def _tabbed(table: object) -> str:
    rows = table.extract()  # type: ignore[attr-defined]  # no types
    return "\n".join("\t".join((cell or "").replace("\n", "") for cell in row) for row in rows)


def _pdfplumber(path: Path, layout: bool) -> str:
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        return "\n".join(page.extract_text(layout=layout) for page in pdf.pages)


def _pdftotext(path: Path, how: str) -> str:
    command = ["pdftotext", how, "-enc", "UTF-8", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()


def _pypdf(path: Path, mode: Literal["plain", "layout"]) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text(extraction_mode=mode) for page in PdfReader(path).pages)
