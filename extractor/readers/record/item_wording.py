"""What is printed right beside the numbers of a list, the same for all items: ``92 CTNS / 8.01 CBM`` in running text.

Such words tell a field where no column does, because the numbers of one field stand now here and now there; and they
tell the line of a number that stands below its item, as a total does below the rows that it sums up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractor.readers.record.candidates import ValuePlace
from extractor.readers.record.print_lines import LineWord, WordLine, WordLines

LEAST_ITEMS = 2
"""Items that have to agree on the words beside a number."""


class ItemValue(NamedTuple):
    """A value of one item that may be of a field."""

    item: int
    place: ValuePlace


@dataclass(frozen=True, slots=True)
class Wording:
    """The word behind the numbers of a field, and the items in which it stands there."""

    word: str
    items: frozenset[int]


def word_behind(printed: WordLines, place: ValuePlace) -> str:
    """The word right behind a number in the same cell, in small letters; empty where none is."""
    line, at = _last(printed, place)
    return _told(line.words[at + 1]) if at + 1 < len(line.words) and "\t" not in _gap(line, at) else ""


def cell_in_front(printed: WordLines, place: ValuePlace) -> str:
    """What stands in the line in front of a place: the nearest cell, where it has letters."""
    line = printed.lines[place.line]
    first = printed.line_of[place.words[0].number][1]
    before = line.text[: line.starts[first]].rstrip("\t ").rpartition("\t")[2].strip()
    return before.casefold() if any(char.isalpha() for char in before) else ""


def before_word(line: WordLine, word: str) -> LineWord | None:
    """What a line prints right before a word."""
    return next(
        (
            line.words[at]
            for at in range(len(line.words) - 1)
            if _told(line.words[at + 1]) == word and "\t" not in _gap(line, at)
        ),
        None,
    )


def wordings_of(
    entries: Mapping[str, Sequence[ItemValue]], supports: Mapping[str, int], printed: WordLines
) -> dict[str, Wording]:
    """The word behind the numbers of each field, by its path: of fields that it tells in more items than their columns
    do, which ``supports`` counts, and that share it with no other field.
    """
    every = {path: best for path, values in entries.items() if (best := _commonest(values, printed)) is not None}
    told = {path: each for path, each in every.items() if len(each.items) >= supports.get(path, 0)}
    return {path: each for path, each in told.items() if _is_own(path, each.word, every)}


def _commonest(values: Sequence[ItemValue], printed: WordLines) -> Wording | None:
    found: dict[str, set[int]] = {}
    for value in values:
        word = word_behind(printed, value.place)
        if word and value.place.whole:
            found.setdefault(word, set()).add(value.item)
    word = max(found, key=lambda each: len(found[each]), default="")
    items = found.get(word, set())
    return Wording(word, frozenset(items)) if len(items) >= LEAST_ITEMS else None


def _is_own(path: str, word: str, every: Mapping[str, Wording]) -> bool:
    return not any(other.word == word for name, other in every.items() if name != path)


def _last(printed: WordLines, place: ValuePlace) -> tuple[WordLine, int]:
    """The line of the last word of a place, and its position there."""
    number, at = printed.line_of[place.words[-1].number]
    return printed.lines[number], at


def _gap(line: WordLine, at: int) -> str:
    """What parts a word of a line from the next one."""
    return line.text[line.starts[at] + len(line.words[at].text) : line.starts[at + 1]]


def _told(word: LineWord) -> str:
    """A word without marks; empty for one without letters."""
    return "".join(_letters(word.text)).casefold()


def _letters(text: str) -> Iterator[str]:
    return (char for char in text if char.isalpha())
