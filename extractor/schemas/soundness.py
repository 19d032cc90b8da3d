"""Whether a schema in Python is made of what schemas are made of, said when it is loaded and not at a document."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import get_args

from pydantic import BaseModel

from extractor.errors import SchemaError
from extractor.schemas.form import INDEX, BlockSpec, Form, Label, Schema, TableSpec
from extractor.schemas.rule import Rule


def check_soundness(schema: Schema) -> None:
    """SchemaError names the first thing that cannot be right."""
    for name in ("name", "version", "title", "language"):
        found = getattr(schema, name)
        if not isinstance(found, str) or not found.strip():
            raise SchemaError(f"{name} of a Schema is a text, not {found!r}")
    if not isinstance(schema.forms, tuple) or not schema.forms:
        raise SchemaError(f"forms of the schema {schema.name} are a tuple of forms, such as (compile_form(...),)")
    for form in schema.forms:
        if not isinstance(form, Form):
            raise SchemaError(f"forms of the schema {schema.name} hold {form!r}, which is no form")
        for problem in _problems(form):
            raise SchemaError(f"form {form.name}: {problem}")
    twice = [name for name, times in Counter(form.name for form in schema.forms).items() if times > 1]
    if twice:
        raise SchemaError(f"two forms of the schema {schema.name} are called {twice[0]}")


def _problems(form: Form) -> Iterator[str]:
    if not isinstance(form.record, type) or not issubclass(form.record, BaseModel):
        yield f"its record is {form.record!r} and no class"
        return
    for rule in form.rules:
        if not isinstance(rule, Rule):
            yield f"among its rules is {rule!r}, which is none: write @rule(code, text) above the function"
    codes = Counter(rule.code for rule in form.rules if isinstance(rule, Rule))
    yield from (f"two rules have the code {code}" for code, times in codes.items() if times > 1)
    for claim in form.claims:
        if not claim.patterns:
            yield f"the claim {claim.path} has no pattern, so it is found nowhere"
    for table in form.tables:
        yield from _problems_of_table(table)
    if form.shape is None:
        yield from _problems_of_record(form.record, "")
        yield from _names_of_rows(form)


def _problems_of_table(table: TableSpec) -> Iterator[str]:
    yield from _bad_label(table.title, f"the table {table.key}")
    for block in table.blocks:
        for column in block.columns:
            yield from _bad_label(column.label, f"the column {column.key or table.key} of {table.key}")
            for unit, factor in column.units.items():
                if isinstance(factor, bool) or not isinstance(factor, (int, Decimal)):
                    yield f"the unit {unit} of the column {column.key} is {factor!r}; write Decimal('{factor}')"
        for row in block.rows if block.layout != "single" else ():
            yield from _bad_label(row.label, f"the row {row.key} of {table.key}")
        yield from _alike(block, table)


def _alike(block: BlockSpec, table: TableSpec) -> Iterator[str]:
    """Columns that no heading tells apart."""
    seen: dict[tuple[str, ...], str] = {}
    for column in block.columns:
        heading = (*(group.printed for group in column.groups), column.label.printed)
        if heading in seen:
            yield f"the columns {seen[heading]} and {column.key} of {table.key} have one heading: {' · '.join(heading)}"
        seen[heading] = column.key


def _bad_label(label: Label, what: str) -> Iterator[str]:
    wrong = [text for text in label.texts if not isinstance(text, str) or not text.strip()]
    if wrong or not label.texts:
        yield f"{what} has the label {wrong[0]!r}" if wrong else f"{what} has no label: say what is printed on the form"


def _problems_of_record(model: type[BaseModel], path: str) -> Iterator[str]:
    for name, info in model.model_fields.items():
        if info.is_required():
            yield f"{path}{name} has no default: write = None, for a value may be missing"
        for inner in (info.annotation, *get_args(info.annotation)):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                yield from _problems_of_record(inner, f"{path}{name}.")


def _names_of_rows(form: Form) -> Iterator[str]:
    """Lists whose items have no field for their names."""
    for block in (block for table in form.tables for block in table.blocks if block.name_path):
        *above, name = block.name_path.split(".")
        found: type[BaseModel] | None = form.record
        for part in above:
            info = found.model_fields.get(part) if found is not None and part != INDEX else None
            if info is not None:
                inner = (info.annotation, *get_args(info.annotation))
                found = next((each for each in inner if isinstance(each, type) and issubclass(each, BaseModel)), None)
        if found is not None and name not in found.model_fields:
            yield f"the rows of {'.'.join(above[:-1])} have no field {name}, which is said to hold their names"
