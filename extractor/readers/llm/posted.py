"""A model that is asked by post: documents are read in one process, and another asks the model for all of them.

Only the process that asks has the key, the limiter, the circuit, the purse and the replies that are kept. What goes to
and fro can be pickled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, TypeVar, cast

from pydantic import BaseModel

from extractor.documents.opening.picture import Picture
from extractor.errors import ExtractorError, ModelUnavailable, ReplyError
from extractor.readers.llm.address import Endpoint
from extractor.readers.llm.asked_model import AskedModel
from extractor.readers.llm.deadline import Deadline
from extractor.readers.llm.exchange import Message
from extractor.readers.llm.price import Price
from extractor.readers.llm.profile import ModelProfile, PictureProfile
from extractor.readers.llm.purse import Purse
from extractor.readers.llm.reader import LlmReader, Vision
from extractor.readers.llm.recipe import Recipe, recipe_of
from extractor.readers.llm.reply_cache import Asked

Answer = TypeVar("Answer", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class PostedSource:
    """Where the model answers, for whoever needs to name it and never asks there."""

    model: str
    address: str
    additions: str

    def open(self) -> Endpoint:
        """ModelUnavailable: it is asked in another process."""
        raise ModelUnavailable(f"{self.model} is asked by the process that started this one")


@dataclass(frozen=True, slots=True)
class ModelManner:
    """How a model is asked, and what it costs: all that reading depends on."""

    source: PostedSource
    profile: ModelProfile
    pictures: PictureProfile
    vision: Vision
    price: Price | None

    @classmethod
    def of(cls, model: AskedModel) -> "ModelManner":
        """The manner of a model of this process."""
        source = PostedSource(model.model, model.source.address, model.source.additions)
        return cls(source, model.profile, model.pictures, model.vision, model.purse.price)


@dataclass(frozen=True, slots=True)
class PostedQuestion:
    """A question of :meth:`extractor.readers.llm.asked_model.AskedModel.ask`."""

    key: str
    messages: tuple[Message, ...]
    answer: Recipe
    tokens: int
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class PostedSight:
    """The question whether the model sees."""


@dataclass(frozen=True, slots=True)
class PostedAnswer:
    """An answer as plain values, its text, and the tokens it cost."""

    values: dict[str, Any]
    text: str
    tokens_in: int
    tokens_out: int


@dataclass(frozen=True, slots=True)
class PostedRefutation:
    """A reply of the right shape that is none, under its key."""

    key: str
    outcome: ReplyError


@dataclass(frozen=True, slots=True)
class PostedBeginning:
    """Another document begins, or another part of one file: its time counts anew."""


Asking: TypeAlias = PostedQuestion | PostedSight
Telling: TypeAlias = PostedRefutation | PostedBeginning
Answering: TypeAlias = PostedAnswer | bool | Exception


class Post(Protocol):
    """The way to the process that asks, for one document at a time."""

    def ask(self, asking: Asking) -> PostedAnswer | bool:
        """Wait for the answer; raises what there is in its place."""

    def tell(self, telling: Telling) -> None:
        """Say something that needs no answer."""


class PostedModel(LlmReader):
    """Reads documents, one after the other, with a model that is asked by post."""

    def __init__(self, manner: ModelManner, post: Post) -> None:
        super().__init__(
            manner.source, manner.profile, vision=manner.vision, pictures=manner.pictures, purse=Purse(manner.price)
        )
        self._post = post
        self._deadline: Deadline | None = None

    def sees(self, deadline: Deadline) -> bool:
        """Whether the model says what a picture shows."""
        self._count_from(deadline)
        return bool(self._post.ask(PostedSight()))

    def ask(
        self,
        key: str,
        messages: Sequence[Message],
        answer_type: type[Answer],
        tokens: int,
        deadline: Deadline,
        picture: Picture | None = None,
    ) -> Asked[Answer]:
        """An answer and what it cost. Its deadline is that of whoever asks, one for each document as this one's."""
        self._count_from(deadline)
        question = PostedQuestion(key, tuple(messages), recipe_of(answer_type), tokens, picture)
        found = cast("PostedAnswer", self._post.ask(question))
        answer = answer_type.model_validate(found.values)
        return Asked(answer, found.text, found.tokens_in, found.tokens_out)

    def _count_from(self, deadline: Deadline) -> None:
        """Have the time of a document counted anew where this is the first question about it."""
        if deadline is not self._deadline:
            self._deadline = deadline
            self._post.tell(PostedBeginning())

    def accept(self, key: str, asked: Asked[Any]) -> None:
        """Nothing: whoever asks has written it down."""

    def refute(self, key: str, outcome: ReplyError, deadline: Deadline) -> None:
        """Have a reply counted that cannot be an answer."""
        self._post.tell(PostedRefutation(key, outcome))


def answer_by_post(model: AskedModel, asking: Asking, deadline: Deadline) -> Answering:
    """What a model of this process says to a question that came by post, or the error to be raised in its place."""
    try:
        if isinstance(asking, PostedSight):
            return model.sees(deadline)
        answer_type = asking.answer()
        asked = model.ask(asking.key, asking.messages, answer_type, asking.tokens, deadline, asking.picture)
    except ExtractorError as outcome:
        return outcome
    except Exception as error:
        return RuntimeError(f"asking the model failed: {type(error).__name__}: {error}")
    return PostedAnswer(asked.answer.model_dump(), asked.text, asked.tokens_in, asked.tokens_out)


def hear_by_post(model: AskedModel, telling: Telling, deadline: Deadline) -> None:
    """Do what was told by post."""
    if isinstance(telling, PostedRefutation):
        model.refute(telling.key, telling.outcome, deadline)
