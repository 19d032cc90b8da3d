"""Everything that the public invoices and balance sheets print, and what becomes of them read by labels and by a model
that knows it. Invoices were read by eye from their pages; a balance sheet says in its text with bars what it holds.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from extractor.documents import open_document
from extractor.door.reading_options import readers_of
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.loopback_server import loopback
from extractor.policy import Policy
from extractor.readers.reading import Reading
from extractor.readers.record.record_items import Json, parts_of
from extractor.route import FieldVerdict, Verdict, judge_readings
from extractor.schemas.form import Form, Value
from extractor.schemas.registry import load_schema
from extractor.schemas.shape import ShapeGroup
from extractor.schemas.values import fold_width
from tests.house import ROOT

CORPUS = ROOT.parent / "shared" / "corpus"
_INVOICES = Path(__file__).parent / "shared_invoice_truths.json"
_NIL = ("—", "–", "-", "")


@dataclass(frozen=True)
class WholeTruth:
    """A document with everything it prints, under the pack that reads it."""

    path: Path
    pack: str
    record: Mapping[str, Json]

    @property
    def form(self) -> Form:
        """The one form of its pack."""
        return load_schema(self.pack).forms[0]

    @property
    def values(self) -> dict[str, Value | None]:
        """Its values by path."""
        shape = self.form.shape
        assert shape is not None
        parts = parts_of(shape, dict(self.record))
        found = {leaf.path: leaf.value for leaf in parts.single}
        return found | {
            leaf.path: leaf.value for items in parts.lists.values() for item in items for leaf in item.leaves
        }


@dataclass(frozen=True)
class ReadWhole:
    """What was read of a document."""

    truth: WholeTruth
    readings: Sequence[Reading]

    def verdict(self, policy: Policy) -> Verdict:
        """What becomes of it."""
        return judge_readings(self.truth.form, self.readings, policy=policy, source=open_document(self.truth.path))


def read_whole(truth: WholeTruth) -> ReadWhole:
    """A document read by labels and by a model that answers from its truth."""
    schema = load_schema(truth.pack)
    with loopback([KnownTruth(truth.form, truth.values, truth.path.name)]) as server:
        endpoint = server.endpoint
        with readers_of({"base_url": endpoint.base_url, "model": endpoint.model, "readers": "layout,llm"}) as work:
            return ReadWhole(truth, work.readers.read(open_document(truth.path), schema, truth.form))


def wrong(truth: WholeTruth, verdict: Verdict) -> list[str]:
    """What is confirmed and is not what the document prints: another value, or nothing where something is printed."""
    values = truth.values
    return [
        f"{path}: {field.value} and not {values.get(path)}"
        for path, field in verdict.fields.items()
        if field.status == "confirmed" and _plain(field.value) != _plain(values.get(path))
    ]


def waiting(verdict: Verdict) -> Counter[str]:
    """The doubts of the fields that wait, by kind."""
    fields: Iterator[FieldVerdict] = (each for each in verdict.fields.values() if each.waits)
    return Counter(kind for each in fields for kind in {found.kind.value for found in each.doubts})


def invoices() -> list[WholeTruth]:
    """The invoices with stored XML, and the plain ones."""
    known: Mapping[str, Mapping[str, Json]] = json.loads(_INVOICES.read_text("utf-8"))
    paths = sorted(CORPUS.glob("invoice_*/*.pdf"))
    return [WholeTruth(path, "invoice", known[path.stem]) for path in paths if path.stem in known]


def sheets() -> list[WholeTruth]:
    """The balance sheets."""
    return [
        WholeTruth(path.with_name(path.name.replace("pipe.txt", "html")), "balance_sheet", _sheet(path))
        for path in sorted((CORPUS / "balance_sheet").glob("*.pipe.txt"))
    ]


def _sheet(path: Path) -> dict[str, Json]:
    """The record of a balance sheet: its named sums, and a line for every other row that is no total."""
    rows = [[cell.strip() for cell in line.split("|")] for line in path.read_text("utf-8").splitlines()]
    rows = [[cell for cell in row if cell not in ("$", ")")] for row in rows if len(row) > 1]
    heads = rows[0][-2:]
    shape = load_schema("balance_sheet").forms[0].shape
    assert shape is not None
    assert isinstance(shape.root, ShapeGroup)
    named = {
        _core(label): name for name, node in shape.root.members.items() if name != "lines" for label in node.labels
    }
    found: dict[str, Json] = {}
    lines: list[Json] = []
    for row in rows[1:]:
        amounts: dict[str, Json] = dict(zip(heads, map(_amount, row[-2:]), strict=True))
        name = named.get(_core(row[0]))
        if name is not None:
            found[name] = amounts
        elif not row[0].startswith("Total"):
            lines.append({"name": row[0], "amounts": amounts})
    return {"lines": lines, **found}


def _core(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _amount(text: str) -> str | None:
    digits = "".join(char for char in text if char.isdigit() or char == ".")
    if text in _NIL or not digits:
        return None
    return f"-{digits}" if text.startswith(("(", "-", "−")) else digits


def _plain(value: Value | None) -> object:
    if isinstance(value, str):
        return "".join(fold_width(value).split()).casefold()
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
