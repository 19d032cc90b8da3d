"""Replies of a model in a file: an evaluation that was paid for once can be repeated for nothing, and exactly.

The first line says what the replies are worth: the model and the versions of everything a request is made from. Every
other line is one reply under the hash of its request. A file that does not fit the run is refused, and so is a request
that is not in it: an evaluation on some of its replies would be a number about something else.
"""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.errors import ConfigurationError, MalformedReply

RECORD_AGAIN = "record it again with --record"


class Made(BaseModel):
    """What replies were made with: the model, and the reader's version for every schema (profile, prompts, schema).

    ``address`` and ``additions``: the endpoint they came from, as their keys name it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    versions: tuple[str, ...]
    address: str = ""
    additions: str = ""


class _ReplyLine(BaseModel):
    """One reply; None where the model gave no usable answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    reply: str | None


@dataclass
class Recorder:
    """Keeps replies as they come, through the cache of the reader. Every request is sent once.

    A request that ends without a usable answer is kept as such.
    """

    path: Path
    _kept: dict[str, str | None] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, key: str) -> str | None:
        """The reply to the same request earlier in this run."""
        with self._lock:
            return self._kept.setdefault(key, None)

    def put(self, key: str, reply: str) -> None:
        """Keep a reply."""
        with self._lock:
            self._kept[key] = reply

    def write(self, made: Made) -> None:
        """Write the file, in an order that does not depend on who answered first."""
        lines = [made.model_dump_json()]
        lines += [_ReplyLine(key=key, reply=self._kept[key]).model_dump_json() for key in sorted(self._kept)]
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text("\n".join(lines) + "\n", "utf-8")


@dataclass(frozen=True)
class Recording:
    """Replies to answer from, in place of the model."""

    path: Path
    made: Made
    replies: dict[str, str | None]

    @property
    def model(self) -> str:
        """The model that gave the replies."""
        return self.made.model

    @property
    def address(self) -> str:
        """Where it was asked."""
        return self.made.address

    @property
    def additions(self) -> str:
        """What went with every request."""
        return self.made.additions

    def open(self) -> NoReturn:
        """There is no endpoint behind a recording: a reply in it was not of the shape that was asked for."""
        raise ConfigurationError(f"a reply in {self.path} does not fit its request: {RECORD_AGAIN}")

    def get(self, key: str) -> str:
        """The reply to a request. ConfigurationError if there is none, MalformedReply if it was no usable answer."""
        if key not in self.replies:
            raise ConfigurationError(
                f"{self.path} holds no reply to a request of this run (key {key[:12]}…): "
                f"a document, a prompt or the reader is another now; {RECORD_AGAIN}"
            )
        reply = self.replies[key]
        if reply is None:
            raise MalformedReply("the model gave no usable answer when this was recorded")
        return reply

    def put(self, key: str, reply: str) -> None:
        """Never called: nobody is asked."""
        raise ConfigurationError(f"{self.path} is read only")

    def check(self, versions: tuple[str, ...]) -> None:
        """ConfigurationError if the replies were made with another model, prompt, profile or schema."""
        stale = sorted(set(versions) - set(self.made.versions))
        if stale:
            raise ConfigurationError(
                f"{self.path} is stale: it was made with {'; '.join(self.made.versions)}, "
                f"this run has {'; '.join(stale)}: {RECORD_AGAIN}"
            )


def load_recording(path: Path) -> Recording:
    """Read a recording. ConfigurationError if there is none or a line of it is damaged."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"the recording {path} cannot be read: {error}") from None
    try:
        made = Made.model_validate_json(lines[0] if lines else "")
        replies = {line.key: line.reply for line in _parse(lines[1:])}
    except (ValidationError, json.JSONDecodeError) as error:
        raise ConfigurationError(f"the recording {path} is damaged ({error}): {RECORD_AGAIN}") from None
    return Recording(path, made, replies)


def _parse(lines: list[str]) -> Iterator[_ReplyLine]:
    for line in lines:
        yield _ReplyLine.model_validate_json(line)
