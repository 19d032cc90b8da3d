"""The parts of the screen."""

from collections.abc import Sequence
from functools import lru_cache

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Click, Key
from textual.geometry import Size
from textual.message import Message
from textual.widgets import Input, OptionList, Static

from extractor.documents import Span
from extractor.review.case import Item, ReviewCase
from extractor.review.clicked_number import clicked_number
from extractor.review.source_view import SourceLine, SourceView
from extractor.review.spoken_words import tell
from extractor.review.tui.row_options import OneRow, show_lines
from extractor.review.tui.styled_lines import GUTTER, Said, item_line, paragraphs, source_lines, source_title
from extractor.review.typeset import SetLine, clean, cut, cut_start
from extractor.review.waiting import Waiting
from extractor.route import Result
from extractor.store import QueueEntry


class SizedPane(Vertical):
    """A part of the screen that says when it has another size: only then is there room for what goes into it."""

    class Sized(Message):
        """The pane has another size."""

    _was: Size | None = None

    def on_resize(self) -> None:
        """Once its size is known; what only scrolls otherwise is no reason to set everything anew."""
        if self._was != self.size:
            self._was = self.size
            self.post_message(self.Sized())


class TitledText(Static):
    """A text under a title, cut to the room there is."""

    def show(self, title: str, said: Sequence[Said], width: int = 0) -> None:
        """Show paragraphs, in the width of the pane around this one if no other is given."""
        wide = max(20, width or self.container_size.width - 2)
        self.border_title = Content(title)
        self.update(paragraphs(said, wide, max(5, self.app.size.height * 2 // 5 - 1)))


class SourcePane(VerticalScroll, can_focus=False):
    """Lines of the document around a place; PageUp and PageDown move through them."""

    _set: tuple[SetLine, ...] = ()
    _view: SourceView | None = None

    def compose(self) -> ComposeResult:
        """A note where something is missing, and the lines."""
        yield Static(id="note")
        yield Static(id="lines")

    def show(self, view: SourceView, document: str) -> None:
        """Show a view with its first mark in the middle."""
        width = max(30, self.container_size.width - 1)
        lines, focus, self._set = source_lines(view, width - 1)
        self._view = view
        self.border_title = Content(source_title(view, document))
        note = self.query_one("#note", Static)
        note.display = bool(view.note)
        note.update(paragraphs([Said(view.note)], width - 1))
        self.query_one("#lines", Static).update(lines)
        self.call_after_refresh(self._to, focus)

    def on_click(self, event: Click) -> None:
        """A number was pointed at."""
        offset = event.get_content_offset(self.query_one("#lines", Static))
        if offset is None or self._view is None or not 0 <= offset.y < len(self._set):
            return
        shown = self._set[offset.y]
        line = next((each for each in self._view.lines if each.number == shown.number), None)
        span = None if line is None or not line.number else clicked_number(line, shown.text, offset.x - GUTTER)
        if line is not None and span is not None and self._view.origin == "document":
            self.post_message(self.Pointed(line, span))

    class Pointed(Message):
        """A number of the document was clicked: its line, and where in it."""

        def __init__(self, line: SourceLine, span: Span) -> None:
            super().__init__()
            self.line = line
            self.span = span

    def _to(self, row: int) -> None:
        self.scroll_to(y=max(0, row - self.size.height // 2), animate=False, force=True)

    def page(self, by: int) -> None:
        """One screenful on or back."""
        self.scroll_relative(y=by * max(1, self.size.height - 2), animate=False, force=True)


class DocumentList(OptionList):
    """The documents that wait, the one at hand marked."""

    entries: tuple[QueueEntry, ...] = ()

    def show(self, entries: tuple[QueueEntry, ...], here: Result, waiting: Waiting) -> None:
        """Show the queue with the cursor on the document at hand."""
        self.entries = entries
        width = max(12, self.container_size.width - 3)
        self.border_title = Content(tell("documents_title", n=len(entries)))
        show_lines(self, [_document_line(entry, waiting.name(entry), here, width) for entry in entries])
        self.highlighted = next((i for i, each in enumerate(entries) if each.sha256 == here.sha256), None)


def _document_line(entry: QueueEntry, name: str, here: Result, width: int) -> OneRow:
    mine = entry.sha256 == here.sha256
    flags = str(entry.flags) if entry.schema_name else "?"
    after = f" {flags}" if mine or not entry.leased_by else f" @{cut(entry.leased_by, 8)}"
    return _named_line(mine, name, after, width)


@lru_cache(maxsize=4096)
def _named_line(mine: bool, name: str, after: str, width: int) -> OneRow:
    """Nearly all of a queue stay as they were from one decision to the next."""
    name = cut_start(clean(name), width - 2 - len(after))
    space = " " * (width - 2 - cell_len(name) - len(after))
    return OneRow(f"{'▸' if mine else ' '} {name}{space}{after}")


class ItemList(OptionList):
    """What there is to decide in the document at hand, or all its fields."""

    items: tuple[Item, ...] = ()

    @property
    def item(self) -> Item | None:
        """The item under the cursor."""
        at = self.highlighted
        return self.items[at] if at is not None and at < len(self.items) else None

    @property
    def position(self) -> str:
        """Where the cursor is, in words."""
        return tell("position", n=(self.highlighted or 0) + 1, of=len(self.items))

    def show(
        self, case: ReviewCase, items: Sequence[Item], filtered: str, keep: str, at: int, all_fields: bool
    ) -> None:
        """Show the items that fit the filter, the cursor on the key ``keep`` or else at index ``at``."""
        self.items = tuple(item for item in items if _fits(case, item, filtered.casefold()))
        width = max(12, self.container_size.width - 3)
        what = tell("all_fields" if all_fields else "open_fields", n=len(self.items))
        self.border_title = Content(what + (f" /{filtered}" if filtered else ""))
        with self.prevent(OptionList.OptionHighlighted):
            show_lines(self, [OneRow.of(item_line(case, item, width)) for item in self.items])
            kept = next((index for index, item in enumerate(self.items) if item.key == keep), at)
            self.highlighted = min(kept, len(self.items) - 1) if self.items else None

    def move(self, by: int) -> None:
        """The cursor on or back, around the ends."""
        if self.items:
            self.highlighted = ((self.highlighted or 0) + by) % len(self.items)


def _fits(case: ReviewCase, item: Item, wanted: str) -> bool:
    if not wanted:
        return True
    field = case.verdict.fields.get(item.path)
    texts = [item.name.line, item.path] if field is None else [field.label, item.path, str(field.value)]
    return any(wanted in text.casefold() for text in texts)


class LineInput(Input):
    """A line to type in. Enter takes it, Escape empties and leaves it.

    Both are handled among the other keys, not as bindings: those run later, when keys that were struck after them
    already stand in the line.
    """

    numbers_only = False
    """Whether no letter can be part of what is typed: ``q`` leaves the line then, and is no trap."""

    class Left(Message):
        """The reviewer left the line."""

        def __init__(self, line: "LineInput") -> None:
            super().__init__()
            self.line = line

    async def _on_key(self, event: Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            await self.action_submit()
        elif event.key == "escape" or (event.key == "q" and self.numbers_only and self.id == "value"):
            event.stop()
            event.prevent_default()
            self.value = ""
            self.post_message(self.Left(self))
        else:
            await super()._on_key(event)
