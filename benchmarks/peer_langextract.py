"""langextract, as its documentation uses it: a description, examples with attributes, the text cut up by itself.

Runs in an environment of its own, started by :mod:`benchmarks.peers`: one line of JSON in, one line out.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from benchmarks.peer_lines import Answer, answer_lines

MOST_TOKENS = 4096
"""Room for the answer to one piece of the text, which by default has at most 1,000 characters."""

PROMPT = (
    "Extract every value of the report in the order in which it is printed: each number of its tables, and the values "
    "stated in its running text. Use the exact text of the value. The attributes name the row and the column of the "
    "table the value stands in; a value of the running text has its name as row and no column."
)


def connect(setting: Mapping[str, str]) -> Callable[[Mapping[str, Any]], Answer]:
    """A function from one document to an answer: every extraction with its row and column."""
    lx = import_module("langextract")
    config = lx.factory.ModelConfig(
        model_id=setting["model"],
        provider="OpenAILanguageModel",
        provider_kwargs={
            "api_key": setting["key"],
            "base_url": setting["address"],
            "temperature": 0,
            "max_output_tokens": MOST_TOKENS,
        },
    )

    def example(shown: Mapping[str, Any]) -> object:
        extractions = [
            lx.data.Extraction("value", each["text"], attributes={"row": each["row"], "column": each["column"]})
            for each in shown["values"]
        ]
        return lx.data.ExampleData(text=shown["text"], extractions=extractions)

    def read(document: Mapping[str, Any]) -> Answer:
        found = lx.extract(
            text_or_documents=document["text"],
            prompt_description=PROMPT,
            examples=[example(shown) for shown in document["examples"]],
            config=config,
            use_schema_constraints=True,
            max_workers=1,
            show_progress=False,
        )
        values = [
            {"text": each.extraction_text, **{key: str(value) for key, value in (each.attributes or {}).items()}}
            for each in found.extractions or ()
        ]
        return {"values": values}

    return read


if __name__ == "__main__":
    answer_lines(sys.stdin, sys.stdout, connect)
