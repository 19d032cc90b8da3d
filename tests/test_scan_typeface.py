"""What the distance of digits says of the size of type, and so of how wide a space between words may be."""

import pymupdf

from extractor.documents.limits import OpeningLimits
from extractor.documents.scan.image import open_image

SIZE = 10
"""Of the type, in points."""
NUMBERS = ("1234", "5678", "9012", "1345")


def rows_of(font: str, *lines: tuple[tuple[float, str], ...]) -> list[str]:
    """The rows of a page on which these pieces of lines are printed, each from a place on, as they are read."""
    paper = pymupdf.open()  # type: ignore[no-untyped-call]  # pymupdf has no annotations
    page = paper.new_page(width=330, height=90 + 18 * len(lines))
    for number, line in enumerate(lines):
        for x, text in line:
            page.insert_text((x, 35 + 18 * number), text, fontname=font, fontsize=SIZE)
    picture = page.get_pixmap(dpi=150, colorspace=pymupdf.csGRAY).tobytes("png")  # type: ignore[no-untyped-call]  # nor here
    document = open_image(picture, name="page.png", sha256="", limits=OpeningLimits())
    return [" | ".join(cell.text for cell in row.cells) for row in document.rows]


def test_a_space_of_a_typewriter_is_no_gap_between_columns() -> None:
    lines = [f"of {number} in 567) In all 9012 seen" for number in NUMBERS]
    assert rows_of("cour", *(((30, line),) for line in lines)) == lines


def test_a_gap_as_wide_is_one_in_a_book_typeface() -> None:
    wide = pymupdf.get_text_length("and closed 1234", fontname="helv", fontsize=SIZE) + 11.5
    lines = [((30.0, f"and closed {number}"), (30 + wide, f"were later {number}")) for number in NUMBERS]
    assert rows_of("helv", *lines) == [f"and closed {number} | were later {number}" for number in NUMBERS]
