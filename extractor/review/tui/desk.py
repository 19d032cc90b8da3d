"""The desk of review: the panes, and what they show of the document and the thing at hand."""

from functools import partial
from time import monotonic

from textual import events
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from extractor.documents import Span
from extractor.errors import StoreUnavailable
from extractor.readers.reading import Spot
from extractor.review.case import Item, ReviewCase
from extractor.review.proposal import proposal_for
from extractor.review.session import ReviewSession
from extractor.review.spoken_words import tell
from extractor.review.step import Step
from extractor.review.store_away import PAUSE
from extractor.review.tui.head_line import head_line
from extractor.review.tui.pace import ReviewPace
from extractor.review.tui.panes import DocumentList, ItemList, LineInput, SizedPane, SourcePane, TitledText
from extractor.review.tui.place_crop import PlaceCrop
from extractor.review.tui.row_grid import row_grid
from extractor.review.tui.styled_lines import ALSO_KEYS, Said, item_paragraphs, nothing_left, paragraphs
from extractor.review.tui.terminal_pictures import TerminalPictures
from extractor.review.typeset import clean
from extractor.route import Result
from extractor.schemas.state import NUMBERS
from extractor.store import HEARTBEAT_SECONDS

_TALL = 30
"""Rows of the screen from which the grid shows the rows above and below, too."""
_CROP = (6, 12)
"""Rows of the screen that the crop of the page takes, at least and at most."""


