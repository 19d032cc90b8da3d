"""How one endpoint wants to be asked: what it was seen to reject is left out, and never tried a second time."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from extractor.readers.llm.address import Asking
from extractor.readers.llm.outcomes import Complaint

LIMIT = "max_completion_tokens"
_OLD_LIMIT = "max_tokens"
_FORMAT = "response_format"
_DROPPABLE = (LIMIT, _OLD_LIMIT, "temperature", "seed", "logprobs", "tool_choice", "stream_options")
_LENGTHS = frozenset({"minItems", "maxItems", "minLength", "maxLength", "minimum", "maximum", "pattern", "multipleOf"})
_SPARABLE = _LENGTHS | {"additionalProperties", "strict", "title", "$defs", "const"}
"""Words of a schema that only make it stricter: the answer is checked here all the same."""
_CORRECTABLE = frozenset({400, 415, 422, 501})
_STREAM = re.compile(r"\bstream(?:ing|ed)?\b", re.IGNORECASE)
_JSON_KINDS = re.compile(r"json_schema|json_object|response_format\.type", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How requests are put. ``rejected``: parameters left out. ``spared``: words left out of schemas."""

    asking: Asking = "json_schema"
    rejected: frozenset[str] = frozenset()
    spared: frozenset[str] = frozenset()
    streams: bool = False

    def put(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The body to send, from a request with a JSON schema as its response format."""
        sent = {key: value for key, value in request.items() if key not in self.rejected and key != _FORMAT}
        if LIMIT in request and LIMIT in self.rejected and _OLD_LIMIT not in self.rejected:
            sent[_OLD_LIMIT] = request[LIMIT]
        if isinstance(request.get(_FORMAT), dict):
            sent |= self._shape(request[_FORMAT]["json_schema"])
        if self.streams:
            sent["stream"] = True
            if "stream_options" not in self.rejected:
                sent["stream_options"] = {"include_usage": True}
        return sent

    def after(self, complaint: Complaint, sent: Mapping[str, Any]) -> "Dialect | None":
        """The dialect to try after a complaint about what was sent; None where it says nothing about that."""
        if complaint.status not in _CORRECTABLE:
            return None
        words = complaint.words
        named = {word for word in _SPARABLE - self.spared if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", words)}
        if named and self._asks_by_schema(sent):
            return replace(self, spared=self.spared | named | (_LENGTHS if named & _LENGTHS else frozenset()))
        if not self.streams and (complaint.parameter == "stream" or _STREAM.search(words)):
            return replace(self, streams=True)
        known = [name for name in (*_DROPPABLE, _FORMAT, "tools") if name in sent]
        name = next((name for name in known if name == complaint.parameter), None)
        name = name or next((name for name in known if name in words), None)
        if name in (_FORMAT, "tools") or (name is None and _FORMAT in sent and _JSON_KINDS.search(words)):
            return replace(self, asking=self._next(words))
        return replace(self, rejected=self.rejected | {name}) if name else None

    def _asks_by_schema(self, sent: Mapping[str, Any]) -> bool:
        return self.asking in ("json_schema", "tools") and (_FORMAT in sent or "tools" in sent)

    def _next(self, words: str) -> Asking:
        """What to try after the endpoint rejected a way to ask."""
        if self.asking == "json_schema":
            return "json_object" if _JSON_KINDS.search(words) else "tools"
        return "plain"

    def _shape(self, named: Mapping[str, Any]) -> dict[str, Any]:
        if self.asking == "plain":
            return {}
        if self.asking == "json_object":
            return {_FORMAT: {"type": "json_object"}}
        schema = spare(closed(named["schema"]), self.spared)
        strict = {} if "strict" in self.spared else {"strict": True}
        if self.asking == "json_schema":
            return {_FORMAT: {"type": "json_schema", "json_schema": {**named, **strict, "schema": schema}}}
        function = {"name": named["name"], "description": "Give the answer.", "parameters": schema, **strict}
        choice = {"type": "function", "function": {"name": named["name"]}}
        forced = {} if "tool_choice" in self.rejected else {"tool_choice": choice}
        return {"tools": [{"type": "function", "function": function}], **forced}


def closed(schema: Any) -> Any:  # noqa: ANN401 (a part of a JSON schema)
    """A schema in which no object takes more than it names, which some endpoints demand."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {key: closed(value) for key, value in schema.items()}
    return {**parts, "additionalProperties": False} if parts.get("type") == "object" else parts


def spare(schema: Any, words: frozenset[str]) -> Any:  # noqa: ANN401 (a part of a JSON schema)
    """A schema without these words; ``const`` becomes a choice of one."""
    if not words:
        return schema
    if isinstance(schema, list):
        return [spare(part, words) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if key not in words or not isinstance(key, str)}
    if "const" in schema and "const" in words:
        kept["enum"] = [schema["const"]]
    parts = {}
    for key, value in kept.items():
        named = key in ("properties", "$defs") and isinstance(value, dict)
        parts[key] = {name: spare(part, words) for name, part in value.items()} if named else spare(value, words)
    return parts
