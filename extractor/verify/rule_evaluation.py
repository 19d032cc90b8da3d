"""Evaluating the rules of a form: every check becomes a finding, and a rule that breaks becomes one, too."""

from collections.abc import Iterator
from decimal import Context, DivisionByZero, Inexact, InvalidOperation, Overflow, localcontext

from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.schemas.check import Check, Evaluation
from extractor.schemas.form import Form
from extractor.schemas.linear import Values
from extractor.schemas.rule import Rule
from extractor.schemas.trusted import trusted
from extractor.verify.consolidate import Consolidation
from extractor.verify.expansion import Expanded, expand
from extractor.verify.field_labels import Labels
from extractor.verify.finding import SENTENCES, Finding, FindingKind, Outcome
from extractor.verify.wording import say_equation, say_failure, unknown_of

EXACT = Context(prec=400, traps=[Inexact, InvalidOperation, Overflow, DivisionByZero])
"""Decimal arithmetic that raises where it would have to round."""


def evaluate_rules(document: Consolidation, labels: Labels) -> list[Finding]:
    """One finding for every check of every rule, in the order of the rules."""
    found: list[Finding] = []
    with localcontext(EXACT):
        for rule in document.form.rules:
            found.extend(_evaluate(rule, document, labels))
    return found


def _evaluate(rule: Rule, document: Consolidation, labels: Labels) -> Iterator[Finding]:
    lacking = [name for name in rule.needs if name not in document.others]
    if lacking:
        needed = ", ".join(map(labels.phrases.document, lacking))
        yield _without_check(rule, "not_applicable", ("rule_needs", rule.code, rule.text, needed))
        return
    try:
        for each in expand(rule, document.form.root, document.values):
            yield _finding(rule, each, each.check.evaluate(document.values), labels)
    except MemoryError:
        raise
    except Exception as error:
        # A rule is written by the owner of a schema: whatever it raises concerns that rule, not the document.
        said = ("rule_broken", rule.code, rule.text, f"{type(error).__name__}: {error}")
        yield _without_check(rule, "rule_error", said)


def _without_check(rule: Rule, outcome: Outcome, said: tuple[str, ...]) -> Finding:
    told, kind = SENTENCES.say(*said), FindingKind.RULE
    return Finding(
        code=rule.code, kind=kind, outcome=outcome, severity=rule.severity, paths=(), message=told, said=said
    )


def error_checks(form: Form, values: Values) -> tuple[tuple[str, Check], ...]:
    """The checks that must hold in an accepted document, with the codes of their rules; a rule that breaks has none.

    Rules that ask for other documents are left out: they say nothing about this one alone.
    """
    found: list[tuple[str, Check]] = []
    for rule in form.rules:
        if rule.severity == "error" and not rule.needs:
            try:
                checks = [(rule.code, each.check) for each in expand(rule, form.root, values)]
            except Exception:  # the finding of evaluate_rules says so
                continue
            found += checks
    return tuple(found)


def _finding(rule: Rule, each: Expanded, evaluation: Evaluation, labels: Labels) -> Finding:
    check = each.check
    residual: str | None = None
    empty: tuple[str, ...] = ()
    left: Doubt | None = None
    said: tuple[str, ...] = ()
    if evaluation.outcome == "fail":
        message, residual = say_failure(check, evaluation, labels), str(evaluation.residual)
        empty = evaluation.blank
        left = doubt(DoubtKind.RULE_FAILS, message, say_equation(check, evaluation, labels))
    elif evaluation.outcome == "pass":
        message = rule.text
    else:
        about, missing = unknown_of(evaluation, labels)
        said = (about, rule.code, rule.text, missing)
        message = SENTENCES.say(*said)
    return trusted(
        Finding,
        {
            "code": rule.code,
            "kind": FindingKind.RULE,
            "outcome": evaluation.outcome,
            "severity": rule.severity,
            "paths": each.paths,
            "message": message,
            "residual": residual,
            "empty": empty,
            "doubt": left,
            "said": said,
        },
    )
