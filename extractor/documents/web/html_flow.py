"""The flow of a page: lines of text, data tables and preformatted blocks in the order they are printed."""

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from lxml import etree

from extractor.documents.shown_order import CONTROLS, END, LEFTWARDS, RIGHTWARDS
from extractor.documents.stored_pictures import picture_in_address
from extractor.documents.unread_marks import UNREADABLE
from extractor.documents.web.html_line import is_figure, line_of, plain_line
from extractor.documents.web.html_things import THINGS, Thing, thing_of
from extractor.documents.web.html_visibility import Visibility
from extractor.documents.web.line_run import LineRun, Mark
from extractor.documents.web.style_box import StyledBox
from extractor.documents.web.style_look import PLAIN, Styled

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section summary"
    " table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_AROUND = frozenset({"p", "span", "div", "b", "strong", "font", "center", "em", "i", "u", "a"})
"""Elements that change nothing of what the text in them says."""
_APART = frozenset({"sup", "sub", "s", "strike", "del"})
_WIDTH = 0.45
"""Width of a digit as a share of the size of type, at the least."""

_CONTENT = re.compile(
    r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'|attr\(\s*([\w-]+)[^)]*\)|(open-quote|close-quote)|(\S+)'
)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))")
_NO_CONTENT = frozenset({"", "none", "normal", "initial", "inherit", "unset"})
_LONG_CELL = 1000
Line: TypeAlias = tuple[LineRun, ...]


class FlowTable(NamedTuple):
    """A table of data."""

    element: etree._Element


class PageImage(NamedTuple):
    """A large picture that the page itself holds."""

    content: bytes


class Preformatted(NamedTuple):
    """Text that keeps its line breaks and spaces."""

    text: str


class _Flow:
    """The runs of the line that is being written, and the overrides of direction that are open."""

    def __init__(self, root: etree._Element, visibility: Visibility) -> None:
        self.root = root
        self.visibility = visibility
        self.runs: list[LineRun] = []
        self.open: list[str] = []

    def line(self) -> Iterator[Line]:
        """The line so far, if there is anything to print or to note in it."""
        if self.runs:
            line = line_of([*self.runs, *(LineRun(END) for _ in self.open)])
            self.runs = [LineRun(control) for control in self.open]
            if line:
                yield line

    def write(self, text: str | None, element: etree._Element) -> None:
        """Text that stands directly in an element."""
        if text:
            styled = self.visibility.styled(element)
            if styled.plain and not self.visibility.unsure:
                self.runs.append(LineRun(text))
            else:
                self._write(text, styled, self.visibility.is_unsure(element))

    def _write(self, text: str, styled: Styled, unsure: bool) -> None:
        look = styled.look
        if look.is_unseen and not unsure:
            self.note(text)
        elif look.masked and text.strip():
            self.runs.append(LineRun(text, Mark.PART))
        elif unsure:
            self.runs.append(LineRun(text, Mark.FAINT))
        else:
            self.runs.append(LineRun(text, Mark.STRUCK if look.struck else Mark.NONE))

    def note(self, text: str) -> None:
        """Text that is stored and not seen; only what may be a number is noted."""
        if is_figure(text):
            self.runs.append(LineRun(" ".join(text.split())[:100], Mark.UNSEEN))

    def enter(self, element: etree._Element) -> bool:
        """Write what an element begins with; False where nothing in it is text."""
        box = self.visibility.styled(element).box
        if box is PLAIN.box and element.tag not in THINGS:
            self.generate(element, "before")
            self.write(element.text, element)
            return True
        thing = thing_of(element) if element.tag in THINGS else None
        if box.unseen or thing is not None:
            if box.unseen or self.visibility.styled(element).look.is_unseen:
                self.note(_text(element))
            elif isinstance(thing, Thing):
                self.runs.append(LineRun(thing.says, Mark.THING, thing.kind))
            elif thing:
                self.write(thing, element)
            return False
        if (box.cut or box.room is not None) and _is_cut(element, self.visibility.styled(element)):
            self.runs.append(LineRun(_text(element), Mark.PART))
            return False
        if box.painted and not _text(element):
            self.paint(box, element.getparent())
            return False
        if box.overrides:
            self.open.append(RIGHTWARDS if self.visibility.styled(element).look.rightwards else LEFTWARDS)
            self.runs.append(LineRun(self.open[-1]))
        self.generate(element, "before")
        if box.pictured and not _text(element):
            self.runs.append(LineRun("", Mark.THING, "picture"))
        self.write(element.text, element)
        return True

    def paint(self, box: StyledBox, around: etree._Element | None) -> None:
        """An empty box that is seen: a drawn sign, or a cover over what stands around it."""
        if not box.over:
            self.runs.append(LineRun("", Mark.THING, "drawing"))
        elif around is not None and is_figure(text := _text(around)):
            self.runs.append(LineRun(text, Mark.PART))

    def leave(self, element: etree._Element) -> None:
        """Write what an element ends with."""
        self.generate(element, "after")
        if self.visibility.styled(element).box.overrides and self.open:
            self.open.pop()
            self.runs.append(LineRun(END))

    def generate(self, element: etree._Element, where: str) -> None:
        """What a style sheet writes before or after the text of an element."""
        if not self.visibility.generates:
            return
        found = self.visibility.beside(element)
        if where == "before" and any(_spoils(each) for name, (each, _) in found.items() if name.startswith("first")):
            self.runs.append(LineRun(_text(element), Mark.PART))
        if where not in found or found[where][1].lower() in _NO_CONTENT:
            return
        styled, content = found[where]
        if styled.box.gone or styled.box.unseen:
            return
        if styled.box.painted and content in ('""', "''"):
            self.paint(styled.box, element)
        apart = styled.box.raised or styled.box.moved
        for quoted, single, attribute, quote, other in _CONTENT.findall(content):
            text = _unescaped(quoted or single) or (element.get(attribute) or "" if attribute else "")
            text = text or {"open-quote": "“", "close-quote": "”"}.get(quote, "")
            if other == "/":
                break
            if text:
                self._write(f" {text} " if apart else text, styled, False)
            elif other and not styled.look.is_unseen:
                self.runs.append(LineRun(other, Mark.THING, "generated content"))


