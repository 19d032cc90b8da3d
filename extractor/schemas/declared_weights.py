"""Weights of fields that are written down in YAML, beside the rules."""

from dataclasses import dataclass, replace
from pathlib import Path

from extractor.errors import SchemaError
from extractor.schemas.form import Form, Schema
from extractor.schemas.reliability import check_weight, fitting, weigh
from extractor.schemas.yaml_source import Located, read_yaml

PARTS = ("rules", "weights")
"""What a file with rules may list."""


@dataclass(frozen=True, slots=True)
class DeclaredWeight:
    """A weight as it is written, the names of the forms it is for (none: those it fits), and where it stands."""

    pattern: str
    weight: int
    excluded: frozenset[str]
    forms: tuple[str, ...]
    source: Located


def read_weights(path: Path) -> tuple[DeclaredWeight, ...]:
    """The weights of a YAML file. SchemaError with the line of whatever is wrong with it."""
    return parse_weights(path.read_text("utf-8"), path.name)


def parse_weights(text: str, file: str) -> tuple[DeclaredWeight, ...]:
    """The weights of a YAML text; ``file`` is how errors call it."""
    root = read_yaml(text, file).mapping("the file", PARTS)
    return weights_in(root["weights"]) if "weights" in root else ()


def weights_in(listed: Located) -> tuple[DeclaredWeight, ...]:
    """The weights of a list in YAML."""
    return tuple(_weight(item) for item in listed.sequence())


def add_weights(schema: Schema, declared: tuple[DeclaredWeight, ...]) -> Schema:
    """The schema with these weights on every form that has their fields. SchemaError where no form has them."""
    forms = {form.name: form for form in schema.forms}
    for each in declared:
        for name in each.forms:
            if name not in forms:
                each.source.refuse(f"{schema.name} has no form {name}; it has {', '.join(forms)}")
        fit = [name for name in each.forms or forms if _fits(forms[name], each)]
        if not fit or (each.forms and len(fit) < len(each.forms)):
            each.source.refuse(f"{each.pattern} is no field of {schema.name} that could have a weight")
        for name in fit:
            forms[name] = _weighed(forms[name], each)
    return replace(schema, forms=tuple(forms.values()))


def _weight(item: Located) -> DeclaredWeight:
    parts = item.mapping("a weight", ("field", "weight", "except", "forms"))
    for name in ("field", "weight"):
        if name not in parts:
            item.refuse(f"{name} is missing")
    excluded = [each.text("a key") for each in parts["except"].sequence()] if "except" in parts else []
    forms = [str(each.value) for each in parts["forms"].sequence()] if "forms" in parts else []
    weight = parts["weight"].number("a weight")
    try:
        own = check_weight(weight)
    except SchemaError as error:
        parts["weight"].refuse(str(error))
    return DeclaredWeight(parts["field"].text("a path"), own, frozenset(excluded), tuple(forms), item)


def _fits(form: Form, each: DeclaredWeight) -> bool:
    try:
        return bool(fitting(form, each.pattern, each.excluded))
    except SchemaError as error:
        each.source.refuse(str(error))


def _weighed(form: Form, each: DeclaredWeight) -> Form:
    try:
        return weigh(form, each.pattern, each.weight, each.excluded)
    except SchemaError as error:
        each.source.refuse(str(error))
