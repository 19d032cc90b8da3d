"""Where a model answers: address, name, key, and what is learnt about the endpoint while using it."""

import hashlib
import ipaddress
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Protocol, TypeAlias
from urllib.parse import urlsplit, urlunsplit

from extractor.errors import ConfigurationError

OPENAI = "https://api.openai.com/v1"
KEY, OPENAI_KEY = "EXTRACTOR_API_KEY", "OPENAI_API_KEY"
"""Environment variables that may hold a key: for the endpoint that is named, and for OpenAI's own and no other."""

Asking: TypeAlias = Literal["json_schema", "tools", "json_object", "plain"]
"""How an answer of a shape is asked for: a strict JSON schema, a forced tool call, JSON of any shape, or in words."""

_MASK = "…"
_SHORTEST_SECRET = 6
_AZURE = (".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com")
_NO_HEADERS: Mapping[str, str] = MappingProxyType({})
_NO_BODY: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Endpoint:
    """An OpenAI-compatible endpoint and the model to ask there.

    ``headers`` and ``extra_body`` go with every request; ``ca``: a file of certificates to trust besides the usual
    ones; ``timeout``: seconds that one request may take, None for as long as the document's deadline lets it;
    ``requests`` and ``tokens``: a minute, None for what the endpoint admits; ``embedded``: it runs in this process.
    """

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    headers: Mapping[str, str] = field(default_factory=lambda: _NO_HEADERS, repr=False)
    extra_body: Mapping[str, object] = field(default_factory=lambda: _NO_BODY)
    ca: Path | None = None
    timeout: float | None = None
    requests: float | None = None
    tokens: float | None = None
    embedded: bool = False

    def open(self) -> "Endpoint":
        """The endpoint itself: nothing has to be started."""
        return self

    @property
    def shown(self) -> str:
        """The address as it may be shown: without names, passwords and what follows a question mark."""
        parts = urlsplit(self.base_url)
        return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))

    @property
    def host(self) -> str:
        """Name or number of the machine."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def loopback(self) -> bool:
        """Whether it is this machine: no proxy stands between."""
        return is_loopback(self.host)

    @property
    def azure(self) -> bool:
        """Whether it is Azure's: the key goes in a header of its own."""
        return self.host.endswith(_AZURE)

    @property
    def address(self) -> str:
        """Where replies come from, for the key they are kept under; empty for a model in this process."""
        return "" if self.embedded else self.shown

    @property
    def additions(self) -> str:
        """What goes with every request and shapes its answer, as a short hash; empty where nothing does."""
        if not self.extra_body:
            return ""
        extra = json.dumps(dict(self.extra_body), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(extra.encode()).hexdigest()[:8]

    def masked(self, text: str) -> str:
        """A text in which nothing secret is left, whoever wrote it."""
        secrets = [self.api_key, *self.headers.values(), urlsplit(self.base_url).password or ""]
        secrets += [pair.partition("=")[2] for pair in urlsplit(self.base_url).query.split("&")]
        for secret in sorted({each for each in secrets if len(each) >= _SHORTEST_SECRET}, key=len, reverse=True):
            text = text.replace(secret, _MASK)
        return text


class EndpointSource(Protocol):
    """Something that becomes an endpoint when the first request is made: an address, or a model in this process."""

    @property
    def model(self) -> str:
        """Name of the model, known before anything is started."""

    @property
    def address(self) -> str:
        """Where replies come from, for the key they are kept under; empty for a model in this process."""

    @property
    def additions(self) -> str:
        """What goes with every request and shapes its answer, as a short hash; empty where nothing does."""

    def open(self) -> Endpoint:
        """The endpoint, ready for requests. ModelUnavailable if it cannot be started."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What one endpoint turned out to do.

    ``enforces``: answers follow the schema that was sent. ``context``: tokens it can read, None if it does not say.
    ``rejected``: parameters it does not take. ``sees``: it can say what a picture shows; None while nobody has asked.
    ``asking``: how it is asked for an answer of a shape. ``bare_schema``: it takes no lengths and limits in schemas.
    ``streams``: it answers in a stream only.
    """

    enforces: bool = False
    usage: bool = False
    logprobs: bool = False
    context: int | None = None
    rejected: frozenset[str] = frozenset()
    sees: bool | None = None
    asking: Asking = "json_schema"
    bare_schema: bool = False
    streams: bool = False


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


def is_loopback(host: str) -> bool:
    """Whether a name or number is this machine's own."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def open_endpoint(base_url: str | None, model: str, environ: Mapping[str, str] = os.environ) -> Endpoint:
    """The endpoint at ``base_url`` (OpenAI's own if None) with the key from the environment that belongs to it.

    ConfigurationError for an address that is none, without a model, for OpenAI's own without a key, and where a key
    would go over a line that anybody can listen to.
    """
    address = (base_url or OPENAI).rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigurationError(f"{base_url!r} is no address: give it as http://host:port/v1 or https://host/v1")
    if not model.strip():
        raise ConfigurationError("say which model to ask: --model NAME")
    key = _key(base_url, parts.hostname, environ)
    if base_url is None and not key:
        raise ConfigurationError(
            f"{model.strip()} would be asked at {OPENAI}, and there is no key for it: "
            f"name the endpoint with --base-url, or set {OPENAI_KEY}"
        )
    if key and parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ConfigurationError(
            f"the key in {KEY} would go to {parts.hostname} unencrypted: use https, or unset it if none is needed"
        )
    return Endpoint(address, model.strip(), key)


def parse_headers(given: tuple[str, ...]) -> Mapping[str, str]:
    """Headers from ``NAME=VALUE``. ConfigurationError for one that is none; its value is never shown."""
    headers = {}
    for each in given:
        name, separator, value = each.partition("=")
        if not separator or not re.fullmatch(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+", name) or re.search(r"[\r\n\0]", value):
            raise ConfigurationError("a header is given as --header NAME=VALUE")
        headers[name] = value
    return headers


def _key(base_url: str | None, host: str, environ: Mapping[str, str]) -> str:
    """The key for a host: the endpoint's own where one is named, OpenAI's for OpenAI alone."""
    own = environ.get(KEY, "")
    if host == urlsplit(OPENAI).hostname:
        return (own if base_url is not None else "") or environ.get(OPENAI_KEY, "")
    return own if base_url is not None else ""
