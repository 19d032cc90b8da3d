"""Labels of two levels that stand beside each other in print stay two, wherever their lines stand."""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

from pathlib import Path
from random import Random

import pymupdf
import pytest

from extractor.documents import open_document

SIZE, LEADING = 9.0, 11.2
LEFT, INNER, FIGURES = 60.0, 130.0, (260.0, 320.0, 380.0)
WORDS = ["parks", "water", "roads", "trees", "ponds", "halls", "books", "ferries", "lamps", "fences"]


def lines_of(rng: Random, count: int, widest: float) -> list[str]:
    """As many lines of a label, each narrower than its column."""
    found = []
    for _ in range(count):
        text = rng.choice(WORDS)
        while (longer := f"{text} {rng.choice(WORDS)}") and pymupdf.get_text_length(longer, fontsize=SIZE) < widest:
            text = longer
        found.append(text)
    return found


def put(page: pymupdf.Page, x: float, middle: float, lines: list[str]) -> None:
    for at, text in enumerate(lines):
        y = middle + (at - (len(lines) - 1) / 2) * LEADING
        page.insert_text((x, y + 0.35 * SIZE), text, fontsize=SIZE)


@pytest.mark.parametrize("shift", [-5.4, -2.0, 0.0, 1.0, 5.4])
@pytest.mark.parametrize("seed", range(6))
def test_every_row_keeps_its_own_label_and_its_figures(tmp_path: Path, seed: int, shift: float) -> None:
    rng = Random(seed)
    rows = [lines_of(rng, rng.choice((1, 2, 2)), FIGURES[0] - INNER - 12) for _ in range(7)]
    with pymupdf.open() as document:
        page = document.new_page(width=460, height=400)
        for x, text in zip((INNER, *FIGURES), ("Name", "Held", "Lent", "Lost"), strict=True):
            page.insert_text((x, 60), text, fontsize=SIZE)
        top = 70.0
        middles = []
        for number, label in enumerate(rows):
            high = LEADING * len(label) + 9
            middles.append(top + high / 2)
            put(page, INNER, middles[-1], label)
            for column, x in enumerate(FIGURES):
                put(page, x, middles[-1], [str(100 * number + column)])
            top += high
        group = rng.randrange(1, 6)
        put(page, LEFT, middles[group] + shift, ["Group", "of rows"])
        path = tmp_path / "a.pdf"
        document.save(path)
    found = {
        cells[-3]: cells
        for row in open_document(path).rows
        if (cells := [cell.text for cell in row.cells if cell.text]) and cells[-3:][0].isdigit() and len(cells) > 3
    }
    for number, label in enumerate(rows):
        assert found[str(100 * number)][-4] == " ".join(label)
        assert found[str(100 * number)][-2:] == [str(100 * number + 1), str(100 * number + 2)]
