"""Documents in rounds, where a model is asked in batches: collect requests, hand them in, read the answers."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from extractor.errors import AnswersPending, Postponed
from extractor.run.pipeline import Task
from extractor.run.selection import NamedContent
from extractor.run.workers import Finished, in_threads
from extractor.store.entries import Outcome

if TYPE_CHECKING:
    from extractor.readers.llm.batched.batch_desk import BatchDesk


def in_rounds(
    contents: Iterable[NamedContent],
    make: Callable[[NamedContent], Task],
    work: Callable[[Task], Outcome],
    desk: "BatchDesk",
    jobs: int,
    wait: bool,
) -> Iterator[Finished[Outcome]]:
    """The outcomes of documents whose requests are all answered, round by round. A document is opened in every round
    in which something about it can be done: to collect its requests, and to read the answers.

    AnswersPending where answers are not there and nobody waits; ConfigurationError where nothing can be handed in.
    """

    def attempt(task: Task) -> Outcome | None:
        try:
            return work(task)
        except Postponed as outcome:
            desk.handed.pictured[task.content.sha256] = outcome.pictured
            return None

    try:
        desk.begin()  # Before any document is taken from others: they may be at work in batches.
        left = list(contents)
        while left:
            waiting = desk.waiting()
            ready = [content for content in left if content.sha256 not in waiting]
            left = [content for content in left if content.sha256 in waiting]
            for task, outcome in in_threads(map(make, ready), attempt, min(jobs, max(1, len(ready)))):
                if outcome is None:
                    left.append(task.content)
                else:
                    yield Finished(task, outcome)
                    desk.forget(task.content.sha256)  # Whoever asked for more has stored this one.
                desk.hand_in(full_only=True)
            desk.hand_in()
            if left and not desk.open and not ready:
                raise AnswersPending("documents wait for answers that nobody gives")
            if left:
                desk.fetch((content.sha256 for content in left), wait)
    finally:
        desk.end()
