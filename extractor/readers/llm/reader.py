"""The reader that asks a model: values of the printed rows, section by section, and where they are printed."""

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from extractor.documents.model import Document
from extractor.documents.opening.picture import Picture
from extractor.errors import (
    AskingStopped,
    ConfigurationError,
    DocumentError,
    EndpointRejected,
    EndpointUnreachable,
    ExtractorError,
    MalformedReply,
    ModelUnavailable,
    ProblemKind,
    RateLimited,
    ReplyError,
    ReplyTimeout,
)
from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.readers.labels import book_for
from extractor.readers.llm.answer import StatementsAnswer, statements_answer
from extractor.readers.llm.client import Client
from extractor.readers.llm.deadline import Deadline
from extractor.readers.llm.endpoint import EndpointSource
from extractor.readers.llm.exchange import Message
from extractor.readers.llm.picture_batches import PictureBatch, draw, page_of, picture_batches
from extractor.readers.llm.placed import printed_names
from extractor.readers.llm.plan import Batch, RowQuestion, make_plan
from extractor.readers.llm.profile import ModelProfile, PictureProfile, picture_profile_for, profile_for
from extractor.readers.llm.prompt import load_prompt
from extractor.readers.llm.reply_cache import Asked, ReplyCache, facts_of, key_of
from extractor.readers.llm.sight import NO_SECOND_LOOK, picture_answer, picture_request, read_picture
from extractor.readers.llm.sight import PROMPT as PICTURE
from extractor.readers.llm.statements import PROMPT as CLAIMS
from extractor.readers.llm.statements import claims_request, read_statements
from extractor.readers.llm.strategy import STRATEGIES, Strategy, conversation
from extractor.readers.llm.transport import Patience
from extractor.readers.locate import find_outline
from extractor.readers.outline import Outline
from extractor.readers.problem import ReadingProblem
from extractor.readers.reading import FieldReading, Reading
from extractor.schemas.form import ClaimSpec, Form, Schema
from extractor.sources import hash_of

_TOKENS_PER_VALUE = 16
_TOKENS_PER_CLAIM = 160
_SEES = "sees"
_HOPELESS = (AskingStopped, EndpointUnreachable, EndpointRejected, ReplyTimeout, RateLimited, ModelUnavailable)
Answer = TypeVar("Answer", bound=BaseModel)
__all__ = ["LlmReader", "ReplyCache", "Vision"]
Vision: TypeAlias = Literal["auto", "never", "always"]
"""Which pages the model is shown. auto: those that are pictures, if it sees. always: every page; it has to see."""


