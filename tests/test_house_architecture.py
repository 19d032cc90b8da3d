"""The lists in ARCHITECTURE.md are those of the code: field paths of every form, lines of the evidence policy."""

import importlib
import itertools
import re

import pytest

from extractor.policy import POLICIES, Policy
from extractor.schemas.form import INDEX
from extractor.schemas.registry import load_schemas
from tests.house import ROOT

SECTION = "## Field paths"
FORMS = tuple((schema.name, form.name) for schema in load_schemas() for form in schema.forms if form.shape is None)
"""A form that is a model says its paths itself."""


def expanded(line: str) -> set[str]:
    """Every path that a line with braces stands for."""
    pieces = re.split(r"\{([^}]*)\}", line.replace("[n]", INDEX.replace("{", "<").replace("}", ">")))
    choices = [piece.split(",") if number % 2 else [piece] for number, piece in enumerate(pieces)]
    return {"".join(chosen).replace("<n>", INDEX) for chosen in itertools.product(*choices)}


def documented(schema: str, form: str) -> set[str]:
    """The paths that the page gives for a form: those of all its schema's forms and its own."""
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8").partition(SECTION)[2]
    found: set[str] = set()
    for intro, block in re.findall(r"^(`.*?)\n+```text\n(.*?)```", page, re.MULTILINE | re.DOTALL):
        if f"`{schema}`" in intro and ("both forms" in intro or f"form {form}" in intro):
            found.update(path for line in block.splitlines() for path in expanded(line))
    return found


@pytest.mark.parametrize(("schema", "form"), FORMS)
def test_the_page_lists_every_field_of_every_form_and_no_other(schema: str, form: str) -> None:
    (known,) = [
        each for family in load_schemas() if family.name == schema for each in family.forms if each.name == form
    ]
    assert documented(schema, form) == set(known.fields)


def test_the_page_lists_every_line_of_the_evidence_policy_in_order() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    table = page.partition("## When is a field confirmed?")[2].partition("\n## ")[0]
    rows = [[cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\|.*\|$", table, re.MULTILINE)[2:]]
    columns: tuple[tuple[int, Policy], ...] = ((2, "standard"), (3, "strict"))
    for column, policy in columns:
        listed = [(row[0], row[column]) for row in rows if row[column] != "–"]
        assert listed == [(line.name, line.status) for line in POLICIES[policy]]


def test_the_page_names_functions_that_are_where_it_says() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    table = page.partition("## Signatures between the floors")[2].partition("\n## ")[0]
    named = [
        (module, name)
        for calls, module in re.findall(r"^\| (`.*) \| `([a-z_.]+)` \|$", table, re.MULTILINE)
        for name in re.findall(r"`(\w+)\(", calls)
    ]
    assert named
    assert [
        (module, name) for module, name in named if not callable(getattr(importlib.import_module(module), name))
    ] == []


def test_every_name_of_the_glossary_is_where_it_says() -> None:
    table = (ROOT / "ARCHITECTURE.md").read_text("utf-8").partition("## Glossary")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| .+ \| .+ \| (`.+`) \|$", table, re.MULTILINE)
    assert len(rows) == table.count("\n| ") - 1
    names = [name for _, names in rows for name in re.findall(r"`([\w.]+)`", names)]
    assert [name for name in names if not exists(f"extractor.{name}")] == []


def exists(name: str) -> bool:
    """Whether a dotted name leads to a module, or to something in a module or class, declared fields included."""
    parts = name.split(".")
    end = next(end for end in range(len(parts), 0, -1) if importable(".".join(parts[:end])))
    found: object = importlib.import_module(".".join(parts[:end]))
    for part in parts[end:]:
        if not hasattr(found, part) and part not in getattr(found, "__annotations__", {}):
            return False
        found = getattr(found, part, None)
    return True


def importable(name: str) -> bool:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError:
        return False
    return True
