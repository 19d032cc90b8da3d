"""What keys decide: one action a decision, and the one question there may be before it is stored."""

import asyncio
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import NamedTuple

from textual import on
from textual.widget import Widget

from extractor.review.case import Item
from extractor.review.schema_choice import schemas_offered
from extractor.review.spoken_words import tell
from extractor.review.step import Step
from extractor.review.store_away import MOST_SECONDS, PAUSE
from extractor.review.tui.desk import Desk
from extractor.review.tui.dialogs import AskOnce, Busy, ChooseCheck, ChooseSchema, WriteNote
from extractor.review.tui.panes import ItemList, LineInput, SourcePane
from extractor.schemas.form import State
from extractor.verify.edit import Why
from extractor.verify.finding import Finding


class _Situation(NamedTuple):
    """Where somebody was when something was asked for. ``over``: how many screens there were."""

    here: tuple[str, str]
    listed: str
    focused: Widget | None
    typed: str
    over: int


class DecisionDesk(Desk):
    """The desk with the actions that decide.

    ``settle``: seconds after moving on in which keys that decide are ignored, so that a key struck twice decides once.
    """

    def take(self, act: Callable[[], Step], then: Callable[[Step], None]) -> None:
        """Do what a key asks for. Where the store is busy it is tried again, and other keys are answered meanwhile;
        one action waits at a time.
        """
        if self.held:
            self.say(tell("still_busy"), ok=False)
            return
        if self._listed != self._here[0]:
            self._not_here()
            return
        self._try(act, then, self._situation, monotonic())

    @property
    def _situation(self) -> _Situation:
        value = self.query_one("#value", LineInput)
        return _Situation(self._here, self._listed, self.focused, value.value, len(self.screen_stack))

    def _not_here(self) -> None:
        """What was asked for is about a document that is not at hand any more."""
        self._behind = False
        self.show_next()
        self.say(tell("went_on"), ok=False)

    def _try(self, act: Callable[[], Step], then: Callable[[Step], None], asked: _Situation, since: float) -> None:
        late = self.held
        if not self.query("#items"):
            return  # the screen is gone: this was asked for while it was there
        if self._here[0] != asked.listed:  # What waits is about the document it was asked for, and about no other.
            self.held = False
            self._not_here()
            return
        undisturbed = self._situation == asked
        step = act()
        self.held = step.busy and monotonic() - since < MOST_SECONDS
        if self.held:
            self.set_timer(PAUSE, partial(self._try, act, then, asked, since))
            if not late:
                self.say(tell("store_busy"), ok=False)
        elif late and not undisturbed:
            self._catch_up(step)
        else:
            self._late = late
            then(step)
            self._late = False

    def _catch_up(self, step: Step) -> None:
        """Somebody went on while a decision waited: it is said what became of it, and what is typed stays."""
        if step.asks:
            self.session.asked = None
            self.say(tell("question_left"), ok=False)
            return
        self.say(step.message, *step.change.lines, ok=step.ok)
        if step.ok:
            self.pace.decided(monotonic())
        self._show_late(step)

    def _show_late(self, step: Step) -> None:
        """Show what a late decision changed, once nothing stands over the desk and nothing is being typed."""
        if not self.query("#items"):
            return  # the screen is gone: this was asked for while it was there
        self._behind = not self.is_free
        if self._behind:
            self.set_timer(PAUSE, partial(self._show_late, step))
        elif step.finished is not None and step.finished.sha256 == self._listed:
            self.after_document(step, step.finished)
        elif self._listed != self._here[0]:
            self.show_next()
        else:
            self.show_case(keep=self.item.key if self.item else "", at=self.query_one(ItemList).highlighted or 0)

    def action_quit_review(self) -> None:
        """Leave; not while a decision waits to be stored, unless asked twice."""
        if self.held and not self._leaving:
            self._leaving = True
            self.say(tell("leaving_busy"), ok=False)
        else:
            self.exit()

    def decide(self, act: Callable[[], Step], key: str = "", again: str = "", leave: bool | None = True) -> None:
        """Show what a decision does, or ask what has to be asked before; ``again`` is the key that says yes to it.
        ``leave``: whether the cursor leaves the value line; None: where something was stored.
        """
        self.take(act, partial(self._decided, key=key, again=again, leave=leave))

    def _decided(self, step: Step, key: str, again: str, leave: bool | None) -> None:
        asked = self.session.asked
        if not step.asks or asked is None:
            self.after(step, key, step.ok if leave is None else leave)
            return
        choices = [choice for each in (asked, *asked.otherwise) if (choice := each.choice)]

        def answered(choice: int | None) -> None:
            if choice is not None:
                self.take(partial(self.session.answer, choice), partial(self.after, key=key))
            else:
                self.session.asked = None
                self.query_one("#value", LineInput).value = ""
                self.after(Step(False, tell("question_left")))

        self.push_screen(AskOnce(step.message, choices, again, self.settle), answered)

    def take_typed(self, item: Item, text: str) -> None:
        """What was typed is what the document says."""
        self.decide(partial(self.session.correct, item.path, text), self.stay(item), "enter", leave=None)

    @on(SourcePane.Pointed)
    def _pointed(self, event: SourcePane.Pointed) -> None:
        item = self.settled_field()
        if item is not None:
            self.decide(partial(self.session.take_clicked, item.path, event.line, event.span), self.stay(item))

    def action_confirm(self) -> None:
        """The value shown is right."""
        item = self.settled_item()
        if item is not None and not item.path:
            self.say(tell("no_value_here"), ok=False)
        elif item is not None:
            self.decide(partial(self.session.confirm, item.path), self.stay(item), "c")

    def action_repair(self) -> None:
        """What is proposed is what the document says."""
        item = self.settled_item()
        if item is not None:
            self.decide(partial(self.session.take_proposal, item), self.stay(item), "r")

    def action_also(self, number: int) -> None:
        """The document says what the picture also reads."""
        item = self.settled_field()
        if item is not None:
            self.decide(partial(self.session.take_alternative, item.path, number), self.stay(item))

    def action_mark(self, state: State) -> None:
        """No value is printed here."""
        item = self.settled_field()
        if item is not None:
            again = {"blank": "b", "not_applicable": "x", "absent": "a"}[state]
            self.decide(partial(self.session.mark, item.path, state), self.stay(item), again)

    def action_illegible(self) -> None:
        """What is printed here cannot be made out."""
        item = self.settled_field()
        if item is not None:
            self.decide(partial(self.session.illegible, item.path), self.stay(item), "k")

    def action_mark_row(self, state: State) -> None:
        """No value is printed in any field of this row that still waits."""
        item = self.settled_field()
        if item is not None:
            self.decide(partial(self.session.mark_row, item.path, state), self.stay(item))

    def action_zero_row(self) -> None:
        """0 is printed in every field of this row that still waits."""
        item = self.settled_field()
        if item is not None:
            self.decide(partial(self.session.zero_row, item.path), self.stay(item))

    def action_shift_row(self, by: int) -> None:
        """The row of the field stands one cell too far to one side."""
        item = self.settled_field()
        if item is not None:
            self.decide(partial(self.session.shift_row, item.path, by), self.stay(item), "<" if by < 0 else ">")

    def action_take_copy(self) -> None:
        """The table of the field is printed more than once: one of the copies counts."""
        item = self.settled_field()
        if item is not None:
            self.decide(partial(self.session.take_copy, item.path), self.stay(item), "t")

    def action_settle_alike(self) -> None:
        """Every field that waits for the same reason is right, here and in other documents."""
        item = self.settled_field()
        if item is not None:
            self.decide(partial(self.session.settle_alike, item.path), self.stay(item), "E")

    def action_add_row(self) -> None:
        """One more row of the list, by what stands in the column of the field."""
        item = self.settled_field()

        def written(text: str | None) -> None:
            if text and item is not None:
                self.decide(partial(self.session.add_row, item.path, text), item.key)

        if item is not None:
            self.push_screen(WriteNote(tell("add_title", column=item.name.column)), written)

    def action_remove_row(self) -> None:
        """The row of the field is no row of the list."""
        item = self.settled_field()
        if item is not None:
            self.decide(partial(self.session.remove_row, item.path), self.stay(item), "delete")

    def action_choose_schema(self) -> None:
        """Read the document under a schema that a person chooses."""
        case = self.session.case
        if case is None:
            return
        if self.held:
            self.say(tell("still_busy"), ok=False)
            return
        named = self.session.waiting.name(case.result)

        def chosen(schema: str | None) -> None:
            if schema is not None:
                self.push_screen(Busy(tell("reading_now", document=named, schema=schema)))
                self.run_worker(self._read_under(schema), exclusive=True, group="reading")

        self.push_screen(ChooseSchema(named, schemas_offered(case.result)), chosen)

    async def _read_under(self, schema: str) -> None:
        """Reading takes longer than a key, and the screen is drawn meanwhile."""
        step = await asyncio.to_thread(self.session.choose_schema, schema)
        self.pop_screen()
        self.after(step)

    def action_waive(self) -> None:
        """The document itself says so: choose the check and the reason, then let its numbers stand."""
        case, item = self.session.case, self.settled_item()
        if case is None or item is None:
            return
        if item.unused is not None:
            self.take(partial(self.session.leave_unused, item), self.after)
            return
        found = [item.finding] if item.finding else case.findings(item.path)
        open_ones = [each for each in found if case.is_open_check(each)]
        if not open_ones:
            self.say(tell("no_check_here"), ok=False)
            return
        choices = [case.told(each) for each in open_ones]
        if len(choices) > 1:
            choices.append(tell("all_of_them", n=len(choices)))

        def chosen(choice: tuple[int, Why] | None) -> None:
            if choice is not None:
                self._waive(item, open_ones[choice[0] : choice[0] + 1] or open_ones, choice[1])

        self.push_screen(ChooseCheck(choices), chosen)

    def _waive(self, item: Item, findings: list[Finding], why: Why) -> None:
        if why != "other":
            self.take(partial(self.session.waive, *findings, why=why), partial(self.after, key=self.stay(item)))
            return

        def written(note: str | None) -> None:
            if note and note.strip():
                act = partial(self.session.waive, *findings, why=why, note=note.strip())
                self.take(act, partial(self.after, key=self.stay(item)))
            else:
                self.say(tell("nothing_noted"), ok=False)

        self.push_screen(WriteNote(tell("why_title")), written)

    def action_note(self) -> None:
        """Words about the field."""
        item = self.item
        if item is None:
            return
        path = item.path

        def written(note: str | None) -> None:
            if note is not None:
                self.take(partial(self.session.note, path, note), partial(self.after, key=item.key))

        self.push_screen(WriteNote(tell("note_title", name=item.name.line)), written)

    def action_undo(self) -> None:
        """Take back the last decision."""
        self.take(self.session.undo, self.after)

    def action_redo(self) -> None:
        """Decide again what was just taken back."""
        self.take(self.session.redo, self.after)

    def settled_field(self) -> Item | None:
        """The same where it is a field; where it is none, that is said."""
        item = self.settled_item()
        if item is not None and not item.path:
            self.say(tell("no_field_here"), ok=False)
            return None
        return item

    def settled_item(self) -> Item | None:
        """The item to decide about, if it has been on the screen long enough to be looked at."""
        unseen = self._shown != self._here
        if unseen:
            self.show_item()
        if unseen or monotonic() - self._moved_at < self.settle:
            self.say(tell("too_fast"), ok=False)
            return None
        return self.item

    def stay(self, item: Item) -> str:
        """In the list of all fields a reviewer stays at the field; among the open ones it leaves the list."""
        return item.key if self.every_field else ""
