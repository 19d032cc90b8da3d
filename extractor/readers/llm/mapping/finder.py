"""A document read by a model that finds places: one request where it fits, otherwise one for each part."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.documents.model import Document
from extractor.documents.opening.picture import Picture
from extractor.errors import MalformedReply
from extractor.readers.labels import book_for
from extractor.readers.llm.exchange import Message
from extractor.readers.llm.mapping.copying import fields_of, outline_of, statements_of, tables_of
from extractor.readers.llm.mapping.ids import draws
from extractor.readers.llm.mapping.page_views import PageView, draw_view, page_views
from extractor.readers.llm.mapping.pictured_answer import PicturedAnswer, note_pictured, pictured_answer
from extractor.readers.llm.mapping.place_map import PlaceMap, PlacesAnswer, note_answer, places_answer
from extractor.readers.llm.mapping.places_request import (
    picture_request,
    places_request,
    room_for,
    room_to_tell,
)
from extractor.readers.llm.mapping.questions import Question, make_questions
from extractor.readers.llm.mapping.seen_cells import Sight
from extractor.readers.llm.mapping.sheet import NumberedSheet, open_sheet
from extractor.readers.llm.profile import PictureProfile
from extractor.readers.llm.prompt import Prompt
from extractor.readers.reading import FieldReading, UnusedNumber
from extractor.readers.unused import unused_numbers
from extractor.schemas.form import Form, Schema
from extractor.schemas.units import unit_words


@dataclass(frozen=True)
class PlacesRequest:
    """One request about a part of a document, with the questions that it asks. ``part``: positions of its lines on the
    sheet; ``view``: the picture that it comes with, None where the lines are shown as text.
    """

    part: Sequence[int]
    questions: tuple[Question, ...]
    messages: tuple[Message, ...]
    tokens: int
    prompt: str
    view: PageView | None = None

    @property
    def answer_type(self) -> type[PlacesAnswer]:
        """The type of its answer."""
        if self.view is not None:
            return pictured_answer(self.questions, self.view.number)
        return places_answer(len(self.questions))


@dataclass(frozen=True)
class Showing:
    """Which pages are shown as pictures, to whom, how fine and with which prompt."""

    pages: frozenset[int]
    model: str
    profile: PictureProfile
    prompt: Prompt


@dataclass(frozen=True)
class Places:
    """What a model found: fields by path, and the numbers of the tables it found that none of them uses."""

    fields: dict[str, FieldReading]
    unused: tuple[UnusedNumber, ...]


class PlacesReader:
    """One document and form, and what the answers about its parts come to."""

    def __init__(
        self, document: Document, schema: Schema, form: Form, prompt: Prompt, room: int, showing: Showing | None = None
    ) -> None:
        self._showing = showing
        self._document = document
        self._schema = schema
        self._form = form
        self._prompt = prompt
        self._mapping = PlaceMap()
        self._answered = 0
        rng = draws(document.sha256, schema.name, form.name, prompt.sha256)
        self.sheet: NumberedSheet = open_sheet(document, rng)
        self.requests = tuple(self._requests(room))
        self._wanted = len(self.requests)

    def smaller(self, request: PlacesRequest) -> tuple[PlacesRequest, ...]:
        """The same questions about smaller parts, for a model that cannot read so much at once; none if it is small, or
        a picture.
        """
        if request.view is not None:
            return ()
        found = tuple(self._written(self.sheet.halves(range(request.part[0], request.part[-1] + 1))))
        self._wanted += max(len(found) - 1, 0)
        return found

    def _requests(self, room: int) -> Iterator[PlacesRequest]:
        pictured = self._showing.pages if self._showing is not None else frozenset()
        yield from self._written(self.sheet.parts(room, pictured=pictured))
        if self._showing is not None:
            yield from self._pictured(self._showing)

    def _written(self, parts: Iterable[range]) -> Iterator[PlacesRequest]:
        prompt = self._prompt
        for part in parts:
            rng = draws(self._document.sha256, self._schema.name, self._form.name, prompt.sha256, str(part.start))
            questions = make_questions(self._form, self.sheet, part, rng)
            messages = tuple(places_request(prompt, self.sheet, part, questions))
            yield PlacesRequest(part, questions, messages, room_for(questions, len(part)), prompt.sha256)

    def _pictured(self, showing: Showing) -> Iterator[PlacesRequest]:
        facts = (self._document.sha256, self._schema.name, self._form.name, showing.prompt.sha256)
        for view in page_views(self._document, self.sheet, showing.pages, showing.profile, draws(*facts)):
            questions = make_questions(self._form, self.sheet, view.lines, draws(*facts, str(view.number)), silent=True)
            messages = tuple(picture_request(showing.prompt, questions))
            room = room_for(questions, len(view.lines)) + room_to_tell(questions, len(view.own))
            yield PlacesRequest(view.lines, questions, messages, room, showing.prompt.sha256, view)

    def draw(self, request: PlacesRequest) -> Picture | None:
        """The picture that a request comes with, None if it is text. Raises DocumentError where the file gives none."""
        if request.view is None or self._showing is None:
            return None
        return draw_view(self._document, request.view, self._showing.profile)

    def note(self, request: PlacesRequest, answer: PlacesAnswer) -> tuple[MalformedReply, ...]:
        """Add an answer; what of it is none is given back. MalformedReply where nothing of it counts."""
        useless = self._note(request, answer)
        self._answered += 1
        return useless

    def _note(self, request: PlacesRequest, answer: PlacesAnswer) -> tuple[MalformedReply, ...]:
        if request.view is None:
            return note_answer(self._mapping, request.questions, answer, self.sheet)
        if not isinstance(answer, PicturedAnswer):
            raise MalformedReply("the answer does not say what was seen")
        shown = self.sheet.of_picture(request.view.lines, request.view.decoys)
        return note_pictured(self._mapping, request.questions, answer, shown)

    def places(self) -> Places:
        """What all answers come to."""
        document, book = self._document, book_for(self._document, self._schema)
        questions = self.requests[0].questions if self.requests else ()
        tables = tables_of(questions, self._mapping, self.sheet, book, self._form)
        words = unit_words(self._schema.language)
        shown = self._showing
        pages, model = (shown.pages, shown.model) if shown is not None else (frozenset[int](), "")
        sight = Sight(model, pages, self._mapping.seen, self._answered >= self._wanted)
        found = [
            *fields_of(self._form, tables, book, words, document.method != "text", sight),
            *statements_of(questions, self._mapping, self.sheet, document, sight),
        ]
        fields = {field.path: field for field in found}
        used = {field.spot.span for field in found if field.spot is not None and field.spot.span is not None}
        return Places(fields, unused_numbers(document, outline_of(tables, document), used))