def flow(
    root: etree._Element, visibility: Visibility, pictures: bool = False
) -> Iterator[Line | FlowTable | Preformatted | PageImage]:
    """The visible flow below ``root``. Lines are stripped and never empty. ``pictures``: large ones are given out."""
    writing = _Flow(root, visibility)
    closed: set[etree._Element] = set()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag, inner = element.tag, element is not root
        if event == "end":
            if element not in closed:
                writing.leave(element)
                if tag in _BLOCKS and inner:
                    yield from writing.line()
                elif _is_apart(element, visibility):
                    writing.runs.append(LineRun(" "))
            if inner and element.tail:
                writing.write(element.tail, element.getparent())
            continue
        if inner and not visibility.shows(element):
            if isinstance(tag, str) and visibility.styled(element).box.gone:
                writing.note(_text(element))
            closed.add(element)
            walker.skip_subtree()
            continue
        if inner and (tag == "br" or tag in _BLOCKS):
            yield from writing.line()
        elif _is_apart(element, visibility) or (tag == "ins" and _ends_struck(writing.runs)):
            writing.runs.append(LineRun(" "))
        if tag == "img" and pictures and (content := picture_in_address(element.get("src") or "")):
            yield PageImage(content)
        if tag == "table" and inner and not _only_arranges(element, visibility):
            yield FlowTable(element)
            closed.add(element)
            walker.skip_subtree()
        elif tag == "pre":
            yield Preformatted(_preformatted(element, visibility))
            closed.add(element)
            walker.skip_subtree()
        elif not writing.enter(element):
            closed.add(element)
            walker.skip_subtree()
    yield from writing.line()


def lines_of(cell: etree._Element, visibility: Visibility) -> list[Line]:
    """The printed lines of one table cell."""
    lines: list[Line] = []
    for item in flow(cell, visibility):
        if isinstance(item, Preformatted):
            lines.extend((LineRun(line.strip()),) for line in item.text.split("\n") if line.strip())
        elif not isinstance(item, (FlowTable, PageImage)):
            lines.append(item)
    return lines


def simple_text(cell: etree._Element, visibility: Visibility) -> str | None:
    """The line that a cell prints which holds nothing but text, or one element around all of it; None for others."""
    at = cell
    while not visibility.generates and not visibility.unsure:
        styled = visibility.styled(at)
        if not styled.plain or styled.box is not PLAIN.box:
            return None
        if not len(at):
            return plain_line(at.text or "")
        inner = at[0]
        text, tail = at.text, inner.tail
        if len(at) > 1 or (text and not text.isspace()) or (tail and not tail.isspace()):
            return None
        if inner.tag not in _AROUND or not visibility.shows(inner):
            return None
        at = inner
    return None


def _preformatted(element: etree._Element, visibility: Visibility) -> str:
    """The text of a preformatted block. What cannot be read keeps its width."""
    parts: list[str] = []
    hidden: list[etree._Element] = []
    for event, each in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            styled = visibility.styled(each)
            if hidden or (each is not element and (not visibility.shows(each) or styled.box.unseen)):
                hidden.append(each)
                continue
            parts.append(_as_shown(each.text or "", styled))
        else:
            if hidden:
                hidden.pop()
            if not hidden and each is not element:
                parts.append(_as_shown(each.tail or "", visibility.styled(each.getparent())))
    return "".join(parts)


def _as_shown(text: str, styled: Styled) -> str:
    if styled.look.is_unseen:
        return re.sub(r"\S", " ", text)
    if styled.look.struck or styled.box.overrides or CONTROLS.search(text):
        return re.sub(r"\d", UNREADABLE, text)
    return text


def _text(element: etree._Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(min(int(match[1], 16), 0x10FFFF)) if match[1] else match[2], text)


def _is_apart(element: etree._Element, visibility: Visibility) -> bool:
    """Whether an element within a line never grows into what stands beside it."""
    if element.tag in _APART:
        return element.tag in ("sup", "sub") or not visibility.styled(element).look.struck
    box = visibility.styled(element).box
    return box.raised or box.moved


def _ends_struck(runs: list[LineRun]) -> bool:
    return next((run.mark is Mark.STRUCK for run in reversed(runs) if run.text.strip()), False)


def _is_cut(element: etree._Element, styled: Styled) -> bool:
    """Whether part of a number may be cut away: the box is clipped, or narrower than its digits."""
    text = _text(element)
    if not is_figure(text):
        return False
    room = styled.box.room
    return styled.box.cut or (room is not None and len(text) * styled.look.size * _WIDTH > room)


def _spoils(styled: Styled) -> bool:
    """Whether the first letter or line of an element does not look like the rest of it."""
    return styled.look.is_unseen or styled.look.struck or styled.box.unseen or styled.box.moved


def _only_arranges(table: etree._Element, visibility: Visibility) -> bool:
    """Whether a table arranges the page: it holds tables, has a single cell, or a cell as long as an article."""
    if any(visibility.shows(inner) for inner in table.iter("table") if inner is not table):
        return True
    cells = list(table.iter("td", "th"))
    if len(cells) <= 1:
        return True
    return any(
        len(list(cell.iter("p", "div", "br", "h1", "h2", "h3"))) >= 3
        and sum(len(str(part)) for part in cell.itertext()) > _LONG_CELL
        for cell in cells
    )
