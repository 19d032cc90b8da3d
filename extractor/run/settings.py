"""Settings of a run: from the command line, else from the environment (``EXTRACTOR_…``), else the default."""

import json
import re
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, field_validator

from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.errors import ConfigurationError
from extractor.readers.llm.address import OPENAI
from extractor.route import Policy
from extractor.run.hosts import refuse_leaving

ReaderName: TypeAlias = Literal["layout", "llm"]
Vision: TypeAlias = Literal["auto", "never", "always"]
Only: TypeAlias = Literal["failed", "review", "unrecognised", "changed"]
"""Standings of documents in the store. ``changed``: the program, a schema, a decision or the file itself is another
than when the document was read."""
Engine: TypeAlias = Literal["local", "ray"]
When: TypeAlias = Literal["auto", "always", "when-needed"]

DEFAULT_STORE = "sqlite:///extractor.sqlite"


class EndpointSettings(BaseModel):
    """Where the model is asked. Without ``base_url`` the embedded model is asked, if it is installed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base_url: str | None = None
    """Address of an OpenAI-compatible endpoint; with a model and no address, OpenAI's own."""

    model: str | None = None
    """Name of the model at the endpoint."""

    deadline_seconds: Annotated[float | None, Field(gt=0)] = None
    """Longest time the model may take for one document; none given: what the model's profile says."""

    vision: Vision = "auto"
    """Which pages the model is shown. auto: those that are pictures, if it sees. always: every page; it has to see."""

    rpm: Annotated[float | None, Field(gt=0)] = None
    """Requests a minute at most; none given: as many as the endpoint admits."""

    tpm: Annotated[float | None, Field(gt=0)] = None
    """Tokens a minute at most."""

    timeout: Annotated[float | None, Field(gt=0)] = None
    """Seconds that one request may take; none given: what is left of the document's deadline."""

    busy_seconds: Annotated[float | None, Field(gt=0)] = None
    """Seconds for which the endpoint may say nothing but "too many" before it is given up, without the pauses that it
    asks for, which are kept however long they are; none given: five minutes."""

    header: tuple[str, ...] = Field(default=(), repr=False)
    """Headers of every request, each as NAME=VALUE."""

    extra_body: dict[str, JsonValue] = {}
    """What else every request says."""

    ca: Path | None = None
    """A file of certificates to trust besides the usual ones."""

    spare_tokens: Annotated[int | None, Field(ge=0)] = None
    """Room in an answer besides the values, for thinking aloud; none given: what the model's profile says."""

    @field_validator("header", mode="before")
    @classmethod
    def _lines(cls, value: object) -> object:
        """One a line, as a variable holds them."""
        return tuple(line for line in value.splitlines() if line.strip()) if isinstance(value, str) else value

    @field_validator("extra_body", mode="before")
    @classmethod
    def _object(cls, value: object) -> object:
        """JSON as it is typed."""
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise ValueError("it is no JSON object") from None


class RunSettings(BaseModel):
    """Everything a run depends on besides the documents."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    store: str = DEFAULT_STORE
    """Where results go: a path, sqlite:///… or postgresql://…"""

    readers: tuple[ReaderName, ...] = ()
    """Which readers work; none named: layout, and llm where there is a model."""

    llm: When = "auto"
    """When a model is asked. auto: at an endpoint always, the embedded one when needed. when-needed: only where the
    layout reader leaves something open under the policy."""

    audit: Annotated[Decimal, Field(ge=0, le=1)] = Decimal(0)
    """The share of documents accepted without a model that it is asked about all the same; typed as 2% or 0.02."""

    prices: Path | None = None
    """A TOML file that says what tokens cost, by model."""

    budget: Annotated[Decimal | None, Field(gt=0)] = None
    """The most that all runs of a store may spend on models at endpoints, in the currency of their price."""

    batch: bool = False
    """The model at an endpoint is asked in batches, which are answered within a day and cost less."""

    wait: bool = True
    """A run in batches waits for the answers."""

    offline: bool = False
    """Nothing leaves this machine: no endpoint, no store and no proxy elsewhere."""

    schema_name: str | None = None
    """Read every document with this schema instead of recognising it."""

    policy: Policy = "standard"
    """Which evidence confirms a field."""

    jobs: Annotated[int | None, Field(ge=1, le=256)] = None
    """Documents at the same time; none given: one for each processor, four at most where they are few, 64 for an
    endpoint; of a cluster one for each processor, 16 for each where an endpoint is asked.
    """

    store_seconds: Annotated[float, Field(ge=0)] = 300.0
    """How long a run waits for a store that is locked, full or gone before it ends."""

    engine: Engine = "local"
    """Who reads: this machine, or processes that Ray starts, here or on every machine of a cluster."""

    ray_address: str | None = None
    """The cluster; none given: Ray on this machine alone."""

    cache_mib: Annotated[int, Field(ge=0)] = 1024
    """MiB of opened documents, scans above all, that are kept beside the store; 0: none."""

    only: tuple[Only, ...] = ()
    """Of the documents named, only those that stand so in the store; none given: all."""

    again: bool = False
    """Read documents again that were done before."""

    endpoint: EndpointSettings = EndpointSettings()
    """The model."""

    limits: OpeningLimits = DEFAULT_LIMITS
    """How much opening one file may cost."""

    @field_validator("audit", mode="before")
    @classmethod
    def _share(cls, value: object) -> object:
        """``2%`` as it is typed."""
        if isinstance(value, str) and value.strip().endswith("%"):
            try:
                return Decimal(value.strip().removesuffix("%").strip()) / 100
            except InvalidOperation:
                return value
        return value

    @field_validator("readers", "only", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        """``layout,llm`` as it is typed."""
        if isinstance(value, str):
            return tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))
        return value


