"""How wide columns and how high rows of an OpenDocument sheet are, in points."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from extractor.documents.package import attribute, tag_of
from extractor.documents.word.odt import repeated

_LENGTH = re.compile(r"(\d*\.?\d+)(cm|mm|in|pt|pc|px)")
_POINTS = {"cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75}
_MOST = 1_048_576
_USUAL = {"table-column": 64.0, "table-row": 12.8}
"""Points of a column and a row of which nothing is said: 2.26 and 0.45 cm."""
_SAID_BY = {"column-width": "table-column", "row-height": "table-row"}


def points_of(length: str | None) -> float | None:
    """A length of the file in points; None for what is no length."""
    match = _LENGTH.fullmatch(length or "")
    return None if match is None else float(match[1]) * _POINTS[match[2]]


def sizes_of_styles(content: etree._Element) -> dict[tuple[str, str], float]:
    """Points by kind (``table-column``, ``table-row``) and name of a style, of ``content.xml``."""
    found: dict[tuple[str, str], float] = {}
    for style in (each for each in content.iter() if tag_of(each) == "style"):
        for properties in style:
            for name, kind in _SAID_BY.items():
                size = points_of(attribute(properties, name))
                if size is not None:
                    found[(kind, attribute(style, "name") or "")] = size
    return found


@dataclass(frozen=True)
class OdsMeasures:
    """Sizes of the columns (or rows) of a sheet, as stretches of one size: where each begins, and points."""

    kind: str
    starts: tuple[int, ...] = ()
    sizes: tuple[float, ...] = ()

    @classmethod
    def of(cls, table: etree._Element, kind: str, styles: Mapping[tuple[str, str], float]) -> "OdsMeasures":
        """Those of a sheet. ``kind``: ``table-column`` or ``table-row``; ``styles``: see :func:`sizes_of_styles`."""
        starts, sizes, at = list[int](), list[float](), 0
        for element in _lines(table, kind):
            starts.append(at)
            sizes.append(styles.get((kind, attribute(element, "style-name") or ""), _USUAL[kind]))
            at += repeated(element, f"number-{kind.removeprefix('table-')}s-repeated", _MOST)
        return cls(kind, (*starts, at), (*sizes, _USUAL[kind]))

    def size(self, index: int) -> float:
        """Points of one column or row."""
        return self.sizes[max(0, bisect_right(self.starts, index) - 1)] if self.sizes else _USUAL[self.kind]


def _lines(holder: etree._Element, kind: str) -> Iterator[etree._Element]:
    """The columns or rows of a table, those of headers and groups too."""
    for element in holder:
        tag = tag_of(element)
        if tag == kind:
            yield element
        elif tag in (f"{kind}s", f"{kind}-group") or tag == f"table-header-{kind.removeprefix('table-')}s":
            yield from _lines(element, kind)
