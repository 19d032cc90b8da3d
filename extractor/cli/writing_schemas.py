"""``extractor schemas new`` and ``try``: a pack proposed from samples, and a schema tried on one of them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import SCHEMA_HELP

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from extractor.documents.model import Document
    from extractor.drafting.trying import Trial
    from extractor.schemas.shape import Shape

OutOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="A new file to write to, instead of standard output.")
]


def add_commands(schemas_app: typer.Typer) -> None:
    """Give ``extractor schemas`` the commands of this module."""
    commands: tuple[tuple[str, Callable[..., int]], ...] = (("new", new_schema), ("try", try_on_sample))
    for name, command in commands:
        schemas_app.command(name=name)(command)


def new_schema(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the schema is to be called.")],
    samples: Annotated[list[Path] | None, typer.Argument(metavar="[SAMPLE]...", help="Documents of one kind.")] = None,
    start: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="MODEL",
            help="A JSON Schema or pydantic model to begin with: FILE.json, file.py:Class, module:Class. What samples "
            "print for its fields is added to their labels.",
        ),
    ] = None,
    language: Annotated[str, typer.Option(help="The language of what is printed, such as en or zh-Hant.")] = "en",
    out: OutOption = None,
) -> int:
    """Propose a pack in YAML from samples of one kind of document; two or three tell more than one.

    Labels with their values become fields, tables below headings lists, titles groups; types are decided over all
    samples, and what holds between the numbers of all of them becomes a rule. Comments say how sure each line is and
    where it was seen. Nothing is asked of a model.
    """
    from extractor.drafting.proposing import propose
    from extractor.errors import ConfigurationError

    if not samples and start is None:
        raise ConfigurationError("give samples, or a model with --from")
    _write(propose(name, _opened(samples or ()), _shape(start), language), out)
    return 0


def try_on_sample(
    name: Annotated[str, typer.Argument(metavar="SCHEMA", help=SCHEMA_HELP)],
    sample: Annotated[Path, typer.Argument(help="A document.")],
    html: Annotated[bool, typer.Option("--html", help="One page of HTML with every place in colour.")] = False,
    out: OutOption = None,
) -> int:
    """What a schema finds in a sample by its labels: values, what is left over, and the nearest misses.

    Exit code 1 where a field is not read for sure or something is left over.
    """
    from extractor.drafting.trial_page import trial_page
    from extractor.drafting.trying import try_schema
    from extractor.schemas.registry import resolve_schema

    schema = resolve_schema(name)
    trial = try_schema(_opened([sample])[0], schema)
    if html:
        _write(trial_page(trial), out)
    else:
        _show(trial, out)
    return 0 if trial.is_clear else 1


def _opened(samples: Sequence[Path]) -> "list[Document]":
    import os

    from extractor.documents.opening.guarded import open_guarded
    from extractor.run.selection import check_paths
    from extractor.run.settings import resolve_settings

    if samples:
        check_paths(list(samples))
    limits = resolve_settings({}, os.environ).limits
    return [open_guarded(each, limits) for each in samples]


def _shape(start: str | None) -> "Shape | None":
    from extractor.errors import ConfigurationError
    from extractor.schemas.registry import resolve_schema

    if start is None:
        return None
    shape = resolve_schema(start).forms[0].shape
    if shape is None:
        raise ConfigurationError(f"{start} is described label by label, which a pack in YAML cannot be")
    return shape


def _write(text: str, out: Path | None) -> None:
    import sys

    from extractor.errors import ConfigurationError

    if out is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with out.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise ConfigurationError(f"{out} is there already; nothing was written") from error
    except OSError as error:
        raise ConfigurationError(f"{out} cannot be written: {error.strerror}") from error


def _show(trial: "Trial", out: Path | None) -> None:
    """The trial in the terminal, or as text in a file."""
    from extractor.cli.screen import output

    console = output()
    if out is None:
        _print(console, trial)
        return
    with console.capture() as captured:
        _print(console, trial)
    _write(captured.get(), out)


def _print(console: "Console", trial: "Trial") -> None:
    from rich.table import Table
    from rich.text import Text

    from extractor.drafting.trying import said_of

    console.print(_page(trial), soft_wrap=True)
    table = Table(show_edge=False, pad_edge=False)
    for heading in ("field", "printed", "value", "why not"):
        table.add_column(heading, overflow="fold")
    for each in (*trial.values, *trial.empty):
        style = "green" if trial.is_sure(each) else "yellow"
        table.add_row(Text(each.path), Text(each.quote), Text(said_of(each), style), Text("; ".join(each.reasons)))
    console.print(table)
    for miss in trial.misses:
        near = f"printed is “{miss.printed}” ({miss.points:.0f} of 100)"
        console.print(Text(f"nearest miss: {miss.path} looks for “{miss.label}”, {near}", "cyan"), soft_wrap=True)
    for left in trial.left:
        console.print(Text(f"left over: {left.text}", "red"), soft_wrap=True)


def _page(trial: "Trial") -> "Text":
    """The running text of the document in the colours of its places."""
    from rich.text import Text

    page = Text(trial.document.text.rstrip("\n").expandtabs(1))
    styles = {"left": "red", "label": "blue", "value": "bold green", "doubt": "bold yellow"}
    for place in trial.places:
        if place.spot.span is not None:
            page.stylize(styles[place.kind], *place.spot.span)
    return page
