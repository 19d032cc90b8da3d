"""``extractor recheck``: whether every stored verdict is what comes of what is stored."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import SCHEMA_HELP, StoreOption
from extractor.documents.file_names import legible_name

if TYPE_CHECKING:
    from pydantic import JsonValue
    from rich.console import Console

    from extractor.run.rechecking import Rechecked, RecheckTally
    from extractor.store import DocumentKey, Store

_LONGEST = 60
"""Characters of a value that are shown; --json has all."""


def add_rechecking(app: typer.Typer) -> None:
    """Give ``extractor`` the command of this module."""
    app.command(short_help="Make stored verdicts anew and compare them.")(recheck)


def recheck(
    documents: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DOC]...", help="Names, paths or starts of a sha256; without any, every document."),
    ] = None,
    schema: Annotated[
        str | None, typer.Option(metavar="SCHEMA", help=f"Only documents of this schema. {SCHEMA_HELP}")
    ] = None,
    apply: Annotated[
        bool, typer.Option("--apply", help="Store the new verdict of every document that differs, once it is shown.")
    ] = False,
    store: StoreOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line: each document that differs, then the counts.")
    ] = False,
) -> int:
    """Make every stored verdict anew from the readings and decisions that are stored, and compare it byte by byte.

    No file is opened and no model is asked. What differs is named, with the field, what is stored and what comes of the
    readings now, and what has changed since, as far as the receipt of the result tells. A result whose schema is not
    found here is judged by the form of it that is kept in the store; what cannot be compared is named and counted.

    Exit codes: 0 nothing differs; 1 something does, or could not be compared; 3 wrong usage; 5 the store was lost.
    """
    from extractor.cli.screen import output, write_json_line
    from extractor.cli.storing import open_store, store_place
    from extractor.run.rechecking import RecheckTally, recheck
    from extractor.schemas.registry import resolve_schema

    tally, console = RecheckTally(), output()
    with open_store(store_place(store), create=False) as opened:
        name = resolve_schema(schema).name if schema is not None else None
        keys = opened.walk(name) if not documents else _named(opened, documents, name)
        for found in recheck(opened, keys, apply, tally):
            if as_json:
                write_json_line(_plain(found))
            else:
                for line, style in _told(found):
                    console.print(line, style=style, soft_wrap=True)
    if as_json:
        write_json_line(asdict(tally))
    else:
        _sum_up(console, tally, apply)
    return 0 if tally.clean else 1


def _named(opened: "Store", documents: Iterable[str], schema: str | None) -> "Iterator[DocumentKey]":
    from extractor.cli.storing import documents_named
    from extractor.store import document_key

    found = [result for document in documents for result in documents_named(opened, document)]
    keys = dict.fromkeys((document_key(each), each.schema_name or "") for each in found)
    return (key for key in keys if schema is None or key[1] == schema)


def _plain(found: "Rechecked") -> "dict[str, JsonValue]":
    told = asdict(found)
    told["changes"] = [asdict(each) for each in found.changes]
    return told


def _told(found: "Rechecked") -> "Iterator[tuple[str, str]]":
    name = legible_name(found.path or found.document or found.sha256)
    if found.unable:
        yield f"{name}  {found.schema_name}  cannot be compared: {found.unable}", "red"
        return
    follows = ", because the report of the year before does" if found.follows else ""
    yield f"{name}  {found.schema_name}  differs{follows}", "yellow"
    for why in found.why:
        yield f"  since then: {why}", "dim"
    for change in found.changes:
        about = f"{change.path} " if change.path else ""
        yield f"  {about}{change.part}: {_said(change.before)} → {_said(change.after)}", ""
    if found.stored:
        yield "  stored as it is now", "dim"


def _said(value: "JsonValue") -> str:
    text = "nothing" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _sum_up(console: "Console", tally: "RecheckTally", apply: bool) -> None:
    console.print(f"{tally.compared} verdicts compared with what comes of their readings: {tally.differing} differ.")
    if tally.stored:
        console.print(f"{tally.stored} verdicts were stored anew.")
    elif tally.differing and not apply:
        console.print("Nothing was stored: --apply stores what comes of them now.")
    if tally.unable:
        console.print(f"{tally.unable} could not be compared; they are named above.")
    if tally.without_verdict:
        told = ", ".join(f"{count} {status}" for status, count in sorted(tally.without_verdict.items()))
        console.print(f"{sum(tally.without_verdict.values())} documents have no verdict ({told}).")
