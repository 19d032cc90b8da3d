"""One document on its way to a model: what is asked, what it cost, and what came instead of an answer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel

from extractor.documents.file_parts import hash_of_file
from extractor.documents.model import Document
from extractor.documents.opening.picture import Picture
from extractor.errors import (
    AskingStopped,
    EndpointRejected,
    EndpointUnreachable,
    ModelUnavailable,
    Postponed,
    ProblemKind,
    RateLimited,
    ReplyError,
    ReplyTimeout,
)
from extractor.readers.llm.asked_model import AskedModel
from extractor.readers.llm.deadline import Deadline
from extractor.readers.llm.exchange import Message
from extractor.readers.llm.purse import Taken
from extractor.readers.llm.reply_cache import Asked, facts_of, key_of
from extractor.readers.problem import ReadingProblem
from extractor.readers.reading import FieldReading, Reading, UnusedNumber
from extractor.readers.unread_pages import with_unread_pages
from extractor.schemas.form import Form, Schema
from extractor.sources import hash_of

HOPELESS = (AskingStopped, EndpointUnreachable, EndpointRejected, ReplyTimeout, RateLimited, ModelUnavailable)
"""What no other request about the document can escape either."""
COPIES = "copies rows"
"""It is handed the rows that the layout search found: it witnesses characters of pictures at most, never a place."""
FINDS = "finds places"
"""It is shown the document and says where things stand; code copies them from there."""
Answer = TypeVar("Answer", bound=BaseModel)
Read = TypeVar("Read")


@dataclass
class Session:
    """One document and form. ``only``: the fields to ask about row by row, None for all.
    ``taken``: what asking took. ``hopeless``: why nothing more is asked; ``unasked``: how much was not, for that.
    ``postponed``: a request that is answered later; ``usable``: replies to keep once the document is read."""

    reader: AskedModel
    document: Document
    schema: Schema
    form: Form
    only: frozenset[str] | None = None
    fields: dict[str, FieldReading] = field(default_factory=dict)
    problems: list[ReadingProblem] = field(default_factory=list)
    taken: Taken = field(default_factory=Taken)
    hopeless: str = ""
    unasked: int = 0
    postponed: Postponed | None = None
    usable: list[tuple[str, Asked[Any]]] = field(default_factory=list)
    _counted: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.profile = self.reader.profile
        self.deadline = Deadline(self.profile.seconds, hash_of_file(self.document.sha256))

    def note(self, fields: Iterator[FieldReading]) -> None:
        """Keep what was read."""
        self.fields.update((each.path, each) for each in fields)

    def ask(
        self,
        messages: Sequence[Message],
        answer_type: type[Answer],
        tokens: int,
        prompt: str,
        read: Callable[[Answer], Read],
        picture: Picture | None = None,
    ) -> Read:
        """What ``read`` makes of an answer of this type; one that it can use is kept. Tokens count either way.

        ``prompt`` is the hash of the prompt that the messages were made from.
        """
        room = tokens + self.profile.spare_tokens
        key = self._key(messages, answer_type, room, prompt, picture)
        try:
            asked = self.reader.ask(key, messages, answer_type, room, self.deadline, picture)
        except (ReplyError, ModelUnavailable) as outcome:
            if not self._counted_before(key):
                self.taken.failed(outcome)
            if isinstance(outcome, Postponed):
                self.postponed = outcome
            if isinstance(outcome, HOPELESS) and not self.reader.purse.batched:
                self.hopeless = str(outcome)
            raise
        if not self._counted_before(key):
            self.taken.answered(bool(asked.text), asked.tokens_in, asked.tokens_out)
        try:
            found = read(asked.answer)
        except ReplyError as outcome:
            self.reader.refute(key, outcome, self.deadline)
            raise
        self._accept(key, asked)
        return found

    def _counted_before(self, key: str) -> bool:
        """Whether the same was asked before about this document: in a batch it is one request."""
        before = self.reader.purse.batched and key in self._counted
        self._counted.add(key)
        return before

    def _accept(self, key: str, asked: Asked[Any]) -> None:
        """Keep a usable reply; one from a batch only when nothing is postponed any more: until then it counts anew."""
        if self.reader.purse.batched:
            self.usable.append((key, asked))
        else:
            self.reader.accept(key, asked)

    def finished(self, reading: Reading) -> Reading:
        """The reading, if all requests were answered. Postponed if some of them are answered later."""
        if self.postponed is not None:
            self.postponed.pictured = len(self.taken.pages)
            raise self.postponed
        for key, asked in self.usable:
            self.reader.accept(key, asked)
        return reading

    def _key(
        self,
        messages: Sequence[Message],
        answer_type: type[BaseModel],
        room: int,
        prompt: str,
        picture: Picture | None,
    ) -> str:
        """Everything a reply depends on; of a picture the hash of its pixels."""
        shown = {} if picture is None else {"picture": picture.sha256}
        facts = facts_of(
            answer_type,
            document=self.document.sha256,
            schema=[self.schema.name, self.schema.version, self.form.name],
            prompt=prompt,
            model=self.reader.model,
            messages=list(messages),
            parameters={"temperature": 0, "tokens": room},
            **shown,
        )
        return key_of(self.reader.source, facts)

    def assembled(
        self,
        unused: tuple[UnusedNumber, ...] = (),
        missing: tuple[str, ...] = (),
        problems: tuple[ReadingProblem, ...] = (),
    ) -> Reading:
        """The reading that all answers come to; what a page may hide is not known to be absent."""
        if self.unasked:
            message = f"{self.unasked} more rows were not asked after that"
            self.problems.append(ReadingProblem(kind=ProblemKind.NOT_ASKED, message=message))
        return Reading(
            reader=self.reader.name,
            version=f"{hash_of('readers/*', 'readers/llm')}+{self.reader.version(self.schema)}",
            fields=with_unread_pages(self.document, self.fields),
            unused=unused,
            missing=missing,
            problems=(*problems, *self.problems),
            prompts=dict(self.reader.prompts(self.schema)),
            manner=COPIES if self.reader.row_by_row else FINDS,
            pictured=len(self.taken.pages),
            **dict(self.reader.purse.bill(self.taken.calls, self.taken.tokens_in, self.taken.tokens_out)),
        )
