"""What comes up over the screen: texts to read, and the choice of a check to waive."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from extractor.review.tui.styled_lines import Said, paragraphs


class ReadText(ModalScreen[None]):
    """A text to read; any of the usual keys closes it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,i,enter,space,question_mark", "dismiss", "close"),
    ]

    def __init__(self, title: str, said: Sequence[Said]) -> None:
        super().__init__()
        self._title = title
        self._said = said

    def compose(self) -> ComposeResult:
        """The text in a frame, with scrolling."""
        with VerticalScroll(id="sheet") as sheet:
            sheet.border_title = Content(self._title)
            sheet.border_subtitle = "Esc closes"
            yield Static(paragraphs(self._said, min(self.app.size.width * 9 // 10, 100) - 8))

    def on_mount(self) -> None:
        """The arrow keys scroll."""
        self.query_one("#sheet").focus()


class ChooseCheck(ModalScreen[int | None]):
    """Which failing check is to be waived; dismissed with its index, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(None)", "leave")]

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__()
        self._messages = messages

    def compose(self) -> ComposeResult:
        """The checks, the first one chosen."""
        with VerticalScroll(id="sheet") as sheet:
            sheet.border_title = "The document says so itself: let its numbers stand?"
            sheet.border_subtitle = "Enter waives · Esc leaves"
            yield OptionList(*(Content(f"• {message}") for message in self._messages), compact=True)

    def on_mount(self) -> None:
        """Keys go to the choice."""
        choice = self.query_one(OptionList)
        choice.highlighted = 0
        choice.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Waive this one."""
        self.dismiss(event.option_index)
