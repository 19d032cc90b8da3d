"""What a run would take: its real requests are made, and none is sent; nothing is stored."""

from collections.abc import Sequence
from functools import reduce
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extractor.errors import ConfigurationError
from extractor.readers.bill import Bill, bill_of
from extractor.run.engine import outcomes_of
from extractor.run.fingerprint import Fingerprint
from extractor.run.keeping import all_done_before
from extractor.run.pipeline import Task
from extractor.run.preparing import job_of, task_of
from extractor.run.progress import Progress, Silence
from extractor.run.reader_set import check_batch, open_readers
from extractor.run.selection import NamedContent, group_by_content, select_files
from extractor.run.settings import RunSettings
from extractor.run.summary import entry_of
from extractor.store import Outcome, Store


class RunEstimate(BaseModel):
    """``documents``: all that are named; ``done_before``: those that need nothing; ``unread``: those that cannot be
    opened or fit no schema; ``asked``: those that ``model`` would be asked about, with ``pages``, ``pictured`` of them
    as pictures. ``usage``: what that would take, about.
    """

    model_config = ConfigDict(frozen=True)

    model: str
    documents: int
    done_before: int
    unread: int = 0
    asked: int = 0
    pages: int = 0
    pictured: int = 0
    usage: Bill = Bill()

    def with_outcome(self, task: Task, outcome: Outcome) -> "RunEstimate":
        """One file more, with each of its documents."""
        if outcome.parts:
            return reduce(lambda estimate, part: estimate.with_outcome(task, part), outcome.parts, self)
        held = {id(reading) for earlier in task.kept for reading in earlier.readings}
        new = [reading for reading in outcome.readings if id(reading) not in held]
        asked = any(reading.calls for reading in new)
        update = {
            "unread": self.unread + (outcome.result.verdict is None),
            "asked": self.asked + asked,
            "pages": self.pages + (outcome.source.pages if asked and outcome.source is not None else 0),
            "pictured": self.pictured + sum(reading.pictured for reading in new),
            "usage": self.usage + bill_of(new),
        }
        return self.model_copy(update=update)


def estimate_run(
    paths: Sequence[Path], settings: RunSettings, store: Store | None, progress: Progress | None = None
) -> RunEstimate:
    """What reading these paths would take. ``store``: where results are, None where there is none yet.

    ConfigurationError where there is no model that could be asked.
    """
    check_batch(settings)
    told = progress or Silence()
    contents = group_by_content(select_files(paths).files)
    with open_readers(settings, None if store is None else store.calls, sending=False) as readers:
        if not readers.model:
            raise ConfigurationError("--estimate counts what asking a model would take, and there is none: name one")
        job, consulting = job_of(settings, readers, store), readers.consulting
        now = Fingerprint.parse(job.fingerprint)

        def done(content: NamedContent) -> bool:
            if store is None or settings.again:
                return False
            parts = store.parts(content.sha256) if content.sha256 else ()
            return bool(all_done_before(store, content.sha256, parts, now, consulting.draws(content.sha256)))

        left = [content for content in contents if not done(content)]
        told.begin(len(contents), len(contents) - len(left))
        tasks = (task_of(content, now, store, settings.again, consulting) for content in left)
        estimate = RunEstimate(model=readers.model, documents=len(contents), done_before=len(contents) - len(left))
        for task, outcome in outcomes_of(tasks, len(left), job, readers, settings):
            estimate = estimate.with_outcome(task, outcome)
            told.advance(entry_of(outcome.result))
    return estimate
