"""Numbers that did not fit into the width of their column and are broken over lines.

Two figures one below the other may as well be two numbers. So a number that is put together is always in doubt
(``joined_lines``): only a rule that leaves no other value, or a person, settles it. Where even that is not plain,
nothing is put together and the first line is in doubt (``goes_on_below``).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.documents.page.glyphs import PageWord, TextLine, lines_of_words
from extractor.evidence import DoubtKind, doubt, merged

_FIRST = re.compile(r"[-+−]?[0-9０-９][0-9０-９.,．，]*")
_NEXT = re.compile(r"[.,．，]?[0-9０-９][0-9０-９.,．，]*")
_FEWEST = 4
_ROOM = 1.5
_TIGHT = 0.35
_WIDER = 0.5
_ASIDE = 0.3
_NEAR = 2.2
_MOST_LINES = 4


def fills(width: float, line: TextLine) -> bool:
    """Whether a line leaves no room for another character or two in a cell of a width."""
    return width - (line.words[-1].x1 - line.words[0].x0) < _ROOM * line.words[0].size


def with_whole_figures(words: Sequence[PageWord], width: float) -> Sequence[PageWord]:
    """The words of a ruled cell; as one where all lines are digits and all but the last fill it."""
    lines = lines_of_words(words)
    if len(lines) < 2 or any(len(line.words) > 1 or line.words[0].sideways for line in lines):
        return words
    first, *rest = (line.words[0] for line in lines)
    digits = _FIRST.fullmatch(first.text) and all(_NEXT.fullmatch(word.text) for word in rest)
    return [_joined(first, rest)] if digits and all(fills(width, line) for line in lines[:-1]) else words


def with_broken_figures(lines: Sequence[TextLine]) -> list[TextLine]:
    """Lines without rules, where figures that go on in the next line stand whole in the first.

    The signs: the next line is as near as lines of one cell and nearer than those of other rows; it prints nothing but
    digits, fewer figures than the first, each below one that is the widest of its column. Where it prints words
    besides, it may be the second line of a label or another row: the figure above is in doubt and stays as it is.
    """
    return [line for row in _rows(lines) for line in (_whole(row, lines) if 1 < len(row) <= _MOST_LINES else row)]


def is_tight(above: TextLine, below: TextLine) -> bool:
    """Whether two lines stand as near to each other as the lines of one cell do."""
    return below.y0 - above.y1 < _TIGHT * (below.y1 - below.y0)


def _rows(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Lines gathered where they are tight. A table set tight throughout is one long row, of which nothing is known."""
    row: list[TextLine] = []
    for line in lines:
        if row and not is_tight(row[-1], line):
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _whole(row: Sequence[TextLine], lines: Sequence[TextLine]) -> list[TextLine]:
    """One row of several lines with its broken figures whole, or in doubt."""
    first, *rest = row
    around = [word for line in _surroundings(row, lines) for word in line.words if _FIRST.fullmatch(word.text)]
    if not around:
        return list(row)
    below: dict[PageWord, list[PageWord]] = {}
    kept: list[TextLine] = []
    for line in rest:
        found = _continued(first, line, around)
        for above, word in found:
            below.setdefault(above, []).append(word)
        if len(found) < len(line.words):
            kept.append(line)
    plain = not kept
    words = [_changed(word, below[word], plain) if word in below else word for word in first.words]
    return [TextLine(tuple(words)), *kept]


def _changed(word: PageWord, below: Sequence[PageWord], plain: bool) -> PageWord:
    whole = _joined(word, below)
    if plain:
        return whole
    doubts = (*word.doubts, doubt(DoubtKind.GOES_ON_BELOW, word.text, whole.text))
    return replace(word, doubts=doubts, alternatives=(*word.alternatives, whole.text))


def _surroundings(row: Sequence[TextLine], lines: Sequence[TextLine]) -> list[TextLine]:
    """The lines of the same table above and below a row: near ones, of several words or of figures alone."""
    at = next(number for number, line in enumerate(lines) if line is row[0])
    end = at + len(row)
    found: list[TextLine] = []
    for numbers in (range(at - 1, -1, -1), range(end, len(lines))):
        last = row[0] if numbers.step < 0 else row[-1]
        for number in numbers:
            line = lines[number]
            gap = last.y0 - line.y1 if numbers.step < 0 else line.y0 - last.y1
            if gap > _NEAR * (line.y1 - line.y0) or (len(line.words) < 2 and not _FIRST.fullmatch(line.words[0].text)):
                break
            found.append(line)
            last = line
    return [*found, row[0]] if found else []


def _continued(first: TextLine, line: TextLine, around: Sequence[PageWord]) -> list[tuple[PageWord, PageWord]]:
    """The figures of a line, each with the one above it that it continues; none where one continues nothing."""
    figures = [word for word in line.words if _NEXT.fullmatch(word.text)]
    above = [word for word in first.words if _FIRST.fullmatch(word.text)]
    if not figures or len(first.words) < 2 or len(figures) * 2 > max(len(above), 2):
        return []
    pairs = [(found, word) for word in figures if (found := _above(word, above, around)) is not None]
    return pairs if len(pairs) == len(figures) else []


def _above(word: PageWord, above: Sequence[PageWord], around: Sequence[PageWord]) -> PageWord | None:
    """The figure that a word continues: it is narrower, stands below it, and nothing in the column is wider."""
    aside = _ASIDE * word.size
    for found in above:
        inside = found.x0 - aside <= word.x0 and word.x1 <= found.x1 + aside
        column = [each.x1 - each.x0 for each in around if each.x0 < found.x1 and found.x0 < each.x1]
        width = found.x1 - found.x0
        if inside and len(found.text) >= _FEWEST and max(column, default=0.0) <= width + _WIDER * found.size:
            return found if word.x1 - word.x0 < width - aside else None
    return None


def _joined(first: PageWord, rest: Sequence[PageWord]) -> PageWord:
    """One word for a number and its other lines, in doubt."""
    words = [first, *rest]
    text = "".join(word.text for word in words)
    known = merged(*(word.doubts for word in words))
    return PageWord(
        text,
        min(word.x0 for word in words),
        min(word.y0 for word in words),
        max(word.x1 for word in words),
        max(word.y1 for word in words),
        first.size,
        first.seen_by,
        (*known, doubt(DoubtKind.JOINED_LINES, text)),
        (first.text,),
    )
