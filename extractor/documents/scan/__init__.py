"""Pages that are pictures: straightened, their rules found, every line of print recognised in several views.

Needs the extra ``ocr``: rapidocr for the model in its wheel, onnxruntime to run it, OpenCV. Nothing is downloaded, and
nothing leaves the machine.
"""

import os
from functools import cache
from importlib.util import find_spec

SWITCH = "EXTRACTOR_OCR"
"""Name of the variable that switches OCR off when it says ``never``."""

ENGINES = "EXTRACTOR_ENGINES"
"""Name of the variable that names the engines that look at pages that are pictures."""

OCR_MISSING = 'To read it, install OCR: pip install "extractor-proof[ocr]".'


def ocr_ready() -> bool:
    """Whether pages that are pictures can be read: the extra is installed and nobody switched it off."""
    return _installed() and os.environ.get(SWITCH, "").lower() != "never"


@cache
def _installed() -> bool:
    """Found out without importing anything."""
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2"))
