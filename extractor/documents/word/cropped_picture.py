"""The part of a stored picture that an office file shows: what is cropped away is in the file and is not seen."""

import warnings
from importlib.util import find_spec
from io import BytesIO
from typing import NamedTuple

from lxml import etree

from extractor.documents.limits import DEFAULT_LIMITS
from extractor.documents.package import attribute, tag_of
from extractor.documents.word.docx_style import child

_PLAIN_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})
_LEAST_CUT = 0.001
"""Parts of a side: what is rounded away by the program that wrote the file."""


class PictureCut(NamedTuple):
    """What is not shown of a picture at each side, as parts of its width and height."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0

    @property
    def shows_all(self) -> bool:
        """Whether nothing is cut off."""
        return all(part < _LEAST_CUT for part in self)


def cut_of(named: etree._Element) -> PictureCut:
    """What the drawing cuts off the picture that an element names: a ``blip``, or the ``imagedata`` of older files."""
    if tag_of(named) == "imagedata":
        return PictureCut(*(max(0.0, _part(attribute(named, f"crop{side}"), 1.0)) for side in PictureCut._fields))
    fill = named.getparent()
    source, stretched = child(fill, "srcRect"), child(child(fill, "stretch"), "fillRect")
    left, top, right, bottom = (max(0.0, part) for part in _insets(source))
    beyond = [min(0.0, part) for part in _insets(stretched)]  # Stretched beyond its frame it is cut off there.
    across, down = 1 - left - right, 1 - top - bottom
    wide, high = 1 - beyond[0] - beyond[2], 1 - beyond[1] - beyond[3]
    return PictureCut(
        left - across * beyond[0] / wide,
        top - down * beyond[1] / high,
        right - across * beyond[2] / wide,
        bottom - down * beyond[3] / high,
    )


def shown_part(content: bytes, cut: PictureCut) -> bytes:
    """The bytes of a picture without what is cut off it, as PNG; as they are where nothing is. Nothing where what is
    left cannot be told: the picture is damaged, of too many pixels, or there is nothing to decode it with.
    """
    if cut.shows_all or not content:
        return content
    if find_spec("PIL") is None:
        return b""
    import PIL.Image

    try:
        with warnings.catch_warnings(action="ignore"), PIL.Image.open(BytesIO(content)) as picture:
            width, height = picture.size
            box = (
                round(cut.left * width),
                round(cut.top * height),
                round((1 - cut.right) * width),
                round((1 - cut.bottom) * height),
            )
            if width * height > DEFAULT_LIMITS.pixels or box[0] >= box[2] or box[1] >= box[3]:
                return b""
            left = picture.crop(box)
            plain = left if left.mode in _PLAIN_MODES else left.convert("RGB")
            written = BytesIO()
            plain.save(written, "PNG", **({"dpi": picture.info["dpi"]} if "dpi" in picture.info else {}))
            return written.getvalue()
    except (PIL.Image.DecompressionBombError, OSError, SyntaxError, ValueError, EOFError):
        return b""


def _insets(rectangle: etree._Element | None) -> list[float]:
    """Insets of a rectangle at its sides, in the order of :class:`PictureCut`."""
    return [0.0 if rectangle is None else _part(rectangle.get(side), 100_000.0) for side in ("l", "t", "r", "b")]


def _part(said: str | None, whole: float) -> float:
    """A part of a side: a number of which ``whole`` is all, per cent, or 65536ths (``f``). All where it is none."""
    text, of = said or "0", whole
    if text[-1] in "%f":
        text, of = text[:-1], 100.0 if text[-1] == "%" else 65_536.0
    digits = text.removeprefix("-").replace(".", "", 1)
    return float(text) / of if digits.isascii() and digits.isdecimal() else 1.0
