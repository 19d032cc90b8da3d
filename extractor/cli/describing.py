"""``extractor schemas``: what is known about reports, as a clerk can check it against the printed form."""

from pydantic import JsonValue
from rich.console import Console
from rich.table import Table

from extractor.cli.screen import output, write_json
from extractor.schemas.form import Form, Schema
from extractor.schemas.registry import load_schema, load_schemas
from extractor.verify.labels import say_other
from extractor.verify.statement import RuleStatement, state_rules


def describe_schemas(as_json: bool) -> int:
    """All schemas, a line each."""
    schemas = load_schemas()
    if as_json:
        write_json([_facts(schema) for schema in schemas])
        return 0
    table = Table(show_edge=False, pad_edge=False)
    for heading in ("schema", "version", "forms", "title"):
        table.add_column(heading)
    for schema in schemas:
        table.add_row(schema.name, schema.version, ", ".join(form.name for form in schema.forms), schema.title)
    output().print(table)
    return 0


def describe_schema(name: str, as_json: bool) -> int:
    """One schema with all fields and rules. SchemaError lists the names there are."""
    schema = load_schema(name)
    if as_json:
        write_json({**_facts(schema), "details": [_form_facts(form) for form in schema.forms]})
        return 0
    console = output()
    console.print(f"{schema.name}, version {schema.version}: {schema.title}", style="bold", soft_wrap=True)
    for form in schema.forms:
        _show_form(console, form)
    return 0


def _show_form(console: Console, form: Form) -> None:
    console.print()
    console.print(f"Form {form.name}: {len(form.fields)} fields, {len(form.rules)} rules", style="bold")
    for field in form.fields.values():
        units = f", units {', '.join(field.units)}" if field.units else ""
        console.print(f"  {field.path}  ({field.kind}{units})  {field.label}", soft_wrap=True)
    console.print("  Rules:")
    for stated in state_rules(form):
        _show_rule(console, stated)
    if any(block.name_path for table in form.tables for block in table.blocks):
        console.print("  #1, #2 stand for the rows of a list, however many there are.", style="dim")


def _show_rule(console: Console, stated: RuleStatement) -> None:
    rule = stated.rule
    count = "1 check" if stated.checks == 1 else f"{stated.checks} checks"
    notes = [count, *(f"with {say_other(name)}" for name in rule.needs)]
    notes += ["a part without a value adds nothing"] if stated.blanks else []
    console.print(f"  {rule.severity} {rule.code}: {rule.text}", soft_wrap=True)
    console.print(f"    ({'; '.join(notes)})", style="dim", soft_wrap=True)
    for demand in stated.demands:
        console.print(f"    {demand.equation}", soft_wrap=True)
        if demand.where:
            console.print(f"      for {'; '.join(demand.where)}", style="dim", soft_wrap=True)


def _facts(schema: Schema) -> dict[str, JsonValue]:
    return {
        "name": schema.name,
        "version": schema.version,
        "title": schema.title,
        "language": schema.language,
        "forms": [form.name for form in schema.forms],
    }


def _form_facts(form: Form) -> dict[str, JsonValue]:
    return {
        "form": form.name,
        "fields": [
            {"path": field.path, "kind": field.kind, "label": field.label, "units": [*sorted(field.units)]}
            for field in form.fields.values()
        ],
        "rules": [
            {
                "code": stated.rule.code,
                "severity": stated.rule.severity,
                "text": stated.rule.text,
                "needs": [*stated.rule.needs],
                "checks": stated.checks,
                "demands": [{"equation": each.equation, "where": [*each.where]} for each in stated.demands],
            }
            for stated in state_rules(form)
        ],
    }
