"""Every rule of every pack is in force, can be told from the others, and says what it demands."""

import importlib
import pkgutil

import pytest

from extractor.schemas import packs
from extractor.schemas.form import Form, Schema
from extractor.schemas.registry import load_schema, load_schemas, schema_names
from extractor.schemas.rule import Rule

FORMS = tuple(pytest.param(form, id=f"{schema.name}-{form.name}") for schema in load_schemas() for form in schema.forms)


def written(name: str) -> dict[str, Rule]:
    """Every rule that stands in a module of the pack, by module and name."""
    package = importlib.import_module(f"{packs.__name__}.{name}")
    modules = [
        importlib.import_module(f"{package.__name__}.{info.name}") for info in pkgutil.iter_modules(package.__path__)
    ]
    return {
        f"{module.__name__}.{attribute}": value
        for module in modules
        for attribute, value in vars(module).items()
        if isinstance(value, Rule)
    }


@pytest.mark.parametrize("name", schema_names())
def test_every_rule_that_is_written_is_in_force_on_some_form(name: str) -> None:
    schema: Schema = load_schema(name)
    in_force = {id(rule) for form in schema.forms for rule in form.rules}
    assert [place for place, rule in written(name).items() if id(rule) not in in_force] == []


@pytest.mark.parametrize("form", FORMS)
def test_a_form_has_rules(form: Form) -> None:
    assert form.rules


@pytest.mark.parametrize("form", FORMS)
def test_a_rule_can_be_told_from_every_other_by_its_code(form: Form) -> None:
    codes = [rule.code for rule in form.rules]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("form", FORMS)
def test_a_rule_says_in_words_what_it_demands_and_no_two_say_the_same(form: Form) -> None:
    texts = [rule.text.strip() for rule in form.rules]
    assert all(texts)
    assert len(set(texts)) == len(texts)