class LlmReader:
    """Reads documents with one model. Safe to use from several threads; the connection is shared."""

    name = "llm"

    def __init__(
        self,
        source: EndpointSource,
        profile: ModelProfile | None = None,
        cache: ReplyCache | None = None,
        patience: Patience | None = None,
        vision: Vision = "auto",
        pictures: PictureProfile | None = None,
    ) -> None:
        self.profile = profile or profile_for(source.model)
        self.pictures = pictures or picture_profile_for(source.model)
        self.vision = vision
        self._source = source
        self._cache = cache
        self._patience = patience
        self._client: Client | None = None
        self._lock = threading.Lock()

    def read(self, document: Document, schema: Schema, form: Form) -> Reading:
        """Read the tables of ``form``, and its statements where the profile asks for them.

        What the model gave no usable answer to comes back unread, with the outcome among ``problems``. Raises only
        QuotaExhausted, and ConfigurationError where pages must be shown to a model that does not see.
        """
        return _Session(self, document, schema, form).reading()

    def version(self, schema: Schema) -> str:
        """What replies depend on: model, profile, prompts, schema. A reading depends on code as well."""
        names = [STRATEGIES[self.profile.strategy].prompt, *([CLAIMS] if self.profile.claims else [])]
        names += [PICTURE] if self.vision != "never" else []
        prompts = [f"{name}.{load_prompt(name, schema.name).sha256[:12]}" for name in names]
        return "+".join([self.setup, *prompts, f"{schema.name}.{schema.version}"])

    @property
    def setup(self) -> str:
        """The model, its profile and which pages it is shown: what replies depend on whatever is asked."""
        facts = hashlib.sha256(self.profile.model_dump_json().encode()).hexdigest()[:8]
        limits = hashlib.sha256(self.pictures.model_dump_json().encode()).hexdigest()[:8]
        sight = [] if self.vision == "never" else [f"vision-{self.vision}.{limits}"]
        more = [f"body.{self._source.additions}"] if self._source.additions else []
        return "+".join([self._source.model, f"{self.profile.name}.{facts}", *sight, *more])

    def close(self) -> None:
        """Close the connection."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def client(self) -> Client:
        """The connection, made when it is first needed."""
        with self._lock:
            if self._client is None:
                self._client = Client(self._source.open(), self._patience)
            return self._client

    def sees(self, deadline: Deadline) -> bool:
        """Whether the model says what a picture shows. That it does is kept among its replies; that it does not, never.

        Raises what the endpoint ran into.
        """
        key = key_of(self._source, [_SEES, self.model])
        try:
            kept = self._cache.get(key) if self._cache is not None else None
        except MalformedReply:
            return False  # Recorded: it was asked and did not see.
        seen = kept == _SEES or self.client().sees(deadline)
        if seen and self._cache is not None and kept is None:
            self._cache.put(key, _SEES)
        return seen

    def ask(
        self,
        key: str,
        messages: Sequence[Message],
        answer_type: type[Answer],
        tokens: int,
        deadline: Deadline,
        picture: Picture | None = None,
    ) -> Asked[Answer]:
        """An answer and the tokens it cost, none if the same was asked before. It is kept by :meth:`accept` alone."""
        kept = self._cache.get(key) if self._cache is not None else None
        if kept is not None:
            try:
                return Asked(answer_type.model_validate_json(kept, strict=True))
            except ValidationError:
                pass  # An entry of another shape is as good as none.
        reply = self.client().ask(messages, answer_type, tokens, deadline, picture)
        return Asked(reply.answer, reply.text, reply.tokens_in, reply.tokens_out)

    def accept(self, key: str, asked: Asked[Answer]) -> None:
        """Keep a reply that could be used."""
        if self._cache is not None and asked.text:
            self._cache.put(key, asked.text)

    def refute(self, outcome: ReplyError, deadline: Deadline) -> None:
        """Count a reply of the right shape that cannot be an answer."""
        if self._client is not None:
            self._client.refuted(outcome, deadline)

    @property
    def source(self) -> EndpointSource:
        """Where the model is asked."""
        return self._source

    @property
    def model(self) -> str:
        """Name of the model."""
        return self._source.model


@dataclass
class _Session:
    """One document on its way through the request plan."""

    reader: LlmReader
    document: Document
    schema: Schema
    form: Form
    fields: dict[str, FieldReading] = field(default_factory=dict)
    problems: list[ReadingProblem] = field(default_factory=list)
    tokens_in: int = 0
    tokens_out: int = 0
    hopeless: str = ""
    unasked: int = 0

    def __post_init__(self) -> None:
        self.profile = self.reader.profile
        self.deadline = Deadline(self.profile.seconds)

    def reading(self) -> Reading:
        outline = find_outline(self.document, self.schema, self.form)
        book = book_for(self.document, self.schema)
        pages = self._pages_to_show(outline)
        shown, not_shown = picture_batches(self.document, outline, book, pages, self.reader.pictures)
        plan = make_plan(outline, book, self.profile, self.document.method != "text", lambda row: page_of(row) in pages)
        names = dict(printed_names(outline, book, self.document.method != "text"))
        self._note(unread for row in (*not_shown, *plan.refused) for unread in _unread(row, row.refused))
        for batch in (*shown, *plan.batches):
            self._ask_batch(batch)
        self._note(names[path] for path, each in list(self.fields.items()) if path in names and each.state != "unread")
        if self.profile.claims and self.form.claims and not self.hopeless:
            self._ask_claims(outline)
        if self.unasked:
            message = f"{self.unasked} more rows were not asked after that"
            self.problems.append(ReadingProblem(kind=ProblemKind.NOT_ASKED, message=message))
        return Reading(
            reader=self.reader.name,
            version=f"{hash_of('readers/*', 'readers/llm')}+{self.reader.version(self.schema)}",
            fields=self.fields,
            missing=outline.missing,
            problems=(*outline.problems, *self.problems),
            tokens_in=self.tokens_in,
            tokens_out=self.tokens_out,
        )

    def _pages_to_show(self, outline: Outline) -> frozenset[int]:
        """The pages with rows that the model is to see instead of reading their characters."""
        vision = self.reader.vision
        pictures = {page.number for page in self.document.pages if page.method == "scan"}
        paged = {page.number for page in self.document.pages if page.width > 0}
        rows = {page_of(row) for table in outline.tables for row in table.rows}
        pages = frozenset(rows & (paged if vision == "always" else pictures))
        if not pages:
            return pages
        if vision != "never" and self._sees():
            return pages
        if vision == "always" and not self.hopeless:
            raise ConfigurationError(
                f"{self.reader.model} sees no pictures: leave out --vision always, or name another"
            )
        self.problems.append(ReadingProblem(kind=ProblemKind.NO_SECOND_LOOK, message=NO_SECOND_LOOK))
        return frozenset()

    def _sees(self) -> bool:
        try:
            return self.reader.sees(self.deadline)
        except (ReplyError, ModelUnavailable) as outcome:
            self.problems.append(ReadingProblem.of(outcome, "whether the model sees pictures"))
            self.hopeless = str(outcome)
            return False

    def _note(self, fields: Iterator[FieldReading]) -> None:
        self.fields.update((each.path, each) for each in fields)

    def _ask_batch(self, batch: Batch) -> None:
        """Ask for a batch; after an answer that is none, once more row by row, never the same way again."""
        if self.hopeless:
            self.unasked += len(batch.rows)
            self._give_up(batch, self.hopeless)
            return
        outcome = self._try(batch)
        if outcome is None:
            return
        self.problems.append(ReadingProblem.of(outcome, f"{batch.title}, {len(batch.rows)} rows"))
        if len(batch.rows) == 1 or isinstance(outcome, (*_HOPELESS, DocumentError)):
            self._give_up(batch, str(outcome))
            return
        for part in batch.single():
            again = None if self.hopeless else self._try(part)
            if again is not None:
                self.problems.append(ReadingProblem.of(again, f"{part.title}, “{part.rows[0].label}” alone"))
            if again is not None or self.hopeless:
                self._give_up(part, str(again) if again else self.hopeless)

    def _try(self, batch: Batch) -> ExtractorError | None:
        """Ask once. The typed outcome if there is no answer, None if the fields are noted."""
        try:
            fields = self._see_rows(batch) if isinstance(batch, PictureBatch) else self._copy_rows(batch)
            self._note(iter(fields))
        except (ReplyError, ModelUnavailable, DocumentError) as outcome:
            return outcome
        return None

    def _strategy(self, batch: Batch) -> Strategy:
        """The profile's strategy; texts cannot be copied as numbers and are always chosen by cell."""
        wordy = any(column.kind == "text" for column in batch.rows[0].columns)
        return STRATEGIES["cells" if wordy else self.profile.strategy]

    def _copy_rows(self, batch: Batch) -> list[FieldReading]:
        """The rows as the model reads their characters."""
        strategy = self._strategy(batch)
        prompt = load_prompt(strategy.prompt, self.schema.name)
        messages = conversation(prompt, strategy, batch, self.profile)
        answer_type = strategy.answer_type(batch)
        return self._ask(messages, answer_type, _room(batch), prompt.sha256, partial(strategy.read, batch))

    def _see_rows(self, batch: PictureBatch) -> list[FieldReading]:
        """The rows as the model sees them."""
        prompt = load_prompt(PICTURE, self.schema.name)
        picture = draw(self.document, batch, self.reader.pictures)
        messages, answer_type = picture_request(prompt, batch), picture_answer(batch)
        read = partial(read_picture, batch, model=self.reader.model)
        return self._ask(messages, answer_type, _room(batch), prompt.sha256, read, picture)

    def _ask(
        self,
        messages: Sequence[Message],
        answer_type: type[Answer],
        tokens: int,
        prompt: str,
        read: Callable[[Answer], list[FieldReading]],
        picture: Picture | None = None,
    ) -> list[FieldReading]:
        """What ``read`` makes of the answer; one that it can use is kept. Tokens count either way."""
        room = tokens + self.profile.spare_tokens
        key = self._key(messages, answer_type, room, prompt, picture)
        try:
            asked = self.reader.ask(key, messages, answer_type, room, self.deadline, picture)
        except ReplyError as outcome:
            self._charge(outcome)
            if isinstance(outcome, _HOPELESS):
                self.hopeless = str(outcome)
            raise
        self._charge(asked)
        try:
            found = read(asked.answer)
        except ReplyError as outcome:
            self.reader.refute(outcome, self.deadline)
            raise
        self.reader.accept(key, asked)
        return found

    def _charge(self, what: Asked[BaseModel] | Asked[Answer] | ReplyError) -> None:
        self.tokens_in += what.tokens_in
        self.tokens_out += what.tokens_out

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

    def _give_up(self, batch: Batch, why: str) -> None:
        none = (doubt(DoubtKind.NO_ANSWER, why),)
        self._note(unread for row in batch.rows for unread in _unread(row, none))

    def _ask_claims(self, outline: Outline) -> None:
        prompt = load_prompt(CLAIMS, self.schema.name)
        claims = self.form.claims
        messages: list[Message] = [
            {"role": "system", "content": prompt.system},
            {"role": "user", "content": claims_request(prompt, claims, self.document, outline)},
        ]
        try:
            room = len(claims) * _TOKENS_PER_CLAIM
            read = partial(read_statements, claims, document=self.document)
            found = self._ask(
                messages, statements_answer(len(claims)), room, prompt.sha256, lambda said: list(read(said))
            )
            self._note(iter(found))
        except (ReplyError, ModelUnavailable) as outcome:
            self.problems.append(ReadingProblem.of(outcome, "statements of the running text"))

    def _statements(self, claims: Sequence[ClaimSpec], answer: StatementsAnswer) -> list[FieldReading]:
        return list(read_statements(claims, answer, self.document))


def _unread(row: RowQuestion, why: tuple[Doubt, ...]) -> Iterator[FieldReading]:
    for path in row.paths:
        yield FieldReading(path=path, state="unread", doubts=why)


def _room(batch: Batch) -> int:
    """Tokens that the values of a batch need."""
    return len(batch.rows) * len(batch.rows[0].columns) * _TOKENS_PER_VALUE
