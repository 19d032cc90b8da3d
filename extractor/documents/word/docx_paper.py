"""What is painted behind the runs of a Word document: highlights and shadings of paragraphs, cells, tables, styles."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from extractor.documents.package import attribute, tag_of

WHITE = "ffffff"
_COLOUR = re.compile(r"[0-9a-fA-F]{6}")
_ALIKE = 12
"""How far two colours of 0 to 255 may be apart in each part and are still one to the eye."""
_HIGHLIGHTS = {
    "black": "000000", "white": WHITE, "yellow": "ffff00", "green": "00ff00", "cyan": "00ffff", "magenta": "ff00ff",
    "blue": "0000ff", "red": "ff0000", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "c0c0c0",
}  # fmt: skip
_HOLDERS = {"r": "rPr", "p": "pPr", "tc": "tcPr", "tbl": "tblPr"}
_FLAGS = {"firstRow": "firstRow", "lastRow": "lastRow", "firstCol": "firstColumn", "lastCol": "lastColumn"}


def is_ink(colour: str) -> bool:
    """Whether a colour is one by itself, and not chosen to stand out from what is behind it."""
    return _COLOUR.fullmatch(colour) is not None


def same_colour(one: str, other: str) -> bool:
    """Whether two colours cannot be told apart."""
    parts = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (0, 2, 4))
    return all(abs(a - b) <= _ALIKE for a, b in parts)


def paper_of(run: etree._Element, tables: Mapping[str, etree._Element]) -> str | None:
    """The colour behind a run: white where nothing is painted, None where that cannot be told."""
    cell: etree._Element | None = None
    for element in (run, *run.iterancestors()):
        tag = tag_of(element)
        if tag in ("txbxContent", "background"):
            return None
        holder = _child(element, _HOLDERS.get(tag, ""))
        highlight = _child(holder, "highlight")
        if highlight is not None and attribute(highlight, "val") != "none":
            return _HIGHLIGHTS.get(attribute(highlight, "val") or "")
        painted = _child(holder, "shd")
        if painted is not None and not _is_clear(painted):
            return _paint(painted)
        if tag == "tc" and cell is None:
            cell = element
        if tag == "tbl":
            fills = list(_styled(element, cell, tables))
            if fills:
                return fills[0] if len(set(fills)) == 1 else None
            cell = None
    return WHITE


def _styled(
    table: etree._Element, cell: etree._Element | None, tables: Mapping[str, etree._Element]
) -> Iterator[str | None]:
    """What the style of a table and those it is based on may paint behind a cell."""
    named = _child(_child(table, "tblPr"), "tblStyle")
    identity, seen = "" if named is None else attribute(named, "val") or "", set[str]()
    while identity in tables and identity not in seen:
        seen.add(identity)
        style = tables[identity]
        parts = [style, *(each for each in style if tag_of(each) == "tblStylePr" and _applies(each, table, cell))]
        for part in parts:
            for holder in ("tblPr", "tcPr"):
                painted = _child(_child(part, holder), "shd")
                if painted is not None and not _is_clear(painted):
                    yield _paint(painted)
        based = _child(style, "basedOn")
        identity = "" if based is None else attribute(based, "val") or ""


def _applies(part: etree._Element, table: etree._Element, cell: etree._Element | None) -> bool:
    """Whether a part of a table's style may hold for a cell: its first row, say, is switched on and the cell is in it.

    Bands and corners may hold anywhere.
    """
    kind = attribute(part, "type") or ""
    look = _child(_child(table, "tblPr"), "tblLook")
    if kind not in _FLAGS:
        return True
    if look is not None and attribute(look, _FLAGS[kind]) in ("0", "false", "off"):
        return False
    row = next((each for each in cell.iterancestors() if tag_of(each) == "tr"), None) if cell is not None else None
    line = table if kind.endswith("Row") else row
    name, one = ("tr", row) if kind.endswith("Row") else ("tc", cell)
    among = [each for each in line.iter() if tag_of(each) == name] if line is not None else []
    return bool(among) and among[0 if kind.startswith("first") else -1] is one


def _is_clear(painted: etree._Element) -> bool:
    return (attribute(painted, "val") or "clear") in ("clear", "nil") and (
        attribute(painted, "fill") or "auto"
    ) == "auto"


def _paint(painted: etree._Element) -> str | None:
    """The colour of a shading; None for a pattern of two."""
    kind = attribute(painted, "val") or "clear"
    colour = attribute(painted, {"clear": "fill", "solid": "color"}.get(kind, "")) or ""
    return colour.lower() if _COLOUR.fullmatch(colour) else None


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else next((each for each in element if tag_of(each) == name), None)
