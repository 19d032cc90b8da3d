"""A ruled table as a picture, for files that hold pictures of tables."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from collections.abc import Sequence

import pymupdf

NAMES = ("harbours", "bridges", "markets", "gardens", "schools", "courts")
"""What the rows of such a table are called."""


def table_picture(numbers: Sequence[Sequence[str]], dpi: int) -> bytes:
    """A ruled table with a label for every row, as a picture of 300 × 20 points a row."""
    with pymupdf.open() as document:
        page = document.new_page(width=300, height=20 * len(numbers) + 20)
        xs = (6, 100, 160, 220, 290)
        for at in range(len(numbers) + 1):
            page.draw_line((6, 8 + 20 * at), (290, 8 + 20 * at))
        for x in xs:
            page.draw_line((x, 8), (x, 8 + 20 * len(numbers)))
        for row, line in enumerate(numbers):
            for column, text in enumerate((NAMES[row], *line)):
                page.insert_text((xs[column] + 6, 22 + 20 * row), text, fontsize=10)
        picture: bytes = page.get_pixmap(dpi=dpi).tobytes("png")
    return picture
