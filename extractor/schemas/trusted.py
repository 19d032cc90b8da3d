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
    made = kind.__new__(kind)
    setting = object.__setattr__
    setting(made, "__dict__", values)
    setting(made, "__pydantic_fields_set__", _given(kind))
    setting(made, "__pydantic_extra__", None)
    setting(made, "__pydantic_private__", None)
    return made
