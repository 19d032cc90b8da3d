"""Small mistakes to make in a module: the mutation operators of mutmut, one change at a time.

Only what can change a decision is changed: no annotation, no decorator, no ``__all__``, no docstring, and no string
with a space in it, which is a sentence for people. Of the ways mutmut has to change a string one is enough.
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

import libcst as cst
from libcst.metadata import CodePosition, MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Mutant:
    """One change of one module. ``number`` tells changes of one node apart."""

    module: str
    line: int
    column: int
    number: int
    source: cst.Module
    old: cst.CSTNode
    new: cst.CSTNode

    @cached_property
    def code(self) -> str:
        """The whole module with the change made."""
        changed = self.source.deep_replace(self.old, self.new)
        assert isinstance(changed, cst.Module)
        return changed.code

    @cached_property
    def difference(self) -> tuple[str, str]:
        """The lines that go and the lines that come, without the space around them."""
        told = [*difflib.ndiff(self.source.code.splitlines(), self.code.splitlines())]
        before, after = (" ".join(line[2:].strip() for line in told if line.startswith(sign)) for sign in ("- ", "+ "))
        return before, after

    @property
    def valid(self) -> bool:
        """Whether it is a program at all, and another one."""
        try:
            compile(self.code, self.module, "exec", dont_inherit=True)
        except SyntaxError:
            return False
        return self.code != self.source.code

    def __str__(self) -> str:
        before, after = self.difference
        return f"{self.module}:{self.line}\n  - {before}\n  + {after}"


def mutants_of(module: str) -> tuple[Mutant, ...]:
    """Every change of a module (a path from the top of the checkout), in the order of its lines."""
    wrapper = MetadataWrapper(cst.parse_module((ROOT / module).read_text("utf-8")), unsafe_skip_copy=True)
    visitor = _Changes(module, wrapper.module)
    wrapper.visit(visitor)
    return tuple(sorted(visitor.found, key=lambda each: (each.line, each.column, each.number)))


class _Changes(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self, module: str, source: cst.Module) -> None:
        super().__init__()
        self.module = module
        self.source = source
        self.found: list[Mutant] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Collect the changes of a node, and say whether those below it are wanted as well."""
        if _decides_nothing(node):
            return False
        start = self.get_metadata(PositionProvider, node, None)
        place = start.start if start is not None else CodePosition(0, 0)
        first = len(self.found)
        for new in _changes(node):
            number = len(self.found) - first
            self.found.append(Mutant(self.module, place.line, place.column, number, self.source, node, new))
        return True


def _changes(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    for kind, operator in mutation_operators:
        if isinstance(node, kind):
            yield from islice(operator(node), 1 if kind is cst.BaseString else None)


def _decides_nothing(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Annotation | cst.Decorator | cst.Import | cst.ImportFrom):
        return True
    if isinstance(node, cst.SimpleString):
        return " " in node.value
    if isinstance(node, cst.AnnAssign):
        return isinstance(node.annotation.annotation, cst.Name) and node.annotation.annotation.value == "TypeAlias"
    if isinstance(node, cst.Assign):
        return any(isinstance(each.target, cst.Name) and each.target.value == "__all__" for each in node.targets)
    return False
