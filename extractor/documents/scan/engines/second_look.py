"""Words of a page beside those that a second engine sees there: two looks at one picture.

Where both read the same, a word that is in doubt for nothing but the picture as a whole has been seen by two. Where the
second is sure of something else, the word is in doubt; where it does not know the writing of the word, only its digits
are compared. What only one of them sees stays what it is: engines pass over much.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from extractor.documents.page.glyphs import PageWord
from extractor.documents.scan.engines.text_engine import SeenWord
from extractor.evidence import DoubtKind, Weight, capped, doubt, merged

_OF_THE_PICTURE = frozenset({DoubtKind.POOR_PICTURE, DoubtKind.LINE_READ_WHOLE})
"""What says only how the word was looked at, and nothing against its characters."""
_SURE = 0.3
"""Of what an engine is less sure it says nothing: tesseract gives 0 to 0.3 to specks and rules."""
_REACH = 0.5
"""Heights of a word by which what the other engine sees may reach beyond it and still be that word alone."""
_ALIKE = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | {"\u3000": "", "\uff0c": ","})
_AROUND = " :;|_'\"`\u2018\u2019"


def with_second_look(words: Sequence[PageWord], seen: Sequence[SeenWord], engine: str, scale: float) -> list[PageWord]:
    """The words with what a second engine says of each. ``scale``: points for a pixel of what it saw."""
    boxed = [
        each._replace(x0=each.x0 * scale, y0=each.y0 * scale, x1=each.x1 * scale, y1=each.y1 * scale)
        for each in seen
        if each.sure >= _SURE
    ]
    return [_beside(word, [each for each in boxed if _overlap(word, each)], engine) for word in words]


def strange_words(seen: Sequence[SeenWord], engine: str, scale: float) -> list[PageWord]:
    """The words of an engine alone, on a page whose writing the built-in one does not know: each in doubt."""
    return [
        PageWord(
            each.text,
            each.x0 * scale,
            each.y0 * scale,
            each.x1 * scale,
            each.y1 * scale,
            (each.y1 - each.y0) * scale,
            engine,
            (doubt(DoubtKind.LINE_READ_WHOLE, each.text),),
        )
        for each in seen
        if each.sure >= _SURE
    ]


def _beside(word: PageWord, seen: Sequence[SeenWord], engine: str) -> PageWord:
    if not seen or word.sideways or not word.seen_by:
        return word
    text = "".join(each.text for each in sorted(seen, key=lambda each: each.x0))
    ours, theirs = _plain(word.text), _plain(text)
    if not ours or not theirs:
        return word
    other = text
    if not _writings(ours) <= _writings(theirs) | {""}:  # Tesseract makes Latin letters of Chinese ones.
        other = _with_figures(ours, theirs)
        if other == ours:
            return word
    if ours == theirs or (ours.isalpha() and len(ours) > 1 and ours in theirs):
        return _seen_by_two(word, engine)
    reach = _REACH * (word.y1 - word.y0)
    if min(each.x0 for each in seen) < word.x0 - reach or max(each.x1 for each in seen) > word.x1 + reach:
        return word  # It saw more than this word, and where the word ends in it cannot be told.
    doubts = merged(word.doubts, [doubt(DoubtKind.ENGINES_DIFFER, word.text, text)])
    others = tuple(dict.fromkeys((*word.alternatives, other)))
    return replace(word, doubts=doubts, alternatives=others, specks=False)


def _seen_by_two(word: PageWord, engine: str) -> PageWord:
    left = tuple(capped([each], Weight.SLIGHT)[0] if each.kind in _OF_THE_PICTURE else each for each in word.doubts)
    found = replace(word, doubts=left)
    return replace(found, seen_by=f"{word.seen_by}+{engine}") if found.clear else found


def _writings(text: str) -> set[str]:
    """The scripts that the letters of a text are of, by the first word of their names; "" for Latin ones."""
    names = {unicodedata.name(char, "").partition(" ")[0] for char in text if char.isalpha()}
    return {"" if name == "LATIN" else name for name in names}


def _with_figures(ours: str, theirs: str) -> str:
    """A text with the digits of another one, whatever writing is around them; as it is where that has not as many."""
    mine, other = ([unicodedata.decimal(char) for char in text if char.isdecimal()] for text in (ours, theirs))
    if len(mine) != len(other) or mine == other:
        return ours
    told = iter(other)
    return "".join(str(next(told)) if char.isdecimal() else char for char in ours)


def _overlap(word: PageWord, seen: SeenWord) -> bool:
    """Whether the middle of one lies in the other."""
    x, y = (seen.x0 + seen.x1) / 2, (seen.y0 + seen.y1) / 2
    mine = (word.x0 + word.x1) / 2
    level = seen.y0 <= word.middle <= seen.y1 or word.y0 <= y <= word.y1
    return level and (word.x0 <= x <= word.x1 or seen.x0 <= mine <= seen.x1)


def _plain(text: str) -> str:
    """A text without white space and what engines see around words, signs of one meaning alike."""
    folded = unicodedata.normalize("NFKC", text.translate(_ALIKE)).translate(_ALIKE)
    return "".join(folded.split()).strip(_AROUND)
