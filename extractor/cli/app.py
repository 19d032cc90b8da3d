"""What can be typed: commands, arguments and options. Each command loads what it needs when it is called."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from extractor.cli.endpoint_options import with_endpoint
from extractor.cli.exits import WRONG_USAGE, ending
from extractor.cli.export_options import add_exporting
from extractor.cli.learning_schemas import learn_schema
from extractor.cli.looking import add_looking
from extractor.cli.options import (
    PATH_HELP,
    SCHEMA_HELP,
    AuditOption,
    BaselineOption,
    BatchOption,
    BudgetOption,
    EngineOption,
    EstimateOption,
    EvalLlmOption,
    FromReviewOption,
    GateOption,
    JobsOption,
    JsonOption,
    LanguageOption,
    LlmOption,
    LogOption,
    ModelsOption,
    NoWaitOption,
    OfflineOption,
    OnlyStandingOption,
    OpenMemoryOption,
    OpenSecondsOption,
    PolicyOption,
    PriceInOption,
    PricesOption,
    PromptFoldersOption,
    RayAddressOption,
    ReadersOption,
    RepliesOption,
    StoreOption,
    StoreSecondsOption,
    settings_typed,
)
from extractor.cli.rechecked import add_rechecking
from extractor.cli.store_commands import add_store_commands
from extractor.cli.watching import add_watching
from extractor.cli.writing_schemas import add_commands

EXIT_CODES = """
Exit codes: 0 all accepted; 1 some need a person (in review, or not recognised); 2 some failed, or the account
behind the endpoint ran out; 4 a model was to read along and gave no usable answer for at least one document, or, with
--batch, has not yet; 3 wrong usage or settings, nothing was started; 5 the store, its disk or the cluster was lost
under way; 70 an error of the program; 130 and 143 interrupted. Of several that apply, the first of 130, 143, 70, 3, 5,
2, 4, 1.
"""

app = typer.Typer(
    name="extractor",
    help="Turns folders of messy reports into numbers that can be trusted.",
    epilog="Settings come from options, else from the environment (EXTRACTOR_STORE, EXTRACTOR_READERS, "
    "EXTRACTOR_LLM, EXTRACTOR_AUDIT, EXTRACTOR_PRICES, EXTRACTOR_BUDGET, EXTRACTOR_BATCH, "
    "EXTRACTOR_OFFLINE, EXTRACTOR_SCHEMA, EXTRACTOR_POLICY, EXTRACTOR_JOBS, EXTRACTOR_BASE_URL, EXTRACTOR_MODEL, "
    "EXTRACTOR_DEADLINE, EXTRACTOR_RPM, EXTRACTOR_TPM, EXTRACTOR_TIMEOUT, EXTRACTOR_BUSY, "
    "EXTRACTOR_HEADERS with one a line, "
    "EXTRACTOR_EXTRA_BODY, EXTRACTOR_CA, EXTRACTOR_SPARE_TOKENS, "
    "EXTRACTOR_RULES: a folder with rules of your own; EXTRACTOR_CACHE_MIB: opened scans kept for the store; "
    "limits of opening a file: EXTRACTOR_OPEN_MEMORY, "
    "EXTRACTOR_OPEN_SECONDS, EXTRACTOR_OPEN_CPU_SECONDS, EXTRACTOR_OPEN_PAGES, EXTRACTOR_OPEN_PIXELS, "
    "EXTRACTOR_OPEN_DECOMPRESSED in MiB, EXTRACTOR_OPEN_WORDS; of reading one: EXTRACTOR_READING_SECONDS); "
    "the key only from EXTRACTOR_API_KEY for the endpoint of --base-url, and OPENAI_API_KEY for OpenAI's own.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
schemas_app = typer.Typer(help="Which reports are known, and what their fields and rules are.", no_args_is_help=True)
store_app = typer.Typer(help="The store itself, whatever it holds.", no_args_is_help=True)
cache_app = typer.Typer(help="What models have answered, kept so that nothing is asked twice.", no_args_is_help=True)
model_app = typer.Typer(help="The models that run inside the program when no endpoint is named.")
app.add_typer(schemas_app, name="schemas", short_help="Which reports are known.")
app.add_typer(store_app, name="store", short_help="The store itself.")
app.add_typer(cache_app, name="cache", short_help="What models have answered.")
app.add_typer(model_app, name="model", short_help="The models that run inside the program.")

ReportOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write a page to look at: one HTML file, for any browser.")
]
OnlyOption = Annotated[
    str | None, typer.Option(metavar="NAMES", help="Only cases of these styles, kinds or names: html,scan-*.")
]


@model_app.callback(invoke_without_command=True)
def _models(context: typer.Context) -> int:
    if context.invoked_subcommand is not None:
        return 0
    from extractor.cli.models import show_model

    return show_model(False)


def _version(wanted: bool) -> None:
    if wanted:
        from extractor.release import __version__

        typer.echo(f"extractor {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and end.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    pass


@app.command(short_help="Read reports, verify and store them.", epilog=EXIT_CODES)
@with_endpoint
def run(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH", help=PATH_HELP)],
    schema: Annotated[
        str | None, typer.Option(metavar="SCHEMA", help=f"Read every document with this schema. {SCHEMA_HELP}")
    ] = None,
    readers: ReadersOption = None,
    llm: LlmOption = None,
    audit: AuditOption = None,
    endpoint: Mapping[str, object] | None = None,
    policy: PolicyOption = None,
    prices: PricesOption = None,
    budget: BudgetOption = None,
    estimate: EstimateOption = False,
    batch: BatchOption = False,
    no_wait: NoWaitOption = False,
    offline: OfflineOption = False,
    jobs: JobsOption = None,
    engine: EngineOption = None,
    ray_address: RayAddressOption = None,
    open_memory: OpenMemoryOption = None,
    open_seconds: OpenSecondsOption = None,
    open_pages: Annotated[int | None, typer.Option(metavar="N", help="Pages a file may have. [default: 1000]")] = None,
    again: Annotated[bool, typer.Option("--again", help="Read documents again that were done before.")] = False,
    only: OnlyStandingOption = None,
    store: StoreOption = None,
    store_seconds: StoreSecondsOption = None,
    as_json: JsonOption = False,
    log: LogOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no advice.")] = False,
) -> int:
    """Read reports, verify what was read, and store what is proven and what is not.

    A run that was stopped goes on with the same command: what was done with the same program, schemas, readers and
    policy is not done again, and of the rest only what has to be. In folders, hidden files and files with other
    suffixes than those of documents are left out. Files with the same content are one document.
    """
    from extractor.cli import running

    given = settings_typed({**locals(), **(endpoint or {})})
    if estimate:
        return running.estimate_reports(paths, given, as_json, quiet)
    return running.run_reports(paths, given, as_json, quiet, log)


@app.command(short_help="What the store holds, in numbers.")
def status(
    reviewers: Annotated[
        bool, typer.Option("--reviewers", help="What each person did: pace, corrections, audits, double entry.")
    ] = False,
    html: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write a page about the whole batch: counts, causes, worst documents, costs, versions."
        ),
    ] = None,
    lang: LanguageOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """How many documents are accepted, in review, failed or not recognised, and what waits for a person.

    Where accepted documents were audited (`extractor review --audit`), it says how many of the values that nobody
    looked at may be wrong at most.
    """
    from extractor.cli import counting, spoken_language

    spoken_language.speak_as_asked(lang)
    if html is not None:
        from extractor.cli.batch_reporting import write_batch_page

        return write_batch_page(store, html)
    return counting.show_reviewers(store, as_json) if reviewers else counting.show_status(store, as_json)


add_looking(app)
add_rechecking(app)
add_watching(app)


add_exporting(app)


@app.command(short_help="Prove a record that somebody else made.", epilog=EXIT_CODES)
def verify(
    document: Annotated[Path, typer.Argument(metavar="DOCUMENT", help="The document that the record is about.")],
    records: Annotated[
        list[Path], typer.Argument(metavar="RECORD...", help="JSON files with records; several are several witnesses.")
    ],
    schema: Annotated[
        str | None, typer.Option(metavar="NAME", help="The model or JSON Schema of the record, by name or file.")
    ] = None,
    policy: PolicyOption = None,
    every_field: Annotated[bool, typer.Option("--all", help="Every field, not only those that are flagged.")] = False,
    as_json: JsonOption = False,
) -> int:
    """Say of every value of a record that another tool made whether it is printed where it belongs.

    A file holds one record as JSON, {"record": …, "quotes": {PATH: TEXT}} where its maker says what is printed, or
    lines of an export. What several records agree on bears them out; where they differ, nobody wins. With --json, the
    same line as `extractor export --include review`. Nothing is stored.
    """
    from extractor.cli.verifying_records import verify_document

    return verify_document(document, records, schema, policy, every_field, as_json)


@app.command(name="eval", short_help="Count mistakes on documents with known truth.")
@with_endpoint
def evaluate(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SET]",
            help="A bundled set, or a folder with one; or: diff BEFORE AFTER; or: add FOLDER; or: matrix SET.",
        ),
    ] = None,
    limit: Annotated[int | None, typer.Option(metavar="N", help="Only so many cases, of every style in turn.")] = None,
    only: OnlyOption = None,
    readers: ReadersOption = None,
    llm: EvalLlmOption = None,
    endpoint: Mapping[str, object] | None = None,
    policy: PolicyOption = None,
    baseline: BaselineOption = None,
    gate: GateOption = False,
    strict_gate: Annotated[bool, typer.Option("--strict-gate", help="The same on any loss, however small.")] = False,
    save_baseline: Annotated[Path | None, typer.Option(metavar="FILE", help="Keep this run for comparisons.")] = None,
    record: Annotated[Path | None, typer.Option(metavar="FILE", help="Keep the replies of the model.")] = None,
    replies: RepliesOption = None,
    report: ReportOption = None,
    price_in: PriceInOption = None,
    price_out: Annotated[str | None, typer.Option(metavar="N", help="The same of replies.")] = None,
    currency: Annotated[str | None, typer.Option(metavar="NAME", help="Of both prices, such as EUR.")] = None,
    prices: PricesOption = None,
    from_review: FromReviewOption = False,
    models: ModelsOption = None,
    prompts: PromptFoldersOption = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """Read a set of documents whose truth is known, and count what was accepted wrongly and what went to review.

    Without SET, lists the sets there are. `extractor eval diff BEFORE AFTER` compares two runs that were kept with
    --save-baseline; `extractor eval add FOLDER --from-review` makes cases of accepted documents that a person decided
    about; `extractor eval matrix SET` compares models, prompts and readers (--readers layout,llm,layout+llm). A
    baseline in evals/baselines goes by its name. Exit code 1 where an accepted document holds a wrong value, in a set
    of traps also where one is confirmed in any document; with --gate, only where the run may not pass, and every
    reason with its cases is named.
    """
    from extractor.cli import evaluating
    from extractor.cli.eval_options import EvalOptions

    options = EvalOptions(
        limit, baseline, gate, save_baseline, record, replies, as_json, report, prices, price_in, price_out,
        currency, only, strict_gate, from_review, store, models, prompts,
    )  # fmt: skip
    # --only names cases here, not how documents stand in a store.
    given = settings_typed({**locals(), **(endpoint or {}), "llm": llm or "always", "only": None})
    return evaluating.evaluate(names or (), options, given)


@schemas_app.command(name="list")
def list_schemas(as_json: JsonOption = False) -> int:
    """The schemas that were found, with their forms."""
    from extractor.cli.describing import describe_schemas

    return describe_schemas(as_json)


@schemas_app.command(name="show")
def show_schema(
    name: Annotated[str, typer.Argument(metavar="SCHEMA", help=SCHEMA_HELP)],
    as_json: JsonOption = False,
) -> int:
    """One schema: its forms, the labels and paths of its fields, and its rules in words."""
    from extractor.cli.describing import describe_schema

    return describe_schema(name, as_json)


@schemas_app.command(name="check")
def check_schema(
    name: Annotated[str, typer.Argument(metavar="SCHEMA", help=SCHEMA_HELP)],
    as_json: JsonOption = False,
) -> int:
    """What the rules of a schema prove, and what they cannot.

    Names rules that contradict each other, that no document can decide or that follow from others; fields that no rule
    looks at, or only one; and which fields the equations cannot tell apart, so that a mistake is seen and not placed.
    Exit code 1 where a rule cannot do its work.
    """
    from extractor.cli.linting import check_schema as check

    return check(name, as_json)


add_commands(schemas_app)
schemas_app.command(name="learn")(learn_schema)
add_store_commands(app, store_app)


@store_app.command(name="upgrade")
def upgrade_store(store: StoreOption = None, as_json: JsonOption = False) -> int:
    """Make a store that an earlier release wrote one of this release.

    Nothing is read again and no decision is lost: all of it is done, or nothing. A store in a file is copied beside
    itself first. Commands that meet such a store offer this where they can ask, and end with exit code 3 where not.
    """
    from extractor.cli.storing import upgrade

    return upgrade(store, as_json)


@cache_app.command(name="clear")
def clear_cache(
    model: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this model answered.")] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """Throw kept answers away, so that the model is asked again; results and decisions stay as they are."""
    from extractor.cli.storing import clear_replies

    return clear_replies(store, model, as_json)


@model_app.command(name="install")
def install_model(
    size: Annotated[
        str | None, typer.Option(metavar="SIZE", help="0.5b (491 MB) or 1.5b (1,117 MB). [default: 0.5b]")
    ] = None,
) -> int:
    """Bring an embedded model, check it, and put its licence beside it. Goes on where it was stopped.

    Of two that are there the larger is used, unless EXTRACTOR_MODEL_SIZE names one. Either only copies rows that the
    layout reader found: it witnesses characters of scans, never places.
    """
    from extractor.cli.models import install

    return install(size)


@model_app.command(name="status")
def model_status(as_json: JsonOption = False) -> int:
    """Which embedded models there are, which is used, and whether its runtime is installed."""
    from extractor.cli.models import show_model

    return show_model(as_json)


@app.command(short_help="Check the installation.")
@with_endpoint
def doctor(endpoint: Mapping[str, object] | None = None, store: StoreOption = None, as_json: JsonOption = False) -> int:
    """Check the installation: versions, schemas, store, embedded model, and the endpoint if one is named."""
    from extractor.cli.examining import examine

    return examine({**(endpoint or {}), "store": store}, as_json)


def run_command_line(arguments: Sequence[str]) -> int:
    """Run one command; its exit code."""
    with ending() as end:
        code = app(args=list(arguments), prog_name="extractor", standalone_mode=False)
        end.code = code if isinstance(code, int) else 0
    return end.code


__all__ = ["WRONG_USAGE", "app", "run_command_line"]
