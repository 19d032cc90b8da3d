"""What a right model gets confirmed of fields the layout reader leaves open: ``python -m benchmarks.open_fields``

For every document of the bundled sets that was damaged on its way, or whose numbers contradict each other, by kind of
damage. The model is the oracle of :mod:`extractor.evaluate.loopback`: it answers the program's own requests from truth.

A field is **open** where the layout reader alone flags it although the document prints a value for it. A person could
read it (**readable**) where the value is printed legibly and by what is printed it can only be that field's value. That
leaves out, each counted apart:

* ``unnamed``: the heading of its column is not printed at all (columns numbered instead of named; the one column whose
  heading is lost). Whoever knows the form may guess; the document does not say it.
* ``rival``: the document prints other figures for it as well (a second version of the table, another year, another
  report behind it), so that nobody can say which holds.
* ``contradicted``: a rule fails over the very numbers that are printed, a total printed empty included. Whoever reads
  them, a person has to decide.
"""

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extractor.documents import open_document
from extractor.documents.model import Document
from extractor.evaluate.folder import cache_folder
from extractor.evaluate.interval import Rate
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.oracle import Oracle
from extractor.evaluate.loopback.places_said import written
from extractor.evaluate.loopback.request_text import read_request
from extractor.evaluate.mistake import compare
from extractor.evaluate.sets import EvalCase, load_set
from extractor.readers.layout import read_layout
from extractor.readers.llm.mapping.finder import PlacesReader
from extractor.readers.llm.mapping.places_request import PROMPT
from extractor.readers.llm.profile import LARGE
from extractor.readers.llm.prompt import load_prompt
from extractor.readers.reading import FieldReading, Reading
from extractor.readers.recognise import recognise
from extractor.route import Verdict, judge_readings
from extractor.schemas.form import Form, Schema
from extractor.schemas.registry import load_schemas
from extractor.verify import verify
from extractor.verify.consolidate import PREFERRED
from extractor.verify.finding import FindingKind

SETS = ("gov_disclosure", "us_foia")

RIVALS = frozenset({"table_rival", "two_years", "two_reports"})
"""Damages that print other figures for the same fields."""
_HEAD = (
    "| damage | documents | open | readable | confirmed | of them "
    "| unnamed | rival | contradicted | confirmed of these |"
)
_LINE = (
    "| {kind} | {documents} | {open} | {readable} | {confirmed} | {share} "
    "| {unnamed} | {rival} | {contradicted} | {others} |"
)


@dataclass
class OpenFields:
    """The open fields of documents damaged in one way: ``found`` and ``confirmed`` by what a person can do with them.

    ``wrong``: those confirmed with another value than the one that is printed.
    """

    documents: int = 0
    found: Counter[str] = field(default_factory=Counter)
    confirmed: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "OpenFields") -> None:
        """Count another document, or another kind."""
        self.documents += other.documents
        self.found += other.found
        self.confirmed += other.confirmed
        self.wrong += other.wrong

    @property
    def readable(self) -> Rate:
        """Of the fields that a person could read, those that are confirmed."""
        return Rate.of(self.confirmed["readable"], self.found["readable"])


def damaged(name: str) -> Iterator[EvalCase]:
    """The documents of a set that went wrong on their way or contradict themselves, scans left out."""
    for case in load_set(name).cases:
        if not case.apart and (case.spec.damages or case.rendered.expect != ("accept",)):
            yield case


def kind_of(case: EvalCase) -> str:
    """How a document is damaged, in a word."""
    torn = case.spec.style if case.spec.style == "torn" else ""
    return "+".join(case.spec.damages) or torn or "numbers contradict"


