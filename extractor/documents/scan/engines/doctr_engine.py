"""docTR, as far as it is installed: words with their boxes as shares of the page."""

import importlib
from collections.abc import Sequence
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import cv2

from extractor.documents.scan import ENGINES
from extractor.documents.scan.engines.text_engine import SeenWord
from extractor.documents.scan.paper.raster import Grey
from extractor.errors import ConfigurationError, OpenerDefect

_PACKAGE = "python-doctr"


class Doctr:
    """The library docTR with its usual models, which it fetches itself the first time. ConfigurationError where it is
    not installed or has no models.
    """

    name = "doctr"

    def __init__(self) -> None:
        try:
            self.version = version(_PACKAGE)
            self._models: Any = importlib.import_module("doctr.models")
        except (PackageNotFoundError, ImportError) as error:
            raise ConfigurationError(f'{ENGINES}: install the extra "doctr" ({error})') from error

    @cached_property
    def _predictor(self) -> Any:  # noqa: ANN401  # the library is not known here
        try:
            return self._models.ocr_predictor(pretrained=True)
        except Exception as error:  # no way to the models fails in many ways
            raise ConfigurationError(f"{ENGINES}: doctr has no models, and cannot fetch them ({error})") from error

    def read(self, pixels: Grey, dpi: float) -> Sequence[SeenWord]:
        """The words of a page."""
        predictor = self._predictor
        try:
            (page,) = predictor([cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB)]).pages
        except Exception as error:
            raise OpenerDefect(f"doctr failed ({type(error).__name__}: {error})") from error
        high, wide = pixels.shape
        return tuple(
            SeenWord(word.value, x0 * wide, y0 * high, x1 * wide, y1 * high, float(word.confidence))
            for block in page.blocks
            for line in block.lines
            for word in line.words
            for (x0, y0), (x1, y1) in (word.geometry,)
            if word.value.strip()
        )
