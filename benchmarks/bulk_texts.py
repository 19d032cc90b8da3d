"""Small reports in text, as many as wanted and no two alike: what the benchmark of runs over many documents reads.

Figures are drawn once for some hundred reports; each of them is printed for as many bodies as it takes, every one with
a name of its own and with a report of every one of ``years`` years.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from extractor.evaluate.sets import CaseSpec, load_set

SET = "gov_disclosure"
STYLES = ("tsv", "pipe_rows", "label_above", "fixed")
SIZES = ("village", "county", "city", "ministry")
FIRST_YEAR = 2021
_DRAWN = 400
"""Reports with figures of their own."""


def write_texts(folder: Path, number: int, years: int = 1, first: int = 0) -> int:
    """Write so many reports below ``folder``; how many bytes they are together."""
    folder.mkdir(parents=True, exist_ok=True)
    size = 0
    for index in range(first, first + number):
        name, text = report(index, years)
        size += (folder / name).write_bytes(text.encode())
    return size


def report(index: int, years: int) -> tuple[str, str]:
    """The name and the text of one report."""
    suffix, text, agency, year = _drawn(index % _DRAWN)
    body, turn = divmod(index, years)
    named = text.replace(agency, f"{agency}{_ordinal(body)}").replace(f"{year}年", f"{FIRST_YEAR + turn}年")
    return f"{index:06}{suffix}", named


def texts(number: int, years: int = 1) -> Iterator[str]:
    """The texts alone."""
    return (report(index, years)[1] for index in range(number))


def _ordinal(number: int) -> str:
    """A number in characters, so that no name ends in digits."""
    return "第" + "".join("零一二三四五六七八九"[int(digit)] for digit in str(number)) + "分局"


@cache
def _drawn(index: int) -> tuple[str, str, str, int]:
    figures = f"2021:{SIZES[index % len(SIZES)]}:{52_000 + index}"
    spec = CaseSpec(id=f"bulk-{index}", figures=figures, style=STYLES[index // len(SIZES) % len(STYLES)], seed=index)
    made = load_set(SET).case(spec).rendered
    agency, year = made.truth["agency"], made.truth["year"]
    assert isinstance(agency, str) and isinstance(year, int)
    return Path(made.name).suffix, made.content.decode(), agency, year
