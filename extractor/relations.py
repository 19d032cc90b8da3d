"""Documents of the same body: what this year's report is compared with, whichever was read first.

Which body and which year a document is of is told by its identity claims: the one that is a text, and the one that is a
whole number. What stands in another document is compared by rules that name it in ``needs=``; they warn, and nothing
else: a document is never refused or changed because of another.

Nothing here knows the store; :mod:`extractor.settlement` brings the documents and stores what becomes of them.
"""

import re
from collections.abc import Mapping

from extractor.errors import SchemaError
from extractor.route import Result, Verdict
from extractor.schemas.form import Form
from extractor.schemas.linear import Values
from extractor.schemas.registry import load_schema
from extractor.schemas.rule import PREVIOUS_YEAR
from extractor.store.identity import Identity

_ROW = re.compile(r"^(.*?)\.(\d+)\.")


def year_before(identity: Identity) -> Identity:
    """The report that rules about this one may ask for as the previous year."""
    return identity._replace(year=identity.year - 1)


def year_after(identity: Identity) -> Identity:
    """The report whose rules may ask for this one."""
    return identity._replace(year=identity.year + 1)


def others_of(before: Result | None) -> Mapping[str, Values]:
    """What rules may ask for of other documents, given the report of the year before; empty where there is none.

    Only values that are confirmed or corrected: what is flagged there proves nothing here.
    """
    return {} if before is None or before.verdict is None else {PREVIOUS_YEAR: proven_values(before.verdict)}


def proven_values(verdict: Verdict) -> Values:
    """What is confirmed or corrected in a verdict. Flagged fields are unread, fields it does not have are absent."""
    counts: dict[str, int] = {}
    for path in verdict.fields:
        match = _ROW.match(path)
        if match is not None:
            counts[match[1]] = max(counts.get(match[1], 0), int(match[2]) + 1)
    cells = {
        path: ("unread", None) if field.status == "flagged" else (field.state, field.value)
        for path, field in verdict.fields.items()
    }
    return Values(cells, counts, missing="absent")


def needs_others(schema_name: str) -> bool:
    """Whether any rule of a schema asks for another document; False for a schema that is not installed here."""
    try:
        forms = load_schema(schema_name).forms
    except SchemaError:
        return False
    return any(rule.needs for form in forms for rule in form.rules)


def form_of(result: Result) -> Form | None:
    """The form a result was judged under; None where it has no verdict, or its form is not installed here."""
    if result.schema_name is None or result.form is None or result.verdict is None:
        return None
    try:
        return load_schema(result.schema_name).form(result.form)
    except (SchemaError, KeyError):
        return None
