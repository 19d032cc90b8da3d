"""The review app: one document at a time, one thing to decide at a time, all by keys.

Two moods: on the list, letters are commands and a digit starts typing; in the value line everything is typed until
Enter takes it or Escape leaves. Every decision is stored by the session in the moment it is made.
"""

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.actions import SkipAction
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette, Provider
from textual.screen import Screen
from textual.widgets import Input, OptionList

from extractor.errors import StoreUnavailable
from extractor.evidence.sentences import spoken
from extractor.review.session import ReviewSession
from extractor.review.spoken_words import tell
from extractor.review.step import Step
from extractor.review.tui.command_search import KeyCommands
from extractor.review.tui.decision_desk import DecisionDesk
from extractor.review.tui.dialogs import ReadText
from extractor.review.tui.key_bindings import EVERYWHERE_KEYS, TYPING_KEYS, commands, help_lines, on_list_keys
from extractor.review.tui.page_view import PagePicture
from extractor.review.tui.panes import DocumentList, ItemList, LineInput, SizedPane, SourcePane
from extractor.review.tui.styled_lines import item_paragraphs
from extractor.review.tui.terminal_pictures import TerminalPictures


class ReviewApp(DecisionDesk):
    """Shows a :class:`ReviewSession` and turns keys into its actions."""

    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {KeyCommands}
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, action, priority=True) for key, action in EVERYWHERE_KEYS),
        *(Binding(key, f"start_typing({char!r})", priority=True) for key, char in TYPING_KEYS),
    ]

    def __init__(self, session: ReviewSession, settle: float = 0.25, pictures: TerminalPictures | None = None) -> None:
        super().__init__(session, settle, pictures)
        self._hit = 0
        for key, action in on_list_keys():
            self.bind(key, action, show=False)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The command palette lists what the keys do, by their words."""
        language = spoken()
        for command in commands():
            if command.action:
                words = f"{command.keys}  {command.words[language]}"
                yield SystemCommand(words, "", partial(self._run_command, command.action))

    def action_command_palette(self) -> None:
        """The palette asks in the language of the screen."""
        if self.screen.id != "--command-palette":
            self.push_screen(CommandPalette(placeholder=tell("palette_word"), id="--command-palette"))

    async def _run_command(self, action: str) -> None:
        self.query_one(ItemList).focus()
        await self.run_action(action)

    # -- moving

    @on(OptionList.OptionHighlighted, "#items")
    def _moved(self) -> None:
        self.show_item()

    @on(OptionList.OptionSelected, "#items")
    def _chosen(self) -> None:
        self.action_edit()

    @on(OptionList.OptionSelected, "#documents")
    def _document_chosen(self, event: OptionList.OptionSelected) -> None:
        entry = self.query_one(DocumentList).entries[event.option_index]
        if self.held:
            self.say(tell("still_busy"), ok=False)
            return
        try:
            opened = self.session.open(entry.sha256, entry.schema_name)
        except StoreUnavailable:
            self.say(tell("store_away"), ok=False)
            return
        if opened:
            self.start_over()
            self.say(tell("opened", document=self.session.waiting.name(entry)))
        else:
            about = "is_reviewing" if entry.leased_by else "cannot_open"
            self.say(tell(about, person=entry.leased_by, document=self.session.waiting.name(entry)), ok=False)
        self.show_case()
        self.query_one(ItemList).focus()

    def action_move(self, by: int) -> None:
        """To the next or the previous item, around the ends; while a search goes on, to the next place found."""
        if self.hits:
            self._show_hit(by)
            return
        self.query_one(ItemList).move(by)
        self.show_item()

    def action_lists(self) -> None:
        """Between the list of documents and the list of items."""
        wanted = DocumentList if isinstance(self.focused, ItemList) else ItemList
        self.query_one(wanted).focus()

    def action_skip(self) -> None:
        """To the next document."""
        self.take(self.session.skip, self._skipped)

    def _skipped(self, step: Step) -> None:
        if step.ok:
            self.start_over()
        self.say(step.message, ok=step.ok)
        self.show_case()

    def action_fields(self) -> None:
        """Between what is to be decided and all fields of the document."""
        self.every_field = not self.every_field
        self.show_case(keep=self.item.key if self.item else "")

    def action_scroll_source(self, by: int) -> None:
        """Through the document."""
        self.query_one(SourcePane).page(by)

    # -- typing

    def action_start_typing(self, char: str) -> None:
        """A digit or sign on the list goes to the value line."""
        if not isinstance(self.focused, ItemList):
            raise SkipAction
        self._type(self.query_one("#value", LineInput).value + char)

    def on_key(self, event: events.Key) -> None:
        """So does a character that is no command."""
        char = event.character
        if event.key == "escape" and self.hits:
            self._end_search()
        if char is not None and event.is_printable and not char.isascii() and isinstance(self.focused, ItemList):
            event.stop()
            self._type(self.query_one("#value", LineInput).value + char)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted on the list goes to the value line."""
        if isinstance(self.focused, ItemList) and event.text.strip():
            self._type(event.text.strip().splitlines()[0])

    def action_edit(self) -> None:
        """Type a value, starting from the one shown."""
        case, item = self.session.case, self.item
        if case is None or item is None or not item.path:
            return
        field = case.verdict.fields[item.path]
        self._type("" if field.value is None else str(field.value))

    def action_other(self) -> None:
        """Put what another reader read into the value line, the next one every time."""
        case, item = self.session.case, self.item
        if case is None or item is None:
            return
        now = case.verdict.fields[item.path].value if item.path else None
        others = [each for each in case.candidates(item.path) if each.field.state == "read" and each.field.value != now]
        if not others:
            self.say(tell("no_other"), ok=False)
            return
        chosen = others[self._offered % len(others)]
        self._offered += 1
        self._type(str(chosen.field.value))
        self.say(tell("other_read", reader=chosen.reader))

    def _type(self, text: str) -> None:
        if self.item is None or not self.item.path:
            self.say(tell("no_field_here"), ok=False)
            return
        if self._shown != self._here:
            self.show_item()
        value = self.query_one("#value", LineInput)
        value.value = text
        value.cursor_position = len(text)
        self.screen.set_focus(value)  # at once: focus() waits, and the next key would miss the line

    @on(Input.Submitted, "#value")
    def _entered(self, event: Input.Submitted) -> None:
        item, typed = self.item, event.value
        if item is None or not item.path:
            return
        if not typed.strip():
            self.say(tell("typed_nothing"), ok=False)
            return
        before, early = self.session.decided, event.input.value.removeprefix(typed)
        self.take_typed(item, typed)
        if early and self.session.decided > before:
            self._type(early)  # struck after Enter, so it belongs to the next value

    @on(LineInput.Left)
    def _left(self, event: LineInput.Left) -> None:
        if not event.line.value:
            self.query_one(ItemList).focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The line of keys follows the cursor."""
        self.show_keys()

    # -- reading

    def action_details(self) -> None:
        """Everything known about the item, in full."""
        if self.session.case is not None and self.item is not None:
            title = self.item.path or tell(f"subject_{self.item.subject}")
            self.push_screen(ReadText(title, item_paragraphs(self.session.case, self.item)))

    def action_picture(self) -> None:
        """The page around the item's place, as it looks."""
        case, item = self.session.case, self.item
        if case is not None and item is not None:
            where = case.whereabouts(item)
            named = self.session.waiting.name(case.result)
            self.push_screen(PagePicture(case.result, where.spot, named, where.near, self.pictures))

    def _end_search(self) -> None:
        line = self.query_one("#search", LineInput)
        line.value, line.display = "", False
        self.say("")
        self.show_item()

    def action_help(self) -> None:
        """What the keys do."""
        self.push_screen(ReadText(tell("help_title"), help_lines()))

    def action_search(self) -> None:
        """Look for a text in the document."""
        if self.session.case is not None:
            line = self.query_one("#search", LineInput)
            line.display = True
            self.screen.set_focus(line)

    @on(Input.Submitted, "#search")
    def _searched(self, event: Input.Submitted) -> None:
        wanted = event.value.strip()
        found = self.session.find(wanted) if wanted and self.session.case is not None else ()
        if not found:
            self.say(tell("found_nowhere", wanted=wanted), ok=False)
            return
        self.screen.set_focus(self.query_one(ItemList))
        self.hits, self._hit = found, -1
        self._show_hit(1)

    def _show_hit(self, by: int) -> None:
        """Show one of the places found: its lines, and the page around it where a field beside it knows that."""
        case = self.session.case
        if case is None:
            return
        self._hit = (self._hit + by) % len(self.hits)
        span = self.hits[self._hit]
        self.query_one(SourcePane).show(
            self.session.source_at(span, context=60), self.session.waiting.name(case.result)
        )
        beside = self.session.beside(span)
        if beside is not None:
            self.show_crop(case, beside, marked=False)
        wanted = self.query_one("#search", LineInput).value.strip()
        self.say(tell("found_at", wanted=wanted, n=self._hit + 1, of=len(self.hits)))
        self.show_keys()

    def action_note(self) -> None:
        """Words about the field; while a search goes on, back to the place before."""
        if self.hits:
            self._show_hit(-1)
        else:
            super().action_note()

    def action_filter(self) -> None:
        """Narrow the list by label, path or value."""
        line = self.query_one("#filter", Input)
        line.display = True
        self.screen.set_focus(line)

    @on(Input.Changed, "#filter")
    def _filtered(self, event: Input.Changed) -> None:
        self.filter = event.value.strip()
        self.show_case()

    @on(Input.Submitted, "#filter")
    def _filter_kept(self) -> None:
        self.screen.set_focus(self.query_one(ItemList))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """An empty filter needs no line."""
        if event.widget.id == "filter":
            event.widget.display = bool(self.filter)
        if event.widget.id == "search":
            event.widget.display = bool(self.hits)

    @on(SizedPane.Sized)
    def _sized(self) -> None:
        """Everything is set anew for the new width."""
        self.call_after_refresh(self.show_case, self.item.key if self.item else "")
