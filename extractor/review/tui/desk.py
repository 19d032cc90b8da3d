"""The desk of review: the panes, and what they show of the document and the thing at hand."""

from time import monotonic

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from extractor.review.case import Item
from extractor.review.proposal import proposal_for
from extractor.review.session import ReviewSession
from extractor.review.step import Step
from extractor.review.tui.key_bindings import ON_ALTERNATIVES, ON_FILTER, ON_LIST, ON_PROPOSAL, ON_VALUE
from extractor.review.tui.panes import DocumentList, ItemList, LineInput, SourcePane, TitledText
from extractor.review.tui.styled_lines import ALSO_KEYS, Said, item_paragraphs, nothing_left, paragraphs, remark_line
from extractor.review.typeset import clean
from extractor.store import HEARTBEAT_SECONDS


class Desk(App[None]):
    """Shows a :class:`ReviewSession`; what keys do is added by :class:`extractor.review.tui.review_app.ReviewApp`."""

    CSS_PATH = "review.tcss"
    TITLE = "extractor review"
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, session: ReviewSession, settle: float = 0.25) -> None:
        super().__init__()
        self.session = session
        self.settle = settle
        self.every_field = False
        self.filter = ""
        self._moved_at = 0.0
        self._offered = 0
        self._shown: tuple[str, str] = ("", "")

    def compose(self) -> ComposeResult:
        """Header; lists to the left, field and source to the right; message, value line, keys."""
        yield Static(id="header")
        with Horizontal(id="desk"):
            with Vertical(id="left"):
                yield DocumentList(id="documents")
                yield LineInput(id="filter", compact=True, placeholder="filter")
                yield ItemList(id="items")
            with Vertical(id="right"):
                yield TitledText(id="field")
                yield SourcePane(id="source")
        yield TitledText(id="done")
        yield Static(id="message")
        with Horizontal(id="entry"):
            yield Static("value ▸ ", id="prompt")
            yield LineInput(id="value", compact=True, select_on_focus=False)
        yield Static(ON_LIST, id="keys")

    def on_mount(self) -> None:
        """Open the first document."""
        if self.session.open_named() is None:
            self.session.next_document()
        self.set_interval(HEARTBEAT_SECONDS, self.session.renew)
        self.show_case()
        self.query_one(ItemList).focus()

    # -- showing

    @property
    def _here(self) -> tuple[str, str]:
        """The document and the item under the cursor."""
        case, item = self.session.case, self.item
        return ("" if case is None else case.result.sha256, "" if item is None else item.key)

    @property
    def item(self) -> Item | None:
        """What is being decided."""
        return self.query_one(ItemList).item

    def show_case(self, keep: str = "", at: int = 0) -> None:
        """Show the document at hand: the item with the key ``keep``, or the one at index ``at``."""
        case = self.session.case
        queue = self.session.queue()
        desk = self.query_one("#desk")
        if desk.display != (case is not None):
            self.call_after_refresh(self.show_case, keep, at)  # what was hidden has no size yet
        desk.display = self.query_one("#entry").display = case is not None
        self.query_one("#done").display = case is None
        if case is None:
            self._head("extractor review", self.session.reviewer)
            self.query_one("#done", TitledText).show("Review", nothing_left(self.session), self.size.width - 6)
            return
        waiting = len(case.open_items)
        left = f"{waiting} to decide" if waiting else "nothing left to decide"
        form = f"{case.result.schema_name} {case.result.form}"
        self._head(case.result.document, left, form, self.session.reviewer, *remark_line(case.remarks))
        self.query_one(DocumentList).show(queue, case.result)
        items = case.every_field if self.every_field or not waiting else case.open_items
        self.query_one(ItemList).show(case, items, self.filter, keep, at, all_fields=items is not case.open_items)
        self.show_item()

    def _head(self, *words: str) -> None:
        self.query_one("#header", Static).update(Content(clean(" │ ".join(words))))

    def show_item(self) -> None:
        """Show the item under the cursor: what is known of it and where it is printed."""
        case, item = self.session.case, self.item
        value = self.query_one("#value", LineInput)
        if self._shown != self._here:
            self._shown, self._offered, value.value = self._here, 0, ""  # only another item clears what is typed
        field = self.query_one("#field", TitledText)
        if case is None or item is None:
            field.show("Field", [Said("no field fits the filter: / changes it")])
            return
        items = self.query_one(ItemList)
        field.show(f"{items.position} · {item.path or item.subject}", item_paragraphs(case, item))
        self.query_one(SourcePane).show(self.session.source(item, context=60), case.result.document)
        value.placeholder = "type the value" if item.path else "w waives"
        self.show_keys()

    def show_keys(self) -> None:
        """The line of keys says what keys do where the cursor is."""
        words = {"value": ON_VALUE, "filter": ON_FILTER}
        case, item = self.session.case, self.item
        proposal = proposal_for(case, item) if case is not None and item is not None else None
        others = len(case.alternatives(item.path)) if case is not None and item is not None else 0
        on_list = ON_ALTERNATIVES.format(keys=" ".join(ALSO_KEYS[:others])) if others else ON_LIST
        on_list = on_list if proposal is None or proposal.problem else ON_PROPOSAL
        at = self.focused.id if self.focused is not None else None
        self.query_one("#keys", Static).update(words.get(at or "", on_list))

    def say(self, *lines: str, ok: bool = True) -> None:
        """Show what happened."""
        message = self.query_one("#message", Static)
        message.set_class(not ok, "refused")
        width = max(20, self.size.width - 2)
        said = [Said(line, "" if number else "✓" if ok else "✗") for number, line in enumerate(lines)]
        message.update(paragraphs(said, width, 4, more="⋯"))

    def after(self, step: Step, key: str = "", leave: bool = True) -> None:
        """Show what a decision changed and go to the next item, or to the next document."""
        if leave:
            self.screen.set_focus(self.query_one(ItemList))
        if not step.ok:
            self.say(step.message, ok=False)
            return
        self._moved_at = monotonic()
        self.query_one("#value", LineInput).value = ""
        if step.finished is not None:
            here = self.session.case
            then = f"next: {here.result.document}" if here is not None else "no document is left"
            self._start_over()
            self.say(step.message, f"{step.finished.document} is accepted; {then}")
            self.show_case()
            return
        self.say(step.message, *step.change.lines)
        self.show_case(keep=key, at=self.query_one(ItemList).highlighted or 0)

    def _start_over(self) -> None:
        """A new document is shown from its open items, unfiltered."""
        self.every_field = False
        with self.prevent(Input.Changed):
            self.query_one("#filter", LineInput).value = self.filter = ""
        self.query_one("#filter").display = False