class Desk(App[None]):
    """Shows a :class:`ReviewSession`; what keys do is added by :class:`extractor.review.tui.review_app.ReviewApp`."""

    CSS_PATH = "review.tcss"
    TITLE = "extractor review"

    def __init__(self, session: ReviewSession, settle: float = 0.25, pictures: TerminalPictures | None = None) -> None:
        super().__init__()
        self.session = session
        self.settle = settle
        self.pictures = pictures
        self.every_field = False
        self.filter = ""
        self._moved_at = 0.0
        self._unopened = False
        self._leaving = False
        self.held = False
        self.pace = ReviewPace(monotonic())
        self._offered = 0
        self.hits: tuple[Span, ...] = ()
        self._shown: tuple[str, str] = ("", "")
        self._listed = ""
        self._late = self._behind = False

    def compose(self) -> ComposeResult:
        """Header; lists to the left, field and source to the right; message, value line, keys."""
        yield Static(id="header")
        with Horizontal(id="desk"):
            with SizedPane(id="left"):
                yield DocumentList(id="documents")
                yield LineInput(id="filter", compact=True, placeholder=tell("filter_word"))
                yield ItemList(id="items")
            with SizedPane(id="right"):
                yield TitledText(id="field")
                yield Static(id="row")
                yield PlaceCrop(self.pictures, id="crop")
                yield LineInput(id="search", compact=True, placeholder=tell("search_word"))
                yield SourcePane(id="source")
        yield TitledText(id="done")
        yield Static(id="message")
        with Horizontal(id="entry"):
            yield Static(tell("value_prompt"), id="prompt")
            yield LineInput(id="value", compact=True, select_on_focus=False)
        yield Static(tell("on_list"), id="keys")

    def on_mount(self) -> None:
        """Open the first document."""
        self._open_first()
        self.set_interval(HEARTBEAT_SECONDS, self.beat)
        self.show_case()
        self.query_one(ItemList).focus()
        self.call_after_refresh(self.show_case)  # panes have their sizes only now

    def _open_first(self) -> None:
        self._unopened = False
        try:
            if self.session.open_named() is None:
                self.session.next_document()
        except StoreUnavailable:
            self._unopened = True
            self.say(tell("store_away"), ok=False)

    def beat(self) -> None:
        """Say that somebody is there; open the first document where the store did not let it be opened before."""
        if not self._unopened:
            self.session.renew()
            return
        self._open_first()
        if not self._unopened:
            self.say("")
            self.show_case()

    async def on_event(self, event: events.Event) -> None:
        """Every key and every click is counted before anything is done with it, whoever answers it."""
        if isinstance(event, events.Key | events.MouseDown) and not event.is_forwarded:
            self.session.effort.pressed(monotonic())
        await super().on_event(event)

    # -- showing

    @property
    def _here(self) -> tuple[str, str]:
        """The document and the item under the cursor."""
        case, item = self.session.case, self.item
        return ("" if case is None else case.result.sha256, "" if item is None else item.key)

    @property
    def item(self) -> Item | None:
        """What is being decided; nothing once the screen is gone, of which messages may still arrive."""
        return next((each.item for each in self.query(ItemList)), None)

    def show_case(self, keep: str = "", at: int = 0) -> None:
        """Show the document at hand: the item with the key ``keep``, or the one at index ``at``."""
        if not self.query("#items"):
            return  # the screen is gone: this was asked for while it was there
        if self._behind and not self.is_free:
            return  # it is shown once nobody is at what is shown now
        case, self._behind = self.session.case, False
        self._listed = "" if case is None else case.result.sha256
        queue = self.session.queue()
        desk = self.query_one("#desk")
        if desk.display != (case is not None):
            self.call_after_refresh(self.show_case, keep, at)  # what was hidden has no size yet
        desk.display = self.query_one("#entry").display = case is not None
        self.query_one("#done").display = case is None
        if case is None:
            self.query_one("#header", Static).update(Content(f"{tell('app_title')} ── {clean(self.session.reviewer)}"))
            self.query_one("#done", TitledText).show(
                tell("review_title"), nothing_left(self.session), self.size.width - 6
            )
            return
        waiting = len(case.open_items)
        head = head_line(self.session, case, queue, self.pace.seconds, self.size.width - 2)
        self.query_one("#header", Static).update(Content(head))
        self.query_one(DocumentList).show(queue, case.result, self.session.waiting)
        items = case.every_field if self.every_field or not waiting else case.open_items
        self.query_one(ItemList).show(case, items, self.filter, keep, at, all_fields=items is not case.open_items)
        self.show_item()

    def show_item(self) -> None:
        """Show the item under the cursor: what is known of it and where it is printed."""
        if self._listed != self._here[0]:
            self.show_case()  # the session went on while something stood over the desk
            return
        case, item, self.hits = self.session.case, self.item, ()
        value = self.query_one("#value", LineInput)
        if self._shown != self._here:
            self._shown, self._offered, value.value = self._here, 0, ""  # only another item clears what is typed
            self.session.effort.shown(monotonic())
        field = self.query_one("#field", TitledText)
        if case is None or item is None:
            field.show(tell("field_title"), [Said(tell("none_fits"))])
            self.query_one("#row").display = self.query_one("#crop").display = False
            return
        items = self.query_one(ItemList)
        about = item.path or tell(f"subject_{item.subject}")
        field.show(f"{items.position} · {about}", item_paragraphs(case, item))
        value.numbers_only = bool(item.path) and case.spec(item.path).kind in NUMBERS
        self._show_row(case, item)
        self.query_one(SourcePane).show(self.session.source(item, context=60), self.session.waiting.name(case.result))
        value.placeholder = tell("type_value" if item.path else "w_waives") if case.recognised else ""
        self.show_keys()

    def _show_row(self, case: ReviewCase, item: Item) -> None:
        """The row of a field as a grid, and the page around its place."""
        row, tall = self.query_one("#row", Static), self.size.height >= _TALL
        width = max(20, self.query_one("#right").size.width - 2)
        grid = row_grid(case, item.path, width, tall) if item.path else None
        row.display = grid is not None
        row.update("" if grid is None else grid)
        where = case.whereabouts(item)
        self.show_crop(case, where.spot, marked=not where.near)

    def show_crop(self, case: ReviewCase, spot: Spot | None, marked: bool) -> None:
        """The page around a place; nothing where it has none."""
        height = min(_CROP[1], max(_CROP[0], self.size.height // 4))
        self.query_one(PlaceCrop).show(case.result, spot, height, marked=marked)

    def show_keys(self) -> None:
        """The line of keys says what keys do where the cursor is."""
        if not self.query("#items"):
            return
        words = {"value": tell("on_value"), "filter": tell("on_filter"), "search": tell("on_search")}
        case, item = self.session.case, self.item
        if case is not None and not case.recognised:
            self.query_one("#keys", Static).update(tell("on_schema"))
            return
        proposal = proposal_for(case, item) if case is not None and item is not None else None
        others = len(case.alternatives(item.path)) if case is not None and item is not None else 0
        on_list = tell("on_alternatives", keys=" ".join(ALSO_KEYS[:others])) if others else tell("on_list")
        on_list = on_list if proposal is None or proposal.problem else tell("on_proposal")
        on_list = tell("on_hits") if self.hits else on_list
        at = self.focused.id if self.focused is not None else None
        self.query_one("#keys", Static).update(words.get(at or "", on_list))

    def say(self, *lines: str, ok: bool = True) -> None:
        """Show what happened."""
        message = self.query_one("#message", Static)
        message.set_class(not ok, "refused")
        width = max(20, self.size.width - 2)
        said = [Said(line, "" if number else "✓" if ok else "✗") for number, line in enumerate(lines)]
        message.update(paragraphs(said, width, 4, more="⋯"))

    @property
    def is_free(self) -> bool:
        """Whether nothing stands over the desk and nothing is being typed: what it shows may be another thing now."""
        value = self.query_one("#value", LineInput)
        return len(self.screen_stack) == 1 and not (value.has_focus and value.value)

    def after(self, step: Step, key: str = "", leave: bool = True) -> None:
        """Show what a decision changed and go to the next item, or to the next document. What was stored late leaves
        the cursor where it is.
        """
        if leave and not self._late:
            self.screen.set_focus(self.query_one(ItemList))
        if not step.ok:
            self.say(step.message, ok=False)
            if self._late:
                self.show_case(keep=self._shown[1])
            return
        self._moved_at = monotonic()
        self.pace.decided(self._moved_at)
        self.query_one("#value", LineInput).value = ""
        if step.finished is not None:
            self.after_document(step, step.finished)
            return
        self.say(step.message, *step.change.lines)
        self.show_case(keep=key, at=self.query_one(ItemList).highlighted or 0)

    def after_document(self, step: Step, finished: Result) -> None:
        """Show the document that comes after one that was accepted."""
        here = self.session.case
        if here is not None and here.result.sha256 == finished.sha256 and not here.is_waiting:
            self.say(step.message, tell("next_busy", document=self.session.waiting.name(finished)))
            self._open_next(finished.sha256)
            return
        about = "accepted_last" if here is None else "accepted_next"
        then = "" if here is None else self.session.waiting.name(here.result)
        self.start_over()
        self.say(step.message, tell(about, document=self.session.waiting.name(finished), next=then))
        self.show_case()

    def _open_next(self, finished: str) -> None:
        """Open the document after the one with this hash as soon as the store gives it; not once somebody went on, or
        decided that it waits again.
        """
        if not self.query("#items"):
            return  # the screen is gone: this was asked for while it was there
        here = self.session.case
        if here is None or here.result.sha256 != finished or here.is_waiting:
            return
        try:
            if not self.held and self.is_free:
                self.session.next_document()
        except StoreUnavailable:
            pass
        if self.session.case is here:
            self.set_timer(PAUSE, partial(self._open_next, finished))
            return
        self.show_next()

    def show_next(self) -> None:
        """Show a document that comes up by itself: keys that decide wait until it was looked at."""
        self._moved_at = monotonic()
        self.start_over()
        self.show_case()

    def start_over(self) -> None:
        """A new document is shown from its open items, unfiltered."""
        self.every_field = False
        with self.prevent(Input.Changed):
            self.query_one("#filter", LineInput).value = self.filter = ""
        self.query_one("#filter").display = False
