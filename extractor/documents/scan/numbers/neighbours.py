"""What the other cells of its column say of a line: whether it is a number, and whether a point in it is a comma."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence

from extractor.documents.scan.numbers.views import ALTERNATIVES, ViewedLine
from extractor.documents.scan.tables.marks import Marks, is_dash
from extractor.documents.scan.tables.spots import PrintSpot
from extractor.evidence import DoubtKind, settled

UNREADABLE = "\ufffd"
"""Stands for print that cannot be read."""
_FEWEST = 3
_MOSTLY = 0.6
_SHORT = 2
_LONGEST_DASH = 4.5
"""Heights of a digit."""
_MANY_NUMBERS = 12
_WIDE = 1.1
"""Width of a character of a number as a share of the height of a digit."""
_THOUSANDS = re.compile(r"\D*\d{1,3}(,\d{3})+\D*")
_POINTED = re.compile(r"\D*\d+\.\d+\D*|\D*\d{1,3}(\.\d{3})+\D*")
_ONE_POINT = re.compile(r"\d{1,4}\.\d{1,4}")
_SHARE = re.compile(r"[-+]?\d+(\.\d+)?%")
_POINTED_NUMBER = re.compile(r"[-+]?\d+\.\d+")
_DECIMALS, _MANY, _NEARLY_ALL = 1, 5, 0.7
_AS_WIDE = 2
"""As how many digits a sign of percent is read."""
_WORD = re.compile(r"[^\W\d_]{3}")
_SYLLABLE = re.compile(r"(?=.?[^BDIJLOQSZbdgijloqsz])[A-Za-z]{2}")
"""Two letters, one of which no digit looks like."""
_LOST_TAIL = re.compile(r"\D*\d{1,3}([.,]\d{3})+\D*")


def numbers_or_nothing(
    spots: Sequence[PrintSpot], seen: Sequence[ViewedLine], well_formed: Callable[[str], bool]
) -> list[ViewedLine]:
    """The lines; unreadable is what is in doubt, or digits behind a letter, and no number in a column of numbers, if it
    is mostly digits or stands short below numbers, and what is nothing but signs that no cell holds alone: a reader
    would take either for a label.
    """
    told = list(seen)
    for members in _columns(spots).values():
        numbers = [at for at in members if well_formed(seen[at].text)]
        below = _below(spots, members, numbers)
        of_numbers = len(numbers) >= _FEWEST and len(numbers) - 1 >= _MOSTLY * len(below)
        for at in members:
            text = seen[at].text
            if well_formed(text) or text == UNREADABLE:
                continue
            digits = spots[at].figure and 2 * sum(char.isdigit() for char in text) >= len(text)
            misread = digits or (at in below and _is_short(spots[at], text))
            unsure = not seen[at].clear or (digits and text[0].isalpha())
            doubtful = of_numbers and misread and unsure
            if doubtful or not any(char.isalnum() for char in text):
                kind = DoubtKind.NOT_A_NUMBER if doubtful else DoubtKind.SIGNS_ALONE
                doubts = seen[at].noting(kind, text)
                told[at] = ViewedLine(UNREADABLE, doubts, (text, *seen[at].alternatives)[:ALTERNATIVES])
    return told


def _columns(spots: Sequence[PrintSpot]) -> dict[tuple[int, int], list[int]]:
    columns: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, spot in enumerate(spots):
        if spot.column is not None:
            columns[spot.column].append(at)
    return columns


def among_figures(spots: Sequence[PrintSpot], texts: Sequence[str], figures: Sequence[bool]) -> list[int]:
    """Which lines that were read as a letter or two stand below numbers in a column of numbers: the recogniser takes
    blurred digits for letters of all alphabets.
    """
    found = []
    for members in _columns(spots).values():
        numbers = [at for at in members if figures[at]]
        if len(numbers) < _FEWEST:
            continue
        below = _below(spots, members, numbers)
        if sum(figures[at] for at in below) >= _MOSTLY * len(below):
            lettered = (at for at in below if spots[at].figure and not figures[at])
            found += [at for at in lettered if _is_short(spots[at], texts[at])]
    return found


def among_words(spots: Sequence[PrintSpot], texts: Sequence[str]) -> list[int]:
    """Which lines are two letters that are no two digits, in a cell that prints words above or below them: a
    heading of narrow columns goes on line by line.
    """
    words = {spot.area for spot, text in zip(spots, texts, strict=True) if spot.column and _WORD.search(text)}
    pairs = enumerate(zip(spots, texts, strict=True))
    return [at for at, (spot, text) in pairs if not spot.figure and spot.area in words and _SYLLABLE.fullmatch(text)]


def _below(spots: Sequence[PrintSpot], members: Sequence[int], numbers: Sequence[int]) -> list[int]:
    """The lines of a column below the first number in it, which its headings are not."""
    top = min((spots[at].line.y0 for at in numbers), default=0)
    return [at for at in members if spots[at].line.y0 > top]


def _is_short(spot: PrintSpot, text: str) -> bool:
    """Whether a text of a sign or two is no wider than as many digits."""
    return 0 < len(text) <= _SHORT and spot.line.width <= _WIDE * spot.height * len(text)


def without_points(spots: Sequence[PrintSpot], seen: Sequence[ViewedLine]) -> list[ViewedLine]:
    """The lines, without the point of numbers in doubt whose column holds whole numbers only: a speck at the foot of
    digits makes one. They stay in doubt.
    """
    told = list(seen)
    for members in _columns(spots).values():
        sure = [seen[at].text for at in members if seen[at].clear and seen[at].text.isdigit()]
        if len(sure) < _FEWEST or any("." in seen[at].text for at in members if seen[at].clear):
            continue
        for at in members:
            text = seen[at].text
            if not seen[at].clear and _ONE_POINT.fullmatch(text):
                alternatives = (text, *seen[at].alternatives)[:ALTERNATIVES]
                doubts = seen[at].noting(DoubtKind.POINT_LEFT_OUT, text)
                told[at] = ViewedLine(text.replace(".", ""), doubts, alternatives)
    return told


def with_percents(spots: Sequence[PrintSpot], seen: Sequence[ViewedLine]) -> list[ViewedLine]:
    """The lines; numbers without a sign of percent in a column of shares are in doubt, and have it if a view shows it
    instead of their last digit, or if that digit is the same in nearly all: in some typefaces it looks like an 8.
    Numbers with a decimal more than the shares, or of which many end in one and the same decimal where no share is
    seen, are in doubt.
    """
    told = list(seen)
    for members in _columns(spots).values():
        shares = [at for at in members if _SHARE.fullmatch(seen[at].text)]
        bare = [at for at in members if _POINTED_NUMBER.fullmatch(seen[at].text)]
        decimals = {len(seen[at].text.rstrip("%").partition(".")[2]) for at in shares}
        longer = [at for at in bare if len(seen[at].text.partition(".")[2]) - 1 in (decimals or {_DECIMALS})]
        last, count = (Counter(seen[at].text[-1] for at in longer).most_common(1) or [("", 0)])[0]
        same = count >= max(_FEWEST if shares else _MANY, _NEARLY_ALL * len(bare))
        most = len(shares) >= _FEWEST and len(bare) < len(shares)
        most |= len(shares) > 1 and len(longer) == len(bare)
        for at in bare if same or most else ():
            text = seen[at].text
            other = f"{text[:-1]}%"
            whole, _, behind = text.partition(".")
            doubted = seen[at].doubted(DoubtKind.SAME_DECIMAL, text, last) if same else seen[at]
            doubted = doubted.doubted(DoubtKind.PERCENT_MISSING, text) if most else doubted
            shown = len(behind) > _DECIMALS and other in seen[at].alternatives
            if shown or (same and shares and at in longer and text.endswith(last)):
                text = other
            elif most and len(decimals) == 1 and 0 < len(behind) - min(decimals) <= _AS_WIDE:
                doubted = doubted.doubted(DoubtKind.MORE_DECIMALS, text)
                kept = behind[: min(decimals)]
                text = f"{whole}.{kept}%" if kept else f"{whole}%"
            others = (seen[at].text, *seen[at].alternatives)
            alternatives = tuple(each for each in others if each != text)[:ALTERNATIVES]
            told[at] = ViewedLine(text, doubted.doubts, alternatives)
    return told


def without_minus(spots: Sequence[PrintSpot], seen: Sequence[ViewedLine]) -> list[ViewedLine]:
    """The lines; a number in doubt loses its minus, which may be a speck, where a view shows none and no number of its
    table that is clear has one. It stays in doubt, and so does the only one below zero among many numbers of a table.
    """
    negative: Counter[int] = Counter()
    numbers: Counter[int] = Counter()
    for spot, each in zip(spots, seen, strict=True):
        if spot.column is not None and each.clear:
            negative[spot.column[0]] += each.text.startswith("-") and each.text[1:2].isdigit()
            numbers[spot.column[0]] += any(char.isdigit() for char in each.text)
    told = [*seen]
    for at, (spot, each) in enumerate(zip(spots, seen, strict=True)):
        text = each.text
        if spot.column is None or not text.startswith("-") or not text[1:2].isdigit():
            continue
        table = spot.column[0]
        if each.clear:
            if negative[table] == 1 and numbers[table] >= _MANY_NUMBERS:
                doubts = each.noting(DoubtKind.LONE_MINUS, text, numbers[table])
                alternatives = (text[1:], *each.alternatives)[:ALTERNATIVES]
                told[at] = each._replace(doubts=doubts, alternatives=alternatives)
        elif not negative[table] and text[1:].isdigit() and text[1:] in each.alternatives:
            others = (text, *(other for other in each.alternatives if other != text[1:]))
            doubts = each.noting(DoubtKind.MINUS_LEFT_OUT, text)
            told[at] = each._replace(text=text[1:], doubts=doubts, alternatives=others)
    return told


def without_specks(
    marks: Marks, spots: Sequence[PrintSpot], seen: Sequence[ViewedLine], specks: Collection[int]
) -> list[ViewedLine]:
    """The lines; nothing stands where ``specks`` lie outside tables, beside other lines of a cell or between headings,
    nor where a stroke is as long as no dash, which is left of a rule. Specks alone in a cell may be all that is left of
    what was printed.
    """
    cells = {(spot.row, spot.column, spot.area.x0) for at, spot in enumerate(spots) if at not in specks and spot.row}
    nothing = {at for at in specks if (spot := spots[at]).row is None or (spot.row, spot.column, spot.area.x0) in cells}
    nothing |= _between_headings(spots, seen, specks)
    for at, spot in enumerate(spots):
        if spot.line.width > _LONGEST_DASH * spot.height and is_dash(marks, spot.marks, spot.height):
            nothing.add(at)
    return [ViewedLine("", settled(each.doubts)) if at in nothing else each for at, each in enumerate(seen)]


def _between_headings(spots: Sequence[PrintSpot], seen: Sequence[ViewedLine], specks: Collection[int]) -> set[int]:
    """The specks that lie in a row of nothing but writing, which stands left and right of them: no number does."""
    rows: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, spot in enumerate(spots):
        if spot.row is not None and at not in specks:
            rows[spot.row].append(at)
    found = set()
    for at in specks:
        line, beside = spots[at].line, rows.get(spots[at].row or (-1, -1), [])
        if all(_is_writing(seen[other].text) for other in beside):
            lines = [spots[other].line for other in beside]
            if any(each.x1 <= line.x0 for each in lines) and any(each.x0 >= line.x1 for each in lines):
                found.add(at)
    return found


def _is_writing(text: str) -> bool:
    return len(text) > 1 and any(map(str.isalpha, text)) and not any(map(str.isdigit, text))


def with_commas(spots: Sequence[PrintSpot], seen: Sequence[ViewedLine]) -> list[ViewedLine]:
    """The lines, with commas for the points of numbers whose column holds thousands and no decimals: a comma loses its
    tail before it loses its head. They stay in doubt.
    """
    told = list(seen)
    for members in _columns(spots).values():
        sure = [seen[at].text for at in members if seen[at].clear]
        if any(_POINTED.fullmatch(text) for text in sure):
            continue
        if not any(_THOUSANDS.fullmatch(text) for text in sure):
            continue
        for at in members:
            text = seen[at].text
            if not seen[at].clear and "." in text and _LOST_TAIL.fullmatch(text):
                doubts = seen[at].noting(DoubtKind.POINT_AS_COMMA, text)
                told[at] = ViewedLine(text.replace(".", ","), doubts, (text, *seen[at].alternatives)[:ALTERNATIVES])
    return told
