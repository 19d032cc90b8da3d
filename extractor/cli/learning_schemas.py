"""``extractor schemas learn``: what reviewers keep settling the same way, proposed for the pack."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extractor.cli.options import JsonOption, StoreOption

if TYPE_CHECKING:
    from pydantic import JsonValue

    from extractor.evaluate.eval_report import EvalReport
    from extractor.evaluate.interval import Rate
    from extractor.learning.change_tried import ChangeTried
    from extractor.learning.settled_alike import LearntChange
    from extractor.route import Result
    from extractor.store import Outcome, Store


@dataclass(frozen=True, slots=True)
class EvalsBeside:
    """An eval set read with the pack as it is and with the change."""

    name: str
    before: "EvalReport"
    after: "EvalReport"

    @property
    def known(self) -> "dict[str, JsonValue]":
        """What is told of it, as data."""
        known: dict[str, JsonValue] = {"set": self.name}
        for name in ("exact", "review_load", "false_success"):
            rates = (getattr(self.before.total, name), getattr(self.after.total, name))
            known[name] = dict(zip(("before", "after"), (each.model_dump() for each in rates), strict=True))
        return known


@dataclass(frozen=True, slots=True)
class ProposedChange:
    """A change with what it was found to be worth; ``problem``: why it cannot be written; ``advice``: what the owner of
    a schema that is not written in YAML has to add, and where, a line each.
    """

    schema: str
    file: Path | None
    learnt: "LearntChange"
    text: str = ""
    tried: "ChangeTried | None" = None
    evals: tuple[EvalsBeside, ...] = ()
    problem: str = ""
    advice: tuple[str, ...] = ()


def learn_schema(
    schema: Annotated[
        str | None,
        typer.Argument(metavar="[SCHEMA]", help="A schema; without it, the only one of the store."),
    ] = None,
    evals: Annotated[
        list[Path] | None,
        typer.Option(metavar="SET", help="An eval set to read with the change and without; may be given again."),
    ] = None,
    fewest: Annotated[
        int | None, typer.Option("--least", metavar="N", help="Documents that must be settled alike. [default: 3]")
    ] = None,
    take: Annotated[
        str | None, typer.Option(metavar="ID", help="Take over the proposal that is listed with this id.")
    ] = None,
    into: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="With --take: the folder of schemas to write the pack into.")
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> int:
    """Propose for a pack what reviewers keep settling the same way: labels, marks, units, ways to write numbers.

    Each proposal names the documents in which it was seen, and says what became of them when they were read again with
    it, decisions left aside, and what eval sets say to it. Nothing is changed until a person takes a proposal over with
    --take ID --into FOLDER, which writes the pack with the change there; the package itself is never changed. A schema
    in Python or JSON is not written: for it each proposal says what to add to which field of which file.
    """
    from extractor.cli.storing import open_store, store_place
    from extractor.errors import ConfigurationError

    if (take is None) != (into is None):
        raise ConfigurationError("a proposal is taken over with --take ID and --into FOLDER together")
    with open_store(store_place(store), create=False) as opened:
        found = _proposals(opened, schema, evals or (), fewest)
        if take is not None and into is not None:
            return _take(found, take, into)
    _tell(found, as_json)
    return 0


def _proposals(opened: "Store", schema: str | None, evals: Sequence[Path], fewest: int | None) -> list[ProposedChange]:
    from extractor.errors import SchemaError
    from extractor.learning.change_tried import changed_text, pack_file, try_change
    from extractor.learning.settled_alike import FEWEST, learnt_changes
    from extractor.schemas.registry import resolve_schema

    name = schema or _only_schema(opened)
    file = pack_file(name)
    if file is None:
        return _advised(opened, name, fewest)
    resolved = resolve_schema(str(file)).name
    found = []
    for learnt in learnt_changes(opened, resolved, fewest or FEWEST):
        try:
            text = changed_text(file, resolved, learnt)
            tried = try_change(opened, file, resolved, text, _results_with)
        except SchemaError as error:
            found.append(ProposedChange(resolved, file, learnt, problem=str(error)))
            continue
        beside = tuple(_evals_beside(str(each), file, text) for each in evals)
        found.append(ProposedChange(resolved, file, learnt, text, tried, beside))
    return found


def _advised(opened: "Store", name: str, fewest: int | None) -> list[ProposedChange]:
    """What the owner of a schema has to write where; nobody else can try it."""
    from extractor.errors import ConfigurationError
    from extractor.learning.change_advised import advised, label_files
    from extractor.learning.settled_alike import FEWEST, leaf_at, learnt_changes
    from extractor.schemas.registry import resolve_schema

    schema = resolve_schema(name)
    if all(form.shape is None for form in schema.forms):
        raise ConfigurationError(
            f"{schema.name} is a form, label by label: what reviewers correct in its tables does not say which label "
            f"was missing; its labels stand in {', '.join(label_files(name)) or 'no file'}"
        )
    found = []
    for learnt in learnt_changes(opened, schema.name, fewest or FEWEST):
        leaf = leaf_at(schema.forms[0], learnt.change.path.replace("{n}", "0"))
        advice = () if leaf is None else advised(name, learnt.change, leaf)
        problem = f"{schema.name} is not written in YAML: its owner changes it"
        found.append(ProposedChange(schema.name, None, learnt, problem=problem, advice=advice))
    return found


def _only_schema(opened: "Store") -> str:
    from extractor.errors import ConfigurationError

    names = sorted({each.schema_name for each in opened.listed() if each.schema_name and each.decisions})
    if len(names) != 1:
        said = ", ".join(names) or "none"
        raise ConfigurationError(f"people decided about documents of these schemas: {said}; name one of them")
    return names[0]


def _outcomes_with(path: Path, schema: str) -> "Sequence[Outcome]":
    """A file read by labels alone under a schema: nothing is asked of a model, nothing is stored."""
    from extractor.run.pipeline import Task, process
    from extractor.run.preparing import job_of
    from extractor.run.reader_set import open_readers
    from extractor.run.selection import group_by_content
    from extractor.run.settings import RunSettings

    settings = RunSettings(readers=("layout",), schema_name=schema)
    with open_readers(settings, None) as readers:
        job = job_of(settings, readers)
        read = [process(Task(content), job, readers.read) for content in group_by_content([path])]
    return [each for outcome in read for each in outcome.each]


def _results_with(path: Path, schema: str) -> "Sequence[Result]":
    return [each.result for each in _outcomes_with(path, schema)]


def _evals_beside(name: str, file: Path, text: str) -> EvalsBeside:
    """A set before and after; both are read under the schema that is given, so that only the change differs."""
    from functools import partial

    from extractor.evaluate import evaluate_set
    from extractor.learning.change_tried import pack_with

    before = evaluate_set(name, partial(_outcomes_with, schema=str(file)))
    with pack_with(file, text) as changed:
        after = evaluate_set(name, partial(_outcomes_with, schema=changed))
    return EvalsBeside(name, before, after)


def _take(found: Sequence[ProposedChange], named: str, into: Path) -> int:
    from extractor.cli.screen import output
    from extractor.errors import ConfigurationError
    from extractor.learning.change_tried import take_change

    chosen = next((each for each in found if each.learnt.change.id == named), None)
    if chosen is None:
        there = ", ".join(each.learnt.change.id for each in found) or "none"
        raise ConfigurationError(f"there is no proposal {named}; those there are: {there}")
    if chosen.problem or chosen.file is None:
        raise ConfigurationError(f"proposal {named} cannot be written: {chosen.problem}")
    written = take_change(chosen.file, chosen.schema, chosen.text, into)
    output().print(f"{chosen.learnt.change.path}: {chosen.learnt.change.said}", markup=False, soft_wrap=True)
    output().print(f"Written to {written}. The next run reads its documents again.", markup=False, soft_wrap=True)
    return 0


def _tell(found: Sequence[ProposedChange], as_json: bool) -> None:
    from extractor.cli.screen import output

    if as_json:
        print(json.dumps([_known(each) for each in found], ensure_ascii=False, indent=1))
        return
    if not found:
        output().print("Nothing is settled alike in enough documents that the pack does not know.")
    for each in found:
        for line in _lines(each):
            output().print(line, markup=False, soft_wrap=True)


def _known(each: ProposedChange) -> "dict[str, JsonValue]":
    change = each.learnt.change
    return {
        "id": change.id,
        "schema": each.schema,
        "path": change.path,
        "kind": change.kind,
        "text": change.text,
        "factor": change.factor,
        "documents": list(each.learnt.documents),
        "tried": None if each.tried is None else json.loads(json.dumps(asdict(each.tried))),
        "evals": [beside.known for beside in each.evals],
        "problem": each.problem,
        "advice": list(each.advice),
    }


def _lines(each: ProposedChange) -> Iterator[str]:
    change, tried = each.learnt.change, each.tried
    yield f"{change.id}  {change.path}: {change.said}; so settled in {len(each.learnt.documents)} documents"
    if each.problem:
        yield f"   cannot be written: {each.problem}"
    yield from (f"   {line}" for line in each.advice)
    if tried is not None:
        away = f", {tried.away} are not at hand" if tried.away else ""
        yield (
            f"   of {tried.tried} documents read again without decisions{away}, {len(tried.settled)} are accepted only "
            f"with it, {len(tried.worse)} only without; {tried.fields} fields are read as people settled them"
        )
        for line in (*tried.contradicted, *(f"{name}: no longer accepted" for name in tried.worse)):
            yield f"   against: {line}"
    for beside in each.evals:
        before, after = beside.before.total, beside.after.total
        yield (
            f"   {beside.name}: exact {_hits(before.exact)} → {_hits(after.exact)}, review "
            f"{_hits(before.review_load)} → {_hits(after.review_load)}, false success "
            f"{_hits(before.false_success)} → {_hits(after.false_success)}"
        )
    if not each.evals and not each.problem:
        yield "   no eval set was named: --evals SET, or make one with extractor eval add FOLDER --from-review"


def _hits(rate: "Rate") -> str:
    return f"{rate.hits}/{rate.n}"
