"""A model that is asked about documents: its replies are kept, and what they take is counted."""

import hashlib
import json
import threading
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ValidationError

from extractor.documents.opening.picture import Picture
from extractor.errors import (
    MalformedReply,
    ReplyError,
)
from extractor.readers.bill import Bill
from extractor.readers.llm.address import EndpointSource
from extractor.readers.llm.client import Client, Reply, Spending
from extractor.readers.llm.deadline import Deadline
from extractor.readers.llm.exchange import Message
from extractor.readers.llm.mapping.places_request import PICTURE_PROMPT as PAGES
from extractor.readers.llm.mapping.places_request import PROMPT as PLACES
from extractor.readers.llm.mapping.places_request import RECORD
from extractor.readers.llm.noted_calls import NotedCalls
from extractor.readers.llm.profile import ModelProfile, PictureProfile, picture_profile_for, profile_for
from extractor.readers.llm.prompt import load_prompt
from extractor.readers.llm.purse import PROBES, Most, Purse
from extractor.readers.llm.recipe import schema_of
from extractor.readers.llm.reply_cache import Asked, CallLedger, ReplyCache, key_of
from extractor.readers.llm.sight import PROMPT as PICTURE
from extractor.readers.llm.strategy import STRATEGIES
from extractor.readers.llm.transport import Patience
from extractor.schemas.form import Schema

_SEES = "sees"
Answer = TypeVar("Answer", bound=BaseModel)
Vision: TypeAlias = Literal["auto", "never", "always"]
"""Which pages the model is shown. auto: those that are pictures, if it sees. always: every page; it has to see."""


class AskedModel:
    """One model, its profile, what it answered before and what it took. Safe to use from several threads."""

    name = "llm"

    def __init__(
        self,
        source: EndpointSource,
        profile: ModelProfile | None = None,
        cache: ReplyCache | None = None,
        patience: Patience | None = None,
        vision: Vision = "auto",
        pictures: PictureProfile | None = None,
        purse: Purse | None = None,
        client: Client | None = None,
        calls: CallLedger | None = None,
    ) -> None:
        self.profile = profile or profile_for(source.model)
        self.pictures = pictures or picture_profile_for(source.model)
        self.vision = vision
        self.purse = purse or Purse()
        self._source = source
        self._cache = calls or cache
        self._noted = None if calls is None else NotedCalls(calls, self.purse)
        self._patience = patience
        self._calls = calls
        self._client = client
        self._lock = threading.Lock()

    @property
    def row_by_row(self) -> bool:
        """Whether it is handed rows that somebody else found, so that it witnesses no place."""
        return self.profile.strategy != "places"

    def version(self, schema: Schema) -> str:
        """What replies depend on: model, profile, prompts, schema. A reading depends on code as well."""
        prompts = [f"{name}.{sha256[:12]}" for name, sha256 in self.prompts(schema).items()]
        return "+".join([self.setup, *prompts, f"{schema.name}.{schema.version}"])

    def prompts(self, schema: Schema) -> Mapping[str, str]:
        """The prompts that requests about documents of a schema are made with: hashes of their files, by name."""
        any_model = any(form.shape is not None for form in schema.forms)
        places = self.profile.strategy == "places"
        names = [(RECORD if any_model else PLACES) if places else STRATEGIES[self.profile.strategy].prompt]
        sight = PAGES if places and self.profile.sight == "places" else PICTURE
        names += [sight] if self.vision != "never" and not any_model else []
        return {name: load_prompt(name, schema.name).sha256 for name in names}

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
                self._client = Client(self._source.open(), self._patience, self._calls)
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
        seen = kept == _SEES or self._found_to_see(deadline)
        if seen and self._cache is not None and kept is None:
            self._cache.put(key, _SEES)
        return seen

    def _found_to_see(self, deadline: Deadline) -> bool:
        client = self.client()
        with self.purse.holding(lambda: client.spending, lambda: PROBES) as hold:
            hold.said = True
            try:
                return client.sees(deadline)
            finally:
                if self._noted is not None:
                    self._noted.probed(client)

    def ask(
        self,
        key: str,
        messages: Sequence[Message],
        answer_type: type[Answer],
        tokens: int,
        deadline: Deadline,
        picture: Picture | None = None,
    ) -> Asked[Answer]:
        """An answer and the tokens it cost, none if the same was asked before. It is written down in the ledger, where
        there is one, and else kept by :meth:`accept`.
        """
        kept = self._cache.get(key) if self._cache is not None else None
        if kept is not None:
            try:
                return Asked(answer_type.model_validate_json(kept, strict=True))
            except ValidationError:
                pass  # An entry of another shape is as good as none.
        client = self.client()

        def most() -> Most:
            if self.purse.batched:  # Whoever hands it in keeps the money for it.
                return self.purse.asking(Most(0, 0), new=not client.spending.requests)
            largest = Most.of(messages, json.dumps(schema_of(answer_type)), tokens, picture is not None)
            return self.purse.asking(largest, new=not client.spending.requests)

        def ask() -> Reply[Answer]:
            return client.ask(messages, answer_type, tokens, deadline, picture)

        with self.purse.holding(lambda: client.spending, most) as hold:
            reply = ask() if self._noted is None else self._noted.asked(key, hold, client, ask)
            hold.said = reply.tokens_in > 0
        return Asked(reply.answer, reply.text, reply.tokens_in, reply.tokens_out)

    def accept(self, key: str, asked: Asked[Answer]) -> None:
        """Keep a reply that could be used, where it is not written down already."""
        if asked.text and self._cache is not None and (self._noted is None or self.purse.batched):
            self._cache.put(key, asked.text)

    def refute(self, key: str, outcome: ReplyError, deadline: Deadline) -> None:
        """Count a reply of the right shape that cannot be an answer: the same may be asked again another time."""
        if self._client is not None:
            self._client.refuted(outcome, deadline)
        if self._noted is not None:
            self._noted.calls.refuted(key)

    @property
    def source(self) -> EndpointSource:
        """Where the model is asked."""
        return self._source

    @property
    def model(self) -> str:
        """Name of the model."""
        return self._source.model

    @property
    def bill(self) -> Bill:
        """What everything asked over this connection took, probes and answers that are none included."""
        spent = self._client.spending if self._client is not None else Spending()
        at_once = self.purse.bill_at_once(spent.requests, spent.tokens_in, spent.tokens_out)
        batched = self._client.batched if self._client is not None else Spending()
        if not batched.requests:
            return at_once
        return at_once + self.purse.bill(batched.requests, batched.tokens_in, batched.tokens_out)
