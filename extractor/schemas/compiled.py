"""The compiled form of a schema that is any model: what is kept beside results, so that they can be shown without it.

Kept are its JSON Schema with our marks and the rules that are written down. A rule in Python cannot be kept: it stands
for itself as one that breaks, so that a document it was asked of is not accepted without it, and says why.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NoReturn

from extractor.errors import SchemaError
from extractor.schemas.check import Check
from extractor.schemas.declared import add_rules, parse_rules
from extractor.schemas.declared_weights import add_weights, parse_weights
from extractor.schemas.expression import Node
from extractor.schemas.form import Schema
from extractor.schemas.json_schema import shape_of_schema
from extractor.schemas.open_form import schema_of_shape
from extractor.schemas.rule import Rule

_KEPT = 32
"""Schemas whose compiled form is made once: a run has few, and writes a result of each document."""


@lru_cache(maxsize=_KEPT)
def compiled_schema(schema: Schema) -> str | None:
    """The compiled form as JSON; None of a schema whose forms are described by hand."""
    shape = schema.forms[0].shape if len(schema.forms) == 1 else None
    if shape is None:
        return None
    declared = {each.rule.code for text in schema.declared for each in parse_rules(text, schema.name)}
    left = [each for each in schema.forms[0].rules if each.code not in declared]
    return json.dumps(
        {
            "name": schema.name,
            "version": schema.version,
            "title": schema.title,
            "language": schema.language,
            "source": shape.source,
            "declared": schema.declared,
            "programmed": [{"code": each.code, "text": each.text, "severity": each.severity} for each in left],
        },
        ensure_ascii=False,
    )


def schema_of_compiled(text: str) -> Schema:
    """The schema of a compiled form. SchemaError where this release cannot read it."""
    kept = json.loads(text)
    shape = shape_of_schema(kept["source"], kept["name"])
    schema = schema_of_shape(shape, (), kept["title"], kept["version"])
    for written in kept["declared"]:
        schema = add_weights(
            add_rules(schema, parse_rules(written, kept["name"])), parse_weights(written, kept["name"])
        )
    lost = tuple(Rule(each["code"], each["text"], _Lost(each["code"]), each["severity"]) for each in kept["programmed"])
    forms = tuple(replace(form, rules=(*form.rules, *lost)) for form in schema.forms)
    return replace(schema, language=kept["language"], forms=forms, declared=tuple(kept["declared"]))


class _Lost:
    """What stands for a rule in Python whose pack is not here."""

    def __init__(self, code: str) -> None:
        self._code = code

    def __call__(self, report: Node) -> Iterator[Check]:
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise SchemaError(f"rule {self._code} is written in Python and its schema is not here, so nobody can check it")
