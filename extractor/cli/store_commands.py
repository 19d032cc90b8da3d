"""``extractor list``, ``forget``, ``edits`` and ``store backup``: documents and decisions as a whole."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import JsonOption, StoreOption

if TYPE_CHECKING:
    from pydantic import JsonValue

    from extractor.store import ListedDocument


def add_store_commands(app: typer.Typer, store_app: typer.Typer) -> None:
    """Give ``extractor`` and ``extractor store`` the commands of this module."""
    edits_app = typer.Typer(help="What people decided, out of a store and into one.", no_args_is_help=True)
    given: tuple[tuple[typer.Typer, str, str, Callable[..., int]], ...] = (
        (app, "list", "The documents of the store.", list_documents),
        (app, "forget", "Take a document out of the store.", forget_document),
        (store_app, "backup", "Copy a store into a file.", backup),
        (edits_app, "export", "Write decisions as JSON.", export_edits),
        (edits_app, "import", "Take decisions over.", import_edits),
    )
    for to, name, short, command in given:
        to.command(name=name, short_help=short)(command)
    app.add_typer(edits_app, name="edits", short_help="What people decided.")


def list_documents(
    status: Annotated[
        str | None, typer.Option(metavar="NAMES", help="Only accepted, review, unrecognised or failed ones: a,b.")
    ] = None,
    reviewer: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only those that this person decided about or looks at.")
    ] = None,
    wanted: Annotated[
        str | None, typer.Option("--filter", metavar="TEXT", help="Only those with this in a path or a schema.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """Every document with its folder: what became of it, how many fields wait, who decided and who is looking at it."""
    from rich.table import Table
    from rich.text import Text

    from extractor.cli.screen import STYLES, output, write_json
    from extractor.cli.storing import open_store, store_place

    statuses = frozenset(status.split(",")) if status else None
    with open_store(store_place(store), create=False) as opened:
        found = [each for each in opened.listed() if _is_wanted(each, statuses, reviewer, wanted)]
    if as_json:
        write_json([asdict(each) for each in found])
        return 0
    table = Table(show_edge=False, pad_edge=False)
    for name in ("status", "document", "schema", "wait", "decided", "by"):
        table.add_column(name, justify="right" if name in ("wait", "decided") else "left", overflow="fold")
    for each in found:
        who = ", ".join((*each.reviewers, *([f"@{each.leased_by} now"] if each.leased_by else [])))
        numbers = (str(each.flags or ""), str(each.decisions or ""))
        table.add_row(Text(each.status, STYLES[each.status]), _where(each), each.schema_name, *numbers, who)
    output().print(table)
    output().print(f"{len(found)} documents.")
    return 0


def forget_document(
    document: Annotated[str, typer.Argument(metavar="DOC", help="Its name, its path or the start of its sha256.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """Take everything away that was read of a document: results, readings, its text, its names.

    Decisions about it stay, for they are never deleted: they hold again if the same content is read again.
    """
    from extractor.cli.screen import output, write_json
    from extractor.cli.storing import documents_named, open_store, several_named, store_place
    from extractor.settlement import forget

    with open_store(store_place(store), create=False) as opened:
        found = documents_named(opened, document)
        if len({each.sha256 for each in found}) > 1:
            raise several_named(opened, document, found)
        decisions = sum(len(opened.edits(each.sha256, each.schema_name)) for each in found)
        for each in found:
            forget(opened, each)
    if as_json:
        write_json({"forgotten": [each.document for each in found], "decisions": decisions})
        return 0
    output().print(f"{found[0].path} is forgotten; {decisions} decisions about its content stay.", soft_wrap=True)
    return 0


def backup(copy: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")], store: StoreOption = None) -> int:
    """Copy a store in a file into another file, as of one moment; others may go on working with it meanwhile."""
    from extractor.cli.screen import output
    from extractor.cli.storing import store_place
    from extractor.store import back_up

    size = back_up(store_place(store), copy)
    output().print(f"{copy} holds the store as it is now, {size:,} bytes.", soft_wrap=True)
    return 0


def export_edits(
    out: Annotated[
        str, typer.Option("--output", "-o", metavar="FILE", help="Where to write; - is standard output.")
    ] = "-",
    store: StoreOption = None,
) -> int:
    """Write every decision of the store as JSON, oldest first, each with the path of its document."""
    import json

    from extractor.cli.screen import write_json
    from extractor.cli.storing import open_store, store_place

    with open_store(store_place(store), create=False) as opened:
        names = {(each.sha256, each.schema_name): _where(each) for each in opened.listed()}
        edits = [
            {**edit.model_dump(mode="json"), "document": names.get((edit.sha256, edit.schema_name), "")}
            for edit in opened.all_edits()
        ]
    written: dict[str, JsonValue] = {"format": "extractor edits", "version": 1, "edits": [*edits]}
    if out == "-":
        write_json(written)
    else:
        Path(out).write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


def import_edits(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `extractor edits export` wrote, or another tool.")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """Append the decisions of a file that the store does not have yet, and make the results they lead to.

    A decision about a document that the store does not hold is kept and holds as soon as that is read.
    """
    from extractor.cli.handed_over import read_edits, take_over
    from extractor.cli.screen import output, write_json
    from extractor.cli.storing import open_store, store_place

    edits = read_edits(file)
    with open_store(store_place(store), create=False) as opened:
        taken = take_over(opened, edits)
    if as_json:
        write_json(asdict(taken))
        return 0
    output().print(
        f"{taken.added} decisions taken over, {taken.known} were there already; {taken.without_document} of them are "
        "about documents that the store does not hold.",
        soft_wrap=True,
    )
    return 0


def _where(document: "ListedDocument") -> str:
    """Where a document lies: from the folder at hand, if it is below that."""
    path = Path(document.paths[0] if document.paths else document.document)
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _is_wanted(
    document: "ListedDocument", statuses: frozenset[str] | None, reviewer: str | None, text: str | None
) -> bool:
    said = "\n".join((*document.paths, document.document, document.schema_name)).casefold()
    return (
        (statuses is None or document.status in statuses)
        and (reviewer is None or reviewer in (*document.reviewers, document.leased_by))
        and (text is None or text.casefold() in said)
    )
