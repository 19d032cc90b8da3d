"""The document itself is shown, as text or in pictures, and the model says what stands where."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from extractor.errors import ContextOverflow, DocumentError, ModelUnavailable, ReplyError
from extractor.readers.labels import book_for
from extractor.readers.llm.mapping.finder import PlacesReader, PlacesRequest, Showing
from extractor.readers.llm.mapping.leaf_finder import LeafFinder
from extractor.readers.llm.mapping.places_request import PICTURE_PROMPT, PROMPT, RECORD
from extractor.readers.llm.picture_batches import picture_batches
from extractor.readers.llm.placed import NAME
from extractor.readers.llm.prompt import load_prompt
from extractor.readers.llm.row_session import RowSession
from extractor.readers.locate import find_outline
from extractor.readers.problem import ReadingProblem
from extractor.readers.reading import FieldReading, Reading


class PlacesSession(RowSession):
    """Asks where everything is printed."""

    def reading(self) -> Reading:
        """The places that the model finds in the document itself, and what it sees there where it sees the pages."""
        shape = self.form.shape
        prompt = load_prompt(PROMPT if shape is None else RECORD, self.schema.name)
        room = self.profile.room
        places: PlacesReader | LeafFinder
        if shape is None:
            showing = self._showing() if self.profile.sight == "places" else None
            places = PlacesReader(self.document, self.schema, self.form, prompt, room, showing)
        else:
            places = LeafFinder(self.document, self.schema, self.form, shape, prompt, room)
        for request in places.requests:
            self._ask_places(places, request, whole=True)
        found = places.places()
        self.note(iter(found.fields.values()))
        if shape is None and self.profile.sight == "rows" and self._is_pictured:
            self._look(found.fields)
        return self.assembled(found.unused, (), ())

    @property
    def _is_pictured(self) -> bool:
        return any(page.method == "scan" for page in self.document.pages) or self.reader.vision == "always"

    def _showing(self) -> Showing | None:
        """The pages that are shown as pictures, if there are any and the model sees."""
        if not self._is_pictured:
            return None
        pages = self.sighted({cell.place.page for row in self.document.rows for cell in row.cells})
        if not pages:
            return None
        prompt = load_prompt(PICTURE_PROMPT, self.schema.name)
        return Showing(pages, self.reader.model, self.reader.pictures, prompt)

    def _ask_places(self, places: PlacesReader | LeafFinder, request: PlacesRequest, whole: bool = False) -> None:
        """Ask about a part of the document; where it is too long for the model, about smaller ones.

        ``whole``: it is not one of those. If even the smallest is too long, no other is asked about.
        """
        if self.hopeless:
            self.unasked += 1
            return
        try:
            picture = places.draw(request)
            self.taken.pages |= request.view.pages if request.view is not None else frozenset()
            read = partial(places.note, request)
            useless = self.ask(request.messages, request.answer_type, request.tokens, request.prompt, read, picture)
        except ContextOverflow as outcome:
            smaller = places.smaller(request)
            if whole or not smaller:
                self.problems.append(ReadingProblem.of(outcome, "where everything is printed"))
            if not smaller and not whole:
                self.hopeless = str(outcome)
            for part in smaller:
                self._ask_places(places, part)
        except (ReplyError, ModelUnavailable, DocumentError) as outcome:
            self.problems.append(ReadingProblem.of(outcome, "where everything is printed"))
        else:
            self.problems += [ReadingProblem.of(each, "where something is printed") for each in useless]

    def _look(self, placed: Mapping[str, FieldReading]) -> None:
        """What the model sees in pictures of rows; where it found the place as well, the place is its own."""
        outline = find_outline(self.document, self.schema, self.form)
        pages = self.pages_to_show(outline)
        book = book_for(self.document, self.schema)
        shown, _ = picture_batches(self.document, outline, book, pages, self.reader.pictures)
        self.fields = {}
        for batch in shown:
            self.ask_batch(batch)
        self.fields = {path: _seen_at(placed.get(path), self.fields.get(path)) for path in {**placed, **self.fields}}


def _seen_at(placed: FieldReading | None, seen: FieldReading | None) -> FieldReading:
    """A field as the model sees it in a picture, at a place that it found itself if it found the same one."""
    if seen is None or seen.state == "unread" or seen.leg is None:
        assert placed is not None or seen is not None
        return placed or seen  # type: ignore[return-value]  # one of them is there
    own = placed is not None and placed.spot is not None and placed.spot == seen.spot
    return seen.model_copy(update={"leg": replace(seen.leg, placed_by=NAME)}) if own else seen
