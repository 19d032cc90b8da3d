"""Which body and which year a document is of, so that the reports of one body can be found together."""

from typing import NamedTuple

from extractor.errors import SchemaError
from extractor.route import Result
from extractor.schemas.registry import load_schema
from extractor.schemas.values import unspaced


class Identity(NamedTuple):
    """A body by its folded name (width, case and spaces do not matter) and the year its report is for."""

    body: str
    year: int


def identity_of(result: Result) -> Identity | None:
    """What the identity claims of a document say; None where one of them is missing or the schema has others.

    A schema takes part if it has one identity claim that is a text and one that is a whole number.
    """
    if result.schema_name is None or result.form is None or result.verdict is None:
        return None
    try:
        form = load_schema(result.schema_name).form(result.form)
    except (SchemaError, KeyError):
        return None
    said = [result.verdict.fields.get(claim.path) for claim in form.claims if claim.identity]
    values = [field.value for field in said if field is not None]
    texts = [value for value in values if isinstance(value, str)]
    years = [value for value in values if isinstance(value, int)]
    if len(texts) != 1 or len(years) != 1:
        return None
    return Identity(unspaced(texts[0]).casefold(), years[0])
