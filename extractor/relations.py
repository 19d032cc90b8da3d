"""Documents of the same body: what this year's report is compared with, whichever was read first.

Which body and which year a document is of is told by its identity claims: the one that is a text, and the one that is a
whole number. What stands in another document is compared by rules that name it in ``needs=``; they warn, and nothing
else: a document is never refused or changed because of another.

Nothing here knows the store; :mod:`extractor.settlement` brings the documents and stores what becomes of them.
"""

from collections.abc import Mapping

from extractor.errors import SchemaError
from extractor.route import Result
from extractor.schemas.form import Form
from extractor.schemas.linear import Values
from extractor.schemas.registry import load_schema
from extractor.schemas.rule import PREVIOUS_YEAR
from extractor.store.identity import Identity


def year_before(identity: Identity) -> Identity:
    """The report that rules about this one may ask for as the previous year."""
    return identity._replace(year=identity.year - 1)


def year_after(identity: Identity) -> Identity:
    """The report whose rules may ask for this one."""
    return identity._replace(year=identity.year + 1)


def others_of(before: Values | None) -> Mapping[str, Values]:
    """What rules may ask for of other documents, given what the report of the year before proves; empty where there is
    none.
    """
    return {} if before is None else {PREVIOUS_YEAR: before}


def form_of(result: Result) -> Form | None:
    """The form a result was judged under; None where it has no verdict, or its form is not installed here."""
    if result.schema_name is None or result.form is None or result.verdict is None:
        return None
    try:
        return load_schema(result.schema_name).form(result.form)
    except (SchemaError, KeyError):
        return None
