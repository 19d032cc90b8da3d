"""Words and cells as if they had been recognised in a picture, for tests of what reads them."""

from dataclasses import replace
from typing import TypeVar

from extractor.documents.model import Cell, Views, Word
from extractor.evidence import DoubtKind, doubt

Printed = TypeVar("Printed", Word, Cell)


def recognised(printed: Printed, views: Views = "alike") -> Printed:
    """A word or a cell as recognised, in doubt where its ``views`` differ."""
    doubts = (doubt(DoubtKind.VIEWS_DIFFER, printed.text),) if views == "differ" else ()
    return replace(printed, seen_by="" if views == "stored" else "rapidocr", doubts=doubts)
