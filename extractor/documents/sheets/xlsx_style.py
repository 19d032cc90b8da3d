"""Styles of an Excel workbook: the number format, the font and the ground of every cell style."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from extractor.documents.package import tag_of
from extractor.documents.sheets.number_format import BUILT_IN
from extractor.documents.text_look import BLACK, PLAIN, WHITE, FontLook

_RGB = re.compile(r"(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})")
_THEME = {"0": WHITE, "1": BLACK}
_INDEXED = {"0": BLACK, "1": WHITE, "8": BLACK, "9": WHITE, "64": BLACK, "65": WHITE}
_ALIGNED = {"superscript": 1, "subscript": -1}


class CellStyle(NamedTuple):
    """A cell style; ``paper`` is the colour behind it, empty where that is a pattern or a colour of the theme."""

    format: str = "General"
    font: FontLook = PLAIN
    paper: str = WHITE
    painted: bool = False


STANDARD = CellStyle()
"""What a cell without a style has."""


def cell_styles(root: etree._Element) -> list[CellStyle]:
    """The cell styles of ``styles.xml`` by their number."""
    own = {each.get("numFmtId"): each.get("formatCode", "") for each in root.iter() if tag_of(each) == "numFmt"}
    parts = {tag_of(each): each for each in root}
    fonts = [font_look(each, BLACK) for each in parts.get("fonts", ())]
    papers = [_paper(each) for each in parts.get("fills", ())]
    return [_style(each, own, fonts, papers) for each in parts.get("cellXfs", ()) if tag_of(each) == "xf"]


def font_look(font: etree._Element, usual: str = "") -> FontLook:
    """What a font, or the properties of a run, say of the look. ``usual``: its colour where they say none."""
    said = {tag_of(each): each for each in font}
    line, aligned, colour = said.get("strike"), said.get("vertAlign"), said.get("color")
    struck = line is not None and line.get("val", "1") not in ("0", "false", "off")
    raised = 0 if aligned is None else _ALIGNED.get(aligned.get("val", ""), 0)
    size = (said["sz"].get("val") or "") if "sz" in said else ""
    points = float(size) if size.replace(".", "", 1).isdecimal() else 0.0
    return FontLook(struck, raised, usual if colour is None else _colour(colour), points)


def _style(
    style: etree._Element, own: Mapping[str | None, str], fonts: list[FontLook], papers: list[tuple[str, bool]]
) -> CellStyle:
    number, font, fill = (_whole(style.get(name)) for name in ("numFmtId", "fontId", "fillId"))
    code = own.get(style.get("numFmtId", "0")) or BUILT_IN.get(number, "General")
    paper, painted = papers[fill] if fill < len(papers) else (WHITE, False)
    return CellStyle(code, fonts[font] if font < len(fonts) else PLAIN, paper, painted)


def _paper(fill: etree._Element) -> tuple[str, bool]:
    """The colour of a fill, and whether it paints anything."""
    pattern = next((each for each in fill if tag_of(each) == "patternFill"), None)
    kind = (
        "none" if pattern is None and not len(fill) else "" if pattern is None else pattern.get("patternType", "none")
    )
    if kind == "none":
        return WHITE, False
    colour = next((each for each in pattern if tag_of(each) == "fgColor"), None) if pattern is not None else None
    return (_colour(colour) if kind == "solid" and colour is not None else ""), True


def _colour(colour: etree._Element) -> str:
    """Six hex digits; empty for a colour that a theme or a tint decides."""
    if colour.get("tint", "0") not in ("0", "0.0"):
        return ""
    if colour.get("auto") in ("1", "true"):
        return BLACK
    rgb = _RGB.fullmatch(colour.get("rgb") or "")
    if rgb is not None:
        return rgb[1].lower()
    return _THEME.get(colour.get("theme", ""), "") or _INDEXED.get(colour.get("indexed", ""), "")


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0