ENVIRONMENT: Mapping[str, tuple[str, ...]] = {
    "store": ("EXTRACTOR_STORE",),
    "store_seconds": ("EXTRACTOR_STORE_SECONDS",),
    "engine": ("EXTRACTOR_ENGINE",),
    "ray_address": ("EXTRACTOR_RAY_ADDRESS",),
    "cache_mib": ("EXTRACTOR_CACHE_MIB",),
    "readers": ("EXTRACTOR_READERS",),
    "llm": ("EXTRACTOR_LLM",),
    "audit": ("EXTRACTOR_AUDIT",),
    "prices": ("EXTRACTOR_PRICES",),
    "budget": ("EXTRACTOR_BUDGET",),
    "batch": ("EXTRACTOR_BATCH",),
    "offline": ("EXTRACTOR_OFFLINE",),
    "schema_name": ("EXTRACTOR_SCHEMA",),
    "policy": ("EXTRACTOR_POLICY",),
    "jobs": ("EXTRACTOR_JOBS",),
    "base_url": ("EXTRACTOR_BASE_URL",),
    "model": ("EXTRACTOR_MODEL",),
    "deadline_seconds": ("EXTRACTOR_DEADLINE",),
    "memory_mib": ("EXTRACTOR_OPEN_MEMORY",),
    "wall_seconds": ("EXTRACTOR_OPEN_SECONDS",),
    "cpu_seconds": ("EXTRACTOR_OPEN_CPU_SECONDS",),
    "pages": ("EXTRACTOR_OPEN_PAGES",),
    "pixels": ("EXTRACTOR_OPEN_PIXELS",),
    "decompressed_mib": ("EXTRACTOR_OPEN_DECOMPRESSED",),
    "words": ("EXTRACTOR_OPEN_WORDS",),
    "reading_seconds": ("EXTRACTOR_READING_SECONDS",),
    "vision": ("EXTRACTOR_VISION",),
    "rpm": ("EXTRACTOR_RPM",),
    "tpm": ("EXTRACTOR_TPM",),
    "timeout": ("EXTRACTOR_TIMEOUT",),
    "busy_seconds": ("EXTRACTOR_BUSY",),
    "header": ("EXTRACTOR_HEADERS",),
    "extra_body": ("EXTRACTOR_EXTRA_BODY",),
    "ca": ("EXTRACTOR_CA",),
    "spare_tokens": ("EXTRACTOR_SPARE_TOKENS",),
}
"""The variables each setting may come from, the first that is set and not empty. The key is the reader's own affair."""


_OPTIONS: Mapping[str, str] = {
    "schema_name": "schema",
    "memory_mib": "open-memory",
    "wall_seconds": "open-seconds",
    "pages": "open-pages",
}
"""What is typed for a setting, where that is not its name."""


def resolve_settings(given: Mapping[str, object], environment: Mapping[str, str]) -> RunSettings:
    """Settings from what was typed (None: not typed) over the environment over the defaults.

    ``given`` uses the names of :data:`ENVIRONMENT`, ``again``, ``only`` and ``wait``. ConfigurationError names what is
    wrong.
    """
    values: dict[str, object] = {}
    for name in (*ENVIRONMENT, "again", "only", "wait"):
        found = given.get(name)
        if found is None:
            found = next((environment[key] for key in ENVIRONMENT.get(name, ()) if environment.get(key)), None)
        if found is not None:
            values[name] = found
    endpoint = {name: values.pop(name) for name in EndpointSettings.model_fields if name in values}
    limits = {each.name: values.pop(each.name) for each in fields(OpeningLimits) if each.name in values}
    try:
        settings = RunSettings.model_validate({**values, "endpoint": endpoint, "limits": limits})
    except ValidationError as error:
        raise ConfigurationError(
            "; ".join(_said(problem["loc"], problem["msg"]) for problem in error.errors())
        ) from None
    if not settings.wait and not settings.batch:
        raise ConfigurationError("--no-wait: only a run in batches can be left alone: --batch")
    if settings.offline:
        named = settings.endpoint.base_url or (OPENAI if settings.endpoint.model is not None else None)
        refuse_leaving(named, settings.store, settings.readers != ("layout",), environment)
    return settings


def shown_store(place: str) -> str:
    """The place of a store as it may be shown: without a password."""
    return re.sub(r"(://[^:/@]*):[^@/]*@", r"\1:…@", place)


def _said(where: tuple[int | str, ...], message: str) -> str:
    """One wrong setting in words, never with its value: it may be a key."""
    name = str(where[-1] if where and where[0] in ("endpoint", "limits") else where[0] if where else "settings")
    if name == "limits":
        name, _, message = message.removeprefix("Value error, ").partition(": ")
    option = _OPTIONS.get(name, name).replace("_", "-")
    variables = ENVIRONMENT.get(name)
    return f"--{option}{f' (or {variables[0]})' if variables else ''}: {message}"
