"""What people decided about a document, as plain data: who, when, what it was before and after, and why."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from pydantic import JsonValue

from extractor.route import Result
from extractor.schemas.form import Value
from extractor.schemas.record import plain_value
from extractor.verify.edit import Edit, standing

EditsOf: TypeAlias = Callable[[Result], Sequence[Edit]]
"""Where to ask for the decisions about a document."""


def decisions_of(result: Result, edits: Sequence[Edit]) -> list[JsonValue]:
    """The whole history of decisions, oldest first. ``before`` is what held until then: of the first decision about a
    field what was read, of another the decision before it; both are null of a note. ``why`` is the reason chosen,
    ``note`` what was written, ``printed`` what the place shows where something else was decided. ``holds``: it has not
    been taken back or replaced.
    """
    held = {id(edit) for edit in standing(edits)}
    return [_told(edit, before, id(edit) in held) for edit, before in _with_before(result, edits)]


def reasons_of(told: Mapping[str, JsonValue]) -> str:
    """Why one of :func:`decisions_of` was made, in words: the reason chosen, what was written, what the place shows."""
    printed = f"where {told['printed']} is printed" if told["printed"] else ""
    said = (printed, str(told["why"]).replace("_", " "), str(told["note"]))
    return ", ".join(word for word in said if word)


def _told(edit: Edit, before: JsonValue, holds: bool) -> JsonValue:
    subject: dict[str, JsonValue] = {"path": edit.path} if edit.path else {"rule": edit.rule, "paths": list(edit.paths)}
    return {
        "by": edit.author,
        "at": edit.at.isoformat(),
        "kind": edit.kind,
        **subject,
        "before": before,
        "after": _after(edit),
        "why": edit.why,
        "note": edit.note,
        "printed": edit.printed,
        "carried_from": edit.carried_from,
        "holds": holds,
    }


def _after(edit: Edit) -> JsonValue:
    if edit.kind == "choose":
        return {"value": edit.schema_name}
    return _value(edit.state, edit.value) if edit.gives_value else None


def _with_before(result: Result, edits: Sequence[Edit]) -> Iterator[tuple[Edit, JsonValue]]:
    stacks: dict[tuple[str, ...], list[JsonValue]] = {}
    for edit in edits:
        of_field = edit.subject == ("field", edit.path)
        stack = stacks.setdefault(edit.subject, [_read(result, edit.path) if of_field else None])
        yield edit, stack[-1]
        if edit.kind != "retract":
            stack.append(_value(edit.state, edit.value) if of_field else None)
        elif len(stack) > 1:
            stack.pop()


def _read(result: Result, path: str) -> JsonValue:
    """What was read before anybody decided: one value, or by each reader its own."""
    field = result.verdict.fields.get(path) if result.verdict is not None else None
    readers: Mapping[str, Value | None] = field.readers if field is not None else {}
    values = {name: plain_value(value) for name, value in readers.items()}
    if len({repr(value) for value in values.values()}) == 1:
        return {"value": next(iter(values.values()))}
    return {"readers": dict(values)} if values else None


def _value(state: str, value: Value | None) -> JsonValue:
    return {"value": plain_value(value), "state": state}
