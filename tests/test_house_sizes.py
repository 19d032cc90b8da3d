"""Modules and functions stay short enough to be read."""

from tests.house import functions, shown, sources

LONGEST_MODULE = 400
LONGEST_FUNCTION = 50


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    lengths = {shown(path): len(path.read_text("utf-8").splitlines()) for path in sources()}
    assert lengths
    assert {path: length for path, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_no_function_is_longer_than_fifty_lines() -> None:
    lengths = {
        f"{shown(path)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path in sources()
        for node in functions(path)
    }
    assert lengths
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}
