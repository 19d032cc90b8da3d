"""Several years side by side in the tables of a form of which every year is a report of its own."""

from extractor.documents.file_parts import FilePart, document_part, name_of_part
from extractor.documents.model import Document
from extractor.documents.year_columns import year_columns, year_headings
from extractor.evidence import Leg
from extractor.readers.labels import folded
from extractor.readers.parting.part_start import is_complete
from extractor.readers.reading import FieldReading, Reading, Spot, looked_at
from extractor.schemas.form import Form, Schema
from extractor.schemas.script_variants import in_script_of
from extractor.schemas.values import looks_like_value

_ROWS = 2
"""Rows with labels of the form and numbers beside them from which on a table is one of the form."""
_SEARCH = "layout"


def year_of_form(form: Form) -> str:
    """The path of the field that says which year a report is of; empty where the form has none or several."""
    claimed = [claim.path for claim in form.claims if claim.identity and claim.kind == "count"]
    shaped = [path for path, spec in form.fields.items() if spec.identity and spec.kind == "count"]
    paths = dict.fromkeys((*claimed, *shaped))
    return next(iter(paths)) if len(paths) == 1 else ""


def parts_by_year(document: Document, schema: Schema, form: Form) -> tuple[tuple[FilePart, ...], bool]:
    """The years that stand side by side in a document, and whether each is certainly a report of its own: where every
    table of the form has columns for the same years, nothing stated in its running text has to be of one of them, and
    what is left of each year is a whole report.
    """
    if not year_of_form(form):
        return (), False
    tables = year_columns(document)
    if not tables:
        return (), False
    own = _tables_of_form(document, form)
    named = {tuple(sorted(tables[index].columns)) for index in own if index in tables}
    if not named:
        return (), False
    years = sorted({year for each in named for year in each})
    parts = tuple(FilePart("year", year, year) for year in years)
    certain = (
        len(named) == 1
        and own <= set(tables)
        and not _states_numbers(document, schema, form)
        and all(is_complete(document_part(document, part), schema) for part in parts)
    )
    return parts, certain


def _tables_of_form(document: Document, form: Form) -> set[int]:
    """The tables that print rows of the form."""
    labels = {folded(text).core for spec in form.fields.values() for text in spec.labels}
    if form.shape is not None:
        labels |= {folded(text).core for leaf in form.shape.leaves.values() for text in leaf.labels}
    for table in form.tables:
        labels |= {folded(text).core for block in table.blocks for row in block.rows for text in row.label.texts}
    found = set()
    for each in document.tables:
        rows = [[cell.text for cell in document.rows[number].cells if cell.text] for number in each.rows]
        known = sum(
            any(folded(text).core in labels for text in row) and any(map(looks_like_value, row[1:])) for row in rows
        )
        if known >= _ROWS:
            found.add(each.index)
    return found


def _states_numbers(document: Document, schema: Schema, form: Form) -> bool:
    """Whether the running text states a number that a report holds: it would have to be told which year it is of."""
    text = in_script_of(schema, document.text)
    texts = (text, "".join(text.split()))
    claims = [claim for claim in form.claims if not claim.identity]
    return any(pattern.search(each) for claim in claims for pattern in claim.patterns for each in texts)


def with_year_of_part(document: Document, form: Form, reading: Reading) -> Reading:
    """The reading of a part that is one year of a file: which year, the heading of its columns says."""
    part, path = FilePart.parse(name_of_part(document.sha256)), year_of_form(form)
    if part is None or part.unit != "year" or not path:
        return reading
    heads = year_headings(document, part.first)
    if not heads:
        return reading
    head = heads[0]
    field = FieldReading(
        path=path,
        state="read",
        value=part.first,
        spot=Spot.of(head.place),
        quote=head.text,
        doubts=head.doubts,
        leg=Leg(_SEARCH, looked_at(head.seen_by), _SEARCH),
    )
    return reading.model_copy(update={"fields": {**reading.fields, path: field}})
