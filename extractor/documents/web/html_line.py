"""Lines of a page made of runs: characters in the order in which they are shown, and what speaks against them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from extractor.documents.composing import Piece, pieces_of_lines
from extractor.documents.printing import is_cjk
from extractor.documents.shown_order import CONTROLS
from extractor.documents.unread_marks import UNREADABLE
from extractor.documents.web.line_run import LineRun, Mark, Sign, in_shown_order
from extractor.evidence import Doubt, DoubtKind, doubt, merged

_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_UNPRINTED = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_MOST_SAID = 60
_THINGS = {"picture": DoubtKind.PICTURE_IN_CELL, "drawing": DoubtKind.DRAWN_IN_CELL}


class LaidLines(NamedTuple):
    """Lines as words, with doubts about them as a whole."""

    pieces: tuple[Piece, ...]
    own: tuple[Doubt, ...] = ()


def is_figure(text: str) -> bool:
    """Whether a text may be a number or stand for one: it has a digit, or signs and no letters."""
    bare = text.strip()
    return bool(bare) and (any(char.isdigit() for char in bare) or not any(char.isalpha() for char in bare))


def plain_line(text: str) -> str | None:
    """A line of text as it is printed; None where something turns its direction."""
    if text.isascii():
        return _SPACE.sub(" ", text).strip()
    return None if CONTROLS.search(text) else _SPACE.sub(" ", _UNPRINTED.sub("", text)).strip()


def line_of(runs: Sequence[LineRun]) -> tuple[LineRun, ...]:
    """The runs of one line, none where nothing is printed or noted in it."""
    if all(not run.mark for run in runs):
        plain = plain_line("".join(run.text for run in runs))
        if plain is not None:
            return (LineRun(plain),) if plain else ()
    signs = in_shown_order([sign for run in runs for sign in _signs(run)])
    kept = tuple(LineRun(sign.char, sign.run.mark, _said(sign.run)) for sign in signs)
    return kept if any(run.mark is Mark.UNSEEN or run.text.strip() for run in kept) else ()


def lay(lines: Iterable[Sequence[LineRun]], in_cell: bool, first: bool = False) -> LaidLines:
    """The words of lines. ``in_cell``: they fill a cell of a table, in its ``first`` column or another.

    In running text what is no text is noted only where it stands between words.
    """
    lines = [line for line in lines if line]
    if all(len(line) == 1 and not line[0].mark for line in lines):
        return LaidLines(pieces_of_lines(line[0].text for line in lines))
    words = [word for line in lines for word in _words(line)]
    notes = [run for line in lines for run in line if run.mark is Mark.UNSEEN]
    words = _without_things(words, in_cell, first)
    words, own = _without_struck(words, in_cell)
    if in_cell and not words and any(is_figure(run.kind) for run in notes):
        said = " ".join(run.kind for run in notes)[:_MOST_SAID]
        own = merged(own, (doubt(DoubtKind.HIDDEN_FIGURE, said),))
    return LaidLines(tuple(_pieces(words)), own)


class _LineWord(NamedTuple):
    """A word. ``spaced``: white space stands before it. ``begins``: it is the first of a line."""

    text: str
    spaced: bool
    begins: bool
    mark: Mark = Mark.NONE
    doubts: tuple[Doubt, ...] = ()


def _signs(run: LineRun) -> Iterator[Sign]:
    if run.mark in (Mark.THING, Mark.PART):
        yield Sign(UNREADABLE, run)
    elif run.mark is Mark.UNSEEN:
        yield Sign("", run)
    else:
        yield from (Sign(" " if _SPACE.match(char) else char, run) for char in run.text)


def _said(run: LineRun) -> str:
    """What a run that is no text is told to be."""
    if run.mark is Mark.THING:
        return f"{run.kind} “{run.text}”" if run.text else run.kind
    return run.text if run.mark in (Mark.PART, Mark.UNSEEN) else ""


def _words(line: Sequence[LineRun]) -> Iterator[_LineWord]:
    """The words of a line, cut at white space and where a mark begins or ends."""
    runs = [LineRun(char) for char in line[0].text] if len(line) == 1 and not line[0].mark else line
    spaced, begins = True, True
    group: list[LineRun] = []
    for run in (*runs, LineRun(" ")):
        text = run.text if run.mark else _UNPRINTED.sub("", run.text)
        blank = text.isspace()
        if group and (blank or (text and (group[-1].mark, group[-1].kind) != (run.mark, run.kind))):
            yield _word(group, spaced, begins)
            spaced, begins, group = False, False, []
        if blank:
            spaced = True
        elif text:
            group.append(run)


def _word(group: Sequence[LineRun], spaced: bool, begins: bool) -> _LineWord:
    text, run = "".join(each.text for each in group), group[0]
    doubts: tuple[Doubt, ...] = ()
    if run.mark is Mark.THING:
        doubts = (doubt(_kind_of(run.kind), run.kind[:_MOST_SAID]),)
    elif run.mark is Mark.PART:
        doubts = (doubt(DoubtKind.COVERED_IN_CELL, run.kind[:_MOST_SAID]),)
    elif run.mark is Mark.FAINT and is_figure(text):
        doubts = (doubt(DoubtKind.FAINT_INK, text),)
    return _LineWord(text, spaced, begins, run.mark, doubts)


def _kind_of(said: str) -> DoubtKind:
    """The doubt that a thing stands for, after what it is told to be."""
    return _THINGS.get(said.partition(" ")[0], DoubtKind.NOT_TEXT_IN_CELL)


def _without_things(words: list[_LineWord], in_cell: bool, first: bool) -> list[_LineWord]:
    """Without the pictures and the like that decorate words; those stay that stand where a number may."""
    rest = "".join(word.text for word in words if word.mark is not Mark.THING)
    if len(rest) == len("".join(word.text for word in words)):
        return words
    letters, digits = sum(map(str.isalpha, rest)), sum(map(str.isdigit, rest))
    if in_cell:
        stay = digits > 0 and digits >= letters if first else letters == 0 or (digits > 0 and digits >= letters)
        return words if stay else [word for word in words if word.mark is not Mark.THING]
    texts = [at for at, word in enumerate(words) if word.mark is not Mark.THING]
    return [
        word for at, word in enumerate(words) if word.mark is not Mark.THING or (texts and texts[0] < at < texts[-1])
    ]


def _without_struck(words: list[_LineWord], in_cell: bool) -> tuple[list[_LineWord], tuple[Doubt, ...]]:
    """Without what is struck, where something else is shown in its place.

    A struck part that hangs together with digits may be half a number: both are left apart, which is no number. A
    struck number with nothing in its place leaves a cell that cannot be read.
    """
    struck = [word for word in words if word.mark is Mark.STRUCK]
    if not struck:
        return words, ()
    said = " ".join(word.text for word in struck)[:_MOST_SAID]
    if len(struck) == len(words):
        if in_cell and is_figure(said):
            return [
                _LineWord(UNREADABLE, True, True, Mark.PART, (doubt(DoubtKind.STRUCK_WITHOUT_REPLACEMENT, said),))
            ], ()
        return (words if in_cell else []), ()
    kept: list[_LineWord] = []
    dropped = False
    for at, word in enumerate(words):
        is_struck = word.mark is Mark.STRUCK
        near = [n for n in (at - 1, at + 1) if 0 <= n < len(words) and (words[n].mark is Mark.STRUCK) != is_struck]
        figures = [n for n in near if is_figure(words[n].text)] if is_figure(word.text) else []
        if any(not words[max(n, at)].spaced for n in figures):
            kept.append(
                word._replace(
                    spaced=True, doubts=merged(word.doubts, (doubt(DoubtKind.STRUCK_WITHOUT_REPLACEMENT, said),))
                )
            )
        elif is_struck:
            dropped = dropped or is_figure(word.text)
        else:
            more = (doubt(DoubtKind.STRUCK_BESIDE, said),) if figures else ()
            kept.append(word._replace(spaced=bool(near) or word.spaced, doubts=merged(word.doubts, more)))
    return kept, (doubt(DoubtKind.STRUCK_BESIDE, said),) if in_cell and dropped else ()


def _pieces(words: Sequence[_LineWord]) -> Iterator[Piece]:
    before = ""
    for word in words:
        begins = word.begins and bool(before)
        joins = begins and is_cjk(before[-1]) and is_cjk(word.text[0])
        yield Piece(word.text, spaced=(word.spaced or word.begins) and not joins, doubts=word.doubts, begins=begins)
        before = word.text
