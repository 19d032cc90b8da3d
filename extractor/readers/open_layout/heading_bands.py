"""Where the headings of lists are printed: bands in which labels of the leaves of an item stand side by side."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

from extractor.evidence import Doubt
from extractor.readers.open_layout.along_the_line import AlongTheLine, mean_width
from extractor.readers.open_layout.grouped_rows import is_whole
from extractor.readers.open_layout.open_labels import label_fit
from extractor.readers.open_layout.printed_bands import Band, Fragment
from extractor.readers.open_layout.printed_figures import figure_in
from extractor.schemas.record_keys import key_in_path
from extractor.schemas.shape import ITEM, KEY, Shape, ShapeGroup, ShapeLeaf, ShapeList
from extractor.schemas.state import NUMBERS
from extractor.schemas.values import NIL_MARKS

_HIGHEST = 3
"""Lines of a heading."""
_FEWEST = 2
"""Headings that make a band the heading of a list."""
_LONGEST, _WORDS = 120, 40
"""Characters and words of a heading at most: where a line goes on for longer, headings are not looked for in it."""
_KEPT = 64
"""Lines of which it is kept what they are as headings: those beside the ones at hand are asked for again."""
_YEAR_IN = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MONTH_OF_YEAR = re.compile(r"(?:0?[1-9]|1[0-2])/\d{2}|(?:0[1-9]|1[0-2])\.\d{2}")
_FRACTION = re.compile(r"(?:19|20)\d\d[.,]\d{1,2}(?![\d./])")
"""A number like a year with digits behind its decimal mark."""
_LONGEST_KEY = 40
_ROWS_BELOW = 5
"""Bands below headings that are years among which a row of values has to stand."""


@dataclass(frozen=True, slots=True)
class HeadedColumn:
    """A printed column: from where to where it stands, its heading, and the leaf whose values it holds, if any.

    ``depth``: in which line of an item its values stand, where several headings share a column. ``key``: what it is
    called among values told by keys. ``doubts``: what speaks against its heading.
    """

    x0: float
    x1: float
    text: str
    leaf: ShapeLeaf | None = None
    depth: int = 0
    key: str = ""
    doubts: tuple[Doubt, ...] = ()

    @property
    def wanted(self) -> bool:
        """Whether the schema has values for it."""
        return self.leaf is not None


@dataclass(frozen=True, slots=True)
class ListHeading:
    """The heading of a table of items. ``first`` and ``last``: numbers of its bands; ``cells``: how many cells its band
    has, blank ones included; ``lead``: its first cell is blank; ``score``: leaves that were found in it.
    """

    first: int
    last: int
    columns: tuple[HeadedColumn, ...]
    cells: int
    counted: bool
    lead: bool
    score: int


class Contender(NamedTuple):
    """A list, and how its leaves fit a heading."""

    spec: ShapeList
    heading: ListHeading


def keyed_leaf(spec: ShapeList) -> ShapeLeaf | None:
    """The leaf of values by key that items of a list have, or that a list by key has itself."""
    if spec.keyed:
        return spec.item if isinstance(spec.item, ShapeLeaf) else None
    if isinstance(spec.item, ShapeGroup):
        for each in spec.item.members.values():
            if isinstance(each, ShapeList) and each.keyed and isinstance(each.item, ShapeLeaf):
                return each.item
    return None


_Headings: TypeAlias = dict[tuple[int, int], ListHeading]
"""What lines are as a heading, by the number of the first and how many they are."""


def lists_of(shape: Shape) -> tuple[ShapeList, ...]:
    """The lists of groups that stand in no other list, told by order."""
    return tuple(
        each
        for each in shape.lists.values()
        if not each.keyed and ITEM not in each.path and isinstance(each.item, ShapeGroup) and "{" not in each.path
    )


def find_headings(
    bands: Sequence[Band], shape: Shape, named: Sequence[ShapeList] = (), flat: Sequence[ShapeList] = ()
) -> list[tuple[Contender, ...]]:
    """The headings of lists in the order of the document, each with the lists that fit it best. What heads a list in
    the items of another one heads none of these. ``named``: lists whose rows are told by what stands in front;
    ``flat``: those whose rows hold the values of two lists."""
    lists = (*lists_of(shape), *_lists_in_lists(shape), *named, *flat)
    found: list[tuple[Contender, ...]] = []
    number = 0
    read: list[_Headings] = [{} for _ in lists]
    while number < len(bands):
        contenders = [
            Contender(spec, heading)
            for spec, known in zip(lists, read, strict=True)
            if (heading := heading_at(bands, number, spec.leaves, keyed_leaf(spec), known)) is not None
            and (spec not in flat or is_whole(spec, [column.leaf for column in heading.columns]))
        ]
        best = max((each.heading.score for each in contenders), default=0)
        kept = tuple(each for each in contenders if each.heading.score == best)
        own = tuple(
            _with_names(each) if each.spec in named else each for each in kept if each.spec.path.count(ITEM) == 0
        )
        if len(own) == len(kept) > 0:
            found.append(own)
        number = kept[0].heading.last + 1 if kept else number + 1
    return found


def _lists_in_lists(shape: Shape) -> Iterator[ShapeList]:
    """The lists of groups in items of other lists."""
    for each in shape.lists.values():
        if not each.keyed and ITEM in each.path and isinstance(each.item, ShapeGroup) and KEY not in each.path:
            yield each


def _with_names(found: Contender) -> Contender:
    """A heading over rows told by names: the names stand in the first column, whatever it is called."""
    first, *others = found.heading.columns
    if first.leaf is not None or found.heading.lead:
        return found
    key = next(iter(found.spec.leaves))
    return Contender(found.spec, replace(found.heading, columns=(replace(first, leaf=key), *others)))


def heading_at(
    bands: Sequence[Band],
    number: int,
    leaves: Sequence[ShapeLeaf],
    keyed: ShapeLeaf | None,
    known: _Headings | None = None,
) -> ListHeading | None:
    """The heading that begins at a band, of as many lines as name most leaves; None if it is none. ``known``: what
    lines were read as for these leaves, where that is asked band by band.
    """
    best: ListHeading | None = None
    known = {} if known is None else known
    for height in range(1, _HIGHEST + 1):
        lines = bands[number : number + height]
        if len(lines) < height or not _belong(lines):
            break
        whole = _kept_heading(lines, number, leaves, known)
        parts = ((lines[1:], number + 1), (lines[:-1], number)) if height > 1 else ()
        if any(_kept_heading(part, first, leaves, known).score >= whole.score for part, first in parts):
            continue
        found = _with_keys(whole, bands, leaves, keyed)
        if found is not None and (best is None or found.score > best.score):
            best = found
    return best


def _belong(lines: Sequence[Band]) -> bool:
    """Whether bands may be lines of one heading: next to each other and in one grid, without numbers and without
    labels that state something; told by order, only one line."""
    if len(lines) > 1 and (lines[0].counted or any(line.apart for line in lines[1:])):
        return False
    grids = {line.table for line in lines if not line.paper}
    if len(grids) > 1 or any(
        len(line.fragments) > 1 and line.fragments[0].text.endswith((":", "：")) for line in lines
    ):
        return False
    return len(lines) == 1 or not any(figure_in(each.text) for line in lines for each in line.fragments)


def _kept_heading(lines: Sequence[Band], first: int, leaves: Sequence[ShapeLeaf], known: _Headings) -> ListHeading:
    """What lines are as a heading. Of many not all are kept: those far above are not asked for again."""
    found = known.get((first, len(lines)))
    if found is None:
        if len(known) >= _KEPT:
            known.clear()
        found = known[first, len(lines)] = _heading(lines, leaves)
    return found


def _heading(lines: Sequence[Band], leaves: Sequence[ShapeLeaf]) -> ListHeading:
    columns = [column for group in _columns(lines) for column in _named(group, leaves)]
    columns.sort(key=lambda each: (each.x0, each.depth))
    seen: dict[str, HeadedColumn] = {}
    for column in sorted(columns, key=_rank):
        if column.leaf is not None:
            seen.setdefault(column.leaf.path, column)
    kept = [each if each.leaf is None or seen[each.leaf.path] is each else replace(each, leaf=None) for each in columns]
    last = lines[-1]
    raw = sorted((*last.fragments, *last.blanks), key=lambda each: each.x0)
    lead = not raw[0].text
    return ListHeading(lines[0].number, last.number, tuple(kept), len(raw), last.counted, lead, len(seen))


def _rank(column: HeadedColumn) -> int:
    """How far from the front of the labels of its leaf the heading of a column stands: of several columns that are
    headed by labels of one leaf the likeliest holds its values."""
    fit = label_fit(column.text, column.leaf.labels) if column.leaf is not None else None
    return fit.rank if fit is not None else 0


def _columns(lines: Sequence[Band]) -> list[list[tuple[int, Fragment]]]:
    """The fragments of heading lines by column, with the number of their line."""
    pieces = [(depth, each) for depth, line in enumerate(lines) for each in line.fragments]
    if len(lines) == 1:
        return [[each] for each in pieces]
    width = mean_width(each for _, each in pieces)
    groups: list[list[tuple[int, Fragment]]] = []
    above, each_line = AlongTheLine(width), [AlongTheLine(width) for _ in lines]
    for number, (depth, piece) in enumerate(pieces):
        each_line[depth].add(number, piece)
    for depth, piece in pieces:
        if depth + 1 < len(lines) and len(each_line[depth + 1].over(piece)) > 1:
            continue
        near = above.over(piece) if depth else {}
        group = max(sorted(near), key=near.__getitem__) if near else len(groups)
        if not near:
            groups.append([])
        groups[group].append((depth, piece))
        above.add(group, piece)
    return groups


def _named(group: Sequence[tuple[int, Fragment]], leaves: Sequence[ShapeLeaf]) -> Iterator[HeadedColumn]:
    """The column of some fragments one below the other, or one for each line where each is a heading by itself."""
    x0, x1 = min(each.x0 for _, each in group), max(each.x1 for _, each in group)
    texts = [each.text for _, each in group]
    whole = " ".join(texts).replace("- ", "")
    for text in dict.fromkeys((whole, " ".join(texts))):
        found = _leaf_for(text, leaves)
        if found is not None:
            yield HeadedColumn(x0, x1, text, found[0], doubts=found[1])
            return
    own = [(depth, each, _leaf_for(each.text, leaves)) for depth, each in group]
    if len(own) == 1:
        yield from _split(group[0][1], leaves)
        return
    if not any(found for _, _, found in own):
        yield HeadedColumn(x0, x1, whole)
        return
    for depth, each, found in own:
        leaf, doubts = found or (None, ())
        yield HeadedColumn(x0, x1, each.text, leaf, depth - group[0][0], doubts=doubts)


def _split(piece: Fragment, leaves: Sequence[ShapeLeaf]) -> Iterator[HeadedColumn]:
    """The columns of a fragment that prints two headings beside each other."""
    words = piece.text.split(" ") if len(piece.text) <= 2 * _LONGEST else []
    for at in range(1, len(words)):
        left, right = " ".join(words[:at]), " ".join(words[at:])
        one, two = _leaf_for(left, leaves), _leaf_for(right, leaves)
        if one is not None and two is not None and one[0] is not two[0]:
            middle = piece.x0 + (piece.x1 - piece.x0) * (len(left) + 0.5) / len(piece.text)
            yield HeadedColumn(piece.x0, middle, left, one[0], doubts=one[1])
            yield HeadedColumn(middle, piece.x1, right, two[0], doubts=two[1])
            return
    yield HeadedColumn(piece.x0, piece.x1, piece.text)


def is_squeezed(text: str, leaves: Sequence[ShapeLeaf]) -> bool:
    """Whether a text is nothing but two headings or more in a row: those of a table whose columns were not seen."""
    words, at, named = text.split(), 0, 0
    while at < len(words):
        ends = range(min(len(words), at + _WORDS), at, -1)
        end = next((each for each in ends if _leaf_for(" ".join(words[at:each]), leaves) is not None), at)
        if end == at:
            return False
        at, named = end, named + 1
    return named >= _FEWEST


def _leaf_for(text: str, leaves: Sequence[ShapeLeaf]) -> tuple[ShapeLeaf, tuple[Doubt, ...]] | None:
    """The leaf whose label a text is; the one that has it nearer to the front where several have."""
    fits = [(fit.rank, at, leaf, fit.doubts) for at, leaf in enumerate(leaves) if (fit := label_fit(text, leaf.labels))]
    if not fits:
        return None
    _, _, leaf, doubts = min(fits, key=lambda each: (len(each[3]), each[0], each[1]))
    return leaf, doubts


def _with_keys(
    heading: ListHeading, bands: Sequence[Band], leaves: Sequence[ShapeLeaf], keyed: ShapeLeaf | None
) -> ListHeading | None:
    """A heading with the keys in it, if it is one: enough of its headings are labels, or all of them are periods."""
    if keyed is None:
        numbers = any(column.leaf is None and _is_amount(column.text) for column in heading.columns)
        places = {(column.x0, column.x1) for column in heading.columns if column.leaf is not None}
        return heading if heading.score >= _FEWEST <= len(places) and not numbers else None
    if len(heading.columns) > 1 and heading.columns[0].leaf is None and not is_period(heading.columns[0].text):
        heading = replace(heading, columns=heading.columns[1:], lead=True)
    keys = [column for column in heading.columns if column.leaf is None]
    periods = [column for column in keys if is_period(column.text)]
    if not keys or (heading.score < 1 and len(periods) < len(keys)) or len(periods) * 2 < len(keys):
        return None
    wide = heading.score + len(periods)
    texts = sum(column.leaf is not None and column.leaf.kind not in NUMBERS for column in heading.columns)
    if not _has_row_below(bands, heading, wide - texts):
        return None
    named = tuple(
        replace(column, leaf=keyed, key=key_of(column.text)) if column in periods else column
        for column in heading.columns
    )
    return replace(heading, columns=named, score=wide)


def _has_row_below(bands: Sequence[Band], heading: ListHeading, columns: int) -> bool:
    """Whether a row with a number for each of the last columns follows soon, and with no more numbers than there are
    headings: then periods are headings. ``columns``: of how many columns numbers are expected."""
    for band in bands[heading.last + 1 : heading.last + 1 + _ROWS_BELOW]:
        values = [each for each in band.fragments[1:] if figure_in(each.text) or each.text.lower() in NIL_MARKS]
        if band.fragments and figure_in(band.fragments[0].text) is None and len(values) >= max(columns - 1, 1):
            return len(values) <= len(heading.columns)
    return False


def _is_amount(text: str) -> bool:
    """Whether a text is a number and no year: no heading has one."""
    return figure_in(text) is not None and not is_period(text)


def is_period(text: str) -> bool:
    """Whether a heading names a year or a day: it tells values of one row by time."""
    if len(text) > _LONGEST_KEY or _FRACTION.search(text):
        return False
    return _MONTH_OF_YEAR.fullmatch(text) is not None or _YEAR_IN.search(text) is not None


def key_of(text: str) -> str:
    """A heading as the key of a value, as it stands in a path."""
    return key_in_path(" ".join(text.split()))


def column_texts(rows: Sequence[Mapping[int, Sequence[Fragment]]], column: int) -> list[str]:
    """What a column prints in all rows."""
    return [each.text for row in rows for each in row.get(column, ())]
