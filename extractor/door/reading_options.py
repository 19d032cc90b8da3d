"""How a document is read when it is asked for from Python: the settings of a run, as keywords."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypedDict

from pydantic import JsonValue

from extractor.errors import ConfigurationError
from extractor.schemas.nearest import did_you_mean

if TYPE_CHECKING:
    from extractor.documents.limits import OpeningLimits
    from extractor.policy import Policy
    from extractor.readers.llm import ReplyCache
    from extractor.run.reader_set import ReaderSet
    from extractor.run.settings import RunSettings


class JudgingOptions(TypedDict, total=False):
    """What counts as proof, and what opening a file may cost."""

    policy: "Policy"
    """Which evidence confirms a field: standard (the default) or strict."""
    limits: "OpeningLimits"
    """How much opening one file may cost."""


class ReadingOptions(JudgingOptions, total=False):
    """Who reads. Without ``base_url`` and ``model`` no model is asked."""

    base_url: str | None
    """Address of an OpenAI-compatible endpoint; with a model and no address, OpenAI's own."""
    model: str | None
    """Name of the model at the endpoint."""
    api_key: str | None
    """The key of the endpoint; none given: what the environment says, as for the command."""
    readers: str | Sequence[str]
    """layout, llm, or both; none given: layout, and llm where a model is named."""
    prompts: str | os.PathLike[str] | None
    """A folder with prompts of one's own."""
    vision: Literal["auto", "never", "always"]
    """Which pages the model is shown as pictures."""
    deadline: float
    """Seconds that the model may take for one document."""
    timeout: float
    """Seconds that one request may take."""
    headers: Mapping[str, str]
    """Headers of every request."""
    extra_body: Mapping[str, JsonValue]
    """What else every request says."""
    replies: "ReplyCache | None"
    """What keeps answers, so that nothing is asked twice."""


_OF_ENDPOINT = {"deadline": "deadline_seconds", "headers": "header"}


def settings_of(options: ReadingOptions) -> "RunSettings":
    """The settings that options come to. ConfigurationError names the one that is wrong."""
    from extractor.run.settings import resolve_settings

    check_named(options, ReadingOptions)
    given: dict[str, object] = {}
    for name, value in options.items():
        if value is not None and name not in ("api_key", "prompts", "replies", "limits"):
            given[_OF_ENDPOINT.get(name, name)] = value
    given["header"] = tuple(f"{name}={value}" for name, value in options.get("headers", {}).items())
    named = options.get("base_url") is not None or options.get("model") is not None
    readers = options.get("readers") or ("layout,llm" if named else "layout")
    given["readers"] = readers if isinstance(readers, str) else ",".join(readers)
    settings = resolve_settings(given, {})
    limits = options.get("limits")
    return settings if limits is None else settings.model_copy(update={"limits": limits})


def check_named(options: Mapping[str, object], known: type) -> None:
    """ConfigurationError for an option that does not exist. ``known``: the TypedDict that has them all."""
    names: frozenset[str] = getattr(known, "__optional_keys__")  # noqa: B009  # a plain class has none, says mypy
    for name in options:
        if name not in names:
            raise ConfigurationError(f"there is no option {name!r}{did_you_mean(name, sorted(names))}")


@dataclass(frozen=True)
class ReadersAtWork:
    """Readers that are ready, and the settings they work under."""

    readers: "ReaderSet"
    settings: "RunSettings"


@contextmanager
def readers_of(options: ReadingOptions) -> Iterator[ReadersAtWork]:
    """The readers that options name, as long as this lasts."""
    from extractor.readers.llm.own_folder import prompts_in
    from extractor.run.reader_set import open_readers

    settings = settings_of(options)
    folder, key = options.get("prompts"), options.get("api_key")
    if folder is not None and not Path(folder).is_dir():
        raise ConfigurationError(f"prompts: {os.fspath(folder)} is no folder")
    environ = dict(os.environ) | ({"EXTRACTOR_API_KEY": key, "OPENAI_API_KEY": key} if key else {})
    with (
        prompts_in(None if folder is None else Path(folder)),
        open_readers(settings, options.get("replies"), environ=environ) as readers,
    ):
        yield ReadersAtWork(readers, settings)
