"""Trying every rule of a form once without a document, so that a broken rule is found when its schema is loaded.

The specimen is a report in which nothing is read yet and every list has two rows. A rule that branches on a value,
names a field that is not there or yields something other than checks raises SchemaError here, and not in the middle of
a run.
"""

import traceback
from collections.abc import Iterator
from pathlib import Path

from extractor.errors import SchemaError
from extractor.schemas.check import Check
from extractor.schemas.expression import report_node
from extractor.schemas.form import INDEX, Form, State, Value
from extractor.schemas.linear import Values
from extractor.schemas.rule import NEEDS, Rule
from extractor.schemas.shape import ShapeGroup, ShapeLeaf, ShapeNode

LIST_ROWS = 2
"""Rows of every list in a specimen: enough to tell one row from another."""


def specimen(
    form: Form, rows: int = LIST_ROWS, missing: State = "unread", absent: frozenset[str] = frozenset()
) -> Values:
    """A report without numbers, with ``rows`` rows in every list, named #1, #2, … alike in all lists.

    Fields are ``missing``, those in ``absent`` are absent. It is its own predecessor for rules that need one.
    """
    cells: dict[str, tuple[State, Value | None]] = dict.fromkeys(absent, ("absent", None))
    counts: dict[str, int] = {}
    for table in form.tables:
        for block in table.blocks:
            if block.name_path:
                counts[block.name_path.partition(f".{INDEX}")[0]] = rows
                for row in range(rows):
                    cells[block.name_path.replace(INDEX, str(row))] = ("read", f"#{row + 1}")
    if form.shape is not None:
        for path in _specimen_leaves(form.shape.root, rows, counts):
            cells.setdefault(path, (missing, None))
    alone = Values(cells, counts, missing=missing)
    return Values(cells, counts, dict.fromkeys(NEEDS, alone), missing)


def _specimen_leaves(node: ShapeNode, rows: int, counts: dict[str, int], path: str = "") -> Iterator[str]:
    """The fields below a node of a shape, with as many items in every list, and keys #1, #2 where documents give them.

    How many items a list has is noted in ``counts``.
    """
    if isinstance(node, ShapeLeaf):
        yield path
    elif isinstance(node, ShapeGroup):
        for name, inner in node.members.items():
            yield from _specimen_leaves(inner, rows, counts, f"{path}.{name}" if path else name)
    else:
        if not node.keyed:
            counts[path] = rows
        for row in range(rows):
            name = f"#{row + 1}" if node.keyed else str(row)
            yield from _specimen_leaves(node.item, rows, counts, f"{path}.{name}")


def checks_of(rule: Rule, form: Form, values: Values) -> Iterator[Check]:
    """The checks of a rule in one report. SchemaError if it yields something else."""
    for check in rule.function(report_node(form.root, values)):
        if not isinstance(check, Check):
            raise SchemaError(f"it yields {check!r}, not a comparison of fields")
        yield check


def rehearse(form: Form) -> None:
    """Expand every rule of the form over a report that is unread and over one that is blank.

    SchemaError names the first rule that breaks. Costs about as much as verifying two documents.
    """
    for values in (specimen(form), specimen(form, missing="blank")):
        for rule in form.rules:
            try:
                for check in checks_of(rule, form, values):
                    _check_paths(check, form)
            except Exception as error:
                # A rule is other people's code: whatever it raises here it would raise in front of a document.
                what = str(error) if isinstance(error, SchemaError) else f"{type(error).__name__}: {error}"
                raise SchemaError(f"{_where(rule, error)}rule {rule.code} of form {form.name}: {what}") from error


def _where(rule: Rule, error: Exception) -> str:
    """The file and the line of somebody's own rule that an error comes from; nothing for rules that are declared."""
    file = Path(rule.function.__code__.co_filename)
    if Path(__file__).parent in file.parents:
        return ""
    lines = [each.lineno for each in traceback.extract_tb(error.__traceback__) if Path(each.filename) == file]
    return f"{file.name}, line {lines[-1] if lines else rule.function.__code__.co_firstlineno}: "


def _check_paths(check: Check, form: Form) -> None:
    """Fields that carry no label of the form could not be shown to anybody."""
    for path in check.own_paths:
        try:
            form.field(path)
        except KeyError:
            raise SchemaError(f"{path} is no field of the form") from None
