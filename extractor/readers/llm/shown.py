"""Document text as a prompt shows it: one line a row, and nothing in it that could pass for the prompt's own signs."""

from collections.abc import Sequence

from extractor.readers.llm.plan import Batch
from extractor.readers.llm.prompt import Prompt
from extractor.schemas.form import ColumnSpec
from extractor.schemas.values import fold_width

BLANK = "∅"
SEPARATOR = " | "
_LABEL_LENGTH = 40
_CELL_LENGTH = 60
_SIGNS = str.maketrans({"<": "‹", ">": "›", "|": "¦", BLANK: "Ø", "=": "﹦"})


def show_text(text: str, length: int) -> str:
    """Document text in one line of at most ``length`` characters, without the signs that prompts use themselves."""
    plain = " ".join(fold_width(text).split()).translate(_SIGNS)
    return plain if len(plain) <= length else plain[: length - 1] + "…"


def show_row(label: str, cells: Sequence[str]) -> str:
    """``label: 12 | 0 | ∅``"""
    return f"{label}: {SEPARATOR.join(cells)}"


def show_cell(text: str) -> str:
    """One printed cell; a blank one is shown as ∅."""
    return show_text(text, _CELL_LENGTH) or BLANK


def show_label(text: str) -> str:
    """The label of a row, cut where it is long, without the colon that ends it."""
    return show_text(text, _LABEL_LENGTH).replace(":", "﹕")


def show_context(batch: Batch) -> str:
    """The title of the table and its columns: as the form declares them, and as the document prints them."""
    lines = [f"Table: {show_text(batch.title, 200)}"]
    columns = [f"{number}. {show_column(column)}" for number, column in enumerate(batch.rows[0].columns, 1)]
    lines.append("Columns, in this order: " + "; ".join(columns))
    if batch.headings:
        printed = SEPARATOR.join(show_text(text, _CELL_LENGTH) for text in batch.headings)
        lines.append(f"<headings>{printed}</headings>")
    return "\n".join(lines) + "\n\n"


def show_column(column: ColumnSpec) -> str:
    """A column by its headings, outermost first."""
    return " / ".join(show_text(label.printed, _CELL_LENGTH) for label in (*column.groups, column.label))


def fill_rows(prompt: Prompt, lines: Sequence[str], context: str = "") -> str:
    """The request about some rows."""
    return prompt.fill(context=context, rows="\n".join(lines))
