"""Which readers work in a run, and what it costs when only one of them can."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, TypeAlias

from extractor.documents.model import Document
from extractor.readers.layout import VERSION as LAYOUT_VERSION
from extractor.readers.layout import read_layout
from extractor.readers.reading import Reading
from extractor.run.pipeline import ReadDocument
from extractor.run.settings import RunSettings
from extractor.schemas.form import Form, Schema
from extractor.store.replies import Replies

Parallel: TypeAlias = Literal["processes", "threads", "in_turn"]
"""processes: reading is work for this machine. threads: it waits for an endpoint. in_turn: one model, one request."""

ONLY_LAYOUT = (
    "Only the layout reader is at work: there is no model. Fields whose place it cannot prove alone go to review, and "
    "a misreading that a second reader would have contradicted is not caught. "
    "`extractor model install` brings a model that runs on this machine; --base-url names an endpoint."
)


@dataclass(frozen=True)
class ReaderSet:
    """The readers of a run. ``versions`` name each with its version; ``notice`` is to be told before the run."""

    versions: tuple[str, ...]
    read: ReadDocument
    parallel: Parallel
    notice: str = ""


def read_with_layout(document: Document, schema: Schema, form: Form) -> tuple[Reading, ...]:
    """The layout reader alone."""
    return (read_layout(document, schema, form),)


@contextmanager
def open_readers(settings: RunSettings, replies: Replies) -> Iterator[ReaderSet]:
    """The readers that the settings name, or that are there."""
    yield ReaderSet((f"layout {LAYOUT_VERSION}",), read_with_layout, "processes", ONLY_LAYOUT)
