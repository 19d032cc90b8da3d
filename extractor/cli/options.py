"""Options of readers and money that stand in more than one command or take more than a line, and what was typed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

_SETTINGS = {
    "schema": "schema_name",
    "open_memory": "memory_mib",
    "open_seconds": "wall_seconds",
    "open_pages": "pages",
}
"""Settings that go by another name than what is typed for them."""

SCHEMA_HELP = (
    "A name from `extractor schemas list`, a folder, file.py, file.py:Class, module:Class, pack.yaml, or a .json file "
    "that holds a JSON Schema."
)

PATH_HELP = (
    "Files, folders with everything in them, patterns in quotes ('reports/**/*.pdf'); - takes paths from standard "
    "input, one a line."
)

ReadersOption = Annotated[
    str | None,
    typer.Option(metavar="NAMES", help="layout, llm or layout,llm. [default: layout, and llm where there is a model]"),
]
LlmOption = Annotated[
    str | None,
    typer.Option(
        metavar="WHEN",
        help="When the model is asked: always; when-needed, only where the layout reader leaves something open; auto, "
        "an endpoint always and the embedded model when needed. [default: auto]",
    ),
]
EvalLlmOption = Annotated[
    str | None,
    typer.Option(
        "--llm", metavar="WHEN", help="When the model is asked: always, when-needed or auto. [default: always]"
    ),
]
AuditOption = Annotated[
    str | None,
    typer.Option(
        metavar="SHARE",
        help="Ask the model also about this share (2%) of the documents accepted without it; one that it reads "
        "otherwise goes to review.",
    ),
]
StoreOption = Annotated[
    str | None,
    typer.Option("--store", metavar="PLACE", help="A path, sqlite:///… or postgresql://… [default: extractor.sqlite]"),
]
StoreSecondsOption = Annotated[
    float | None,
    typer.Option(
        metavar="N", help="Wait so long for a store that is locked, full or gone, then end with 5. [default: 300]"
    ),
]
EngineOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="local, or ray: processes that Ray starts, on every machine of a cluster. [default: local]"
    ),
]
RayAddressOption = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="The cluster, HOST:PORT or auto; if not said, Ray on this machine alone."),
]
LogOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Add every event of the run to this file, one JSON object a line."),
]
OnlyStandingOption = Annotated[
    str | None,
    typer.Option(
        "--only",
        metavar="NAMES",
        help="Of the documents named, only those that are failed, review or unrecognised in the store, or changed: "
        "the program, a schema, a decision or the file is another than it was when they were read.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON to standard output, nothing else.")]
LanguageOption = Annotated[
    str | None,
    typer.Option("--lang", metavar="LANGUAGE", help="en or zh; without it, what EXTRACTOR_LANG or the locale says."),
]
PolicyOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Which evidence confirms a field: standard or strict. [default: standard]"),
]
BaselineOption = Annotated[Path | None, typer.Option(metavar="FILE", help="Compare with an earlier run, case by case.")]
FromReviewOption = Annotated[
    bool, typer.Option("--from-review", help="With add: documents that people have signed, with what they said.")
]
GateOption = Annotated[bool, typer.Option("--gate", help="Exit code 1 on a significant loss or any new false success.")]
RepliesOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Answer from kept replies; the model is not asked.")
]
ModelsOption = Annotated[
    str | None,
    typer.Option(metavar="NAMES", help="With matrix: models with commas between, each NAME or NAME@URL."),
]
PromptFoldersOption = Annotated[
    str | None,
    typer.Option(
        "--prompts", metavar="FOLDERS", help="With matrix: folders of prompts with commas between; shipped: our own."
    ),
]
PriceInOption = Annotated[
    str | None, typer.Option(metavar="N", help="What a million tokens of requests cost, to count money as well.")
]
PricesOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Prices of many models, in TOML (see docs/evals.md).")
]
BudgetOption = Annotated[
    str | None,
    typer.Option(metavar="AMOUNT", help="The most that all runs of the store may spend, in the currency of --prices."),
]
EstimateOption = Annotated[
    bool, typer.Option("--estimate", help="Only say what asking the model would take; send and store nothing.")
]
BatchOption = Annotated[
    bool,
    typer.Option(
        "--batch",
        help="Ask the model in batches: half the price, answered within a day. A run that ends goes on later.",
    ),
]
NoWaitOption = Annotated[
    bool,
    typer.Option(
        "--no-wait", help="With --batch: fetch what is answered, hand in what is new, and end (exit code 4 until done)."
    ),
]
OfflineOption = Annotated[
    bool, typer.Option("--offline", help="Refuse whatever would leave this machine: endpoints, stores, proxies.")
]
JobsOption = Annotated[
    int | None,
    typer.Option(metavar="N", help="Documents at the same time; if not said, one a processor, few at most four."),
]
OpenMemoryOption = Annotated[
    int | None, typer.Option(metavar="MIB", help="Memory that opening a file may take. [default: 3072]")
]
OpenSecondsOption = Annotated[
    float | None, typer.Option(metavar="S", help="Time that opening one page may take. [default: 120]")
]


def settings_typed(typed: Mapping[str, object]) -> dict[str, object]:
    """What was typed, by the names of settings. A switch that was not typed says nothing."""
    given = {_SETTINGS.get(name, name): None if value is False else value for name, value in typed.items()}
    return {**given, "wait": False} if given.pop("no_wait", None) else given
