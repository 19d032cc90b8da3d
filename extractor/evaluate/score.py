"""One case judged: what was read against what is printed, and what became of the document."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from extractor.evaluate.render.change import Expect
from extractor.evaluate.render.document import Rendered
from extractor.route import FieldVerdict, Result
from extractor.schemas.form import Form, State, Value
from extractor.schemas.stored import StoredValue
from extractor.schemas.values import read_printed

Mistake: TypeAlias = Literal["wrong", "missed", "invented"]
"""wrong: another value. missed: a value is printed, none was given. invented: a value was given, none is printed."""


class FieldMistake(BaseModel):
    """One field that was not read as printed. ``flagged``: a person was asked to look at it."""

    model_config = ConfigDict(frozen=True)

    path: str
    mistake: Mistake
    truth: StoredValue
    read: StoredValue
    flagged: bool


class CaseScore(BaseModel):
    """One case. Counts are of fields unless they say otherwise.

    ``fields``: all fields of the form in this document, ``right`` of them read exactly, null apart from 0; none where
    the document is rightly refused, all printed ones missed where it is wrongly refused. ``to_review``: fields a person
    must look at, which after a wrong refusal is everything printed. ``states_wrong``: fields rightly without a value
    but for the wrong reason (blank, mark, absent). ``printed_numbers``, ``accounted``: numbers printed in tables, and
    how many of those are read or listed as unused. ``cpu_seconds`` of reading.
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

    @property
    def met(self) -> bool:
        """Whether the document ended as it should."""
        return self.outcome in self.expect

    @property
    def accepted(self) -> bool:
        """Whether the document was accepted."""
        return self.outcome == "accept"

    @property
    def false_success(self) -> bool:
        """Accepted although a value is not what is printed."""
        return self.accepted and bool(self.mistakes)

    def count(self, mistake: Mistake) -> int:
        """How many mistakes of one kind."""
        return sum(found.mistake == mistake for found in self.mistakes)


def outcome_of(result: Result) -> Expect:
    """What became of a document, in the words of a case."""
    if result.status == "accepted":
        return "accept"
    if result.status == "review":
        inconsistent = result.verdict is not None and result.verdict.source_inconsistent
        return "source_inconsistent" if inconsistent else "review"
    return "refuse"


def score_case(
    case: Rendered, form: Form, style: str, damages: tuple[str, ...], results: tuple[Result, ...], cpu_seconds: float
) -> CaseScore:
    """Judge what a reader made of one document.

    Of several results the one of the right form with the fewest mistakes counts, unless another of them was accepted:
    a record of a document that is not there is a false success too.
    """
    result = _result(case, form, results)
    fields: Mapping[str, FieldVerdict] = {}
    if result is not None and result.verdict is not None:
        fields = result.verdict.fields
    outcome = outcome_of(result) if result is not None else "refuse"
    # Nothing was to be read in a document that is rightly refused.
    refused = outcome == "refuse" and outcome in case.expect
    mistakes = () if refused else _mistakes(case, form, fields)
    paths = set() if refused else _paths(case, form, fields)
    flagged = sum(field.status == "flagged" for field in fields.values())
    printed = {} if refused else _printed_numbers(case, form)
    return CaseScore(
        case=case.name,
        style=style,
        damages=damages,
        expect=case.expect,
        outcome=outcome,
        fields=len(paths),
        right=len(paths) - len(mistakes),
        mistakes=mistakes,
        to_review=flagged if fields or refused else len(case.states),
        states_wrong=sum(_state_wrong(case, path, field) for path, field in fields.items()),
        printed_numbers=len(printed),
        accounted=_accounted(printed, fields, result),
        cpu_seconds=cpu_seconds,
        problem=result.problem.kind if result is not None and result.problem is not None else "",
    )


def _result(case: Rendered, form: Form, results: tuple[Result, ...]) -> Result | None:
    def badness(result: Result) -> tuple[bool, int]:
        fields = result.verdict.fields if result.verdict else {}
        return result.form != form.name, len(_mistakes(case, form, fields))

    ranked = sorted(results, key=badness)
    accepted = [result for result in ranked[1:] if result.status == "accepted"]
    return accepted[0] if accepted else next(iter(ranked), None)


def _paths(case: Rendered, form: Form, fields: Mapping[str, FieldVerdict]) -> set[str]:
    return {path for path in form.fields if "{" not in path} | set(case.truth) | set(fields)


def _mistakes(case: Rendered, form: Form, fields: Mapping[str, FieldVerdict]) -> tuple[FieldMistake, ...]:
    found = []
    for path in sorted(_paths(case, form, fields)):
        truth, field = case.truth.get(path), fields.get(path)
        read = field.value if field is not None else None
        mistake = compare(truth, read)
        if mistake is not None:
            flagged = field is not None and field.status == "flagged"
            found.append(FieldMistake(path=path, mistake=mistake, truth=truth, read=read, flagged=flagged))
    return tuple(found)


def compare(truth: Value | None, read: Value | None) -> Mistake | None:
    """How a value differs from the printed one; None if it is the same. Names compare without their white space."""
    if truth is None and read is None:
        return None
    if truth is None:
        return "invented"
    if read is None:
        return "missed"
    if isinstance(truth, str) or isinstance(read, str):
        same = isinstance(truth, str) and isinstance(read, str) and "".join(truth.split()) == "".join(read.split())
    else:
        same = truth == read
    return None if same else "wrong"


def _state_wrong(case: Rendered, path: str, field: FieldVerdict) -> bool:
    if case.truth.get(path) is not None or field.value is not None or field.state == "unread":
        return False
    state: State = case.states.get(path, "absent")
    return state != "unread" and field.state != state


def _printed_numbers(case: Rendered, form: Form) -> dict[str, Value]:
    tables = tuple(f"{table.key}." for table in form.tables)
    return {
        path: value
        for path, value in case.truth.items()
        if value is not None and not isinstance(value, str) and path.startswith(tables)
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
