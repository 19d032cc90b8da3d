"""Letters alone in running text: a numeral, the letter of a class, an initial. By themselves they are taken for digits
or for nothing; the whole line that the detector of text finds shows what they are. They stay in doubt.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.documents.model import Box
from extractor.documents.page.glyphs import PageWord
from extractor.documents.printing import is_cjk
from extractor.documents.scan.base_layer import WholeLine, read_lines, words_of_line
from extractor.documents.scan.numbers.neighbours import UNREADABLE
from extractor.documents.scan.numbers.recogniser import Recogniser
from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.text_boxes import TextBox
from extractor.evidence import merged

_SHORT, _WORD = 3, 3
"""Characters: what is longer is read by itself; and letters of a word that makes a line running text."""
_SURE, _SURE_ALONE = 0.85, 0.95
"""Mean likelihood of a line that tells, and of one that is nothing but a letter or two."""
_INSIDE = 0.5
"""Share of its width with which a word has to lie in a line."""


def with_letters(
    words: Sequence[PageWord],
    recogniser: Recogniser,
    grey: Grey,
    boxes: Sequence[TextBox],
    scale: float,
    tables: Sequence[Box],
) -> list[PageWord]:
    """The words of a page, short ones of running text as their whole line has them where that shows letters. ``boxes``:
    the level lines of the detector, in pixels; ``scale``: points for a pixel; ``tables``: where nothing is changed.
    """
    asked = []
    for box in boxes:
        held = [word for word in words if _lies_in(word, box, scale) and not any(_is_in(word, each) for each in tables)]
        if any(map(_is_suspect, held)) and (_is_lost(held) or any(map(_is_writing, held))):
            asked.append((box, held))
    told: dict[int, PageWord] = {}
    for (_, held), line in zip(asked, read_lines(recogniser, grey, [box for box, _ in asked]), strict=True):
        told.update(_told(held, line, scale))
    return [told.get(id(word), word) for word in words]


def _told(held: Sequence[PageWord], line: WholeLine, scale: float) -> Iterator[tuple[int, PageWord]]:
    """The short words of a line that are letters in it, under the identities of those they take the place of."""
    if line.certainty < (_SURE_ALONE if _is_lost(held) else _SURE) or any(map(is_cjk, line.reading.text)):
        return
    seen = list(words_of_line(line, scale))
    for word in filter(_is_suspect, held):
        over = [each for each in seen if min(each.x1, word.x1) - max(each.x0, word.x0) > 0]
        if len(over) != 1 or sum(_meets(each, over[0]) for each in held) != 1:
            continue
        text = over[0].text
        if len(text.strip(".,:;()")) <= _SHORT and any(map(str.isalpha, text)) and not any(map(str.isdigit, text)):
            others = tuple(dict.fromkeys(each for each in (word.text, *over[0].alternatives) if each != text))
            known = tuple(each for each in others if each != UNREADABLE)
            if text != word.text:
                yield id(word), replace(word, text=text, doubts=merged(over[0].doubts), alternatives=known)


def _meets(one: PageWord, other: PageWord) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0)


def _is_suspect(word: PageWord) -> bool:
    """Whether a word may be a letter or two that were not told for what they are."""
    return word.text == UNREADABLE or (len(word.text) <= _SHORT and not any(map(is_cjk, word.text)))


def _is_lost(held: Sequence[PageWord]) -> bool:
    """Whether nothing stands on a line but one sign that could not be read."""
    return len(held) == 1 and held[0].text == UNREADABLE


def _is_writing(word: PageWord) -> bool:
    return sum(map(str.isalpha, word.text)) >= _WORD and not any(map(is_cjk, word.text))


def _lies_in(word: PageWord, box: TextBox, scale: float) -> bool:
    left, right = (box.x - box.length / 2) * scale, (box.x + box.length / 2) * scale
    inside = min(word.x1, right) - max(word.x0, left)
    return inside >= _INSIDE * (word.x1 - word.x0) and abs(word.middle - box.y * scale) <= box.height * scale / 2


def _is_in(word: PageWord, table: Box) -> bool:
    return table[0] <= word.x0 and word.x1 <= table[2] and table[1] <= word.middle <= table[3]
