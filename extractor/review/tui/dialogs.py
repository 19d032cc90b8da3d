"""What comes up over the screen: texts to read, and the choice of a check to waive."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from extractor.review.tui.lines import Said, paragraphs

HELP = [
    Said("On the list, letters are commands; a digit starts typing.", style="bold"),
    Said("type a value; Enter takes it, Esc leaves it", "0–9 + -"),
    Said("type, starting from the value shown", "Enter or e"),
    Said("confirm: the value shown is what the document says", "c"),
    Said("take another reader's value into the value line", "o"),
    Said("the cell is printed blank; holds a mark like “/”; does not exist", "b x a"),
    Said("the same for every field of this row that still waits", "B X A"),
    Said("waive a failing check: the document itself says so; or an unused number", "w"),
    Said("undo the last decision, also one that finished a document", "u"),
    Said("next and previous field", "n p, ↓ ↑"),
    Said("skip this document; Tab and Enter choose another", "s"),
    Said("all fields of the document, or only those to decide", "f"),
    Said("filter the list by label, path or value; Esc clears the filter", "/"),
    Said("everything known about the field", "i"),
    Said("move through the document", "PgUp PgDn"),
    Said("leave; every decision is stored already", "q"),
    Said(""),
    Said("! waits   ✓ confirmed   ✎ decided by a person   ≠ failing check   # unused number"),
]


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
            yield OptionList(*(Content(message) for message in self._messages), compact=True)

    def on_mount(self) -> None:
        """Keys go to the choice."""
        choice = self.query_one(OptionList)
        choice.highlighted = 0
        choice.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Waive this one."""
        self.dismiss(event.option_index)
