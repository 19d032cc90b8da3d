"""Texts in doubt that the document says clearly elsewhere: names stand in many tables."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from extractor.documents.page.glyphs import PageWord
from extractor.documents.page.printed_page import PrintedPage
from extractor.evidence import DoubtKind, doubt, settled

PUNCTUATION = ".,;:'`\"^~_-·*|"
"""Signs that a speck would make."""
_SHORTEST = 4
_ALIKE = str.maketrans("COSUVWXZ", "cosuvwxz")


def settled_words(pages: Sequence[PrintedPage]) -> list[PrintedPage]:
    """The pages; a word in doubt is settled by what any of them says clearly: letter for letter where its specks alone
    are in doubt, else as ``borne_out``. A word that is seen clearly once only is in doubt where another one stands
    several times that differs from it in one letter.
    """
    words = [word for page in pages if page.method == "scan" for word in page.words]
    told = [(word.text, word.clear) for word in words]
    clear, twins = clear_texts(told), clear_twins(told)
    lookalikes = _lookalikes(Counter(text for text, sure in told if sure and text in twins))
    return [
        page if page.method != "scan" else replace(page, words=_told(page.words, clear, twins, lookalikes))
        for page in pages
    ]


def _lookalikes(counts: Mapping[str, int]) -> dict[str, str]:
    """Of each word that stands once, the one that stands several times and differs from it in one letter."""
    often: dict[tuple[int, str], set[str]] = defaultdict(set)
    for text, count in counts.items():
        if count > 1:
            for at in range(len(text)):
                often[at, text[:at] + text[at + 1 :]].add(text)
    found = {}
    for text, count in counts.items():
        if count == 1:
            others = set().union(*(often.get((at, text[:at] + text[at + 1 :]), set()) for at in range(len(text))))
            if others:
                found[text] = min(others)
    return found


def clear_twins(texts: Iterable[tuple[str, bool]]) -> frozenset[str]:
    """The texts without digits that are seen clearly somewhere; ``texts``: each with whether it is."""
    return frozenset(
        text
        for text, clear in texts
        if clear and len(letters_of(text)) >= _SHORTEST and not any(char.isdigit() for char in text)
    )


def borne_out(text: str, alternatives: Collection[str], twins: Collection[str]) -> bool:
    """Whether a text in doubt is one that is seen clearly elsewhere, and nothing else that it may be is one too."""
    return text in twins and not any(other in twins for other in alternatives if other != text)


def clear_texts(texts: Iterable[tuple[str, bool]]) -> dict[str, str]:
    """By its letters, each text that is seen clearly somewhere; none of those that differ in their specks.

    ``texts``: each with whether it is clear.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for text, clear in texts:
        if clear:
            found[letters_of(text)].add(text)
    return {letters: min(texts) for letters, texts in found.items() if len(texts) == 1 and len(letters) >= _SHORTEST}


def _told(
    words: Sequence[PageWord], clear: Mapping[str, str], twins: Collection[str], lookalikes: Mapping[str, str]
) -> tuple[PageWord, ...]:
    def told(word: PageWord) -> PageWord:
        if word.clear and word.text in lookalikes:
            told = doubt(DoubtKind.ONE_LETTER_OFF, word.text, lookalikes[word.text])
            return replace(word, doubts=(*word.doubts, told), alternatives=(lookalikes[word.text], *word.alternatives))
        if word.specks and letters_of(word.text) in clear:
            return replace(word, text=clear[letters_of(word.text)], doubts=settled(word.doubts))
        if not word.clear and borne_out(word.text, word.alternatives, twins):
            return replace(word, doubts=settled(word.doubts))
        return word

    return tuple(told(word) for word in words)


def letters_of(text: str) -> str:
    """The letters and digits of a text alone, without the accents that specks put on them. Letters that look alike as
    capitals are one; any others are not, so that RECEIVED never becomes Received.
    """
    plain = unicodedata.normalize("NFD", text).translate(_ALIKE)
    return "".join(char for char in plain if char.isalnum())
