"""A YAML file as values that know their lines, so that a mistake in it can be pointed at."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NoReturn

from extractor.errors import SchemaError
from extractor.schemas.nearest import did_you_mean

if TYPE_CHECKING:
    import yaml
    from pydantic import JsonValue

_SCALARS = {"int", "float", "bool", "str"}


@dataclass(frozen=True, slots=True)
class Located:
    """A value with the file and the line it stands in. Every question it cannot answer is a SchemaError with both."""

    file: str
    line: int
    value: "Mapping[str, Located] | Sequence[Located] | str | int | Decimal | bool"

    def refuse(self, problem: str) -> NoReturn:
        """Raise SchemaError with the place of this value."""
        raise SchemaError(f"{self.file}, line {self.line}: {problem}")

    def mapping(self, what: str, known: Sequence[str]) -> "Mapping[str, Located]":
        """The parts of a mapping, all of whose keys are known."""
        if not isinstance(self.value, Mapping):
            self.refuse(f"{what} is written as key: value lines, with {', '.join(known)}")
        for key, part in self.value.items():
            if key not in known:
                part.refuse(f"{what} has no {key!r}{did_you_mean(key, known)}; it has {', '.join(known)}")
        return self.value

    def sequence(self) -> "Sequence[Located]":
        """The items of a list; a single value is a list of one."""
        return self.value if isinstance(self.value, Sequence) and not isinstance(self.value, str) else (self,)

    def text(self, what: str) -> str:
        """Characters."""
        if isinstance(self.value, bool):
            self.refuse(f"{what} is a text; yes, no, on, off, true and false are none in YAML unless they are quoted")
        if not isinstance(self.value, str) or not self.value.strip():
            self.refuse(f"{what} is a text")
        return self.value.strip()

    def number(self, what: str) -> int | Decimal:
        """An exact number."""
        if isinstance(self.value, bool) or not isinstance(self.value, (int, Decimal)):
            self.refuse(f"{what} is a number")
        return self.value

    def flag(self, what: str) -> bool:
        """true or false."""
        if not isinstance(self.value, bool):
            self.refuse(f"{what} is true or false")
        return self.value

    def choice(self, what: str, options: Sequence[str]) -> str:
        """One of a few words."""
        found = self.text(what)
        if found not in options:
            self.refuse(f"{what} is {' or '.join(options)}, not {found}{did_you_mean(found, options)}")
        return found


def read_yaml(text: str, file: str, holds: str = "it lists rules under rules:") -> Located:
    """The document in a YAML text. SchemaError with the line for what is not YAML, not plain data, or said twice.

    ``holds``: what such a file is for, said where it is empty.
    """
    import yaml

    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = f", line {mark.line + 1}" if mark is not None else ""
        raise SchemaError(f"{file}{line}: this is not YAML: {error.problem or error.context}") from error
    except yaml.YAMLError as error:
        raise SchemaError(f"{file}: this is not YAML: {error}") from error
    if root is None:
        raise SchemaError(f"{file}: the file is empty; {holds}")
    return _located(root, file)


def part_of_yaml(text: str, names: Sequence[str]) -> str:
    """The YAML of these parts of a text alone; empty where it has none of them."""
    import yaml

    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return ""
    root.value = [(name, part) for name, part in root.value if name.value in names]
    root.flow_style = False
    return str(yaml.serialize(root, allow_unicode=True)) if root.value else ""


def _located(node: "yaml.Node", file: str) -> Located:
    import yaml

    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Located] = {}
        for name, part in node.value:
            if not isinstance(name, yaml.ScalarNode) or name.value in found:
                Located(file, name.start_mark.line + 1, "").refuse(f"{name.value!r} is said twice")
            found[name.value] = Located(file, name.start_mark.line + 1, _located(part, file).value)
        return Located(file, line, found)
    if isinstance(node, yaml.SequenceNode):
        return Located(file, line, tuple(_located(item, file) for item in node.value))
    assert isinstance(node, yaml.ScalarNode)
    return Located(file, line, _scalar(node, file, line))


def _scalar(node: "yaml.ScalarNode", file: str, line: int) -> str | int | Decimal | bool:
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        Located(file, line, "").refuse("nothing stands behind the colon; write what it is, or leave the line out")
    if kind not in _SCALARS:
        Located(file, line, "").refuse(f"{node.value} is neither a text nor a number; quote it if it is text")
    if kind == "bool":
        return str(node.value).lower() in ("true", "yes", "on")
    if kind == "str":
        return str(node.value)
    try:
        number = Decimal(node.value)
    except InvalidOperation:
        Located(file, line, "").refuse(f"{node.value} is not a plain number")
    return int(number) if kind == "int" else number


def with_value(text: str, keys: Sequence[str], value: "JsonValue") -> str:
    """A YAML text in which this stands behind these keys, one within the other; everything else stays as it is written,
    comments too. The last key may be missing. SchemaError where one before it is.
    """
    import yaml

    node = yaml.compose(text, Loader=yaml.SafeLoader)
    written = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=sys.maxsize)
    written = written.removesuffix("...\n").strip()
    for number, key in enumerate(keys, start=1):
        if not isinstance(node, yaml.MappingNode):
            raise SchemaError(f"nothing stands behind {'.'.join(keys[:number])}")
        name, part = next(((n, p) for n, p in node.value if n.value == key), (None, None))
        if number < len(keys) and part is not None:
            node = part
        elif number < len(keys):
            raise SchemaError(f"there is no {'.'.join(keys[:number])}")
        elif name is not None and part is not None:
            return f"{text[: name.end_mark.index]}: {written}{text[_end(part) :]}"
        else:
            return _inserted(text, node, f"{key}: {written}")
    raise SchemaError("no key was named")


def _inserted(text: str, node: "yaml.MappingNode", line: str) -> str:
    if node.flow_style:
        at = _end(node) - 1
        return f"{text[:at].rstrip()}{', ' if node.value else ''}{line}{text[at:]}"
    first = node.value[0][0].start_mark
    return f"{text[: first.index]}{line}\n{' ' * first.column}{text[first.index :]}"


def _end(node: "yaml.Node") -> int:
    """Where the text of a value ends; what is written on lines of its own ends with its last value."""
    import yaml

    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end(last[1] if isinstance(last, tuple) else last)
