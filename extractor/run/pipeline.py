"""One file to one outcome: open, recognise, read, verify, decide. Whatever happens to a file becomes a result."""

import logging
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TypeAlias

from pydantic import JsonValue

from extractor.documents.file_names import legible_name, path_as_text, url_of
from extractor.documents.file_parts import FilePart, document_part, hash_of_file, key_of_part, name_of_part
from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document
from extractor.documents.opening.fetched_copies import FetchedCopies
from extractor.documents.opening.guarded import open_guarded
from extractor.documents.opening.members import shown_name
from extractor.errors import (
    ConfigurationError,
    DocumentError,
    ModelUnavailable,
    Postponed,
    ProblemKind,
    QuotaExhausted,
    StoreUnavailable,
)
from extractor.readers.bill import bill_of
from extractor.readers.form_notation import in_notation_of
from extractor.readers.model_reading.attached_reading import with_attached
from extractor.readers.parting import FileParts, find_parts
from extractor.readers.reading import Reading
from extractor.readers.recognise import Recognition, recognise
from extractor.receipt_making import with_receipt
from extractor.route import Policy, Problem, Result, Status, Verdict, judge_readings
from extractor.run.keeping import Earlier, judged_from_store, parts_from_store
from extractor.run.opened_cache import OpenedCache, OpenFile
from extractor.run.reading_limits import within_limits
from extractor.run.selection import NamedContent
from extractor.schemas.form import Form, Schema
from extractor.schemas.registry import resolve_schema
from extractor.store.entries import Outcome, Source
from extractor.verify import told_by_document
from extractor.verify.edit import CHOSEN, Edit, chosen_schema
from extractor.verify.finding import SENTENCES, Finding, FindingKind
from extractor.verify.grounding import kept

_LOG = logging.getLogger(__name__)
_MISSING_NAMED = 20
_ANY_SHARE = 0.005
NO_DETAILS: Mapping[str, JsonValue] = {}

BY_LABELS = "finds places by labels"
"""How a reader goes about it that is no model."""

UNDECIDED = "form.undecided"
"""Code of the finding that keeps a document from being accepted because two forms fit it equally well."""

ANOTHER_BEGINS = "file.another_begins"
"""Code of the finding that another document seems to begin inside a file."""

ReadDocument: TypeAlias = Callable[[Document, Schema, Form], tuple[Reading, ...]]

STOPS_THE_RUN = (ConfigurationError, ModelUnavailable, QuotaExhausted, StoreUnavailable)
"""What no other document can escape either."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for every document of a run. ``forced``: the one schema is given, not recognised. ``opened``:
    documents that were opened before. ``copies``: what was fetched of those at URLs when their hashes were made.

    Schemas go by the text that names them, so that a job can be handed to another process: rules are functions and
    stay where they are.
    """

    schema_names: tuple[str, ...]
    forced: bool = False
    policy: Policy = "standard"
    fingerprint: str = ""
    limits: OpeningLimits = DEFAULT_LIMITS
    opened: OpenedCache | None = None
    copies: FetchedCopies | None = None

    def open(self, content: NamedContent, open_file: OpenFile) -> Document:
        """A file opened, or the document that was kept of it."""
        if self.opened is None:
            return self._open(content.path, self.limits, open_file)
        return self.opened.open(content.path, content.sha256, self.limits, partial(self._open, open_file=open_file))

    def _open(self, path: Path, limits: OpeningLimits, open_file: OpenFile) -> Document:
        """A file opened; of one at a URL the copy, where it was fetched before."""
        if self.copies is None or not url_of(path):
            return open_file(path, limits)
        with self.copies.taken(path) as copy:
            return open_file(path, limits) if copy is None else replace(open_file(copy, limits), path=path)

    @property
    def schemas(self) -> tuple[Schema, ...]:
        """The schemas themselves."""
        return _load(self.schema_names, self.fingerprint)


