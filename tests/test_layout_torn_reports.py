"""Whole reports as programs that take a PDF apart leave them: labels torn over lines, columns told by blanks alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from extractor.evaluate.render.document import Rendered
from extractor.evaluate.render.grid import Grid, GridCell, lay_out
from extractor.evaluate.render.printed import print_tables
from extractor.evaluate.sets import CaseSpec, EvalCase, load_set
from extractor.schemas.form import Value
from specimens.drawn_reports import LOOKS, TextScore, invented, score_text, taken_apart
from specimens.text_extractions import EXTRACTIONS
from tests.ledger import TEXT, read_text

pytestmark = pytest.mark.slow

ALWAYS = [name for name in EXTRACTIONS if name.startswith("pymupdf")]
FIGURES = ("2021:county:71", "2019:city:72", "2021:ministry:73", "2019:village:74")


@cache
def case(figures: str) -> EvalCase:
    return load_set("gov_disclosure").case(CaseSpec(id="torn", figures=figures, style="tsv", seed=5))


@cache
def drawn(look: str) -> Rendered:
    return list(invented(1))[LOOKS.index(look)]


@dataclass(frozen=True)
class Tearing:
    """``width``: signs of a line of a label. ``values``: on which line of a label its values stand, or how."""

    width: int
    values: str

    def lines(self, grid: Grid) -> Iterator[str]:
        for index, row in enumerate(grid.rows):
            labels = "".join(f"{cell.text} " for cell in row if cell.role != "value").strip()
            figures = [cell.text for cell in row if cell.role == "value"]
            if grid.kind(index) != "value":
                yield from self._headings(row, labels)
            elif figures:
                yield from self._row(labels, figures)

    def _headings(self, row: tuple[GridCell, ...], line: str) -> Iterator[str]:
        yield from (cell.text for cell in row if cell.text) if self.values == "cells" else (line,)

    def _row(self, labels: str, figures: list[str]) -> Iterator[str]:
        *parents, own = labels.rsplit(" ", 1) if " " in labels else (labels,)
        first, *more = [own[at : at + self.width] for at in range(0, len(own), self.width)] or [""]
        lines = [" ".join((*parents, first)).strip(), *more]
        if self.values == "first":
            yield from (" ".join((lines[0], *figures)).strip(), *lines[1:])
        elif self.values == "last":
            yield from (*lines[:-1], " ".join((lines[-1], *figures)).strip())
        else:
            yield from (line for line in lines if line)
            yield from figures if self.values == "cells" else [" ".join(figures)]


def text_of(figures: str, tearing: Tearing) -> tuple[str, Mapping[str, Value | None]]:
    made = case(figures)
    lines = [f"{made.order.figures['agency']}{made.order.figures['year']}年政府信息公开工作年度报告", ""]
    for table in print_tables(made.order.form, made.order.figures, made.order.words):
        grid = lay_out(table)
        lines += [grid.title, *tearing.lines(grid)]
    told = {path: value for path, value in made.rendered.truth.items() if not path.startswith("prose.")}
    return "\n".join([*lines, "五、存在的主要问题及改进情况"]), told


@pytest.mark.parametrize("figures", FIGURES)
@pytest.mark.parametrize("values", ["first", "last", "after", "cells"])
@pytest.mark.parametrize("width", [8, 10, 14, 40])
def test_labels_torn_over_lines_keep_their_values(width: int, values: str, figures: str) -> None:
    score = score_text("torn", *text_of(figures, Tearing(width, values)))
    assert score.wrong == ()
    assert (score.right, score.flagged, score.accepted) == (score.printed, 0, 1)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", ALWAYS)
def test_a_drawn_report_is_read_from_every_extraction_of_its_text(name: str, look: str) -> None:
    made = drawn(look)
    suffix = ".md" if name.endswith("md") else ".txt"
    score = score_text(name, taken_apart(made, EXTRACTIONS[name]), made.truth, suffix)
    assert score == TextScore(1, 1, 0, score.printed, score.printed, score.judged, 0)


@pytest.mark.parametrize(
    ("torn", "sure"),
    [
        ("1. Apples\nin store\n3 4 7\n2. Pears in store 5 6 11\n3. Stone fruit together 0 0 0\nLevy paid 8\n", True),
        ("1. Apples\nin store\n3 4 7\n2. Pears in store\n5 6 11\n3. Stone fruit together 0 0 0\nLevy paid 8\n", True),
        ("9 9 18\n1. Apples in store\n3 4 7\n2. Pears in store 5 6 11\n3. Stone fruit together 0 0 0\n", False),
        ("1. Apples in store\n3 4 7\n2. Pears in store\nLevy paid 8\n", False),
        ("1. Apples in store\n3 4 7\n5 6 11\n3. Stone fruit together 0 0 0\nLevy paid 8\n", False),
    ],
)
def test_a_label_alone_is_certain_only_if_every_row_has_its_values(tmp_path: Path, torn: str, sure: bool) -> None:
    table = TEXT[TEXT.index("\tNorth depot") :].split("\n\n")[0]
    reading = read_text(tmp_path, TEXT.replace(table, f"North depot South depot All depots\n{torn}"))
    found = reading.fields["goods.apples.north"]
    assert (found.value == 3 and found.certainty == "exact") == sure
