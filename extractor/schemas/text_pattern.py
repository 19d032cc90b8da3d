"""Patterns of texts in a JSON Schema, whichever of the usual notations of regular expressions they are written in."""

import re
from collections.abc import Callable
from functools import cache
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import SchemaError as NoPattern

from extractor.errors import SchemaError


@cache
def matches(pattern: str) -> Callable[[str], bool]:
    """What tells whether a text holds a pattern. SchemaError for one that is no regular expression.

    Those of Python are tried first; what it does not know (``\\p{L}``, ``(?<name>…)``) is known to the validator of
    pydantic.
    """
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        return _by_pydantic(pattern, str(error))
    return lambda text: compiled.search(text) is not None


def _by_pydantic(pattern: str, problem: str) -> Callable[[str], bool]:
    try:
        adapter: TypeAdapter[str] = TypeAdapter(Annotated[str, Field(pattern=pattern)])
    except NoPattern:
        raise SchemaError(f"pattern is no regular expression: {problem}") from None

    def fits(text: str) -> bool:
        try:
            adapter.validate_python(text)
        except ValidationError:
            return False
        return True

    return fits
