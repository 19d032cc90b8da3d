"""What peers return, in the shape our own results have, so that one and the same metric judges them."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from rapidfuzz.fuzz import ratio

from extractor.documents.model import Document
from extractor.errors import ProblemKind
from extractor.evaluate.report_page.rows import FormRows, column_of, number_of
from extractor.readers.layout import read_layout
from extractor.route import FieldVerdict, Problem, Result, Verdict
from extractor.schemas.form import INDEX, Form, Schema, Value
from extractor.schemas.values import read_printed

_ALIKE = 70.0
_HEAD = 700
_ROWS = 2


def record_values(form: Form, record: Mapping[str, Any]) -> dict[str, Value | None]:
    """The values of a nested record by path."""
    return {path: _typed(form, path, value) for path, value in _leaves(record, "") if path != "form"}


def _leaves(node: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 (JSON)
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else None
    if inner is None:
        yield path, node
        return
    for key, value in inner:
        yield from _leaves(value, f"{path}.{key}" if path else str(key))


def _typed(form: Form, path: str, value: Any) -> Value | None:  # noqa: ANN401 (JSON)
    if value is None:
        return None
    try:
        if form.field(path).kind == "amount":
            return Decimal(str(value))
    except (InvalidOperation, KeyError):
        pass
    return value if isinstance(value, int) else str(value)


def extracted_values(form: Form, schema: Schema, values: Iterable[Mapping[str, str]]) -> dict[str, Value | None]:
    """The values of extractions by path: each goes to the field whose labels its attributes are most like, once."""
    rows = FormRows.of(schema)
    named = {path: (rows.label(path), _column(form, path)) for path in form.fields if INDEX not in path}
    found: dict[str, Value | None] = {}
    for each in values:
        row, column = each.get("row", ""), each.get("column", "")
        scores = {path: min(ratio(row, r), ratio(column, c) if c else 100.0) for path, (r, c) in named.items()}
        best = max(scores, key=lambda path: scores[path])
        if scores[best] >= _ALIKE and best not in found:
            spec = form.field(best)
            found[best] = read_printed(each.get("text", ""), spec.kind, spec.units).value
    return found


def _column(form: Form, path: str) -> str:
    """The heading of a column; none for what is told in running text."""
    return "" if any(claim.path == path for claim in form.claims) else column_of(form, path)


def peer_result(form: Form, schema: Schema, values: Mapping[str, Value | None] | None, problem: str) -> Result:
    """A record counts as accepted: a peer gives its user no reason to look at it."""
    common = {"document": "", "path": "", "sha256": "", "schema_name": schema.name, "form": form.name}
    if values is None:
        return Result.model_validate(
            {**common, "status": "failed", "problem": Problem(kind=ProblemKind.UNKNOWN, message=problem)}
        )
    fields = {path: _verdict(path, value) for path, value in values.items()}
    verdict = Verdict(status="accepted", form=form.name, fields=fields, findings=(), unused=())
    return Result.model_validate({**common, "status": "accepted", "verdict": verdict})


def _verdict(path: str, value: Value | None) -> FieldVerdict:
    state = "blank" if value is None else "read"
    plain: dict[str, object] = {"label": path, "spot": None, "quote": "", "readers": {}, "status": "confirmed"}
    return FieldVerdict.model_validate({**plain, "path": path, "value": value, "state": state})


def lessons(document: Document, schema: Schema, form: Form) -> list[dict[str, Any]]:
    """Two examples out of another document: its opening with what it states, and two rows of its largest table.

    None where no row of that table can be placed.
    """
    reading, rows = read_layout(document, schema, form), FormRows.of(schema)
    spans = {
        path: field.spot.span
        for path, field in reading.fields.items()
        if field.spot is not None and field.spot.span is not None and field.value is not None
    }
    placed = sorted(spans, key=lambda path: spans[path])
    claims = {claim.path for claim in form.claims}
    opening = [path for path in placed if path in claims and spans[path][1] <= _HEAD]
    size = {table.key: sum(path.startswith(f"{table.key}.") for path in placed) for table in form.tables}
    largest = max(size, key=lambda key: size[key])
    inside = [path for path in placed if path.startswith(f"{largest}.") and number_of(path) is None]
    first = list(dict.fromkeys(path.rpartition(".")[0] for path in inside))[:_ROWS]
    table = [path for path in inside if path.rpartition(".")[0] in first]
    if not table:
        return []
    title = next(each.title.printed for each in form.tables if each.key == largest)
    start = max(document.text.rfind(title, 0, spans[table[0]][0]), 0)
    windows = [((start, _line_end(document.text, spans[table[-1]][1])), table)]
    if opening:
        # It ends with the last statement: a piece of text whose values are not all named would teach to leave some out.
        windows.insert(0, ((0, _line_end(document.text, max(spans[path][1] for path in opening))), opening))
    return [
        {
            "text": document.text[window[0] : window[1]],
            "values": [
                {"text": document.text[slice(*spans[p])], "row": rows.label(p), "column": _column(form, p)}
                for p in paths
            ],
        }
        for window, paths in windows
    ]


def _line_end(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return end if end >= 0 else len(text)
