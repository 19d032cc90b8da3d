"""Instances of models made of what is of the right types already, where there are hundreds a document.

A model looks at everything it is given, which is right for what comes from outside. What the program itself has just
read need not be looked at again: that took an eighth of the time of a small text.
"""

from functools import cache
from typing import TypeVar

from pydantic import BaseModel

Model = TypeVar("Model", bound=BaseModel)


@cache
def _given(kind: type[BaseModel]) -> set[str]:
    return set(kind.model_fields)


def trusted(kind: type[Model], values: dict[str, object]) -> Model:
    """An instance with these values, which become its own. ``values``: every field of the model, of its very type."""
    made = _new(kind)
    _set_values(made, "__dict__", values)
    _set_given(made, _given(kind))
    _set_extra(made, None)
    _set_private(made, None)
    return made


_new, _set_values = object.__new__, object.__setattr__
_set_given = BaseModel.__dict__["__pydantic_fields_set__"].__set__
_set_extra = BaseModel.__dict__["__pydantic_extra__"].__set__
_set_private = BaseModel.__dict__["__pydantic_private__"].__set__
