"""PaddleOCR, as far as it is installed: lines with their boxes, taken apart into words."""

import importlib
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import cv2

from extractor.documents.scan import ENGINES
from extractor.documents.scan.engines.text_engine import SeenWord
from extractor.documents.scan.paper.raster import Grey
from extractor.errors import ConfigurationError, OpenerDefect

_PACKAGE = "paddleocr"


class Paddle:
    """The library PaddleOCR with its usual models, which it fetches itself the first time. ConfigurationError where it
    is not installed or has no models.
    """

    name = "paddle"

    def __init__(self) -> None:
        try:
            self.version = version(_PACKAGE)
            self._library: Any = importlib.import_module("paddleocr")
        except (PackageNotFoundError, ImportError) as error:
            raise ConfigurationError(f'{ENGINES}: install the extra "paddle" ({error})') from error

    @cached_property
    def _pipeline(self) -> Any:  # noqa: ANN401  # the library is not known here
        asked = {"use_doc_orientation_classify": False, "use_doc_unwarping": False, "use_textline_orientation": False}
        try:
            return self._library.PaddleOCR(**asked)  # Pages are upright and flat when they come here.
        except Exception as error:  # no way to the models fails in many ways
            raise ConfigurationError(f"{ENGINES}: paddle has no models, and cannot fetch them ({error})") from error

    def read(self, pixels: Grey, dpi: float) -> Sequence[SeenWord]:
        """The words of a page."""
        pipeline = self._pipeline
        try:
            pages = list(pipeline.predict(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR)))
        except Exception as error:
            raise OpenerDefect(f"paddle failed ({type(error).__name__}: {error})") from error
        return tuple(word for page in pages for word in _words(page))


def _words(page: Any) -> Iterator[SeenWord]:  # noqa: ANN401  # a mapping of the library
    lines = zip(page["rec_texts"], page["rec_boxes"], page["rec_scores"], strict=True)
    for text, box, sure in lines:
        x0, y0, x1, y1 = (float(edge) for edge in box)
        for part in re.finditer(r"\S+", text):
            start, end = (x0 + (x1 - x0) * at / len(text) for at in part.span())
            yield SeenWord(part[0], start, y0, end, y1, float(sure))