@dataclass(frozen=True, slots=True)
class Task:
    """One document of a run, with the decisions of people about it. ``kept``: what holds of its earlier results. Both
    are those of its parts as well, where it was found to be several documents. ``choices``: how many of the decisions
    stored about its file choose a schema for it or take that back.
    """

    content: NamedContent
    edits: tuple[Edit, ...] = ()
    kept: tuple[Earlier, ...] = ()
    choices: int = 0

    def part(self, name: str) -> "Task":
        """The same of a part of the file."""
        key = key_of_part(self.content.sha256, name)
        content = NamedContent(key, tuple(path / name for path in self.content.paths))
        return Task(content, self.edits, tuple(each for each in self.kept if each.result.sha256 == key))

    def of_content(self, sha256: str) -> "Task":
        """The same where the file is another one by now than when its hash was made: nothing is known of what it holds
        but under which schema it is to be read.
        """
        chosen = (each for each in self.edits if each.rule == CHOSEN)
        edits = tuple(each.model_copy(update={"sha256": sha256}) for each in chosen)
        return Task(replace(self.content, sha256=sha256), edits)


def process(task: Task, job: Job, read: ReadDocument, open_file: OpenFile = open_guarded) -> Outcome:
    """The outcome for one document. Raises what stops the whole run (:data:`STOPS_THE_RUN`), and Postponed for a
    document whose requests are answered later.
    """
    content = task.content
    try:
        name = shown_name(content.path)
        return within_limits(name, job.limits, lambda: _processed(task, job, read, open_file))
    except DocumentError as error:
        problem = Problem(kind=error.kind, message=str(error))
        return Outcome(_unjudged(content.as_it_is(), "failed", problem), fingerprint=job.fingerprint)
    except (*STOPS_THE_RUN, Postponed):
        raise
    except Exception as error:
        _LOG.exception("%s: an error of the program", content.path)
        details: dict[str, JsonValue] = {"traceback": traceback.format_exc()}
        return broken(content, job, f"{type(error).__name__}: {error}", details)


def _processed(task: Task, job: Job, read: ReadDocument, open_file: OpenFile) -> Outcome:
    content = task.content
    earlier = judged_from_store(task.kept, content.sha256)
    if earlier is not None and _still_meant(earlier, task, job):
        return _judge_again(earlier, task, job)
    if known := parts_from_store(task.kept, content.sha256):
        parts = [task.part(name_of_part(each.result.sha256)) for each in known]
        again = [_judge_again(each, part, job) for each, part in zip(known, parts, strict=True)]
        return _parted(task, job, again)
    return _judge(job.open(content, open_file), task, job, read)


def broken(content: NamedContent, job: Job, what: str, details: Mapping[str, JsonValue] = NO_DETAILS) -> Outcome:
    """The outcome for a document at which the program itself failed."""
    message = f"an error of the program, not of the document ({what}); please report it"
    problem = Problem(kind=ProblemKind.INTERNAL_ERROR, message=message, details=dict(details))
    return Outcome(_unjudged(content, "failed", problem), fingerprint=job.fingerprint)


def crashed(content: NamedContent, job: Job) -> Outcome:
    """The outcome for a document at which the process ended that read it."""
    message = "the process that read it died of it: it may take more memory than there is, or the program failed at it"
    problem = Problem(kind=ProblemKind.READING_CRASHED, message=message)
    return Outcome(_unjudged(content, "failed", problem), fingerprint=job.fingerprint)


def _judge(document: Document, task: Task, job: Job, read: ReadDocument) -> Outcome:
    if document.sha256 != task.content.sha256:
        task = task.of_content(document.sha256)
    given = _given(task, job)
    only = given if given is not None and len(given.forms) == 1 else None
    schemas = job.schemas if given is None else (given,)
    found = recognise(document, schemas) if only is None else Recognition(only, only.forms[0], 1.0, only.name, ())
    schema, form = found.schema, found.form
    if given is not None:
        schema, form = given, form_for(document, given, found)
    source = Source.of(document)
    if schema is None or form is None:
        result = _unjudged(task.content, "unrecognised", _unrecognised(document, found), _remarks(document))
        return Outcome(result, source=source, fingerprint=job.fingerprint)
    document = in_notation_of(form, document)
    parts = find_parts(document, schema, form)
    if parts.several:
        return _judge_parts(document, parts.several, task, job, read)
    readings = with_attached(document, schema, form, read(document, schema, form))
    edits = _edits_under(schema, task)
    undecided = (*_undecided(found, form), *seeming_documents(document, parts))
    verdict = judge_readings(form, readings, edits, job.policy, source=document, more=undecided)
    untouched = (*told_by_document(form, readings, document), *undecided) if edits else verdict.findings
    result = result_of(document, path_as_text(task.content.path), schema, verdict, readings)
    fingerprint = "" if unanswered(readings) else job.fingerprint
    made = Outcome(result, readings, source, fingerprint, len(edits), job.policy, tuple(kept(untouched, ())))
    return with_receipt(made, edits, fingerprint=job.fingerprint)


