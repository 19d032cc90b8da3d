"""Types of answers are made at run time: each of them once, with its JSON schema, and again in another process."""

from collections.abc import Callable, Mapping
from functools import lru_cache, partial, wraps
from typing import Any, ParamSpec, TypeAlias, TypeVar
from weakref import WeakKeyDictionary

from pydantic import BaseModel

MOST_KEPT = 512
"""Types that are kept at most. A form comes to a handful, unless every request has ids of its own."""

Given = ParamSpec("Given")
Made = TypeVar("Made", bound=BaseModel)
Recipe: TypeAlias = Callable[[], type[BaseModel]]
"""What makes a type of answers. It can be pickled, which a type that was made at run time cannot."""

_RECIPES: "WeakKeyDictionary[type[BaseModel], Recipe]" = WeakKeyDictionary()


def made_once(make: Callable[Given, type[Made]]) -> Callable[Given, type[Made]]:
    """A function of a module that makes types of answers, so that the same arguments come to the same type."""
    kept: Callable[..., type[Made]] = lru_cache(maxsize=MOST_KEPT)(make)

    @wraps(make)
    def made(*given: Given.args, **named: Given.kwargs) -> type[Made]:
        answer_type = kept(*given, **named)
        if answer_type not in _RECIPES:
            _RECIPES[answer_type] = partial(made, *given, **named)
        return answer_type

    return made


def recipe_of(answer_type: type[BaseModel]) -> Recipe:
    """What makes this type, here or in another process."""
    return _RECIPES.get(answer_type) or partial(_itself, answer_type)


def _itself(answer_type: type[BaseModel]) -> type[BaseModel]:
    return answer_type


@lru_cache(maxsize=MOST_KEPT)
def schema_of(answer_type: type[BaseModel]) -> Mapping[str, Any]:
    """The JSON schema of a type, not to be changed: making it takes longer than most of what is done for a request."""
    return answer_type.model_json_schema()
