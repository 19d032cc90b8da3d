"""Which readers work in a run, and what it costs when only one of them can."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from extractor.documents.model import Document
from extractor.errors import ConfigurationError
from extractor.readers.bill import Bill
from extractor.readers.layout import layout_code, read_layout
from extractor.readers.llm.address import OPENAI
from extractor.readers.llm.price import Price, load_prices
from extractor.readers.llm.prompt import check_own_prompts
from extractor.readers.llm.purse import Purse
from extractor.readers.llm.weights import RUNTIME
from extractor.readers.model_reading.model_readers import borne_out, read_model
from extractor.readers.parting.years_beside import with_year_of_part
from extractor.readers.reading import Reading
from extractor.run.consulting import ALWAYS, AskModel, Consulting, read_as_asked
from extractor.run.hosts import host_beyond
from extractor.run.keeping import Earlier
from extractor.run.layers import LayerKind
from extractor.run.pipeline import ReadDocument
from extractor.run.settings import EndpointSettings, RunSettings
from extractor.schemas.form import Form, Schema
from extractor.sources import version_of

if TYPE_CHECKING:
    from extractor.readers.llm import Endpoint, LlmReader, ReplyCache
    from extractor.readers.llm.asked_model import AskedModel
    from extractor.readers.llm.batched.batch_desk import BatchDesk
    from extractor.readers.llm.batched.posting_ledger import PostingLedger
    from extractor.readers.llm.reply_cache import CallLedger

Parallel: TypeAlias = Literal["processes", "threads", "few", "in_turn"]
"""processes: reading is work for this machine. threads: it waits for an endpoint. in_turn: one model, one request. few:
work for this machine, now and then for its model."""

ReadAlone: TypeAlias = Callable[[Document, Schema, Form], Reading]
"""How one reader reads a document."""


def read_by_labels(document: Document, schema: Schema, form: Form) -> Reading:
    """What the layout reader finds, whether the form is printed tables or any model."""
    read = read_layout if form.shape is None else read_model
    return with_year_of_part(document, form, read(document, schema, form))


LAYOUT_ALONE: Mapping[LayerKind, ReadAlone] = {"layout": read_by_labels}

ONLY_LAYOUT = (
    "Only the layout reader is at work: there is no model. Fields whose place it cannot prove alone go to review, and "
    "a misreading that a second reader would have contradicted is not caught. "
    "`extractor model install` brings a model that runs on this machine; --base-url and --model name an endpoint."
)
STRICT = (
    "The policy strict asks for two searches that find every place without each other. Only one is at work here: no "
    "document with tables will be accepted. A model at an endpoint (--base-url, --model) beside the layout reader is "
    "the second; a model on this machine only copies the rows it is handed."
)
ONLY_LLM = (
    "Only the model is at work: what it reads has no second reader to agree with, so little can be accepted. "
    "--readers layout,llm is slower by a few milliseconds a document."
)


@dataclass(frozen=True)
class ReaderSet:
    """The readers of a run, each by the kind of its layer. ``versions`` name each with its version; ``notice`` is to be
    told before the run. ``model`` reads along; it is empty where none does, and then there is no ``model_version``
    under a schema. ``asked_at``: its address and what goes with every request, as keys of replies name them.

    ``searches``: how many of them look for places without each other.
    ``asked``: the model at an endpoint that documents read in other processes can be asked about.
    ``host``: another machine that the model answers at. ``bill``: what asking it took so far.
    ``consulting`` says when the model is asked, ``ask`` is how. ``settings``: what each depends on besides code and
    prompts. ``depends_on`` names what readings under these schemas
    were made with, for whoever looks at them later. ``desk``: where requests are handed in that are answered later.
    """

    versions: tuple[str, ...]
    each: Mapping[LayerKind, ReadAlone]
    settings: Mapping[LayerKind, str]
    parallel: Parallel
    depends_on: Callable[[Sequence[Schema]], str]
    notice: str = ""
    model: str = ""
    model_version: Callable[[Schema], str] | None = None
    consulting: Consulting = ALWAYS
    ask: AskModel | None = None
    host: str = ""
    bill: Callable[[], Bill] | None = None
    asked_at: tuple[str, str] = ("", "")
    searches: int = 1
    desk: "BatchDesk | None" = None
    asked: "AskedModel | None" = None

    def read(self, document: Document, schema: Schema, form: Form) -> tuple[Reading, ...]:
        """Read a document with all of them, the model where it is asked."""
        return self.reading()(document, schema, form)

    def reading(self, kept: Sequence[Earlier] = ()) -> ReadDocument:
        """Read with those of them of which no reading is kept, the model where it is asked."""
        ask = self.ask
        if ask is None:
            return reading_what_is_missing(self.each, kept)
        if not self.consulting.when_needed:
            return _borne_out(reading_what_is_missing(self.each, kept))

        def read(document: Document, schema: Schema, form: Form) -> tuple[Reading, ...]:
            held = _held(kept, document, schema, form)
            layout = held.get("layout") or self.each["layout"](document, schema, form)
            return read_as_asked(self.consulting, layout, held.get("llm"), ask, document, schema, form)

        return _borne_out(read)


def _borne_out(read: ReadDocument) -> ReadDocument:
    """Readings of any model, with what the locator says of values that only the language model found."""

    def reading(document: Document, schema: Schema, form: Form) -> tuple[Reading, ...]:
        return borne_out(document, form, read(document, schema, form))

    return reading


def reading_what_is_missing(readers: Mapping[LayerKind, ReadAlone], kept: Sequence[Earlier] = ()) -> ReadDocument:
    """Read with those of the readers of which no reading is kept under the form that the document turns out to have."""

    def read(document: Document, schema: Schema, form: Form) -> tuple[Reading, ...]:
        held = _held(kept, document, schema, form)
        return tuple(held.get(name) or alone(document, schema, form) for name, alone in readers.items())

    return read


def _held(kept: Sequence[Earlier], document: Document, schema: Schema, form: Form) -> Mapping[str, Reading]:
    found = (each for each in kept if each.result.sha256 == document.sha256 and each.under(schema, form))
    return {each.reader: each for earlier in found for each in earlier.readings}


def read_with_layout(document: Document, schema: Schema, form: Form) -> tuple[Reading, ...]:
    """The layout reader alone."""
    return (read_by_labels(document, schema, form),)


@contextmanager
def open_readers(
    settings: RunSettings,
    replies: "ReplyCache | None",
    sending: bool = True,
    ledger: "PostingLedger | None" = None,
    environ: Mapping[str, str] = os.environ,
    calls: "CallLedger | None" = None,
) -> Iterator[ReaderSet]:
    """The readers that the settings name or, where they name none, layout and the model that is there.

    ``replies`` keeps what the model answered; without ``sending``, requests are counted and not sent; ``ledger`` keeps
    those that are answered later. ``environ`` holds the key of the endpoint. ``calls``, in place of ``replies``, has
    every call written down.
    ConfigurationError or ModelUnavailable where a reader that was named cannot work.
    """
    model = None if settings.readers == ("layout",) else _open_model(settings, replies, sending, ledger, environ, calls)
    if model is None:
        if settings.audit:
            raise ConfigurationError("--audit asks a model, and there is none: name one, or leave it out")
        notice = "" if settings.readers else ONLY_LAYOUT
        versions = (_layout_depends_on(),)
        yield ReaderSet(versions, LAYOUT_ALONE, {"layout": ""}, "processes", _layout_depends_on, notice)
        return
    try:
        readers = readers_with(model, settings)
        yield replace(readers, asked=model) if sending and readers.parallel == "threads" else readers
    finally:
        model.close()


def readers_with(model: "LlmReader", settings: RunSettings) -> ReaderSet:
    """The readers of a run in which this model reads along, or alone where the settings name it alone."""
    alone, remote = settings.readers == ("llm",), names_endpoint(settings.endpoint)
    consulting = consulting_of(settings, model.row_by_row)
    asked: Mapping[LayerKind, str] = {"consulting": consulting.mark} if consulting.mark else {}

    def depends_on(schemas: Sequence[Schema]) -> str:
        asked = ", ".join(f"llm {model.version(schema)}" for schema in schemas)
        return asked if alone else f"{_layout_depends_on(schemas)}, {asked}"

    setup = model.setup if remote else f"{model.setup}, {version_of(RUNTIME)}"
    return ReaderSet(
        versions=(*(() if alone else (_layout_depends_on(),)), f"llm {model.model}"),
        each={**({} if alone else LAYOUT_ALONE), "llm": model.read},
        settings={**({} if alone else {"layout": ""}), "llm": setup, **asked},
        parallel="threads" if remote else "few" if consulting.when_needed else "in_turn",
        depends_on=depends_on,
        notice=ONLY_LLM if alone else "",
        model=model.model,
        model_version=model.version,
        consulting=consulting,
        ask=model.read,
        host=host_beyond(settings.endpoint.base_url or OPENAI) if remote else "",
        bill=lambda: model.bill,
        asked_at=(model.source.address, model.source.additions),
        searches=1 if alone or model.row_by_row else 2,
        desk=_desk_of(model),
    )


def _desk_of(model: "LlmReader") -> "BatchDesk | None":
    """Where requests are handed in, if this model is asked in batches."""
    if not model.purse.batched:
        return None
    from extractor.readers.llm.batched.batch_client import BatchClient
    from extractor.readers.llm.batched.batch_desk import BatchDesk

    client = model.client()
    return BatchDesk(client) if isinstance(client, BatchClient) else None


def check_batch(settings: RunSettings) -> None:
    """ConfigurationError where a run is to be made in batches and no endpoint is asked."""
    if settings.batch and (settings.readers == ("layout",) or not names_endpoint(settings.endpoint)):
        raise ConfigurationError("--batch: only a model at an endpoint is asked in batches: name it with --model")


def consulting_of(settings: RunSettings, row_by_row: bool) -> Consulting:
    """When the model is asked under these settings. ConfigurationError where they contradict each other."""
    alone = settings.readers == ("llm",)
    if alone and settings.llm == "when-needed":
        raise ConfigurationError(
            "--llm when-needed: the layout reader says where a model is needed, and it is left out"
        )
    needed = settings.llm == "when-needed" or (settings.llm == "auto" and not names_endpoint(settings.endpoint))
    if settings.audit and (alone or not needed):
        raise ConfigurationError(
            "--audit checks what was accepted without a model, and here it is always asked: --llm when-needed"
        )
    return Consulting(needed and not alone, row_by_row, settings.policy, Fraction(settings.audit))


def _open_model(
    settings: RunSettings,
    replies: "ReplyCache | None",
    sending: bool,
    ledger: "PostingLedger | None",
    environ: Mapping[str, str],
    calls: "CallLedger | None",
) -> "LlmReader | None":
    """The model at the endpoint, or the embedded one; None where none was named and none is installed."""
    from extractor.readers.llm import LlmReader, Patience, embedded_endpoint, model_status, profile_for

    endpoint = settings.endpoint
    if not names_endpoint(endpoint) and "llm" not in settings.readers and not model_status().ready:
        return None
    remote = names_endpoint(endpoint)
    model = named_endpoint(endpoint, environ) if remote else embedded_endpoint()
    check_own_prompts()
    given = {"seconds": endpoint.deadline_seconds, "spare_tokens": endpoint.spare_tokens}
    profile = profile_for(model.model)
    profile = profile.model_copy(update={name: value for name, value in given.items() if value is not None})
    batched = settings.batch and (ledger is not None or not sending)
    posted = None if batched or ledger is None else ledger.most_tokens
    purse = Purse(_price(settings, model.model, remote), settings.budget, batched, calls, posted)
    if sending and batched and ledger is not None:
        from extractor.readers.llm.batched.batch_client import BatchClient

        later = BatchClient(model.open(), ledger, purse)
        return LlmReader(model, profile, replies, vision=endpoint.vision, purse=purse, client=later, calls=calls)
    if sending:
        patience = Patience() if endpoint.busy_seconds is None else Patience(busy=endpoint.busy_seconds)
        return LlmReader(model, profile, replies, patience, vision=endpoint.vision, purse=purse, calls=calls)
    from extractor.readers.llm.unsent import ReadOnly, UnsentClient

    client = UnsentClient(model, profile.spare_tokens, sees=remote)
    kept = None if replies is None else ReadOnly(replies)
    return LlmReader(model, profile, kept, vision=endpoint.vision, purse=purse, client=client)


def _price(settings: RunSettings, model: str, remote: bool) -> Price | None:
    """What the model's tokens cost. ConfigurationError where a budget is to be kept and nobody said."""
    filed = load_prices(settings.prices) if settings.prices is not None else {}
    if settings.budget is not None and remote and model not in filed:
        missing = f"{settings.prices} does not say" if settings.prices is not None else "nobody said"
        raise ConfigurationError(f"--budget needs to know what {model} costs, and {missing}: --prices FILE")
    return filed.get(model)


def named_endpoint(settings: EndpointSettings, environ: Mapping[str, str] = os.environ) -> "Endpoint":
    """The endpoint that settings name, its key from the environment. ConfigurationError where it cannot be used."""
    from extractor.readers.llm import open_endpoint, parse_headers

    if settings.ca is not None and not settings.ca.is_file():
        raise ConfigurationError(f"--ca {settings.ca}: there is no such file")
    return replace(
        open_endpoint(settings.base_url, settings.model or "", environ),
        headers=parse_headers(settings.header),
        extra_body=settings.extra_body,
        ca=settings.ca,
        timeout=settings.timeout,
        requests=settings.rpm,
        tokens=settings.tpm,
    )


def check_model(settings: RunSettings) -> None:
    """ConfigurationError where an endpoint is named that cannot be asked, before anything is made or opened."""
    if settings.readers != ("layout",) and names_endpoint(settings.endpoint):
        named_endpoint(settings.endpoint)


def names_endpoint(endpoint: EndpointSettings) -> bool:
    """Whether a model is asked at an endpoint, and not inside this process."""
    return endpoint.base_url is not None or endpoint.model is not None


def _layout_depends_on(_schemas: Sequence[Schema] = ()) -> str:
    return f"layout {layout_code()}"
