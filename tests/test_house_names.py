"""Names are nouns of the field and stand for one thing, imports are absolute, everything typed is marked as such."""

import ast
from collections import defaultdict
from pathlib import Path

from tests.house import ROOT, shown, sources, tree

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc", "core", "tools"}
PACK_MODULES = {"report", "rules"}
"""Every pack in ``schemas/`` lays its record and its rules down under these names, and no other module has them."""
PROGRAMS = {"extractor/evaluate/endpoint.py", "benchmarks/tokens.py"}
"""Programs that are run by hand are called by what they are about, as a module that does it may be."""
NAMED = sources("extractor", "schemas", "specimens", "benchmarks")


def test_no_module_has_a_name_that_says_nothing() -> None:
    parts = {shown(path): set(path.relative_to(ROOT).with_suffix("").parts) for path in sources()}
    assert {path for path, names in parts.items() if names & EMPTY_NAMES} == set()


def test_a_class_name_stands_for_one_thing() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for path in NAMED:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(f"{shown(path)}:{node.lineno}")
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


ONE_NOUN = frozenset({"record"})
"""Names of a package and a module that are about the same noun."""


def test_a_module_name_stands_for_one_thing() -> None:
    homes: dict[str, set[str]] = defaultdict(set)
    for path in (path for path in NAMED if shown(path) not in PROGRAMS and path.stem not in ONE_NOUN):
        homes[path.parent.name if path.stem == "__init__" else path.stem].add(_layout(path))
    assert {name: found for name, found in homes.items() if len(found) > 1} == {}


def _layout(path: Path) -> str:
    """Where a module lies; one place for all packs, where their layout gives it its name."""
    parts = path.relative_to(ROOT).parts
    in_pack = len(parts) == 3 and parts[0] == "schemas" and path.stem in PACK_MODULES
    return f"schemas/*/{path.name}" if in_pack else shown(path)


def test_every_import_is_absolute() -> None:
    relative = [
        f"{shown(path)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.level > 0
    ]
    assert relative == []


def test_every_module_says_what_it_is_for() -> None:
    public = sources("extractor", "schemas", "specimens", "benchmarks")
    silent = [shown(path) for path in public if path.stat().st_size and not ast.get_docstring(tree(path))]
    assert silent == []


def test_no_docstring_is_left_to_be_written() -> None:
    unfinished = [shown(path) for path in sources() if (ast.get_docstring(tree(path)) or "").startswith("TODO")]
    assert unfinished == []


def test_a_type_ignore_carries_its_code_and_a_reason() -> None:
    bare = [
        f"{shown(path)}:{number}"
        for path in sources()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if (mark := "# type: " + "ignore") in line and not _explained(line.partition(mark)[2])
    ]
    assert bare == []


def _explained(rest: str) -> bool:
    code, bracket, reason = rest.partition("]")
    return code.startswith("[") and bool(bracket) and len(reason.strip(" #-:")) > 0


def test_the_package_is_marked_as_typed() -> None:
    assert (ROOT / "extractor" / "py.typed").exists()
