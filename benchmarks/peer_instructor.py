"""Plain instructor, as its documentation uses it: one call, the whole document, the pydantic record as answer.

Runs in an environment of its own, started by :mod:`benchmarks.peers`: one line of JSON in, one line out.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from benchmarks.peer_lines import Answer, answer_lines

MOST_TOKENS = 8192
"""Room for the answer: a complete record takes about 3,000 tokens."""

PROMPT = (
    "Extract the report below into the given structure. Copy every number exactly as it is printed. "
    "Use null where a cell is printed empty or where the report does not state a value.\n\n{text}"
)


def connect(setting: Mapping[str, str]) -> Callable[[Mapping[str, Any]], Answer]:
    """A function from one document to an answer."""
    instructor, openai = import_module("instructor"), import_module("openai")
    load_schema = import_module("extractor.schemas.registry").load_schema
    asked = openai.OpenAI(base_url=setting["address"], api_key=setting["key"], timeout=None, max_retries=0)
    client = instructor.from_openai(asked, mode=instructor.Mode.JSON_SCHEMA)

    def read(document: Mapping[str, Any]) -> Answer:
        record = demanding(load_schema(setting["schema"]).form(document["form"]).record)
        found = client.chat.completions.create(
            model=setting["model"],
            response_model=record,
            messages=[{"role": "user", "content": PROMPT.format(text=document["text"])}],
            temperature=0,
            max_tokens=MOST_TOKENS,
        )
        return {"record": found.model_dump(mode="json")}

    return read


def demanding(record: Any) -> Any:  # noqa: ANN401 (a class that is made here)
    """The record with every field asked for, null included: with defaults, a small model leaves nearly all out."""

    def asked(_: type[Any], /, *given: object, **named: object) -> dict[str, Any]:
        schema: dict[str, Any] = complete(record.model_json_schema(*given, **named))
        return schema

    return type(record.__name__, (record,), {"model_json_schema": classmethod(asked), "__doc__": record.__doc__})


def complete(schema: Any) -> Any:  # noqa: ANN401 (JSON)
    """A JSON schema in which every property of every object is required and none has a default."""
    if isinstance(schema, list):
        return [complete(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    named = {key: complete(part) for key, part in schema.get("properties", {}).items()}
    parts = {key: complete(part) for key, part in schema.items() if key not in ("default", "properties")}
    return {**parts, "properties": named, "required": list(named)} if named else parts


if __name__ == "__main__":
    answer_lines(sys.stdin, sys.stdout, connect)
