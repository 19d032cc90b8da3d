"""Names are nouns of the field, imports are absolute, everything typed is marked as such."""

import ast

from tests.house import ROOT, shown, sources, tree

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common", "misc", "core", "tools"}


def test_no_module_has_a_name_that_says_nothing() -> None:
    parts = {shown(path): set(path.relative_to(ROOT).with_suffix("").parts) for path in sources()}
    assert {path for path, names in parts.items() if names & EMPTY_NAMES} == set()


def test_every_import_is_absolute() -> None:
    relative = [
        f"{shown(path)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.level > 0
    ]
    assert relative == []


def test_every_module_says_what_it_is_for() -> None:
    public = sources("extractor", "schemas", "benchmarks")
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
