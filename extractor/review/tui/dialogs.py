"""What comes up over the screen: texts to read, and the choice of a check to waive."""

from collections.abc import Sequence
from time import monotonic
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.events import Key
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from extractor.review.schema_choice import SchemaOffer
from extractor.review.spoken_words import tell
from extractor.review.tui.styled_lines import Said, paragraphs
from extractor.verify.edit import Why


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
            sheet.border_subtitle = tell("on_read")
            yield Static(paragraphs(self._said, min(self.app.size.width * 9 // 10, 100) - 8))

    def on_mount(self) -> None:
        """The arrow keys scroll."""
        self.query_one("#sheet").focus()


class ChooseCheck(ModalScreen[tuple[int, Why] | None]):
    """Which failing check is to be waived and why; dismissed with its index and the reason, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "leave"),
        Binding("r", "waive('rounding')", "rounding"),
        Binding("o", "waive('other')", "other"),
    ]

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__()
        self._messages = messages

    def compose(self) -> ComposeResult:
        """The checks, the first one chosen."""
        with VerticalScroll(id="sheet") as sheet:
            sheet.border_title = tell("waive_title")
            sheet.border_subtitle = tell("waive_keys")
            yield OptionList(*(Content(f"• {message}") for message in self._messages), compact=True)

    def on_mount(self) -> None:
        """Keys go to the choice."""
        choice = self.query_one(OptionList)
        choice.highlighted = 0
        choice.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Waive this one."""
        self.dismiss((event.option_index, "as_printed"))

    def action_waive(self, why: Why) -> None:
        """Waive the one under the cursor for another reason."""
        self.dismiss((self.query_one(OptionList).highlighted or 0, why))


class ChooseSchema(ModalScreen[str | None]):
    """Which schema a document is to be read under; dismissed with its name, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,F", "dismiss(None)", "leave")]

    def __init__(self, document: str, offers: Sequence[SchemaOffer]) -> None:
        super().__init__()
        self._document = document
        self._offers = offers

    def compose(self) -> ComposeResult:
        """The schemas, the nearest first and chosen."""
        with VerticalScroll(id="sheet") as sheet:
            sheet.border_title = Content(tell("choose_title", document=self._document))
            sheet.border_subtitle = tell("choose_keys")
            yield OptionList(*map(_offered, self._offers), compact=True)

    def on_mount(self) -> None:
        """Keys go to the choice."""
        choice = self.query_one(OptionList)
        choice.highlighted = 0 if self._offers else None
        choice.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """This one."""
        self.dismiss(self._offers[event.option_index].name)


def _offered(offer: SchemaOffer) -> Content:
    near = tell("nearest_schema") if offer.nearest else ""
    return Content.assemble((offer.name, "bold"), f"  {offer.title} ({', '.join(offer.forms)}){near}")


class Busy(ModalScreen[None]):
    """Something takes a while; keys are not heard meanwhile."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what

    def compose(self) -> ComposeResult:
        """What is being done."""
        with VerticalScroll(id="question", can_focus=False):
            yield Static(paragraphs([Said(self._what, "…", "bold")], self.app.size.width - 6))

    def on_key(self, event: Key) -> None:
        """Not now."""
        event.stop()


class AskOnce(ModalScreen[int | None]):
    """A question that has to be answered before something is stored; dismissed with the number of the answer.

    Enter and the key that led here give the first answer, ``2`` the next one. Every other key leaves things as they
    are, and so does none: keys in the first ``settle`` seconds are not heard, for nobody has read the question yet.
    """

    def __init__(self, question: str, choices: Sequence[str], again: str, settle: float) -> None:
        super().__init__()
        self._question = question
        self._choices = choices
        self._again = again
        self._settle = settle
        self._since = monotonic()

    def compose(self) -> ComposeResult:
        """The question, and the answers where there are several."""
        with VerticalScroll(id="question", can_focus=False) as sheet:
            sheet.border_subtitle = tell("question_keys")
            listed = [Said(choice, str(number)) for number, choice in enumerate(self._choices, 1)]
            said = [Said(self._question, "?", "bold"), *(listed if len(listed) > 1 else [])]
            yield Static(paragraphs(said, self.app.size.width - 6))

    def on_key(self, event: Key) -> None:
        """An answer, or none."""
        event.stop()
        if monotonic() - self._since < self._settle:
            return
        if event.key in ("enter", self._again) or event.character == self._again:
            self.dismiss(0)
        elif event.key.isdigit() and 0 < int(event.key) <= max(1, len(self._choices)):
            self.dismiss(int(event.key) - 1)
        else:
            self.dismiss(None)


class WriteNote(ModalScreen[str | None]):
    """A line of words; dismissed with them, or with None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "leave")]

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """One line to type in."""
        with VerticalScroll(id="question", can_focus=False) as sheet:
            sheet.border_title = Content(self._title)
            sheet.border_subtitle = tell("note_keys")
            yield Input(id="note_line", compact=True)

    def on_mount(self) -> None:
        """Keys go to the line."""
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """These are the words."""
        event.stop()
        self.dismiss(event.value)