def _given(task: Task, job: Job) -> Schema | None:
    """The schema that is not to be recognised: the one of the run, or else the one a person chose for the document."""
    if job.forced:
        return job.schemas[0]
    chosen = chosen_schema(task.edits, hash_of_file(task.content.sha256))
    return next((each for each in job.schemas if each.name == chosen), None)


def _still_meant(earlier: Earlier, task: Task, job: Job) -> bool:
    """Whether an earlier result stands under the schema that a person chose, where one ever did."""
    decided = job.forced or all(edit.rule != CHOSEN for edit in task.edits)
    return decided or earlier.result.schema_name == chosen_schema(task.edits, hash_of_file(task.content.sha256))


def _judge_parts(document: Document, parts: Sequence[FilePart], task: Task, job: Job, read: ReadDocument) -> Outcome:
    """What becomes of every part. Postponed where one of them waits, after the requests of all were collected."""
    found, later = [], None
    for part in parts:
        try:
            found.append(_judge(document_part(document, part), task.part(str(part)), job, read))
        except Postponed as outcome:
            outcome.pictured += later.pictured if later is not None else 0
            later = outcome
    if later is not None:
        raise later
    names = tuple(map(str, parts))
    each = [replace(one, result=one.result.model_copy(update={"parts": names})) for one in found]
    return _parted(task, job, each)


def _parted(task: Task, job: Job, each: Sequence[Outcome]) -> Outcome:
    names = each[0].result.parts
    result = _unjudged(task.content, "review", several_documents(shown_name(task.content.path), names))
    return Outcome(result, fingerprint=job.fingerprint, parts=tuple(each))


def result_of_several(document: Document, path: str, schema: Schema, form: Form, parts: Sequence[FilePart]) -> Result:
    """What becomes of a file that holds several documents, where one record was asked for."""
    return Result(
        document=legible_name(document.name),
        path=path,
        sha256=document.sha256,
        status="review",
        schema_name=schema.name,
        schema_version=schema.version,
        form=form.name,
        problem=several_documents(document.name, tuple(map(str, parts))),
        remarks=_remarks(document),
    )


def several_documents(document: str, parts: Sequence[str]) -> Problem:
    """Why nothing is said of a file as a whole: it holds more than one document."""
    named = ", ".join(f"{document}/{part}" for part in parts)
    return Problem(
        kind=ProblemKind.SEVERAL_DOCUMENTS,
        message=f"{document} holds {len(parts)} documents: {named}. Each is read by its own path.",
        details={"parts": list(parts)},
    )


def seeming_documents(document: Document, parts: FileParts) -> tuple[Finding, ...]:
    """The finding that keeps a document from being accepted in the middle of which another one begins or seems to."""
    found = parts.several or parts.seeming
    if not found:
        return ()
    begins = ", ".join(f"{part.unit} {part.first}" for part in found[1:])
    paths = ", ".join(f"{document.name}/{part}" for part in found)
    said = ("years_beside", paths) if found[0].unit == "year" else ("another_begins", begins, paths)
    return (_of_document(ANOTHER_BEGINS, FindingKind.ANOTHER_BEGINS, said),)


def _of_document(code: str, kind: FindingKind, said: tuple[str, ...]) -> Finding:
    told = SENTENCES.say(*said)
    return Finding(code=code, kind=kind, outcome="fail", severity="error", paths=(), message=told, said=said)


def result_of(document: Document, path: str, schema: Schema, verdict: Verdict, readings: Sequence[Reading]) -> Result:
    """What becomes of a document with these readings and this verdict."""
    return Result(
        document=legible_name(document.name),
        path=path,
        sha256=document.sha256,
        status=verdict.status,
        schema_name=schema.name,
        schema_version=schema.version,
        form=verdict.form,
        verdict=verdict,
        remarks=_remarks(document),
        readers={each.reader: each.manner or BY_LABELS for each in readings},
        usage=bill_of(readings),
    )


