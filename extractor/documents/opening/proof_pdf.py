"""A PDF that shows a document with its values boxed, each linked to its row of a table and back.

Pages of the file itself are taken over as they are, pictures as pages; text is laid out in numbered lines. What stands
in the rows is the caller's affair.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.documents.model import Box, Span
from extractor.documents.opening.laid_out import Laid, Sheets
from extractor.documents.opening.picture import LOCK, mupdf_library, opened_pages
from extractor.errors import UnreadableDocument

if TYPE_CHECKING:
    import pymupdf

Colour = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class ProofMark:
    """A value: where it stands, on a page (``box`` in points as displayed) or in the text (``span``), and its row.

    ``note`` is what the box says of itself.
    """

    row: int
    colour: Colour
    note: str
    page: int = 1
    box: Box | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ProofTable:
    """Rows under headings; ``widths`` are shares of the page."""

    title: str
    widths: tuple[float, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class BoxedProof:
    """What goes into the file: words at its head, the record, the source, and what was decided.

    ``path`` with ``sha256``: a file made of pages, ``pages`` the first and the last of them; else ``text`` is laid out.
    """

    title: str
    about: tuple[str, ...]
    record: ProofTable
    decided: ProofTable
    marks: tuple[ProofMark, ...]
    path: Path | None = None
    sha256: str = ""
    pages: tuple[int, int] | None = None
    text: str = ""


def proof_pdf(proof: BoxedProof) -> bytes:
    """The file. Raises as :func:`extractor.documents.opening.picture.page_picture` where its pages cannot be had."""
    mupdf = mupdf_library()
    with LOCK, mupdf.open() as made:
        sheets = Sheets(made)
        sheets.heading(proof.title, proof.about)
        rows = sheets.table(proof.record.title, proof.record.widths, proof.record.heads, proof.record.rows)
        first_source = made.page_count
        places = _taken_over(made, proof) if proof.path is not None else _laid_out(sheets, proof)
        contents = [[1, proof.record.title, 1], [1, proof.title, first_source + 1]]
        if proof.decided.rows:
            contents.append([1, proof.decided.title, made.page_count + 1])
            sheets.new_page()
            sheets.table(proof.decided.title, proof.decided.widths, proof.decided.heads, proof.decided.rows)
        sheets.written()
        for mark, place in places:
            _linked(made, mark, place, rows[mark.row])
        made.set_toc(contents)
        made.set_metadata({"title": proof.title, "producer": "extractor"})
        made.subset_fonts()
        return bytes(made.tobytes(garbage=3, deflate=True))


def _taken_over(grown: "pymupdf.Document", proof: BoxedProof) -> list[tuple[ProofMark, Laid]]:
    """The pages of the file after those that are there, and where the values stand on them."""
    assert proof.path is not None, "text is laid out"
    made: Any = grown
    mupdf, before = mupdf_library(), made.page_count
    with opened_pages(proof.path, proof.sha256) as opened:
        pages: Any = opened
        first, last = proof.pages or (1, pages.page_count)
        if last > pages.page_count:
            raise UnreadableDocument(f"{proof.path.name}: it has {pages.page_count} pages, and no page {last}.")
        if pages.is_pdf:
            made.insert_pdf(pages, from_page=first - 1, to_page=last - 1, links=False, widgets=True)
        else:
            with mupdf.open("pdf", pages.convert_to_pdf(first - 1, last - 1)) as pictures:
                made.insert_pdf(pictures)
    for number in range(before, made.page_count):
        made[number].remove_rotation()
    return [
        (mark, Laid(before + mark.page - first, mark.box))
        for mark in proof.marks
        if mark.box is not None and first <= mark.page <= last
    ]


def _laid_out(sheets: Sheets, proof: BoxedProof) -> list[tuple[ProofMark, Laid]]:
    marks = [mark for mark in proof.marks if mark.span is not None]
    places = sheets.lines(proof.text, [mark.span for mark in marks if mark.span is not None])
    return [(mark, place) for mark, found in zip(marks, places, strict=True) for place in found]


def _linked(made: "pymupdf.Document", mark: ProofMark, place: Laid, row: Laid) -> None:
    """A box around a value that leads to its row, and the row that leads back."""
    mupdf = mupdf_library()
    page: Any = made[place.page]
    left, top, right, bottom = place.box
    box = mupdf.Rect(left - 1, top - 1, right + 1, bottom + 1)
    drawn = page.add_rect_annot(box)
    drawn.set_colors(stroke=mark.colour)
    drawn.set_border(width=0.8)
    drawn.set_info(title="extractor", content=mark.note)
    drawn.update()
    page.insert_link(_leading(box, row))
    made[row.page].insert_link(_leading(mupdf.Rect(row.box), place))


def _leading(area: "pymupdf.Rect", place: Laid) -> dict[str, object]:
    mupdf = mupdf_library()
    target = mupdf.Point(max(0.0, place.box[0] - 20), max(0.0, place.box[1] - 60))
    return {"kind": mupdf.LINK_GOTO, "from": area, "page": place.page, "to": target, "zoom": 0}


def status_colour(status: str) -> Colour:
    """The colour of a box: amber for what waits, green for what a person gave, blue for what was read."""
    return {"flagged": (0.71, 0.33, 0.04), "corrected": (0.06, 0.46, 0.43)}.get(status, (0.04, 0.4, 0.76))
