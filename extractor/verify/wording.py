"""What verification says to people: equations with the labels and numbers as they are printed on the form."""

from collections.abc import Callable, Sequence
from pathlib import Path

from extractor.evidence.sentences import Language
from extractor.evidence.written_sentences import WrittenSentences
from extractor.schemas.check import Check, Comparison, Conditional, Evaluation, Membership, Relation
from extractor.schemas.form import Form, State, Value
from extractor.schemas.linear import Linear, Number, Term
from extractor.schemas.phrases import ENGLISH
from extractor.verify.field_labels import Labels, Names, name_fields
from extractor.verify.shape_fields import title_of

LISTED = 8
"""Parts of a sum that are named; the rest is counted."""

WORDS = WrittenSentences(Path(__file__).with_name("words.toml"))
"""What diagnoses, proposals and states are called."""

_ORDERS: dict[Relation, str] = {"≤": "at most", "≥": "at least", "<": "less than", ">": "more than"}


def say_failure(check: Check, evaluation: Evaluation, labels: Labels) -> str:
    """Why a check fails: both sides with their labels and numbers, without the parts that are zero or blank."""
    inner = check.check if isinstance(check, Conditional) else check
    names = _names(inner.paths, labels)
    where = f"{names.where}: " if names.where else ""
    if isinstance(inner, Membership):
        held = labels.document.values.text(inner.path) or ""
        options = ENGLISH.options(inner.options)
        return f"{labels.short(inner.path)} {ENGLISH.quoted.format(text=held)} is not {options}"
    if not isinstance(inner, Comparison):
        return where + inner.explain(_namer(names, labels), labels.document.values)
    return where + _say_comparison(inner, evaluation, names, labels)


def say_equation(check: Check, evaluation: Evaluation, labels: Labels) -> str:
    """The same with labels, numbers and signs only, so that it can stand in a sentence of any language."""
    inner = check.check if isinstance(check, Conditional) else check
    if isinstance(inner, Membership):
        listed = ", ".join(map(repr, inner.options))
        return f"{labels.short(inner.path)} {labels.document.values.text(inner.path)!r} ∉ {{{listed}}}"
    names = _names(inner.paths, labels)
    if not isinstance(inner, Comparison):
        where = f"{names.where}: " if names.where else ""
        return where + inner.explain(_namer(names, labels), labels.document.values)
    left, right = (
        f"{labels.short(side.paths[0])} {EMPTY}"
        if evaluation.blank and side.paths == evaluation.blank
        else _side(side, amount, names, labels)
        for side, amount in ((inner.left, evaluation.left), (inner.right, evaluation.right))
    )
    where = f"{names.where}: " if names.where else ""
    return f"{where}{left} {_BROKEN[inner.relation]} {right}"


EMPTY = "□"
"""What stands for a cell that is printed empty, where no language may be spoken."""

_BROKEN: dict[Relation, str] = {"=": "≠", "≤": ">", "≥": "<", "<": "≥", ">": "≤"}


def _names(paths: Sequence[str], labels: Labels) -> Names:
    """Names for the fields of an equation, told apart among those that hold a number: the others are not shown."""
    shown = [path for path in paths if labels.document.values.number(path) is not None]
    found = name_fields(shown, labels)
    return Names(found.where, {**{path: labels.short(path) for path in paths}, **found.apart})


def _namer(names: Names, labels: Labels) -> Callable[[str], str]:
    return lambda path: names.apart.get(path) or labels.short(path)


