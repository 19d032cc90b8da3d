"""The flow of a page: lines of text, data tables and preformatted blocks in the order they are printed."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from extractor.documents.web.html_visibility import Visibility

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption"
    " figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section summary"
    " table tbody td tfoot th thead tr ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_APART = frozenset({"sup", "sub", "s", "strike", "del"})
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_UNPRINTED = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_LONG_CELL = 1000


class FlowTable(NamedTuple):
    """A table of data."""

    element: etree._Element


class Preformatted(NamedTuple):
    """Text that keeps its line breaks and spaces."""

    text: str


def flow(root: etree._Element, visibility: Visibility) -> Iterator[str | FlowTable | Preformatted]:
    """The visible flow below ``root``. Lines are stripped and never empty."""
    buffer: list[str] = []
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        if event == "end":
            if tag in _BLOCKS and element is not root:
                yield from _line(buffer)
            elif tag in _APART:
                buffer.append(" ")
            if element is not root:
                buffer.append(element.tail or "")
            continue
        if not visibility.shows(element) and element is not root:
            walker.skip_subtree()
            continue
        if tag == "br" or (tag in _BLOCKS and element is not root):
            yield from _line(buffer)
        elif tag in _APART:
            buffer.append(" ")
        if tag == "table" and element is not root and not _only_arranges(element, visibility):
            yield FlowTable(element)
            walker.skip_subtree()
        elif tag == "pre":
            yield Preformatted("".join(str(part) for part in element.itertext()))
            walker.skip_subtree()
        else:
            buffer.append(element.text or "")
    yield from _line(buffer)


def lines_of(cell: etree._Element, visibility: Visibility) -> list[str]:
    """The printed lines of one table cell."""
    lines: list[str] = []
    for item in flow(cell, visibility):
        if isinstance(item, str):
            lines.append(item)
        elif isinstance(item, Preformatted):
            lines.extend(line.strip() for line in item.text.split("\n") if line.strip())
    return lines


def _line(buffer: list[str]) -> Iterator[str]:
    """The buffered characters as one line, if there is anything to print."""
    line = _SPACE.sub(" ", _UNPRINTED.sub("", "".join(buffer))).strip()
    buffer.clear()
    if line:
        yield line


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
