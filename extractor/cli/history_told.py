"""What people decided about a document, in words: who, when, before, after, why."""

from collections.abc import Iterator, Sequence

from extractor.export.decisions import decisions_of, reasons_of
from extractor.route import Result
from extractor.verify.edit import Edit

_SHOWN = 12
_NAMED = 3
"""Fields of a waived check that are named."""


def told_history(result: Result, edits: Sequence[Edit]) -> Iterator[str]:
    """A heading and a line a decision, oldest first; nothing where nobody decided anything."""
    told = decisions_of(result, edits)
    if told:
        yield f"{len(told)} decisions:"
    for each in told:
        assert isinstance(each, dict)
        about = each.get("path") or _rule_told(str(each.get("rule")), _list(each.get("paths")))
        change = f": {_said(each['before'])} → {_said(each['after'])}" if each["after"] is not None else ""
        why = f", {reasons}" if (reasons := reasons_of(each)) else ""
        carried = str(each["carried_from"])
        old = f", about the version {carried[:_SHOWN]} of the file" if carried else ""
        lapsed = "" if each["holds"] or each["kind"] == "retract" else " (taken back or replaced)"
        yield f"  {str(each['at'])[:16]} {each['by']}: {each['kind']} {about}{change}{why}{old}{lapsed}"


def _rule_told(rule: str, paths: Sequence[object]) -> str:
    """A waived check and the fields it was waived for, the first few of them."""
    if not paths:
        return rule
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return f"{rule} about {', '.join(map(str, paths[:_NAMED]))}{more}"


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _said(side: object) -> str:
    if not isinstance(side, dict):
        return "nothing"
    if "readers" in side:
        return ", ".join(
            f"{value if value is not None else 'nothing'} ({name})" for name, value in side["readers"].items()
        )
    value = side["value"]
    return str(value) if value is not None else str(side.get("state", "no value"))
