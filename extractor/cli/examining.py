"""``extractor doctor``: what is installed, what was found, and what to do about what is missing."""

import os
import platform
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from typing import Literal, NamedTuple, TypeAlias

from rich.table import Table
from rich.text import Text

from extractor.cli.screen import output, write_json
from extractor.cli.storing import open_store
from extractor.errors import ExtractorError, StoreMissing
from extractor.readers.llm import describe_endpoint, model_status
from extractor.release import __version__
from extractor.run.reader_set import named_endpoint
from extractor.run.settings import RunSettings, resolve_settings, shown_store
from extractor.schemas.registry import load_schema, schema_names

Health: TypeAlias = Literal["ok", "missing", "broken"]
"""missing: not installed or not there yet, which need not matter. broken: it is there and does not work."""

_PACKAGES = (
    "pydantic",
    "pymupdf",
    "lxml",
    "openai",
    "instructor",
    "SQLAlchemy",
    "textual",
    "rich",
    "typer",
    "xlsxwriter",
)
_EXTRAS = {
    "xllamacpp": "embedded",
    "onnxruntime": "ocr",
    "ortools": "solver",
    "psycopg": "postgres",
    "pyarrow": "parquet",
}
_PROBE_SECONDS = 60.0
_STYLES = {"ok": "green", "missing": "yellow", "broken": "red"}


class Examined(NamedTuple):
    """One thing that was looked at."""

    what: str
    health: Health
    found: str


def examine(given: Mapping[str, object], as_json: bool) -> int:
    """Look at everything; 1 where something is broken."""
    settings = resolve_settings(given, os.environ)
    checks = [*_versions(), *_schemas(), _store(settings), _model(), *_endpoint(settings)]
    if as_json:
        write_json([check._asdict() for check in checks])
    else:
        table = Table(show_edge=False, pad_edge=False)
        for heading in ("what", "state", "found"):
            table.add_column(heading, overflow="fold")
        for check in checks:
            table.add_row(check.what, Text(check.health, _STYLES[check.health]), check.found)
        output().print(table)
    return 1 if any(check.health == "broken" for check in checks) else 0


def _versions() -> Iterator[Examined]:
    yield Examined("extractor", "ok", f"{__version__} on Python {platform.python_version()}, {platform.system()}")
    for name in _PACKAGES:
        found = _installed(name)
        yield Examined(name, "ok" if found else "broken", found or "not installed: install extractor-proof again")
    for name, extra in _EXTRAS.items():
        found = _installed(name)
        yield Examined(name, "ok" if found else "missing", found or f"pip install 'extractor-proof[{extra}]'")


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _schemas() -> Iterator[Examined]:
    for name in schema_names():
        try:
            schema = load_schema(name)
        except Exception as error:
            # Schema packs are other people's code: whatever they raise is what is wrong with them.
            yield Examined(f"schema {name}", "broken", f"{type(error).__name__}: {error}")
        else:
            forms = ", ".join(form.name for form in schema.forms)
            yield Examined(f"schema {name}", "ok", f"version {schema.version}, forms {forms}")


def _store(settings: RunSettings) -> Examined:
    try:
        with open_store(settings.store, create=False) as store:
            statuses = store.overview().statuses
    except StoreMissing as error:
        return Examined("store", "missing", str(error))
    except ExtractorError as error:
        return Examined("store", "broken", str(error))
    return Examined("store", "ok", f"{shown_store(settings.store)}: {sum(statuses.values())} documents")


def _model() -> Examined:
    status = model_status()
    return Examined(
        "embedded model", "ok" if status.ready else "missing", status.problem or f"{status.model}, {status.path}"
    )


def _endpoint(settings: RunSettings) -> Iterator[Examined]:
    if settings.endpoint.base_url is None and settings.endpoint.model is None:
        yield Examined("endpoint", "missing", "none named: --base-url and --model")
        return
    try:
        endpoint = named_endpoint(settings.endpoint)
    except ExtractorError as error:
        yield Examined("endpoint", "broken", str(error))
        return
    report = describe_endpoint(endpoint, _PROBE_SECONDS)
    if report.problem:
        yield Examined("endpoint", "broken", report.problem)
        return
    traits = report.traits
    enforced = "answers follow a schema" if traits.enforces else "answers need not follow a schema"
    context = f"reads {traits.context} tokens" if traits.context else "does not say how many tokens it reads"
    sight = "sees pictures" if traits.sees else "sees no pictures"
    asked = f"asked by {traits.asking.replace('_', ' ')}{', in a stream' if traits.streams else ''}"
    said = f"{report.model} at {report.base_url}: {asked}; {enforced}; {context}; {sight}; {report.seconds} s"
    yield Examined("endpoint", "ok", said)