def open_fields(case: EvalCase, schemas: Sequence[Schema]) -> OpenFields | None:
    """What the layout reader leaves open of a document and the model adds; None where its form is not recognised."""
    document = open_document(case.write(cache_folder()))
    found = recognise(document, schemas)
    if found.schema is None or found.form is None or found.form.name != case.order.form.name:
        return None
    schema, form, truth = found.schema, found.form, case.rendered.truth
    layout = read_layout(document, schema, form)
    alone = judge_readings(form, (layout,), (), "standard", source=document)
    left = [path for path, value in truth.items() if value is not None and _is_open(alone, path)]
    if not left:
        return OpenFields()
    both = judge_readings(form, (layout, _right_model(case, document, schema)), (), "standard", source=document)
    kinds = dict(_kinds(case, form, left))
    counted = OpenFields(1, Counter(kinds.values()))
    for path in left:
        if path in both.fields and not _is_open(both, path):
            right = compare(truth[path], both.fields[path].value) is None
            counted.confirmed[kinds[path]] += right
            counted.wrong += [] if right else [f"{case.spec.id}: {path}"]
    return counted


def _is_open(verdict: Verdict, path: str) -> bool:
    return path not in verdict.fields or verdict.fields[path].status == "flagged"


def _kinds(case: EvalCase, form: Form, paths: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What a person can do with each field, as the page of this module says."""
    rival = not RIVALS.isdisjoint(case.spec.damages)
    broken = _contradicted(case, form)
    for path in paths:
        unnamed = path in case.rendered.unnamed
        yield path, "rival" if rival else "contradicted" if path in broken else "unnamed" if unnamed else "readable"


def _contradicted(case: EvalCase, form: Form) -> set[str]:
    """The fields of rules that the printed numbers break."""
    rendered = case.rendered
    fields = {
        path: FieldReading(path=path, state=rendered.states[path], value=value)
        for path, value in rendered.truth.items()
        if rendered.states[path] != "unread"
    }
    findings = verify(form, (Reading(reader=PREFERRED, version="", fields=fields, unused=(), missing=()),))
    broken = (each for each in findings if each.kind == FindingKind.RULE and each.outcome == "fail")
    return {path for each in broken for path in each.paths}


def _right_model(case: EvalCase, document: Document, schema: Schema) -> Reading:
    """What a model reads that answers every request rightly."""
    form = case.order.form
    truth = KnownTruth(form, case.rendered.truth, case.spec.id)
    reader = PlacesReader(document, schema, form, load_prompt(PROMPT, schema.name), LARGE.room)
    for request in reader.requests:
        shown = read_request(request.messages[-1]["content"])
        assert shown is not None
        said = [written(each, shown.lines) for each in Oracle(shown, truth).answers()]
        reader.note(request, request.answer_type(answers=said))
    places = reader.places()
    return Reading(reader="llm", version="", fields=places.fields, unused=places.unused, missing=())


def _line(kind: str, counted: OpenFields) -> str:
    rate, found = counted.readable, counted.found
    return _LINE.format(
        kind=kind,
        documents=counted.documents,
        open=found.total(),
        readable=rate.n,
        confirmed=rate.hits,
        share="–" if rate.share is None else f"{rate.share:.0%}",
        unnamed=found["unnamed"],
        rival=found["rival"],
        contradicted=found["contradicted"],
        others=counted.confirmed.total() - rate.hits,
    )


def count_open(names: Sequence[str] = SETS) -> dict[str, OpenFields]:
    """The open fields of the sets by set and kind of damage."""
    schemas, kinds = load_schemas(), dict[str, OpenFields]()
    for name in names:
        for case in damaged(name):
            counted = open_fields(case, schemas)
            if counted is not None:
                kinds.setdefault(f"{name} {kind_of(case)}", OpenFields()).add(counted)
    return {kind: counted for kind, counted in kinds.items() if counted.documents}


def main(arguments: Sequence[str]) -> int:
    """Print the table. 1 where less than half of what a person could read is confirmed, or something is wrong."""
    kinds = count_open(arguments or SETS)
    total = OpenFields()
    print(_HEAD)
    print("|---" * (_HEAD.count("|") - 1) + "|")
    for kind, counted in sorted(kinds.items(), key=lambda each: -each[1].readable.n):
        print(_line(kind, counted))
        total.add(counted)
    print(_line("all", total))
    print(f"\nof what a person could read: {total.readable}; confirmed wrong: {len(total.wrong)} {total.wrong[:5]}")
    return 0 if not total.wrong and 2 * total.readable.hits >= total.readable.n else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
