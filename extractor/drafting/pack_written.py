"""A draft as the text of a ``pack.yaml``, with a comment behind every proposal."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from extractor.drafting.pack_draft import DraftField, DraftGroup, DraftList, DraftNode, PackDraft
from extractor.schemas.json_schema import words_of

_PLAIN = re.compile(r"[^\W\d_](?:[\w ./&()-]*[\w).])?")
"""A text that YAML takes for itself without quotes, unless it is one of its own words."""
_OWN_WORDS = frozenset({"yes", "no", "true", "false", "on", "off", "null", "y", "n", "nan", "inf"})
_KINDS = (("fields", DraftField), ("groups", DraftGroup), ("lists", DraftList))


def pack_text(draft: PackDraft) -> str:
    """The pack as YAML."""
    lines = [*(f"# {one_line(each)}" for each in draft.remarks)]
    lines += [f"name: {scalar(draft.name)}", f"title: {scalar(draft.title)}", f"language: {scalar(draft.language)}"]
    lines += _members(draft.members, 0, "fields")
    if draft.rules:
        lines.append("rules:")
        for rule in draft.rules:
            lines += [f"  # {one_line(rule.remark)}", f"  - code: {rule.code}"]
            lines += [f"    text: {scalar(rule.text)}", f"    {rule.body}"]
    return "\n".join(lines) + "\n"


def scalar(text: str) -> str:
    """A text as YAML has it: plain where nothing can be mistaken, else in double quotes."""
    plain = one_line(text)
    if _PLAIN.fullmatch(plain) and plain.lower() not in _OWN_WORDS:
        return plain
    return json.dumps(plain, ensure_ascii=False)


def sequence(texts: Sequence[str]) -> str:
    """Texts as a list in one line."""
    return f"[{', '.join(map(scalar, texts))}]"


def one_line(text: str) -> str:
    """A text without line breaks and without characters that cannot be printed."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())


def _members(members: Sequence[DraftNode], depth: int, word: str) -> Iterator[str]:
    """The fields, groups and lists of one place; ``word``: what its fields stand under."""
    for name, kind in _KINDS:
        found = [each for each in members if isinstance(each, kind)]
        if found:
            yield f"{'  ' * depth}{word if name == 'fields' else name}:"
        for each in found:
            yield from _node(each, depth + 1)


def _node(node: DraftNode, depth: int) -> Iterator[str]:
    pad, behind = "  " * depth, f"  # {one_line(node.remark)}" if node.remark else ""
    if isinstance(node, DraftField):
        yield f"{pad}{node.key}: {_field(node)}{behind}"
        return
    yield f"{pad}{node.key}:{behind}"
    if node.labels and node.labels != [words_of(node.key)]:
        yield f"{pad}  labels: {sequence(node.labels)}"
    if node.required:
        yield f"{pad}  required: true"
    if isinstance(node, DraftGroup):
        yield from _members(node.members, depth + 1, "fields")
        return
    if node.keyed:
        yield f"{pad}  keyed: true"
    if node.single and isinstance(node.members[0], DraftField):
        yield f"{pad}  item: {_field(node.members[0])}"
    else:
        yield from _members(node.members, depth + 1, "columns")


def _field(node: DraftField) -> str:
    parts: list[str] = [] if node.kind == "choice" else [f"type: {node.kind}"]
    if node.labels and node.labels != [words_of(node.key)]:
        parts.append(f"labels: {sequence(node.labels)}")
    if node.words:
        words = ", ".join(
            f"{json.dumps(value, ensure_ascii=False)}: {sequence(said)}" for value, said in node.words.items()
        )
        parts.append(f"values: {{{words}}}")
    parts += ["required: true"] if node.required else []
    parts += ["identity: true"] if node.identity else []
    parts += [f"proof: {node.proof}"] if node.proof != "standard" else []
    parts += [f"notation: {{{_notation(node)}}}"] if node.notation is not None else []
    parts += [f"units: {{{_pairs(node.units)}}}"] if node.units else []
    parts += [f"nil_marks: {sequence(node.nil_marks)}"] if node.nil_marks else []
    parts += [f"{name}: {number}" for name, number in node.limits.items()]
    parts += [f"pattern: {json.dumps(node.pattern, ensure_ascii=False)}"] if node.pattern else []
    parts += [f"description: {json.dumps(one_line(node.description), ensure_ascii=False)}"] if node.description else []
    return node.kind if len(parts) == 1 and node.kind != "choice" else f"{{{', '.join(parts)}}}"


def _notation(node: DraftField) -> str:
    notation = node.notation
    assert notation is not None
    parts = [f'decimal: "{notation.decimal}"']
    parts += [f"currency: {sequence(notation.currency)}"] if notation.currency else []
    parts += ["bracketed_negative: true"] if notation.bracketed_negative else []
    return ", ".join(parts)


def _pairs(units: Mapping[str, str]) -> str:
    return ", ".join(f"{json.dumps(unit, ensure_ascii=False)}: {factor}" for unit, factor in units.items())
