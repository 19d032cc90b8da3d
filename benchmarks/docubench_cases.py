"""Documents with a schema, a label checked by hand and the recorded answers of several systems, ready to be judged.

What a system gave is compared with the label leaf by leaf, the items of lists matched to each other. Rows that the
label leaves out count neither way: an item that was matched for want of a better one is none of the label's, where less
than half of what tells it apart from others agrees.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, TypeAlias

from rapidfuzz.fuzz import ratio

from extractor.documents import open_document
from extractor.documents.model import Document
from extractor.evaluate.outputs.side_by_side import Json, Leaf, Plain, plain, side_by_side
from extractor.schemas.form import Form, Schema
from extractor.schemas.json_schema import shape_of_schema
from extractor.schemas.open_form import schema_of_shape
from extractor.schemas.shape import Shape

LeafKind: TypeAlias = Literal["number", "date", "text"]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PICTURES = frozenset({".png", ".jpeg", ".jpg", ".tif", ".tiff"})
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_FEW = 30
"""Words of a page below which the page is a picture, whatever is stored with it."""
_MANY = 40
"""Characters of right-to-left scripts that make a document one of those that are reported apart."""
_NEAR_TEXT = 80
"""Of a hundred, from which on two texts of a row are the same, written otherwise or read wrong."""
_OFTEN = 2
"""Items of a label that may hold a value that still tells them apart."""
_TELLING = 2
"""Values that two items both have, at least, before they can be said to be two things."""


@dataclass(frozen=True, slots=True)
class LabelledLeaf:
    """One value that a system gave, and what the label holds there.

    ``known``: the label has the row, or the field is of no row; what is not known counts neither way.
    """

    path: str
    kind: LeafKind
    given: Json
    truth: Plain
    known: bool

    @property
    def right(self) -> bool:
        """Whether the value is that of the label, however it is dressed."""
        return plain(self.given) == self.truth


@dataclass(frozen=True)
class LabelledCase:
    """One document with its schema, its label and the records of the systems; None where a system gave none."""

    name: str
    document: Document
    path: Path
    schema: Schema
    label: Json
    records: dict[str, Json]

    @property
    def form(self) -> Form:
        """The one form of its schema."""
        return self.schema.forms[0]

    @property
    def shape(self) -> Shape:
        """The shape of that form."""
        assert self.form.shape is not None
        return self.form.shape

    @cached_property
    def apart(self) -> str:
        """Why the document is counted apart: a picture, or text that runs from right to left."""
        if self.document.method == "scan" or len(self.document.words) < _FEW * len(self.document.pages):
            return "picture"
        return "right-to-left" if len(_RIGHT_TO_LEFT.findall(self.document.text)) > _MANY else ""

    def leaves(self, record: Json) -> list[LabelledLeaf]:
        """Every value of a record, with the label beside it."""
        return labelled(record, self.label)


def load_cases(documents: Path, recordings: Path, names: Sequence[str] = ()) -> Iterator[LabelledCase]:
    """The documents of a folder that can be opened, pictures left out, in the order of their names."""
    for path in sorted(documents.iterdir()):
        schema = recordings / "schemas" / f"{path.stem}.json"
        if path.suffix in _PICTURES or not schema.exists() or (names and path.stem not in names):
            continue
        try:
            document = open_document(path)
        except Exception as error:
            print(f"{path.name}: {error}")
            continue
        shape = shape_of_schema(json.loads(schema.read_text("utf-8")), path.stem)
        records = {
            folder.name: json.loads((folder / f"{path.stem}.json").read_text("utf-8")).get("data")
            for folder in sorted((recordings / "results").iterdir())
            if folder.is_dir()
        }
        label = json.loads((recordings / "labels" / f"{path.stem}.json").read_text("utf-8"))
        yield LabelledCase(path.stem, document, path, schema_of_shape(shape), label, records)


def labelled(record: Json, label: Json) -> list[LabelledLeaf]:
    """The values of a record in their order, each with what the label holds there."""
    own = [(path, value) for path, value in walked(record) if plain(value) is not None]
    compared = [leaf for leaf in side_by_side({"record": record, "label": label}) if _holds(leaf.values, "record")]
    if len(own) != len(compared):
        return []
    rows = _rows_of_label(list(side_by_side({"record": record, "label": label})))
    found = []
    for (path, value), leaf in zip(own, compared, strict=True):
        known = _row(leaf.path) in rows or not _row(leaf.path)
        truth = leaf.values.get("label")
        found.append(LabelledLeaf(path, _kind(value), value, truth, known))
    return found


def walked(node: Json, path: str = "") -> Iterator[tuple[str, Json]]:
    """Every leaf of a record with its path, in the order in which records are compared."""
    if isinstance(node, dict):
        for key, inner in node.items():
            yield from walked(inner, f"{path}.{key}".lstrip("."))
    elif isinstance(node, list):
        for number, inner in enumerate(node):
            yield from walked(inner, f"{path}.{number}".lstrip("."))
    else:
        yield path, node


def _rows_of_label(leaves: Sequence[Leaf]) -> set[str]:
    """The items that the label has and the record has too, by their paths."""
    items: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        items.setdefault(_row(leaf.path), []).append(leaf)
    told = Counter((_column(leaf.path), leaf.values.get("label")) for leaf in leaves)
    return {
        path
        for path, members in items.items()
        if any(_holds(leaf.values, "label") for leaf in members) and _is_same(members, told)
    }


def _is_same(members: Sequence[Leaf], told: Counter[tuple[str, Plain]]) -> bool:
    """Whether at least half of the values that both have, and that hardly another item of the label has, are alike."""
    both = [leaf for leaf in members if len(leaf.values) > 1]
    telling = [leaf for leaf in both if told[_column(leaf.path), leaf.values["label"]] <= _OFTEN]
    alike = sum(_alike(leaf) for leaf in telling)
    return len(both) < _TELLING or not telling or 2 * alike >= len(telling)


def _alike(leaf: Leaf) -> bool:
    one, other = leaf.values["record"], leaf.values["label"]
    if isinstance(one, str) and isinstance(other, str):
        return ratio(one, other) >= _NEAR_TEXT or one in other or other in one
    return one == other


def _column(path: str) -> str:
    return re.sub(r"\.\d+(?=\.|$)", "", path)


def _holds(values: object, name: str) -> bool:
    return isinstance(values, dict) and values.get(name) is not None


def _row(path: str) -> str:
    """The path of the innermost item of a list that a leaf stands in; empty for a leaf of no list."""
    found = re.match(r"^(.*\.\d+)(?:\.|$)", path)
    return found[1] if found else ""


def _kind(value: Json) -> LeafKind:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return "number"
    return "date" if isinstance(value, str) and _DATE.fullmatch(value) else "text"
