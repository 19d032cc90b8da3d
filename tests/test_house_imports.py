"""No module needs itself through others, and no folder of the checkout one that stands on it.

Imports inside functions and those for type checkers count as well.
"""

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

from tests.house import shown, sources, tree

OUT_OF_REACH = {
    "extractor": {"schemas", "specimens", "benchmarks", "tests"},
    "schemas": {"specimens", "benchmarks", "tests"},
    "specimens": {"schemas", "benchmarks", "tests"},
    "benchmarks": {"schemas", "tests"},
    "tests": {"schemas", "benchmarks"},
}
"""What no file of a folder imports. Packs are imported as ``extractor.schemas.packs``, never as ``schemas``."""

OF_BENCHMARKS = "tests/test_benchmark_"
"""Tests of the programs that are run by hand; all others take what they need from ``specimens/``."""


def test_no_module_imports_itself_through_others() -> None:
    graph = grimp.build_graph("extractor", exclude_type_checking_imports=False, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert sum(map(len, imports.values())) > len(imports) > 200
    assert circle_in(imports) == []


def test_a_circle_is_found_with_its_modules() -> None:
    found = circle_in({"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set()})
    assert (found[0], set(found)) == (found[-1], {"a", "b", "c"})


def circle_in(imports: Mapping[str, set[str]]) -> list[str]:
    """The modules of one circle in order, the first again at the end; nothing where there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []


@pytest.mark.parametrize("folder", OUT_OF_REACH)
def test_a_folder_imports_only_what_it_stands_on(folder: str) -> None:
    astray = {
        f"{shown(path)}: {module}"
        for path in sources(folder)
        if not shown(path).startswith(OF_BENCHMARKS)
        for module in imported(path)
        if module.partition(".")[0] in OUT_OF_REACH[folder]
    }
    assert astray == set()


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, wherever it does."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
