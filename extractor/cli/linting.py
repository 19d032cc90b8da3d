"""``extractor schemas check``: what the rules of a schema prove, what they cannot, and what is wrong with them."""

from collections.abc import Iterator

from pydantic import JsonValue
from rich.console import Console

from extractor.cli.screen import output, write_json
from extractor.schemas.form import Form
from extractor.schemas.lint import FormLint, Kind, PrintLint, Remark, lint_form
from extractor.schemas.registry import resolve_schema

SOME_RULE_FAILS = 1
_LISTED = 8

_SAID: dict[Kind, str] = {
    "infeasible": "these rules contradict each other: no document obeys them",
    "only_negative": "only numbers below zero obey these rules",
    "never_checkable": "no document can ever decide this rule",
    "empty": "the fields of this rule cancel out: it demands nothing",
    "clash": "wherever the condition of the first holds, these rules contradict each other",
    "redundant": "follows wholly from other rules",
    "implied": "one check follows from others",
    "blind": "no rule looks at these: only their place and a second reader protect them",
    "only_warned": "rules about these warn and never refuse",
    "detect_only": "one rule each: a mistake is seen, but the rule cannot say which field is wrong",
    "alike": "a mistake in one of these looks like a mistake in any other of them",
    "triple": "a mistake in the first looks like mistakes in the other two",
    "idle_weight": "these have a weight, and no rule that refuses can call them wrong",
}


def check_schema(name: str, as_json: bool) -> int:
    """Lint every form of a schema; 1 where a rule cannot do its work. SchemaError lists the schemas there are."""
    schema = resolve_schema(name)
    lints = [lint_form(form) for form in schema.forms]
    if as_json:
        write_json({"schema": schema.name, "version": schema.version, "forms": [_facts(lint) for lint in lints]})
    else:
        console = output()
        for lint in lints:
            _show(console, lint)
    return SOME_RULE_FAILS if any(lint.problems for lint in lints) else 0


def _show(console: Console, lint: FormLint) -> None:
    form = lint.form
    console.print(f"Form {form.name}: {len(form.rules)} rules", style="bold")
    for remark in lint.remarks:
        _show_remark(console, form, remark)
    for each in lint.prints:
        console.print(f"  {_print_name(each)}", soft_wrap=True)
        for line in _numbers(each):
            console.print(f"    {line}", soft_wrap=True)
        for remark in each.remarks:
            _show_remark(console, form, remark)
    if not lint.problems:
        console.print("  Every rule can be checked, and they do not contradict each other.", style="green")


def _print_name(lint: PrintLint) -> str:
    return f"Printed without {'; '.join(lint.omitted)}" if lint.omitted else "As it is printed"


def _numbers(lint: PrintLint) -> Iterator[str]:
    apart = lint.separation
    yield f"{lint.fields} fields with numbers, {lint.equations} exact equations, {lint.independent} of them independent"
    yield (
        f"told apart by the equations: {apart.pairs_apart:,} of {apart.pairs:,} pairs and "
        f"{apart.triples_apart:,} of {apart.all_triples:,} triples of the {apart.fields} fields that stand in one"
    )


def _show_remark(console: Console, form: Form, remark: Remark) -> None:
    word, style = ("PROBLEM", "red") if remark.is_problem else ("limit", "dim")
    rules = f"{', '.join(remark.rules)}: " if remark.rules else ""
    console.print(f"    {word}: {rules}{_SAID[remark.kind]}", style=style, soft_wrap=True)
    for path in remark.paths[:_LISTED]:
        console.print(f"      {path}  {form.label_of(path)}", style="dim", soft_wrap=True)
    if len(remark.paths) > _LISTED:
        console.print(f"      and {len(remark.paths) - _LISTED} more (--json names them all)", style="dim")


def _facts(lint: FormLint) -> JsonValue:
    return {
        "form": lint.form.name,
        "rules": len(lint.form.rules),
        "problems": len(lint.problems),
        "remarks": [_remark(each) for each in lint.remarks],
        "prints": [
            {
                "omitted": [*each.omitted],
                "fields": each.fields,
                "equations": each.equations,
                "independent": each.independent,
                "pairs": {"apart": each.separation.pairs_apart, "of": each.separation.pairs},
                "triples": {"apart": each.separation.triples_apart, "of": each.separation.all_triples},
                "remarks": [_remark(remark) for remark in each.remarks],
            }
            for each in lint.prints
        ],
    }


def _remark(remark: Remark) -> JsonValue:
    return {
        "kind": remark.kind,
        "problem": remark.is_problem,
        "rules": [*remark.rules],
        "paths": [*remark.paths],
        "message": _SAID[remark.kind],
    }
