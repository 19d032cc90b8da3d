"""Requests that are made and not sent: what asking would take, known before anything is spent."""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from weakref import WeakKeyDictionary

from pydantic import BaseModel

from extractor.documents.opening.picture import Picture
from extractor.errors import NotSent
from extractor.readers.llm.address import Endpoint, EndpointSource
from extractor.readers.llm.client import Client, Reply, Spending
from extractor.readers.llm.deadline import Deadline
from extractor.readers.llm.exchange import Message
from extractor.readers.llm.reply_cache import ReplyCache
from extractor.readers.llm.token_bounds import usual_tokens

_PIXELS_PER_TOKEN = 750
"""What one of the large models documents for a picture; the others count fewer tokens."""
_TURN = 6
"""Tokens around one turn of a conversation."""
Answer = TypeVar("Answer", bound=BaseModel)


class UnsentClient(Client):
    """Takes requests and sends none. ``sees``: whether the model is taken to see pictures, which nobody can be asked.

    ``spare``: tokens of room that an answer seldom needs; they are not counted.
    """

    def __init__(self, source: EndpointSource, spare: int, sees: bool = True) -> None:
        self.endpoint = Endpoint("", source.model)
        self.spending = Spending()
        self.probing = Spending()
        self.batched = Spending()
        self._spare = spare
        self._sees = sees
        self._lock = threading.Lock()
        self._made: WeakKeyDictionary[Deadline, set[str]] = WeakKeyDictionary()

    def close(self) -> None:
        """Nothing was opened."""

    def sees(self, deadline: Deadline) -> bool:
        """What it is taken to do."""
        return self._sees

    def ask(
        self,
        messages: Sequence[Message],
        answer_type: type[Answer],
        tokens: int,
        deadline: Deadline,
        picture: Picture | None = None,
    ) -> Reply[Answer]:
        """Raises NotSent with what the request would take: nothing, where the document had it already."""
        schema = json.dumps(answer_type.model_json_schema(), ensure_ascii=False)
        outcome = NotSent("this request was only made to be counted")
        with self._lock:
            made = self._made.setdefault(deadline, set())
            known, request = len(made), json.dumps([schema, *messages, picture and picture.sha256])
            made.add(request)
            if len(made) == known:
                raise outcome
        outcome.tokens_in = usual_tokens(schema) + sum(_TURN + usual_tokens(each["content"]) for each in messages)
        outcome.tokens_in += 0 if picture is None else picture.width * picture.height // _PIXELS_PER_TOKEN
        outcome.tokens_out = max(1, tokens - self._spare)
        raise outcome


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """Replies that are there already, to which none is added."""

    replies: ReplyCache

    def get(self, key: str) -> str | None:
        """The reply stored under ``key``, or None."""
        return self.replies.get(key)

    def put(self, key: str, reply: str) -> None:
        """Nothing."""
