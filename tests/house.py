"""The project's own source as the structure tests look at it."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("extractor", "schemas", "specimens", "tests", "benchmarks")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(*folders: str) -> tuple[Path, ...]:
    """Every Python file below the named folders of the checkout; all of the project's folders by default."""
    return tuple(path for folder in folders or FOLDERS for path in sorted((ROOT / folder).rglob("*.py")))


def shown(path: Path) -> str:
    """A path as people write it, relative to the checkout."""
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a file, nested ones included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            yield node


def constants(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every string of a file that is not a docstring or a bare string beside an attribute."""
    module = tree(path)
    prose = {id(node.value) for node in ast.walk(module) if isinstance(node, ast.Expr)}
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value


def names(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every identifier that a file reads or writes, attributes and keyword arguments included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.value.lineno, node.arg
