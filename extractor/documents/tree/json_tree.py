"""JSON and JSON Lines as a tree of named values. Numbers keep the digits that the file stores."""

import json
import re
from collections.abc import Sequence
from typing import TypeAlias

from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document
from extractor.documents.tree.named_node import NamedNode, NodeCount
from extractor.documents.tree.tree_rows import document_of_tree
from extractor.errors import DocumentError, LimitExceeded, UnreadableDocument

_PLAIN_KEY = re.compile(r"[^\W\d]\w*")
_FEWEST_LINES = 2
"""Records of a file of JSON Lines that is not called one."""


class _Members(tuple[tuple[str, "_Stored"], ...]):
    """The members of an object in their order; one name may stand there twice."""

    __slots__ = ()


_Stored: TypeAlias = "str | bool | list[_Stored] | _Members | None"


class JsonTrees:
    """What of a text is JSON: one value, or a record a line. ``broken`` says why it is none, empty where it is."""

    def __init__(self, text: str) -> None:
        self.values: Sequence[_Stored] = ()
        self.lines = False
        self.broken = ""
        self.deep = False
        begins = text.lstrip("\ufeff \t\r\n")[:1]
        if begins not in ("{", "["):
            self.broken = "it begins with neither { nor ["
            return
        try:
            self.values = (_parsed(text.lstrip("\ufeff")),)
        except RecursionError:
            self.deep = True
        except ValueError as error:
            self.broken = str(error)
            self._read_lines(text)

    def _read_lines(self, text: str) -> None:
        lines = [(at, line) for at, line in enumerate(text.lstrip("\ufeff").split("\n"), start=1) if line.strip()]
        found: list[_Stored] = []
        try:
            found.extend(_parsed(line) for _, line in lines)
        except (ValueError, RecursionError) as error:
            if found:
                self.broken = f"line {lines[len(found)][0]} is no record of JSON Lines: {error}"
            return
        if len(found) >= _FEWEST_LINES and all(isinstance(each, (_Members, list)) for each in found):
            self.values, self.lines, self.broken = found, True, ""

    def error(self, name: str) -> DocumentError | None:
        """Why a file that is called JSON cannot be read; None where it can."""
        if self.deep:
            return LimitExceeded(f"{name}: values nested too deeply. No record is.")
        return UnreadableDocument(f"{name}: not well-formed JSON ({self.broken}).") if self.broken else None


def open_json(
    trees: JsonTrees, *, name: str, sha256: str, encoding: str | None, limits: OpeningLimits = DEFAULT_LIMITS
) -> Document:
    """A document of the values of a JSON file, each beside its name, lists of records as tables."""
    count = NodeCount(limits, name)
    if trees.lines:
        root = NamedNode("", "")
        for number, each in enumerate(trees.values, start=1):
            root.children.append(_node("", each, f"line {number}", 1, count, many=True))
    else:
        root = _node("", trees.values[0], "$", 0, count)
    return document_of_tree(
        root,
        name=name,
        sha256=sha256,
        media_type="application/x-ndjson" if trees.lines else "application/json",
        source="JSON Lines" if trees.lines else "JSON",
        limits=limits,
        encoding=encoding,
    )


def _parsed(text: str) -> _Stored:
    found: _Stored = json.loads(
        text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=lambda pairs: _Members(pairs)
    )
    return found


def _node(name: str, stored: _Stored, place: str, depth: int, count: NodeCount, many: bool = False) -> NamedNode:
    count.enter(depth)
    node = NamedNode(name, place, many=many)
    if isinstance(stored, _Members):
        for key, inner in stored:
            node.children += _member(key, inner, f"{place}{_step(key)}", depth + 1, count)
    elif isinstance(stored, list):
        node.children += _member(name, stored, place, depth + 1, count)
    else:
        node.value = _shown(stored)
    if not node.children and node.value is None:
        node.value = ""
    return node


def _member(name: str, stored: _Stored, place: str, depth: int, count: NodeCount) -> list[NamedNode]:
    """What a member of an object is: one node, or one for each item of a list."""
    if not isinstance(stored, list):
        return [_node(name, stored, place, depth, count)]
    return [_node(name, each, f"{place}[{at}]", depth, count, many=True) for at, each in enumerate(stored)]


def _shown(stored: str | bool | None) -> str:
    if stored is None:
        return ""
    return str(stored) if isinstance(stored, str) else str(stored).lower()


def _step(key: str) -> str:
    return f".{key}" if _PLAIN_KEY.fullmatch(key) else f"[{json.dumps(key, ensure_ascii=False)}]"
