"""JSON of a model without what is as it always is: what is hashed of it, and what is stored of it.

Making it takes longer than anything else that is done with a verdict, and its receipt is made just before it is stored:
what was made last is kept, so that it is made once.
"""

from functools import cache

from pydantic import BaseModel, TypeAdapter

_KEPT = 3
"""Models of which it is kept: the verdict of a document and what two readers read. In a process that reads with many
threads it may be made twice."""

_made: dict[int, tuple[BaseModel, bytes]] = {}
"""By the identity of the model, which stays alive with it."""


def plain_json(model: BaseModel) -> bytes:
    """The JSON of a model that does not change any more, in UTF-8, without fields that hold their default."""
    kept = _made.get(id(model))
    if kept is not None:
        return kept[1]
    made = _adapter(type(model)).dump_json(model, exclude_defaults=True)
    if len(_made) >= _KEPT:
        _made.clear()
    _made[id(model)] = (model, made)
    return made


@cache
def _adapter(kind: type[BaseModel]) -> TypeAdapter[BaseModel]:
    return TypeAdapter(kind)
