"""``extractor show`` and ``extractor review``: looking at documents, one by one."""

from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.options import JsonOption, LanguageOption, PolicyOption, StoreOption


def add_looking(app: typer.Typer) -> None:
    """Give ``extractor`` the commands of this module."""
    app.command(short_help="What became of one document, and why.")(show)
    app.command(short_help="Go through the flagged fields.")(review)


def show(
    document: Annotated[str, typer.Argument(metavar="DOC", help="Its name, its path or the start of its sha256.")],
    all_fields: Annotated[bool, typer.Option("--all", help="Every field, not only those that are flagged.")] = False,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a page: the source with every value boxed and linked to its record."),
    ] = None,
    pdf: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The same as a PDF: on the pages themselves, or with the text laid out."),
    ] = None,
    original: Annotated[
        bool, typer.Option("--open", help="Open the file itself in the viewer of this system.")
    ] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """What became of one document: flagged fields and findings in words, with what is printed and where, and decisions.

    EXTRACTOR_VIEWER names another program for --open, with {path} and {page} where they belong.
    """
    if html is not None or pdf is not None or original:
        from extractor.cli.proving import open_original, write_proof

        for target in filter(None, (html, pdf)):
            write_proof(document, store, target, as_pdf=target is pdf)
        return open_original(document, store) if original else 0
    from extractor.cli.showing import show_document

    return show_document(document, store, all_fields, as_json)


def review(
    document: Annotated[
        str | None, typer.Argument(metavar="[DOC]", help="Only this document; without it, the whole queue.")
    ] = None,
    policy: PolicyOption = None,
    lang: LanguageOption = None,
    in_browser: Annotated[
        bool, typer.Option("--web", help="In a browser on this machine, at an address that only you are told.")
    ] = False,
    port: Annotated[int | None, typer.Option(metavar="N", help="With --web: this port. [default: any]")] = None,
    audit: Annotated[
        str | None,
        typer.Option(
            metavar="SHARE",
            help="Mix this share (5%) of the accepted documents that nobody decided about into the queue, unmarked.",
        ),
    ] = None,
    blind: Annotated[
        bool,
        typer.Option("--blind", help="Double entry: decide anew what others decided, without seeing what they did."),
    ] = False,
    disagreed: Annotated[
        bool, typer.Option("--disagreed", help="Settle what two other people decided differently in double entry.")
    ] = False,
    store: StoreOption = None,
) -> int:
    """Go through the flagged fields in the terminal, each beside the lines it was read from.

    What --audit, --blind and --disagreed find out is told by `extractor status` and `extractor status --reviewers`.
    """
    from extractor.cli.reviewing import ReviewOptions, review_documents, review_in_browser

    options = ReviewOptions(document, policy, store, lang, audit, blind, disagreed)
    return review_in_browser(options, port or 0) if in_browser else review_documents(options)
