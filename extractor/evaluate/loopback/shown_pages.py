"""Which lines a picture with ids in its margins shows: told by the number above it, from the document it was made of.

A model that sees reads them off the picture. This one is told, with the characters that were recognised there, so
that it finds places as it does in text.
"""

from dataclasses import dataclass
from functools import cached_property

from extractor.documents.model import Document
from extractor.evaluate.loopback.request_text import ReadLine, read_lines
from extractor.readers.llm.mapping.finder import PlacesReader, Showing
from extractor.readers.llm.mapping.places_request import PICTURE_PROMPT, PROMPT
from extractor.readers.llm.mapping.sheet import show_line
from extractor.readers.llm.profile import LARGE, picture_profile_for
from extractor.readers.llm.prompt import load_prompt
from extractor.schemas.form import Form, Schema


@dataclass(frozen=True)
class ShownPages:
    """The pictures of a document that a model may be shown: of the pages that are pictures, or of all pages."""

    document: Document
    schema: Schema
    form: Form
    model: str = "loopback"

    def lines(self, number: int) -> tuple[ReadLine, ...] | None:
        """The lines in the picture under this number; None for a picture of something else."""
        return self._views.get(number)

    @cached_property
    def decoys(self) -> tuple[frozenset[str], ...]:
        """The ids beside nothing, picture by picture, where the pages that are pictures are shown."""
        return tuple(
            view.decoys for request in self._reader(self._pictures).requests if (view := request.view) is not None
        )

    @property
    def _pictures(self) -> frozenset[int]:
        return frozenset(page.number for page in self.document.pages if page.method == "scan")

    @cached_property
    def _views(self) -> dict[int, tuple[ReadLine, ...]]:
        paged = frozenset(page.number for page in self.document.pages if page.width > 0)
        return {**self._of(paged), **self._of(self._pictures)}

    def _of(self, pages: frozenset[int]) -> dict[int, tuple[ReadLine, ...]]:
        reader = self._reader(pages)
        return {
            request.view.number: read_lines("\n".join(show_line(reader.sheet.lines[at]) for at in request.part))
            for request in reader.requests
            if request.view is not None
        }

    def _reader(self, pages: frozenset[int]) -> PlacesReader:
        name = self.schema.name
        showing = Showing(pages, self.model, picture_profile_for(self.model), load_prompt(PICTURE_PROMPT, name))
        return PlacesReader(self.document, self.schema, self.form, load_prompt(PROMPT, name), LARGE.room, showing)
