"""What is drawn over the squares of an OpenDocument sheet, and the pictures among it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from extractor.documents.package import Package, attribute, tag_of
from extractor.documents.sheets.ods_measures import OdsMeasures, points_of
from extractor.documents.sheets.sheet_grid import At
from extractor.documents.stored_pictures import is_large_picture
from extractor.documents.word.odf_style import OdfStyles

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_OF_SQUARE = 0.25
"""The part of its last row and column that a drawing has to cover for these to count."""
_MOST = 100_000
"""Squares that drawings of one sheet cover; beyond them nothing more is noted."""


@dataclass
class DrawnOver:
    """The drawings of a sheet: one each that lies in one square alone (``inside``), those that reach over several
    (``spread``), and the squares that these cover. ``columns``, ``rows``: how wide and high its squares are.
    """

    columns: OdsMeasures
    rows: OdsMeasures
    inside: dict[At, etree._Element] = field(default_factory=dict)
    spread: list[etree._Element] = field(default_factory=list)
    covers: set[At] = field(default_factory=set)

    def add(self, frames: Sequence[etree._Element], at: At) -> list[etree._Element]:
        """Note what is anchored in a square; those that reach over several."""
        reaching = [(frame, last) for frame in frames if (last := self._last_covered(frame, at)) not in (None, at)]
        spread = [frame for frame, _ in reaching]
        self.spread += spread
        for last in (last for _, last in reaching if last is not None):
            down, across = range(at.row, last.row + 1), range(at.column, last.column + 1)
            if len(self.covers) + len(down) * len(across) <= _MOST:
                self.covers |= {At(row, column) for row in down for column in across}
        if len(frames) == 1 and not spread:
            self.inside[at] = frames[0]
        return spread

    def _last_covered(self, frame: etree._Element, at: At) -> At | None:
        """The last square of which a drawing that is anchored in ``at`` covers enough; None where it tells no end."""
        end = _last_square(frame)
        if end is None:
            return None
        row = end.row - (not _reaches(attribute(frame, "end-y"), self.rows.size(end.row)))
        column = end.column - (not _reaches(attribute(frame, "end-x"), self.columns.size(end.column)))
        return At(max(at.row, row), max(at.column, column))


def _reaches(far: str | None, size: float) -> bool:
    """Whether a drawing that ends so far in a row or column covers enough of it; what is no length may."""
    points = 0.0 if far is None else points_of(far.removeprefix("-"))
    return points is None or (not (far or "").startswith("-") and 0 < points >= _OF_SQUARE * size)


def _last_square(frame: etree._Element) -> At | None:
    """The square in which a drawing ends; None where the file does not say it."""
    match = _ADDRESS.fullmatch((attribute(frame, "end-cell-address") or "").rpartition(".")[2])
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return At(int(match[2]) - 1, column - 1)


def shapes_of(table: etree._Element) -> list[etree._Element]:
    """What lies on the page of a sheet and in none of its squares."""
    return [frame for holder in table if tag_of(holder) == "shapes" for frame in holder]


def pictured_by(frame: etree._Element, package: Package, styles: OdfStyles) -> bytes:
    """The picture that a frame shows; nothing where it shows none, or a part of one."""
    return b"" if styles.crops(frame) else _whole_picture(frame, package)


def cropped_pictures(frames: Iterable[etree._Element], package: Package, styles: OdfStyles) -> int:
    """How many of the large pictures among frames are shown in part, and so not read."""
    return sum(styles.crops(frame) and is_large_picture(_whole_picture(frame, package)) for frame in frames)


def _whole_picture(frame: etree._Element, package: Package) -> bytes:
    parts = [attribute(each, "href") or "" for each in frame.iter() if tag_of(each) == "image"]
    named = parts[0].removeprefix("./") if parts else ""
    return package.read(named) if named in package else b""


def large_pictures(frames: Iterable[etree._Element], package: Package, styles: OdfStyles) -> tuple[bytes, ...]:
    """The pictures among frames that are large enough to hold print."""
    return tuple(content for frame in frames if is_large_picture(content := pictured_by(frame, package, styles)))
