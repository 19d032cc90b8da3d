"""One request and its answer: what instructor calls in place of the client library's own method."""

import base64
import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import BaseModel

from extractor.documents.opening.picture import Picture
from extractor.readers.llm.completion import Completion, Usage
from extractor.readers.llm.deadline import Deadline

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

Message = dict[str, str]
"""One turn of a conversation: ``role`` and ``content``."""


class Sender(Protocol):
    """Takes requests to an endpoint."""

    async def send(self, request: Mapping[str, Any], deadline: Deadline, tokens: int) -> Completion:
        """The answer to one request; every failure is a typed outcome."""
        ...


class Exchange:
    """Sends one request. ``usage``: what it cost, whatever became of it. ``text``: its answer, empty if there is none.

    ``tokens``: about how many it takes, its answer included; ``logprobs``: ask for likelihoods, and later whether some
    came.
    """

    def __init__(
        self,
        sender: Sender,
        deadline: Deadline,
        tokens: int,
        *,
        logprobs: bool = False,
        picture: Picture | None = None,
    ) -> None:
        self.sender = sender
        self._deadline = deadline
        self._tokens = tokens
        self._picture = picture
        self.logprobs = logprobs
        self.text = ""
        self.usage = Usage()
        self.completion: Completion | None = None

    async def complete(self, **request: Any) -> "ChatCompletion":  # noqa: ANN401 (whatever instructor makes)
        """Send the request; give back a completion whose content is bare JSON. Raises what is no answer."""
        if self.logprobs:
            request["logprobs"] = True
        if self._picture is not None:
            request["messages"] = _with_picture(request["messages"], self._picture)
        self.completion = await self.sender.send(request, self._deadline, self._tokens)
        self.usage = self.completion.usage
        self.text = self.completion.answer()
        self.logprobs = self.completion.logprobs
        return _as_completion(self.text, self.usage)


def with_schema(messages: Sequence[Message], answer_type: type[BaseModel]) -> list[Message]:
    """The messages with the schema written out, for endpoints that do not enforce it."""
    schema = json.dumps(answer_type.model_json_schema(), ensure_ascii=False, separators=(",", ":"))
    note = f"\n\nThe answer must be JSON that fits this schema, without a code fence or any other text: {schema}"
    first, *rest = messages
    return [{**first, "content": first["content"] + note}, *rest]


def _with_picture(messages: object, picture: Picture) -> object:
    """The messages with a picture in front of the words of the last one."""
    if not isinstance(messages, list):
        return messages
    *before, last = messages
    url = "data:image/png;base64," + base64.b64encode(picture.png).decode()
    shown = {"type": "image_url", "image_url": {"url": url, "detail": "high"}}
    return [*before, {**last, "content": [shown, {"type": "text", "text": last["content"]}]}]


def _as_completion(text: str, usage: Usage) -> "ChatCompletion":
    """The least that instructor has to see of an answer. Without its tokens it would look for other libraries' ways to
    count them, which takes longer than the rest."""
    from openai.types import CompletionUsage

    blank = _blank()
    (choice,) = blank.choices
    message = choice.message.model_copy(update={"content": text})
    counted = CompletionUsage.model_construct(
        prompt_tokens=usage.tokens_in,
        completion_tokens=usage.tokens_out,
        total_tokens=usage.tokens_in + usage.tokens_out,
        completion_tokens_details=None,
        prompt_tokens_details=None,
    )
    return blank.model_copy(update={"choices": [choice.model_copy(update={"message": message})], "usage": counted})


@cache
def _blank() -> "ChatCompletion":
    """A completion that says nothing; a copy takes less time than a new one."""
    from openai.types.chat import ChatCompletion, ChatCompletionMessage
    from openai.types.chat.chat_completion import Choice

    message = ChatCompletionMessage.model_construct(role="assistant", content="")
    choice = Choice.model_construct(index=0, finish_reason="stop", message=message)
    return ChatCompletion.model_construct(id="", object="chat.completion", created=0, model="", choices=[choice])
