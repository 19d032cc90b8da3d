"""Which parts a part of a report has, whether a pydantic model of ours describes it or the shape of any model."""

from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import Literal, TypeAlias, get_args, get_origin

from pydantic import BaseModel

from extractor.schemas.shape import ShapeGroup, ShapeLeaf, ShapeList, ShapeNode
from extractor.schemas.state import Kind

NodeKind: TypeAlias = Literal["branch", "list", "keyed", "number", "text", "moment", "flag"]
"""keyed: items by keys that the document gives. moment: a date or time. flag: yes or no."""

Described: TypeAlias = type[BaseModel] | ShapeNode
"""What says which parts a part of a report has: a pydantic model, or the shape made of one."""

_LEAVES: Mapping[Kind, NodeKind] = {
    "count": "number",
    "amount": "number",
    "text": "text",
    "choice": "text",
    "boolean": "flag",
    "date": "moment",
    "time": "moment",
    "datetime": "moment",
}


def children_of(described: Described) -> Mapping[str, tuple[NodeKind, Described | None]]:
    """The parts of a part by their keys: what each is and what describes it, of a list what describes its items."""
    if isinstance(described, ShapeGroup):
        return {name: item_of(each) for name, each in described.members.items()}
    return {} if isinstance(described, (ShapeLeaf, ShapeList)) else _of_model(described)


def item_of(described: Described) -> tuple[NodeKind, Described]:
    """What a part is, and what describes it: of a list what describes its items."""
    if isinstance(described, ShapeList):
        return "keyed" if described.keyed else "list", described.item
    return _LEAVES[described.kind] if isinstance(described, ShapeLeaf) else "branch", described


@cache
def _of_model(model: type[BaseModel]) -> Mapping[str, tuple[NodeKind, type[BaseModel] | None]]:
    return {name: _kind(info.annotation) for name, info in model.model_fields.items()}


def _kind(annotation: object) -> tuple[NodeKind, type[BaseModel] | None]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "branch", annotation
    options = get_args(annotation) or (annotation,)
    if get_origin(annotation) is tuple and isinstance(options[0], type) and issubclass(options[0], BaseModel):
        return "list", options[0]
    return ("number" if int in options or Decimal in options else "text"), None
