"""``extractor schemas``: what is known about reports, as a clerk can check it against the printed form."""

from pydantic import JsonValue
from rich.console import Console
from rich.table import Table

from extractor.cli.screen import output, talk, write_json
from extractor.schemas.form import Form, Schema
from extractor.schemas.phrases import Phrases
from extractor.schemas.registry import broken_schemas, load_schemas, resolve_schema
from extractor.verify.statement import RuleStatement, state_rules


def describe_schemas(as_json: bool) -> int:
    """All schemas, a line each."""
    schemas, broken = load_schemas(), broken_schemas()
    for name, problem in broken.items():
        talk().print(f"The schema {name} is broken and left out: {problem}", soft_wrap=True)
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
    """One schema, by its name or file, with all fields and rules. SchemaError lists the names there are."""
    schema = resolve_schema(name)
    if as_json:
        write_json({**_facts(schema), "details": [_form_facts(form, schema.phrases) for form in schema.forms]})
        return 0
    console = output()
    console.print(f"{schema.name}, version {schema.version}: {schema.title}", style="bold", soft_wrap=True)
    for form in schema.forms:
        _show_form(console, form, schema.phrases)
    return 0


def _show_form(console: Console, form: Form, phrases: Phrases) -> None:
    console.print()
    console.print(f"Form {form.name}: {len(form.fields)} fields, {len(form.rules)} rules", style="bold")
    for field in form.fields.values():
        units = f", units {', '.join(field.units)}" if field.units else ""
        weight = f", weight {field.weight}" if field.weight != 1 else ""
        console.print(f"  {field.path}  ({field.kind}{units}{weight})  {field.label}", soft_wrap=True)
    console.print("  Rules:")
    for stated in state_rules(form, phrases):
        _show_rule(console, stated, phrases)
    if any(block.name_path for table in form.tables for block in table.blocks):
        console.print(f"  {phrases.list_rows}", style="dim")


def _show_rule(console: Console, stated: RuleStatement, phrases: Phrases) -> None:
    rule = stated.rule
    needs = (phrases.needs.format(document=phrases.document(name)) for name in rule.needs)
    notes = (phrases.count(stated.checks), *needs, *((phrases.blanks,) if stated.blanks else ()))
    console.print(f"  {rule.severity} {rule.code}: {rule.text}", soft_wrap=True)
    console.print(f"    {phrases.note.format(notes=phrases.between.join(notes))}", style="dim", soft_wrap=True)
    for demand in stated.demands:
        console.print(f"    {demand.equation}", soft_wrap=True)
        if demand.where:
            places = phrases.holds_for.format(places=phrases.between.join(demand.where))
            console.print(f"      {places}", style="dim", soft_wrap=True)


def _facts(schema: Schema) -> dict[str, JsonValue]:
    return {
        "name": schema.name,
        "version": schema.version,
        "title": schema.title,
        "language": schema.language,
        "forms": [form.name for form in schema.forms],
    }


def _form_facts(form: Form, phrases: Phrases) -> dict[str, JsonValue]:
    return {
        "form": form.name,
        "fields": [
            {
                "path": field.path,
                "kind": field.kind,
                "label": field.label,
                "units": [*sorted(field.units)],
                "weight": field.weight,
            }
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
            for stated in state_rules(form, phrases)
        ],
    }
