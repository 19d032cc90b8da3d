"""Forms whose values stand in comb fields: drawn pages of which every value is known."""

from random import Random
from typing import NamedTuple

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False
import pymupdf

KINDS = ("frame", "boxes", "teeth", "apart", "bare")
"""How fields are drawn: a frame with rules inside, a box for each character, short teeth on a line, boxes that do not
touch, nothing at all."""
_NAMES = ("MARGARET HOLLOWAY", "TOBIAS WINTER", "XAVER MOX", "ANNE O SULLIVAN")
_FONTS = ("helv", "tiro", "cour", "hebo")
_FIRST = 190.0


class CombForm(NamedTuple):
    """A form: its PDF, and what is printed in its fields by their labels."""

    pdf: bytes
    values: dict[str, str]


def comb_form(kind: str, seed: int) -> CombForm:
    """One page of five fields, each of its own length; ``kind`` is one of :data:`KINDS`."""
    chance = Random(seed)
    document = pymupdf.open()
    page = document.new_page(width=595, height=842)
    font = chance.choice(_FONTS)
    pitch, size = chance.uniform(13, 19), chance.uniform(9.5, 12.5)
    high = pitch * chance.uniform(1.0, 1.4)
    page.insert_text((60, 70), "Application for a permit", fontname=font, fontsize=16)
    page.insert_text((60, 95), "Please use black ink, one character for each box.", fontname=font, fontsize=9)
    values: dict[str, str] = {}
    y = 130.0
    for label, value, boxes in _fields(chance):
        page.insert_text((60, y + high * 0.7), label, fontname=font, fontsize=9)
        x0 = _FIRST + chance.uniform(0, 9)
        for at, char in enumerate(value.replace(" ", "\0")):
            if char != "\0":
                wide = pymupdf.get_text_length(char, font, size)
                place = (x0 + pitch * (at + 0.5) - wide / 2, y + high * 0.5 + size * 0.35)
                page.insert_text(place, char, fontname=font, fontsize=size)
        _draw(page, kind, (x0, y, pitch, high), boxes)
        values[label] = value
        y += high + chance.uniform(14, 26)
    page.insert_text((60, y + 30), "What is stated above is complete and true.", fontname=font, fontsize=9)
    return CombForm(document.tobytes(), values)


def _fields(chance: Random) -> list[tuple[str, str, int]]:
    def digits(number: int) -> str:
        return "".join(chance.choice("0123456789") for _ in range(number))

    born = f"{chance.randint(1, 28):02}{chance.randint(1, 12):02}{chance.randint(1940, 2005)}"
    return [
        ("Name of applicant", chance.choice(_NAMES), 20),
        ("Reference number", digits(8), 10),
        ("Account", f"DE{digits(14)}", 18),
        ("Date of birth", born, 8),
        ("Postcode", digits(5), 5),
    ]


def _draw(page: pymupdf.Page, kind: str, place: tuple[float, float, float, float], boxes: int) -> None:
    x0, y, pitch, high = place
    x1, foot = x0 + boxes * pitch, y + high
    sides = [x0 + at * pitch for at in range(boxes + 1)]
    if kind == "boxes":
        for x in sides[:-1]:
            page.draw_rect((x, y, x + pitch, foot), width=0.7)
    elif kind == "frame":
        page.draw_rect((x0, y, x1, foot), width=0.7)
        for x in sides[1:-1]:
            page.draw_line((x, y), (x, foot), width=0.5)
    elif kind == "teeth":
        page.draw_line((x0, foot), (x1, foot), width=0.7)
        for x in sides:
            page.draw_line((x, y + high * (0.4 if x in (x0, sides[-1]) else 0.65)), (x, foot), width=0.5)
    elif kind == "apart":
        for x in sides[:-1]:
            page.draw_rect((x + 1.2, y, x + pitch - 1.2, foot), width=0.7)


def scanned(form: CombForm, dpi: int) -> bytes:
    """The page of a form as a picture, grey, so many dots an inch."""
    with pymupdf.open(stream=form.pdf) as document:
        picture = document[0].get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
    pages = pymupdf.open()
    page = pages.new_page(width=595, height=842)
    page.insert_image(page.rect, pixmap=picture)
    return bytes(pages.tobytes())
