"""Files that lie inside a PDF: those of its list of embedded files, and those that hang on a spot of a page."""

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pymupdf

_MOST = 100
"""Files inside one PDF that are looked at."""
_ON_A_PAGE = 17
"""The kind of annotation that holds a file (PDF 1.7, 12.5.6.15), as MuPDF counts kinds."""


class AttachedFile(NamedTuple):
    """A file inside another: what it is called there, without any folder, and its bytes."""

    name: str
    content: bytes


def attached_files(data: bytes, largest: int) -> list[AttachedFile]:
    """The files inside a PDF that can be opened, each name and content once. Those of over ``largest`` bytes, by what
    the PDF says of them, are left out, and so are damaged ones: what is printed does not depend on them.
    """
    import pymupdf

    found: dict[AttachedFile, None] = {}
    with pymupdf.open(stream=data, filetype="pdf") as pdf:  # type: ignore[no-untyped-call]  # no annotations
        for name, content in _contents(pdf, largest):
            bare = "".join(char for char in name.replace("\\", "/").rpartition("/")[2] if char.isprintable()).strip()
            found[AttachedFile(bare or "attachment", content)] = None
    return list(found)


def _contents(pdf: "pymupdf.Document", largest: int) -> Iterator[tuple[str, bytes]]:
    import pymupdf

    damage = (pymupdf.mupdf.FzErrorBase, RuntimeError, ValueError, KeyError, TypeError)
    for number in range(min(pdf.embfile_count(), _MOST)):
        with suppress(*damage):
            said = pdf.embfile_info(number)
            if said["length"] <= largest:
                yield said.get("ufilename") or said.get("filename") or said["name"], pdf.embfile_get(number)
    for number in range(pdf.page_count):
        with suppress(*damage):
            for note in pdf[number].annots([_ON_A_PAGE]):  # type: ignore[no-untyped-call]  # the same
                said = note.file_info
                if said["size"] <= largest:
                    yield said["filename"], note.get_file()
