"""What is to be done is decided on kinds: no code looks into the words of a message or the beginning of a code."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import shown, sources, tree

WORDS = frozenset({"code", "message", "messages", "problem", "problems", "reason", "reasons"})
ONE = frozenset({"message", "problem", "reason"})
"""What variables are called that hold the words themselves."""

LOOKS_INTO = frozenset(
    {
        "startswith",
        "endswith",
        "removeprefix",
        "removesuffix",
        "partition",
        "rpartition",
        "find",
        "index",
        "search",
        "match",
        "fullmatch",
        "findall",
        "finditer",
    }
)

FOREIGN = {
    "extractor/documents/sheets/xls.py": {"str(error).lower()"},
    "extractor/run/settings.py": {"message"},
}
"""The words of other people's programs, which know no kinds of ours: these modules give them one, or trim them."""


def looks(module: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every place where code, message, problem or reason of something is searched or cut."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOOKS_INTO:
            for each in (node.func.value, *node.args):
                if is_told(each):
                    yield node.lineno, ast.unparse(each)
        elif isinstance(node, ast.Compare):
            for operator, right in zip(node.ops, node.comparators, strict=True):
                if isinstance(operator, ast.In | ast.NotIn) and is_told(right):
                    yield node.lineno, ast.unparse(right)


def named_codes(module: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and text of every comparison of a code with one that is written down."""
    for node in ast.walk(module):
        if isinstance(node, ast.Compare):
            sides = (node.left, *node.comparators)
            if any(isinstance(each, ast.Attribute) and each.attr == "code" for each in sides) and any(
                is_constant(each) for each in sides
            ):
                yield node.lineno, ast.unparse(node)


def is_told(node: ast.expr) -> bool:
    """Whether an expression is an attribute or a variable that holds words for people or a code, or one of several."""
    if isinstance(node, ast.Subscript):
        return is_told(node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "str":
        return any(isinstance(each, ast.Name) and each.id in ("error", "outcome") for each in node.args)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("lower", "casefold"):
        return is_told(node.func.value)
    return (isinstance(node, ast.Attribute) and node.attr in WORDS) or (isinstance(node, ast.Name) and node.id in ONE)


def is_constant(node: ast.expr) -> bool:
    """Whether an expression is a text, a constant of a module, or several of them."""
    if isinstance(node, ast.Tuple | ast.Set | ast.List):
        return any(map(is_constant, node.elts))
    return (isinstance(node, ast.Constant) and isinstance(node.value, str)) or (
        isinstance(node, ast.Name) and node.id.isupper()
    )


def test_nothing_is_decided_on_the_words_of_a_message() -> None:
    found = [
        f"{shown(path)}:{line} {text}"
        for path in sources("extractor")
        for line, text in looks(tree(path))
        if text not in FOREIGN.get(shown(path), ())
    ]
    assert found == []


def test_nothing_is_decided_on_a_code_that_is_written_down() -> None:
    found = [f"{shown(path)}:{line} {text}" for path in sources("extractor") for line, text in named_codes(tree(path))]
    assert found == []


@pytest.mark.parametrize("path", sorted(FOREIGN))
def test_what_is_let_pass_is_still_there(path: str) -> None:
    (module,) = (each for each in sources("extractor") if shown(each) == path)
    assert {text for _, text in looks(tree(Path(module)))} == FOREIGN[path]


@pytest.mark.parametrize(
    "line",
    [
        "finding.code.startswith('place.')",
        "each.message.partition(': ')",
        "PASSING.search(problem)",
        "re.match(pattern, found.message)",
        "'refused' in problem.message",
        "'there is no store' in str(error)",
        "'encrypted' in str(error).lower()",
        "reading.problems[0].endswith('alone')",
        "said in field.reasons",
    ],
)
def test_a_look_into_words_is_found(line: str) -> None:
    assert len(list(looks(ast.parse(line)))) == 1


@pytest.mark.parametrize(
    "line", ["each.code == UNUSED", "finding.code not in (DISAGREE, UNUSED)", "'form.a' == f.code"]
)
def test_a_comparison_with_a_written_code_is_found(line: str) -> None:
    assert len(list(named_codes(ast.parse(line)))) == 1


@pytest.mark.parametrize("line", ["rule.code == each.rule.code", "status.code == 402", "path.startswith('table3.')"])
def test_what_compares_two_findings_or_looks_at_a_path_is_let_be(line: str) -> None:
    assert not list(looks(ast.parse(line)))
    assert not list(named_codes(ast.parse(line)))
