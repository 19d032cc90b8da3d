"""A document read by a model that finds places: one request where it fits, otherwise one for each part."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractor.documents.model import Document
from extractor.errors import MalformedReply
from extractor.readers.labels import book_for
from extractor.readers.llm.exchange import Message
from extractor.readers.llm.mapping.copying import fields_of, outline_of, statements_of, tables_of
from extractor.readers.llm.mapping.ids import draws
from extractor.readers.llm.mapping.place_map import PlaceMap, PlacesAnswer, note_answer, places_answer
from extractor.readers.llm.mapping.places_request import places_request, room_for
from extractor.readers.llm.mapping.questions import Question, make_questions
from extractor.readers.llm.mapping.sheet import NumberedSheet, open_sheet
from extractor.readers.llm.prompt import Prompt
from extractor.readers.reading import FieldReading, UnusedNumber
from extractor.readers.unused import unused_numbers
from extractor.schemas.form import Form, Schema
from extractor.schemas.units import unit_words


@dataclass(frozen=True)
class PlacesRequest:
    """One request about a part of a document, with the questions that it asks."""

    part: range
    questions: tuple[Question, ...]
    messages: tuple[Message, ...]
    tokens: int

    @property
    def answer_type(self) -> type[PlacesAnswer]:
        """The type of its answer."""
        return places_answer(len(self.questions))


@dataclass(frozen=True)
class Places:
    """What a model found: fields by path, and the numbers of the tables it found that none of them uses."""

    fields: dict[str, FieldReading]
    unused: tuple[UnusedNumber, ...]


class PlacesReader:
    """One document and form, and what the answers about its parts come to."""

    def __init__(self, document: Document, schema: Schema, form: Form, prompt: Prompt, room: int) -> None:
        self._document = document
        self._schema = schema
        self._form = form
        self._prompt = prompt
        self._mapping = PlaceMap()
        rng = draws(document.sha256, schema.name, form.name, prompt.sha256)
        self.sheet: NumberedSheet = open_sheet(document, rng)
        self.requests = tuple(self._requests(self.sheet.parts(room)))

    def smaller(self, request: PlacesRequest) -> tuple[PlacesRequest, ...]:
        """The same questions about smaller parts, for a model that cannot read so much at once; none if it is small."""
        return tuple(self._requests(self.sheet.halves(request.part)))

    def _requests(self, parts: Iterable[range]) -> Iterator[PlacesRequest]:
        prompt = self._prompt
        for part in parts:
            rng = draws(self._document.sha256, self._schema.name, self._form.name, prompt.sha256, str(part.start))
            questions = make_questions(self._form, self.sheet, part, rng)
            messages = tuple(places_request(prompt, self.sheet, part, questions))
            yield PlacesRequest(part, questions, messages, room_for(questions, len(part)))

    def note(self, request: PlacesRequest, answer: PlacesAnswer) -> tuple[MalformedReply, ...]:
        """Add an answer; what of it is none is given back. MalformedReply where nothing of it counts."""
        return note_answer(self._mapping, request.questions, answer, self.sheet)

    def places(self) -> Places:
        """What all answers come to."""
        document, book = self._document, book_for(self._document, self._schema)
        questions = self.requests[0].questions if self.requests else ()
        tables = tables_of(questions, self._mapping, self.sheet, book, self._form)
        words = unit_words(self._schema.language)
        found = [
            *fields_of(self._form, tables, book, words, document.method != "text"),
            *statements_of(questions, self._mapping, self.sheet, document),
        ]
        fields = {field.path: field for field in found}
        used = {field.spot.span for field in found if field.spot is not None and field.spot.span is not None}
        return Places(fields, unused_numbers(document, outline_of(tables, document), used))
