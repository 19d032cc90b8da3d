"""Turns folders of messy reports into numbers that can be trusted.

::

    from extractor import extract
    result = extract("invoice.pdf", Invoice, base_url=…, model=…)

The names below are imported when they are first used, and nothing heavy before the first document.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from extractor.release import __version__

if TYPE_CHECKING:
    from extractor.door.extracting import aextract, aextract_many, extract, extract_many
    from extractor.door.extraction import ExtractedField, Extraction
    from extractor.door.given_document import Text
    from extractor.door.verifying import averify, verify
    from extractor.schemas.model_shape import FieldMark

__all__ = [
    "ExtractedField",
    "Extraction",
    "FieldMark",
    "Text",
    "__version__",
    "aextract",
    "aextract_many",
    "averify",
    "extract",
    "extract_many",
    "verify",
]
_HOMES = {
    "extract": "extractor.door.extracting",
    "extract_many": "extractor.door.extracting",
    "aextract": "extractor.door.extracting",
    "aextract_many": "extractor.door.extracting",
    "verify": "extractor.door.verifying",
    "averify": "extractor.door.verifying",
    "Extraction": "extractor.door.extraction",
    "ExtractedField": "extractor.door.extraction",
    "Text": "extractor.door.given_document",
    "FieldMark": "extractor.schemas.model_shape",
}


class _Package(ModuleType):
    """The package. A name of :data:`_HOMES` stays what it is although a folder of the package goes by it as well."""

    def __setattr__(self, name: str, value: object) -> None:
        """As for any module, but that importing ``extractor.verify`` does not put the folder over the function."""
        if name not in _HOMES or not isinstance(value, ModuleType):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> object:
    """A name of :data:`__all__`, imported when it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found
