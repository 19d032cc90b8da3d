"""Where a model answers: address, name, key, and what is learnt about the endpoint while using it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

from extractor.errors import ConfigurationError

OPENAI = "https://api.openai.com/v1"
KEYS = ("EXTRACTOR_API_KEY", "OPENAI_API_KEY")
"""Environment variables that may hold the key; the first that is set counts."""


@dataclass(frozen=True)
class Endpoint:
    """An OpenAI-compatible endpoint and the model to ask there."""

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)

    def open(self) -> "Endpoint":
        """The endpoint itself: nothing has to be started."""
        return self


class EndpointSource(Protocol):
    """Something that becomes an endpoint when the first request is made: an address, or a model in this process."""

    @property
    def model(self) -> str:
        """Name of the model, known before anything is started."""

    def open(self) -> Endpoint:
        """The endpoint, ready for requests. ModelUnavailable if it cannot be started."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What one endpoint turned out to do.

    ``enforces``: answers follow the schema that was sent. ``context``: tokens it can read, None if it does not say.
    ``rejected``: parameters it does not take. ``sees``: it can say what a picture shows; None while nobody has asked.
    """

    enforces: bool = False
    usage: bool = False
    logprobs: bool = False
    context: int | None = None
    rejected: frozenset[str] = frozenset()
    sees: bool | None = None


@dataclass(frozen=True, slots=True)
class EndpointReport:
    """What a probe of an endpoint found; ``problem`` says why it cannot be used, empty if it can."""

    base_url: str
    model: str
    profile: str
    traits: Traits
    seconds: float
    models: tuple[str, ...] = ()
    problem: str = ""


def open_endpoint(base_url: str | None, model: str, environ: Mapping[str, str] = os.environ) -> Endpoint:
    """The endpoint at ``base_url`` (OpenAI's own if None) with the key from the environment.

    ConfigurationError for an address that is none, or without a model.
    """
    address = (base_url or OPENAI).rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigurationError(f"{base_url!r} is no address: give it as http://host:port/v1 or https://host/v1")
    if not model.strip():
        raise ConfigurationError("say which model to ask: --model NAME")
    key = next((environ[name] for name in KEYS if environ.get(name)), "")
    return Endpoint(address, model.strip(), key)