def _judge_again(earlier: Earlier, task: Task, job: Job) -> Outcome:
    """The outcome from stored readings and from what the document itself said about them: it stays closed."""
    before, path = earlier.result, task.content.path
    assert before.verdict is not None and before.form is not None
    (schema,) = (each for each in job.schemas if each.name == before.schema_name)
    form, edits = schema.form(before.form), _edits_under(schema, task)
    verdict = judge_readings(form, earlier.readings, edits, job.policy, before=earlier.looked_up)
    update = {"status": verdict.status, "verdict": verdict, "schema_version": schema.version}
    update |= {"document": shown_name(path), "path": path_as_text(path)}
    made = before.model_copy(update=update)
    outcome = Outcome(made, earlier.readings, None, job.fingerprint, len(edits), job.policy, earlier.looked_up)
    return with_receipt(outcome, edits)


def _edits_under(schema: Schema, task: Task) -> tuple[Edit, ...]:
    mine = (edit for edit in task.edits if edit.sha256 == task.content.sha256)
    return tuple(edit for edit in mine if edit.schema_name == schema.name)


def unanswered(readings: Sequence[Reading]) -> str:
    """The first problem of a reader that may be gone the next time, such as an endpoint nobody answered at, in words;
    or why a model gave nothing at all (:func:`silent`).

    A document with such a problem counts as not yet done.
    """
    problems = (problem for reading in readings for problem in reading.problems)
    return next((problem.message for problem in problems if problem.kind.passing), "") or silent(readings)


def silent(readings: Sequence[Reading]) -> str:
    """Why there is not one usable answer of a model that was asked about a document, in words; empty where there is."""
    for reading in readings:
        none = next((problem for problem in reading.problems if problem.kind.no_answer), None)
        if none is not None and all(field.state == "unread" for field in reading.fields.values()):
            return none.message
    return ""


def _undecided(found: Recognition, form: Form) -> tuple[Finding, ...]:
    if not found.undecided:
        return ()
    return (_of_document(UNDECIDED, FindingKind.FORM_UNDECIDED, ("form_undecided", form.name)),)


def form_for(document: Document, schema: Schema, found: Recognition | None = None) -> Form:
    """The form of a given schema that fits best, even where it fits badly: what is not found stays unread.

    ``found``: what recognition said of this schema, where it was asked. Of a model there is one form only.
    """
    if len(schema.forms) == 1:
        return schema.forms[0]
    found = found or recognise(document, [schema])
    if found.form is not None:
        return found.form
    fits = [(recognise(document, [_only(schema, form)]).share, -number) for number, form in enumerate(schema.forms)]
    return schema.forms[-max(fits)[1]]


@cache
def _load(names: tuple[str, ...], _made_by: str) -> tuple[Schema, ...]:
    """The schemas as they are under this fingerprint: rules beside them may be others in the next run."""
    return tuple(resolve_schema(text) for text in names)


def _only(schema: Schema, form: Form) -> Schema:
    return Schema(schema.name, schema.version, schema.title, (form,), schema.language, schema.variants)


def _unrecognised(document: Document, found: Recognition) -> Problem:
    share = f"the nearest is {found.nearest}, with {found.share:.0%} of its labels printed"
    near = share if found.share >= _ANY_SHARE else "no label of any schema is printed in it"
    return Problem(
        kind=ProblemKind.UNRECOGNISED,
        message=f"{document.name} fits no schema; {near}. "
        "If it is such a report, read it with --schema; if not, it needs a schema of its own.",
        details={
            "nearest": found.nearest,
            "share": round(found.share, 4),
            "missing": list(found.missing[:_MISSING_NAMED]),
            "missing_count": len(found.missing),
        },
    )


def _remarks(document: Document) -> tuple[str, ...]:
    return tuple(map(legible_name, document.remarks))


def _unjudged(content: NamedContent, status: Status, problem: Problem, remarks: tuple[str, ...] = ()) -> Result:
    return Result(
        document=shown_name(content.path),
        path=path_as_text(content.path),
        sha256=content.sha256,
        status=status,
        problem=problem,
        remarks=remarks,
    )
