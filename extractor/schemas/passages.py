"""What passages of running text are, by the words of their language: links and contacts, notes that take a value back.

The words are patterns in ``passages.toml``, a section a language; no word of them stands in the engine.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Passages:
    """Patterns of one language. ``elsewhere``: what stands beside such words is about another document or body.
    ``marks``: the document says which mark parts thousands or decimals. ``corrections``: a printed number is wrong.
    ``scales``: numbers count thousands, or differences. ``signs``: in the cell of a number, that it is below zero.
    ``qualifies``: a label or heading is about a part, another time or a share of what it names.
    """

    elsewhere: tuple[re.Pattern[str], ...] = ()
    marks: tuple[re.Pattern[str], ...] = ()
    corrections: tuple[re.Pattern[str], ...] = ()
    scales: tuple[re.Pattern[str], ...] = ()
    signs: tuple[re.Pattern[str], ...] = ()
    qualifies: tuple[re.Pattern[str], ...] = ()

    def leads_elsewhere(self, text: str) -> bool:
        """Whether a line or sentence has words of navigation, links, contacts or imprints."""
        return any(pattern.search(text) for pattern in self.elsewhere)

    def tells_marks(self, text: str) -> bool:
        """Whether a text says which mark parts thousands or decimals."""
        return any(pattern.search(text) for pattern in self.marks)

    def takes_back(self, text: str) -> bool:
        """Whether a text says that a printed number is wrong, or what is right instead."""
        return any(pattern.search(text) for pattern in self.corrections)

    def corrects(self, text: str) -> bool:
        """Whether a text takes a number back or says that numbers are counted otherwise."""
        return any(pattern.search(text) for pattern in (*self.corrections, *self.scales))

    def before_correction(self, text: str) -> str:
        """What a note says up to the last of its words that take a number back: the number, not the right one."""
        ends = [match.end() for pattern in (*self.corrections, *self.scales) for match in pattern.finditer(text)]
        return text[: max(ends, default=0)]

    def corrects_cell(self, text: str) -> bool:
        """Whether the words in the cell of a number take it back, scale it or turn its sign."""
        return any(pattern.search(text) for pattern in (*self.corrections, *self.scales, *self.signs))


@cache
def passages_in(language: str) -> Passages:
    """The patterns of a language by its tag, or by the tag without its last parts; none where it has no section."""
    sections: Mapping[str, Mapping[str, Sequence[str]]] = tomllib.loads(
        Path(__file__).with_name("passages.toml").read_text("utf-8")
    )
    parts = language.lower().replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        section = sections.get("-".join(parts[:length]))
        if section is not None:
            return Passages(**{name: tuple(map(_compiled, patterns)) for name, patterns in section.items()})
    return Passages()


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)