def _say_comparison(check: Comparison, evaluation: Evaluation, names: Names, labels: Labels) -> str:
    claims = {claim.path for claim in labels.document.form.claims}
    left, right = check.left, check.right
    if evaluation.blank:
        return _say_empty_total(check, evaluation, names, labels)
    if check.relation != "=":
        word = _ORDERS[check.relation]
        limit = _side(right, evaluation.right, names, labels) + _margin(evaluation)
        return f"{_side(left, evaluation.left, names, labels)} is not {word} {limit}"
    if _is_field(left) and left.terms[0].path in claims and not claims.intersection(right.paths):
        counted = [path for path in right.paths if labels.document.values.number(path)] or list(right.paths)
        more = [f"{len(counted) - LISTED} more"] if len(counted) > LISTED else []
        table = " + ".join([*map(labels.short, counted[:LISTED]), *more])
        return (
            f"the narrative says {labels.short(left.terms[0].path)} {evaluation.left}, "
            f"the table says {evaluation.right} ({table})"
        )
    if _is_field(left) and len(right.terms) > 1 and _is_sum(right):
        numbers = _numbers(right, names, labels)
        more = [f"{len(numbers) - LISTED} more"] if len(numbers) > LISTED else []
        listed = " + ".join([*numbers[:LISTED], *more]) or "none is above 0"
        whole = f"{names.apart[left.terms[0].path]} {evaluation.left}"
        return f"{whole} printed, parts add up to {evaluation.right} ({listed}){_margin(evaluation)}"
    sides = f"{_side(left, evaluation.left, names, labels)}, but {_side(right, evaluation.right, names, labels)}"
    return sides + _margin(evaluation)


def _say_empty_total(check: Comparison, evaluation: Evaluation, names: Names, labels: Labels) -> str:
    """A total without a number beside parts that add up to one."""
    whole = evaluation.blank[0]
    on_left = whole in check.left.paths
    rest, amount = (check.right, evaluation.right) if on_left else (check.left, evaluation.left)
    numbers = _numbers(rest, names, labels)
    more = [f"{len(numbers) - LISTED} more"] if len(numbers) > LISTED else []
    listed = " + ".join([*numbers[:LISTED], *more])
    return (
        f"{labels.short(whole)} is printed without a number, parts add up to {amount} ({listed}){_margin(evaluation)}"
    )


def _margin(evaluation: Evaluation) -> str:
    return f", more than {evaluation.slack} apart" if evaluation.slack else ""


def _is_field(side: Linear) -> bool:
    return len(side.terms) == 1 and side.terms[0].factor == 1 and not side.constant


def _is_sum(side: Linear) -> bool:
    return not side.constant and all(term.factor == 1 for term in side.terms)


def _side(side: Linear, amount: Number, names: Names, labels: Labels) -> str:
    if len(side.terms) < 2 and not side.constant:
        return " ".join(_numbers(side, names, labels, zeros=True)) or str(amount)
    values = labels.document.values
    shown = Linear(tuple(term for term in side.terms if values.number(term.path)), side.constant)
    if not shown.terms:
        return f"{' + '.join(dict.fromkeys(names.apart[path] for path in side.paths[:2]))} = {amount}"
    return f"{shown.render(_with_number(names, labels))} = {amount}"


def _with_number(names: Names, labels: Labels) -> Callable[[str], str]:
    return lambda path: f"{names.apart[path]} {labels.document.values.number(path)}"


def _numbers(side: Linear, names: Names, labels: Labels, zeros: bool = False) -> list[str]:
    say = _with_number(names, labels)

    def shown(term: Term) -> bool:
        number = labels.document.values.number(term.path)
        return number is not None and (zeros or number != 0)

    return [say(term.path) for term in side.terms if shown(term)]


def unknown_of(evaluation: Evaluation, labels: Labels) -> tuple[str, str]:
    """Why a check could not be decided: the name of the sentence, and which values are missing, three by their names
    and the rest counted.
    """
    paths = evaluation.unread or evaluation.blank
    if not paths:
        return "nothing_for_rule", ""
    about = "not_read_for_rule" if evaluation.unread else "no_value_for_rule"
    more = f" +{len(paths) - 3}" if len(paths) > 3 else ""
    return about, ", ".join(labels.short(path) for path in paths[:3]) + more


def say_value(state: State, value: Value | None, language: Language = "en") -> str:
    """A reading in words: the number, or what stands in its place."""
    return str(value) if state in ("read", "computed") else WORDS.say(f"state_{state}", language=language)


def value_sign(state: State, value: Value | None) -> str:
    """A reading in signs: the number, or one that stands for what is in its place."""
    return (
        str(value)
        if state in ("read", "computed")
        else {"blank": EMPTY, "not_applicable": "/", "absent": "—"}.get(state, "?")
    )


def table_title(form: Form, table: str) -> str:
    """The printed title of a table, from its key or its title; of a list of any model from its path."""
    if form.shape is not None:
        return title_of(form.shape, table)
    return next((each.title.printed for each in form.tables if each.key == table), table)
