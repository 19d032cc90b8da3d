"""Tokens of our requests beside those of a plain call with the record as schema: ``python -m benchmarks.tokens FILE…``

Counted on both sides: the messages, the document in them, the schema of the answer, and the answer. The values are
those that the layout reader reads, so that no model is asked: our answer is the oracle's, the other the record in JSON.
The tokeniser is that of today's large models and brings its vocabulary along.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.peer_instructor import PROMPT
from extractor.documents import open_document
from extractor.documents.model import Document
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.oracle import Oracle
from extractor.evaluate.loopback.places_said import written
from extractor.evaluate.loopback.request_text import read_request
from extractor.readers.layout import read_layout
from extractor.readers.llm.mapping.finder import PlacesReader
from extractor.readers.llm.mapping.places_request import PROMPT as PLACES
from extractor.readers.llm.profile import LARGE
from extractor.readers.llm.prompt import load_prompt
from extractor.readers.recognise import recognise
from extractor.schemas.form import Form, Schema
from extractor.schemas.record import build_record, plain_value
from extractor.schemas.registry import load_schemas

_VOCABULARY = "o200k_base"
_MOST_CALLS, _MOST_INPUT, _MOST_OUTPUT = 2, 1.3, 0.3
_BESIDE = "| {name} | {calls} | {ours_in} | {plain_in} | {share_in:.2f} | {ours_out} | {plain_out} | {share_out:.2f} |"
_HEAD = "| document | calls | tokens in | plain call | share | tokens out | plain call | share |"


@dataclass(frozen=True)
class TokenCount:
    """Tokens of one document both ways."""

    name: str
    calls: int
    ours_in: int
    plain_in: int
    ours_out: int
    plain_out: int

    @property
    def share_in(self) -> float:
        """Our input for one token of the plain call's."""
        return self.ours_in / self.plain_in

    @property
    def share_out(self) -> float:
        """Our output for one token of the plain call's."""
        return self.ours_out / self.plain_out

    @property
    def holds(self) -> bool:
        """Whether all three are within their limits."""
        return self.calls <= _MOST_CALLS and self.share_in <= _MOST_INPUT and self.share_out <= _MOST_OUTPUT


def count_tokens(path: Path) -> TokenCount:
    """The tokens of one document both ways. ValueError where it fits no schema."""
    document = open_document(path)
    found = recognise(document, load_schemas())
    if found.schema is None or found.form is None:
        raise ValueError(f"{path} fits no schema")
    schema, form = found.schema, found.form
    fields = read_layout(document, schema, form).fields
    truth = KnownTruth(
        form, {path: each.value for path, each in fields.items() if each.state not in ("absent", "unread")}
    )
    asked, answered = zip(*_ours(document, schema, form, truth), strict=True)
    record = plain_value(build_record(form, truth.values))
    plain = [PROMPT.format(text=document.text), _json(form.record.model_json_schema())]
    return TokenCount(
        path.name, len(asked), sum(asked), sum(map(_tokens, plain)), sum(answered), _tokens(_json(record))
    )


def _ours(document: Document, schema: Schema, form: Form, truth: KnownTruth) -> Iterator[tuple[int, int]]:
    """Tokens in and out of every request about places."""
    for request in PlacesReader(document, schema, form, load_prompt(PLACES, schema.name), LARGE.room).requests:
        said = [message["content"] for message in request.messages]
        shown = read_request(said[-1])
        assert shown is not None
        answer = [written(each, shown.lines) for each in Oracle(shown, truth).answers()]
        sent = [*said, _json(request.answer_type.model_json_schema())]
        yield sum(map(_tokens, sent)), _tokens(_json({"answers": answer}))


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), default=str)


def _tokens(text: str) -> int:
    return len(_encoding().encode(text))


@cache
def _encoding() -> Any:  # noqa: ANN401 (a package that is installed for development only)
    return import_module("bpe_openai").get_encoding(_VOCABULARY)


def main(arguments: Sequence[str]) -> int:
    """Print the table. 1 if a document is beyond a limit."""
    counts = [count_tokens(Path(name)) for name in arguments]
    print(_HEAD)
    print("|---" * _HEAD.count(" | ") + "|---|")
    for each in counts:
        print(_BESIDE.format(**vars(each), share_in=each.share_in, share_out=each.share_out))
    return 0 if all(each.holds for each in counts) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
