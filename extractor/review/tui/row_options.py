"""Long lists of which every option is one row: only what changed is set anew when they are shown again."""

from collections.abc import Sequence
from typing import Self

from textual.content import Content
from textual.css.styles import RulesMap
from textual.widgets import OptionList


class OneRow(Content):
    """A text that is never broken: nobody has to set it in order to know how high it is."""

    @classmethod
    def of(cls, content: Content) -> Self:
        """A text with its styles as one row."""
        return cls(content.plain, list(content.spans))

    def get_height(self, rules: RulesMap, width: int) -> int:
        """One row, whatever the width."""
        return 1


def show_lines(options: OptionList, lines: Sequence[OneRow]) -> None:
    """Show these lines in place of those that are there; the cursor is for the caller to set."""
    there = [each.prompt for each in options.options]
    if len(there) != len(lines):
        options.set_options(lines)
        return
    for index, (was, line) in enumerate(zip(there, lines, strict=True)):
        if was is not line and not (isinstance(was, OneRow) and was.is_same(line)):
            options.replace_option_prompt_at_index(index, line)
