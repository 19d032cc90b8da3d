"""Yes and no as they are printed: a word that says it, or a box that is ticked or open. Words stand in
``mark_words.toml``, by language, and are understood whatever the language of the document.

A box belongs to what stands behind it, up to the next one; where nothing does, to what stands in front of it. A word
beside a box says what it says only where that box is ticked.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.readers.record.print_lines import LineWord, WordLine, WordLines

_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class PrintedMark:
    """A word or a box of a line. ``says``: yes or no; ``around``: what it may be the answer to, None for a word, which
    stands beside its label as any value does."""

    line: int
    words: tuple[LineWord, ...]
    text: str
    says: bool
    around: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class _Box:
    """A box in the text of a line, whether it is ticked, and what stands behind it up to the next one."""

    start: int
    end: int
    ticked: bool
    behind: str
    before: str


@cache
def mark_words() -> Mapping[str, Mapping[str, list[str]]]:
    """The sections of ``mark_words.toml``."""
    return tomllib.loads(Path(__file__).with_name("mark_words.toml").read_text("utf-8"))


@cache
def _said() -> Mapping[str, bool | None]:
    """Words that say yes or no; None for one that says the one here and the other there."""
    found: dict[str, bool | None] = {}
    for section in (each for title, each in mark_words().items() if title != "alone"):
        for name, says in (("yes", True), ("no", False)):
            for word in section.get(name, ()):
                found[word.casefold()] = says if found.get(word.casefold(), says) is says else None
    return found


@cache
def _box() -> re.Pattern[str]:
    boxes = mark_words()["boxes"]
    ticked = "|".join(re.escape(each).replace("x", r"\s?[xX✓✔]\s?") for each in boxes["ticked"])
    opened = "|".join(re.escape(each).replace(r"\[\]", r"\[\s?\]") for each in boxes["open"])
    return re.compile(f"(?P<ticked>{ticked})|(?P<open>{opened})")


def marks_of(lines: WordLines) -> tuple[PrintedMark, ...]:
    """Everything of every line that says yes or no."""
    return tuple(mark for line in lines.lines for mark in marks_in(line))


def marks_in(line: WordLine) -> Iterator[PrintedMark]:
    """What one line says yes or no with."""
    boxes = tuple(_boxes(line))
    owned: set[int] = set()
    for box in boxes:
        word = box.behind.strip(" \t.,;:").casefold()
        says = _said().get(word)
        words = line.words_at(box.start, box.end)
        if says is not None:
            behind = line.words_at(box.end, box.end + len(box.behind.rstrip()))
            owned.update(each.number for each in behind)
            if box.ticked:
                yield PrintedMark(line.number, (*words, *(each for each in behind if each not in words)), word, says)
            continue
        around = box.behind if _LETTER.search(box.behind) else box.before
        texts = tuple(each for each in (around.strip(" \t"), around.strip().partition("\t")[0]) if each)
        yield PrintedMark(line.number, words, line.text[box.start : box.end], box.ticked, texts or None)
    for each in line.words:
        says = _said().get(each.text.strip(".,;:()").casefold())
        if says is not None and each.number not in owned:
            yield PrintedMark(line.number, (each,), each.text, says)


def is_unticked(line: WordLine, words: tuple[LineWord, ...]) -> bool | None:
    """Whether the box in front of some words is open; None where none is in front of them."""
    inside = {word.number for word in words}
    starts = [at for at, word in zip(line.starts, line.words, strict=True) if word.number in inside]
    for box in _boxes(line):
        behind = box.end + len(box.behind) - len(box.behind.lstrip())
        if starts and box.start <= min(starts) <= behind:
            return not box.ticked
    return None


def _boxes(line: WordLine) -> Iterator[_Box]:
    found = list(_box().finditer(line.text))
    for at, match in enumerate(found):
        following = found[at + 1].start() if at + 1 < len(found) else len(line.text)
        before = line.text[found[at - 1].end() if at else 0 : match.start()]
        ticked = match["ticked"] is not None
        yield _Box(match.start(), match.end(), ticked, line.text[match.end() : following], before)
