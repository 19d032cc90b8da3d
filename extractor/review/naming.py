"""Short names of fields for lists: the row and the column, without the headings around them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.review.spoken_words import tell
from extractor.route import Verdict
from extractor.schemas.form import INDEX, BlockSpec, Form
from extractor.verify.shape_fields import item_paths, labels_in_shape

_ROW_NUMBER = re.compile(r"\.(\d+)(?=\.|$)")


@dataclass(frozen=True, slots=True)
class FieldName:
    """``row`` is empty for what stands in no table: the narrative, the name of the body.

    ``short`` is the column without the words that all columns beside it share.
    """

    row: str
    column: str
    short: str = ""

    @property
    def line(self) -> str:
        """Both in one line."""
        return f"{self.row} · {self.column}" if self.row else self.column


def name_field(form: Form, verdict: Verdict, path: str) -> FieldName:
    """The row and column of a field as they are printed; a repeated row goes by its own name."""
    if form.shape is not None:
        *above, own = labels_in_shape(form.shape, path)
        return FieldName(" ".join(above), own)
    number = _ROW_NUMBER.search(path)
    generic = _ROW_NUMBER.sub(f".{INDEX}", path, count=1) if number else path
    for table in form.tables:
        for block in table.blocks:
            if number is not None and generic in (block.name_path, *block.repeat_paths):
                named = verdict.fields.get(block.name_path.replace(INDEX, number[1]))
                row = f"#{int(number[1]) + 1}" if named is None or named.value is None else str(named.value)
                if generic == block.name_path:
                    return FieldName(row, tell("row_name"))
                return _named(row, block, block.repeat_paths.index(generic))
            for line in block.rows:
                if path in line.paths:
                    return _named(line.label.printed, block, line.paths.index(path))
    return FieldName("", form.label_of(path))


def _named(row: str, block: BlockSpec, index: int) -> FieldName:
    column = block.columns[index]
    groups = " ".join(group.printed for group in column.groups)
    words = [each.label.printed.split() for each in block.columns]
    before, after = _shared(words), _shared([each[::-1] for each in words])
    mine = words[index][before : len(words[index]) - after] if before or after else []
    return FieldName(row or groups, column.label.printed, " ".join(mine))


def _shared(texts: Sequence[Sequence[str]]) -> int:
    """How many words at the start all of several texts have in common."""
    if len(texts) < 2:
        return 0
    return next((n for n, words in enumerate(zip(*texts, strict=False)) if len(set(words)) > 1), 0)


def row_paths(form: Form, path: str) -> tuple[str, ...]:
    """The paths of all fields in the printed row of a field; the path alone for what stands in no table."""
    if form.shape is not None:
        return item_paths(form.shape, path)
    number = _ROW_NUMBER.search(path)
    generic = _ROW_NUMBER.sub(f".{INDEX}", path, count=1) if number else path
    for table in form.tables:
        for block in table.blocks:
            if number is not None and generic in (block.name_path, *block.repeat_paths):
                return tuple(each.replace(INDEX, number[1]) for each in (block.name_path, *block.repeat_paths))
            for line in block.rows:
                if path in line.paths:
                    return line.paths
    return (path,)
