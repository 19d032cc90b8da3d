"""What the model of a record demands of its values, as findings: constraints and validators never change a value."""

from collections.abc import Iterator

from extractor.evidence import DoubtKind, doubt
from extractor.schemas.constraints import RecordProblem, validated
from extractor.schemas.reference_list import is_known
from extractor.schemas.shape import Shape, ShapeLeaf
from extractor.schemas.shape_record import nested_record
from extractor.verify.consolidate import Consolidation
from extractor.verify.finding import Finding, FindingKind

_CODE = "constraint."


def check_constraints(document: Consolidation) -> Iterator[Finding]:
    """One finding for everything that keeps the record from being one of its model; nothing of other forms.

    A value that is missing because nobody read it is flagged as unread and not told again. What is wrong with a group,
    a list or the whole record points at no field.
    """
    shape = document.form.shape
    if shape is None:
        return
    yield from (_finding(document, each) for each in _unknown_names(document, shape))
    data = nested_record(shape, {path: field.value for path, field in document.fields.items()})
    _, problems = validated(shape, data)
    for each in problems:
        if not (each.missing and _is_unread(document, each.path)):
            yield _finding(document, each)


def _unknown_names(document: Consolidation, shape: Shape) -> Iterator[RecordProblem]:
    """Texts that are none of the names which the list of their field holds. What a person gave is let stand."""
    for path, field in document.fields.items():
        node = shape.node(path)
        known = node.reference if isinstance(node, ShapeLeaf) else ()
        if known and isinstance(field.value, str) and field.edit is None and not is_known(field.value, known):
            message = f"“{field.value}” is none of the {len(known)} names of its reference list"
            yield RecordProblem(path, "reference", message)


def _is_unread(document: Consolidation, path: str) -> bool:
    """Whether nothing can be said yet of the field, or of some field below the path."""
    own = document.fields.get(path)
    if own is not None:
        return own.state == "unread"
    inside = f"{path}."
    return any(
        field.state == "unread"
        for name, field in document.fields.items()
        if not path or name == path or name.startswith(inside) or path.startswith(f"{name}.")
    )


def _finding(document: Consolidation, problem: RecordProblem) -> Finding:
    field = document.fields.get(problem.path)
    said = f"{problem.path}: {problem.message}" if problem.path else problem.message
    return Finding(
        code=f"{_CODE}{problem.code}",
        kind=FindingKind.CONSTRAINT,
        outcome="fail",
        severity="error",
        paths=() if field is None else (problem.path,),
        message=said,
        residual=None if field is None else "0",
        empty=() if field is None or field.state == "read" else (problem.path,),
        doubt=None if field is None else doubt(DoubtKind.RULE_FAILS, said, problem.message),
        said=("demanded", said),
    )
