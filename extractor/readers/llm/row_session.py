"""Row by row: the model is handed the rows that the layout search found and says what is printed in them.

It witnesses characters at most, never a place: it is shown the cells in the order that they were found in.
"""

from collections.abc import Collection, Iterator
from functools import partial

from extractor.errors import (
    ConfigurationError,
    DocumentError,
    ExtractorError,
    ModelUnavailable,
    NotSent,
    ProblemKind,
    ReplyError,
)
from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.readers.labels import book_for
from extractor.readers.llm.asking import HOPELESS, Session
from extractor.readers.llm.narrowed import narrowed, prints_any, wanted
from extractor.readers.llm.picture_batches import PictureBatch, draw, page_of, picture_batches
from extractor.readers.llm.placed import printed_names
from extractor.readers.llm.plan import Batch, RowQuestion, make_plan
from extractor.readers.llm.prompt import load_prompt
from extractor.readers.llm.sight import NO_SECOND_LOOK, picture_answer, picture_request, read_picture
from extractor.readers.llm.sight import PROMPT as PICTURE
from extractor.readers.llm.strategy import STRATEGIES, Strategy, conversation
from extractor.readers.locate import find_outline
from extractor.readers.outline import Outline
from extractor.readers.problem import ReadingProblem
from extractor.readers.reading import FieldReading, Reading

_TOKENS_PER_VALUE = 16


class RowSession(Session):
    """Asks for rows, in the order of a plan, as characters or as pictures."""

    def reading(self) -> Reading:
        """The document as its rows were answered."""
        outline = find_outline(self.document, self.schema, self.form)
        book = book_for(self.document, self.schema)
        real_cells, only = self.document.method != "text", self.only
        if not prints_any(outline, book, real_cells, only):
            return self.assembled()
        pages = self.pages_to_show(outline)
        shown, not_shown = picture_batches(self.document, outline, book, pages, self.reader.pictures)
        plan = make_plan(outline, book, self.profile, real_cells, lambda row: page_of(row) in pages)
        names = dict(printed_names(outline, book, real_cells))
        refused = wanted((*not_shown, *plan.refused), only)
        self.note(unread for row in refused for unread in _unread(row, row.refused))
        for batch in (*narrowed(shown, only), *narrowed(plan.batches, only)):
            self.ask_batch(batch)
        self.note(names[path] for path, each in list(self.fields.items()) if path in names and each.state != "unread")
        return self.assembled((), outline.missing, outline.problems)

    def pages_to_show(self, outline: Outline) -> frozenset[int]:
        """The pages with rows that the model is to see instead of reading their characters."""
        return self.sighted({page_of(row) for table in outline.tables for row in table.rows})

    def sighted(self, wanted: Collection[int]) -> frozenset[int]:
        """Those of some pages that the model is to see: none where it does not."""
        vision = self.reader.vision
        pictures = {page.number for page in self.document.pages if page.method == "scan"}
        paged = {page.number for page in self.document.pages if page.width > 0}
        pages = frozenset(wanted) & (paged if vision == "always" else pictures)
        if not pages:
            return pages
        if vision != "never" and self._sees():
            return pages
        if vision == "always" and not self.hopeless:
            raise ConfigurationError(
                f"{self.reader.model} sees no pictures: leave out --vision always, or name another"
            )
        self.problems.append(ReadingProblem(kind=ProblemKind.NO_SECOND_LOOK, message=NO_SECOND_LOOK))
        return frozenset()

    def _sees(self) -> bool:
        try:
            return self.reader.sees(self.deadline)
        except (ReplyError, ModelUnavailable) as outcome:
            self.problems.append(ReadingProblem.of(outcome, "whether the model sees pictures"))
            self.hopeless = str(outcome)
            return False

    def ask_batch(self, batch: Batch) -> None:
        """Ask for a batch; after an answer that is none, once more row by row, never the same way again."""
        if self.hopeless:
            self.unasked += len(batch.rows)
            self._give_up(batch, self.hopeless)
            return
        outcome = self._try(batch)
        if outcome is None:
            return
        self.problems.append(ReadingProblem.of(outcome, f"{batch.title}, {len(batch.rows)} rows"))
        if len(batch.rows) == 1 or isinstance(outcome, (*HOPELESS, NotSent, DocumentError)):
            self._give_up(batch, str(outcome))
            return
        for part in batch.single():
            again = None if self.hopeless else self._try(part)
            if again is not None:
                self.problems.append(ReadingProblem.of(again, f"{part.title}, “{part.rows[0].label}” alone"))
            if again is not None or self.hopeless:
                self._give_up(part, str(again) if again else self.hopeless)

    def _try(self, batch: Batch) -> ExtractorError | None:
        """Ask once. The typed outcome if there is no answer, None if the fields are noted."""
        try:
            fields = self._see_rows(batch) if isinstance(batch, PictureBatch) else self._copy_rows(batch)
            self.note(iter(fields))
        except (ReplyError, ModelUnavailable, DocumentError) as outcome:
            return outcome
        return None

    def _strategy(self, batch: Batch) -> Strategy:
        """The profile's strategy; texts cannot be copied as numbers and are always chosen by cell."""
        wordy = any(column.kind == "text" for column in batch.rows[0].columns)
        return STRATEGIES["cells" if wordy else self.profile.strategy]

    def _copy_rows(self, batch: Batch) -> list[FieldReading]:
        """The rows as the model reads their characters."""
        strategy = self._strategy(batch)
        prompt = load_prompt(strategy.prompt, self.schema.name)
        messages = conversation(prompt, strategy, batch, self.profile)
        answer_type = strategy.answer_type(batch)
        return self.ask(messages, answer_type, _room(batch), prompt.sha256, partial(strategy.read, batch))

    def _see_rows(self, batch: PictureBatch) -> list[FieldReading]:
        """The rows as the model sees them."""
        prompt = load_prompt(PICTURE, self.schema.name)
        picture = draw(self.document, batch, self.reader.pictures)
        messages, answer_type = picture_request(prompt, batch), picture_answer(batch)
        self.taken.pages |= {strip.page.number for strip in batch.strips}
        read = partial(read_picture, batch, model=self.reader.model)
        return self.ask(messages, answer_type, _room(batch), prompt.sha256, read, picture)

    def _give_up(self, batch: Batch, why: str) -> None:
        none = (doubt(DoubtKind.NO_ANSWER, why),)
        self.note(unread for row in batch.rows for unread in _unread(row, none))


def _unread(row: RowQuestion, why: tuple[Doubt, ...]) -> Iterator[FieldReading]:
    for path in row.paths:
        yield FieldReading(path=path, state="unread", doubts=why)


def _room(batch: Batch) -> int:
    """Tokens that the values of a batch need."""
    return len(batch.rows) * len(batch.rows[0].columns) * _TOKENS_PER_VALUE
