"""A document read into any model by a language model that finds places: one request where it fits, else one a part."""

from collections.abc import Iterable, Iterator
from copy import deepcopy

from extractor.documents.model import Document
from extractor.errors import MalformedReply, MissedControl
from extractor.readers.llm.mapping.finder import Places, PlacesRequest
from extractor.readers.llm.mapping.ids import draws
from extractor.readers.llm.mapping.leaf_copying import LeafCopying
from extractor.readers.llm.mapping.leaf_map import LeafMap, note_leaf_answer
from extractor.readers.llm.mapping.leaf_questions import STRANGE, asked_leaves, asked_lists, leaf_questions
from extractor.readers.llm.mapping.place_map import PlacesAnswer
from extractor.readers.llm.mapping.places_request import places_request, room_for
from extractor.readers.llm.mapping.printed_spacing import as_printed
from extractor.readers.llm.mapping.quote_search import QuoteSearch
from extractor.readers.llm.mapping.sheet import NumberedSheet, open_sheet
from extractor.readers.llm.prompt import Prompt
from extractor.readers.open_layout.leaf_values import notations_of
from extractor.readers.open_layout.printed_bands import bands_of
from extractor.schemas.form import Form, Schema
from extractor.schemas.shape import Shape

_TOKENS_OF_QUOTE = 40
"""What is quoted of a value: names and addresses are longer than numbers."""


class LeafFinder:
    """One document and model, and what the answers about its parts come to. Of lists inside lists those of one level
    are asked for."""

    def __init__(self, document: Document, schema: Schema, form: Form, shape: Shape, prompt: Prompt, room: int) -> None:
        self._document = document
        self._shape = shape
        self._facts = (document.sha256, schema.name, form.name, prompt.sha256)
        self._mapping = LeafMap()
        self._answered = 0
        self.sheet: NumberedSheet = open_sheet(as_printed(document), draws(*self._facts), whole=True)
        self._prompt = prompt
        self.requests = tuple(self._requests(self.sheet.parts(room)))

    def smaller(self, request: PlacesRequest) -> tuple[PlacesRequest, ...]:
        """The same questions about smaller parts, for a model that cannot read so much at once; none if it is small."""
        return tuple(self._requests(self.sheet.halves(range(request.part[0], request.part[-1] + 1))))

    def draw(self, request: PlacesRequest) -> None:
        """No picture: lines are shown as text."""

    def _requests(self, parts: Iterable[range]) -> Iterator[PlacesRequest]:
        prompt = self._prompt
        for part in parts:
            questions = leaf_questions(self._shape, self.sheet, part, draws(*self._facts, str(part.start)))
            messages = tuple(places_request(prompt, self.sheet, part, questions))
            quoted = _TOKENS_OF_QUOTE * len(asked_leaves(self._shape))
            yield PlacesRequest(part, questions, messages, room_for(questions, len(part)) + quoted, prompt.sha256)

    def note(self, request: PlacesRequest, answer: PlacesAnswer) -> tuple[MalformedReply, ...]:
        """Add an answer; what of it is none is given back. MalformedReply where nothing of it counts."""
        tried = deepcopy(self._mapping)
        useless = note_leaf_answer(tried, request.questions, answer, self.sheet)
        if tried.places.stated.get(STRANGE):
            raise MissedControl("a place for a value that is printed nowhere")
        self._mapping = tried
        self._answered += 1
        return useless

    def places(self) -> Places:
        """What all answers come to; nothing where none could be used."""
        if not self._answered:
            return Places({}, ())
        document = self._document
        quotes = QuoteSearch(document)
        lists = asked_lists(self._shape)
        copying = LeafCopying(document, self.sheet, self._mapping, notations_of(bands_of(document)), quotes, lists)
        fields = {leaf.path: copying.single(leaf) for leaf in asked_leaves(self._shape)}
        fields |= {field.path: field for asked in lists for field in copying.items(asked)}
        return Places(fields, tuple(number for asked in lists for number in copying.left_over(asked)))
