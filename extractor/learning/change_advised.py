"""A change of a pack that is not written in YAML, for its owner: what to add, and to which field of which file."""

import ast
import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from importlib.resources.abc import Traversable
from typing import NamedTuple

from pydantic import JsonValue

from extractor.learning.pack_change import PackChange, plain_number
from extractor.schemas.json_schema import MARKS
from extractor.schemas.notation import Notation
from extractor.schemas.registry import schema_files
from extractor.schemas.shape import ShapeLeaf

_MOST_PLACES = 3


class FieldPlace(NamedTuple):
    """Where a field is written: its file, the line (from 1), and the class it is in; of a file that is no Python, the
    file alone.
    """

    file: str
    line: int = 0
    model: str = ""

    @property
    def told(self) -> str:
        """The place as an editor takes it."""
        return f"{self.file}:{self.line} (class {self.model})" if self.line else self.file


def advised(schema_name: str, change: PackChange, leaf: ShapeLeaf) -> tuple[str, ...]:
    """What the owner of a schema has to add, a line each: where, and the code."""
    places = field_places(schema_name, leaf)
    named = " or ".join(each.told for each in places[:_MOST_PLACES]) or "its model, which stands in no file"
    marks = marks_with(change, leaf)
    if places and not places[0].line:
        code = json.dumps({MARKS: marks}, ensure_ascii=False)[1:-1]
    else:
        code = f"FieldMark({', '.join(f'{name}={value!r}' for name, value in marks.items())})"
    return (f"add to the field {leaf.key} in {named}:", f"    {code}")


def marks_with(change: PackChange, leaf: ShapeLeaf) -> dict[str, JsonValue]:
    """The mark of the field with the change: everything of its kind that the field has already, and it."""
    if change.kind == "label":
        return {"labels": [*leaf.labels, change.text]}
    if change.kind == "nil_mark":
        return {"nil_marks": [*leaf.nil_marks, change.text]}
    if change.kind == "unit":
        units = {**leaf.units, change.text: Decimal(change.factor)}
        return {"units": {name: plain_number(factor) for name, factor in units.items()}}
    known = leaf.notation or Notation()
    notation: dict[str, JsonValue] = {}
    if known.decimal == "," or change.kind == "decimal":
        notation["decimal"] = ","
    if known.bracketed_negative or change.kind == "bracketed_negative":
        notation["bracketed_negative"] = True
    signs = [*known.currency, *([change.text] if change.kind == "currency" else [])]
    return {"notation": {**notation, **({"currency": list[JsonValue](signs)} if signs else {})}}


def field_places(schema_name: str, leaf: ShapeLeaf) -> tuple[FieldPlace, ...]:
    """Where a field of this name is written in the files of a schema; the files themselves where none of them says."""
    files = [each.place for each in schema_files(schema_name)]
    found = tuple(place for file in files for place in _written_in(file, leaf.key))
    return found or tuple(FieldPlace(str(file)) for file in files if not str(file).endswith(".py"))


def _written_in(file: Traversable, name: str) -> Iterator[FieldPlace]:
    if not file.name.endswith(".py"):
        return
    walked = ast.walk(ast.parse(file.read_text("utf-8")))
    for model in (each for each in walked if isinstance(each, ast.ClassDef)):
        for made in model.body:
            if isinstance(made, ast.AnnAssign) and isinstance(made.target, ast.Name) and made.target.id == name:
                yield FieldPlace(str(file), made.lineno, model.name)


def label_files(schema_name: str) -> Sequence[str]:
    """The files in which a schema says what is printed."""
    return [str(each.place) for each in schema_files(schema_name)]
