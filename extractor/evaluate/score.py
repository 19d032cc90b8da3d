"""One case judged: what was read against what is printed, and what became of the document."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from extractor.evaluate.doubt_score import DoubtCount, count_doubts
from extractor.evaluate.mistake import FieldMistake, Mistake, compare
from extractor.evaluate.ordering import LevelCounts, count_levels
from extractor.evaluate.render.document import Rendered
from extractor.evaluate.render.table_change import Expect
from extractor.evaluate.sets import EvalCase
from extractor.evaluate.tally import ReaderScore, RegionScore, count_readers, count_regions
from extractor.readers.reading import Reading
from extractor.route import FieldVerdict, Result
from extractor.schemas.form import Form, State, Value
from extractor.schemas.values import read_printed
from extractor.store.entries import Outcome
from extractor.verify.finding import FindingKind

__all__ = ["CaseScore", "FieldMistake", "Mistake", "compare", "outcome_of", "score_case"]


class CaseScore(BaseModel):
    """One case. Counts are of fields unless they say otherwise.

    ``fields``: all fields of the form in this document, ``right`` of them read exactly, null apart from 0; none where
    the document is rightly refused, all printed ones missed where it is wrongly refused. ``to_review``: fields a person
    must look at, which after a wrong refusal is everything printed. ``states_wrong``: fields rightly without a value
    but for the wrong reason (blank, mark, absent). ``printed_numbers``, ``accounted``: numbers printed in tables, and
    how many of those are read or listed as unused. ``regions``: the same by table. ``permuted``: fields that hold the
    value of another field of their table. ``levels``: fields and mistakes at every level of every ordering. ``doubts``:
    fields that have a verdict, by kind of doubt. ``confirmed``: fields that have a verdict and are not flagged, and
    ``confirmed_wrong`` of them, whatever became of the document. ``readers``: what each reader alone read, and the
    tokens it cost. Seconds are those of reading.

    ``kind``: the kind of trap, empty in sets without. ``unproven``: flagged fields of which the page proves no value.
    ``flagged``: paths a person must look at. ``key``: the hash of what the document was made from. ``apart``: why the
    case is counted apart, empty if it is not. ``broken``: codes of the rules that do not hold in it.
    """

    model_config = ConfigDict(frozen=True)

    case: str
    style: str
    damages: tuple[str, ...]
    expect: tuple[Expect, ...]
    outcome: Expect
    fields: int
    right: int
    mistakes: tuple[FieldMistake, ...]
    to_review: int
    states_wrong: int
    printed_numbers: int
    accounted: int
    cpu_seconds: float
    problem: str = ""
    form: str = ""
    key: str = ""
    apart: str = ""
    flagged: tuple[str, ...] = ()
    regions: tuple[RegionScore, ...] = ()
    permuted: int = 0
    levels: LevelCounts = {}
    doubts: tuple[DoubtCount, ...] = ()
    confirmed: int = 0
    confirmed_wrong: int = 0
    kind: str = ""
    unproven: int = 0
    readers: tuple[ReaderScore, ...] = ()
    wall_seconds: float = 0.0
    broken: tuple[str, ...] = ()

    @property
    def met(self) -> bool:
        """Whether the document ended as it should."""
        return self.outcome in self.expect

    @property
    def judged(self) -> int:
        """Fields that have a verdict."""
        return self.confirmed + len(self.flagged)

    @property
    def accepted(self) -> bool:
        """Whether the document was accepted."""
        return self.outcome == "accept"

    @property
    def false_success(self) -> bool:
        """Accepted although a value is not what is printed."""
        return self.accepted and bool(self.mistakes)

    @property
    def unnoticed(self) -> tuple[FieldMistake, ...]:
        """Mistakes nobody is asked to look at, whatever became of the document: fields confirmed but wrong, and printed
        ones that the verdict lacks (a row that nobody found, a file read with another form)."""
        return () if self.outcome == "refuse" else tuple(found for found in self.mistakes if not found.flagged)

    @property
    def unsafe(self) -> bool:
        """Accepted although a value is wrong or although it must not be: a person would have had to look."""
        return self.accepted and (bool(self.mistakes) or not self.met)

    def count(self, mistake: Mistake) -> int:
        """How many mistakes of one kind."""
        return sum(found.mistake == mistake for found in self.mistakes)


def outcome_of(result: Result) -> Expect:
    """What became of a document, in the words of a case."""
    if result.status == "accepted":
        return "accept"
    if result.status == "review" and result.verdict is not None:
        return "source_inconsistent" if result.verdict.source_inconsistent else "review"
    return "refuse"  # Also of a file that holds several documents: it is no record.


def score_case(
    case: EvalCase, outcomes: Sequence[Outcome], cpu_seconds: float = 0.0, wall_seconds: float = 0.0
) -> CaseScore:
    """Judge what a reader made of one document.

    Of several results the one of the right form with the fewest mistakes counts, unless another of them was accepted:
    a record of a document that is not there is a false success too.
    """
    made, form = case.rendered, case.order.form
    result = _result(made, form, tuple(each.result for each in outcomes))
    fields, readings = _fields(result), _readings(result, outcomes)
    outcome = outcome_of(result) if result is not None else "refuse"
    refused = outcome == "refuse" and outcome in made.expect  # then nothing was to be read
    mistakes = () if refused else _mistakes(made, form, fields)
    mistaken, printed = {found.path for found in mistakes}, {} if refused else _printed_numbers(made, form)
    states_wrong = {path for path, field in fields.items() if _state_wrong(made, path, field)}
    paths = set() if refused else _paths(made, form, fields)
    flagged = {path for path in fields if fields[path].status == "flagged"}
    regions, permuted = count_regions(form, paths, mistakes, flagged)
    return CaseScore(
        case=made.name,
        style=case.spec.style,
        damages=case.spec.damages,
        expect=made.expect,
        outcome=outcome,
        fields=len(paths),
        right=len(paths) - len(mistakes),
        mistakes=mistakes,
        to_review=len(flagged) if fields or refused else len(made.states),
        states_wrong=len(states_wrong),
        printed_numbers=len(printed),
        accounted=_accounted(printed, fields, result),
        cpu_seconds=cpu_seconds,
        problem=result.problem.kind if result is not None and result.problem is not None else "",
        form=form.name,
        key=case.key[:12],
        apart=case.apart,
        flagged=tuple(sorted(flagged)),
        regions=regions,
        permuted=permuted,
        levels=count_levels(paths, mistaken, fields, readings),
        doubts=count_doubts(fields.values(), mistaken | states_wrong),
        confirmed=len(fields) - len(flagged),
        confirmed_wrong=sum(path in mistaken for path in fields if path not in flagged),
        kind=case.spec.kind,
        unproven=len(flagged & (made.valueless | made.unsettled)),
        readers=count_readers(made.truth, paths, readings),
        wall_seconds=wall_seconds,
        broken=_broken(result),
    )


def _broken(result: Result | None) -> tuple[str, ...]:
    findings = result.verdict.findings if result is not None and result.verdict is not None else ()
    return tuple(sorted({each.code for each in findings if each.kind is FindingKind.RULE and each.outcome == "fail"}))


def _result(case: Rendered, form: Form, results: tuple[Result, ...]) -> Result | None:
    def badness(result: Result) -> tuple[bool, int]:
        return result.form != form.name, len(_mistakes(case, form, _fields(result)))

    ranked = sorted(results, key=badness)
    accepted = [result for result in ranked[1:] if result.status == "accepted"]
    return accepted[0] if accepted else next(iter(ranked), None)


def _readings(result: Result | None, outcomes: Sequence[Outcome]) -> tuple[Reading, ...]:
    return next((each.readings for each in outcomes if each.result is result), ())


def _fields(result: Result | None) -> Mapping[str, FieldVerdict]:
    return result.verdict.fields if result is not None and result.verdict is not None else {}


def _paths(case: Rendered, form: Form, fields: Mapping[str, FieldVerdict]) -> set[str]:
    return {path for path in form.fields if "{" not in path} | set(case.truth) | set(fields)


def _mistakes(case: Rendered, form: Form, fields: Mapping[str, FieldVerdict]) -> tuple[FieldMistake, ...]:
    found = []
    for path in sorted(_paths(case, form, fields)):
        truth, field = case.truth.get(path), fields.get(path)
        read = field.value if field is not None else None
        flagged = field is not None and field.status == "flagged"
        if path in case.valueless or path in case.unsettled:
            mistake = _unproven(case, path, field)
        else:
            mistake = None if read in case.also.get(path, ()) else compare(truth, read)
        if mistake is not None:
            found.append(FieldMistake(path=path, mistake=mistake, truth=truth, read=read, flagged=flagged))
    return tuple(found)


def _unproven(case: Rendered, path: str, field: FieldVerdict | None) -> Mistake | None:
    """What is wrong with a field of which the page proves no value: nothing as long as a person is asked."""
    if field is None or field.status == "flagged":
        return None
    if field.value is not None:
        return "invented"
    return "missed" if path in case.unsettled else None


def _state_wrong(case: Rendered, path: str, field: FieldVerdict) -> bool:
    if case.truth.get(path) is not None or field.value is not None or field.state == "unread":
        return False
    state: State = case.states.get(path, case.left_out)
    return state != "unread" and field.state != state


def _printed_numbers(case: Rendered, form: Form) -> dict[str, Value]:
    tables = tuple(f"{table.key}." for table in form.tables)
    return {
        path: value
        for path, value in case.truth.items()
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool) and (form.shape or path.startswith(tables))
    }


def _accounted(printed: Mapping[str, Value], fields: Mapping[str, FieldVerdict], result: Result | None) -> int:
    unused: Counter[Value] = Counter()
    if result is not None and result.verdict is not None:
        for number in result.verdict.unused:
            value = read_printed(number.text, "amount").value
            if value is not None:
                unused[value] += 1
    accounted = 0
    for path, value in printed.items():
        field = fields.get(path)
        if field is not None and field.value == value:
            accounted += 1
        elif unused[value] > 0:
            unused[value] -= 1
            accounted += 1
    return accounted
