"""Types of answers made ready for instructor once, and not again for every request."""

from functools import lru_cache
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from extractor.readers.llm.recipe import MOST_KEPT, schema_of

Answer = TypeVar("Answer", bound=BaseModel)


@lru_cache(maxsize=MOST_KEPT)
def _prepared(answer_type: type[BaseModel]) -> type[BaseModel]:
    from instructor.v2.core.response_model import prepare_response_model

    prepared = cast("type[BaseModel]", prepare_response_model(answer_type))
    schema = dict(schema_of(answer_type))

    def model_json_schema(_cls: type[Any], /, *_given: object, **_named: object) -> dict[str, Any]:
        return schema

    # Generating it takes longer than everything else that is done for a request.
    type.__setattr__(prepared, "model_json_schema", classmethod(model_json_schema))
    return prepared


def prepared(answer_type: type[Answer]) -> type[Answer]:
    """A type as instructor makes it, with its JSON schema at hand. Its instances are of ``answer_type``, too."""
    return cast("type[Answer]", _prepared(answer_type))
