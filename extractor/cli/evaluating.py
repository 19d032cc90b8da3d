"""``extractor eval``: the line of a run, without a store, on documents whose truth is known."""

import os
from collections.abc import Mapping
from pathlib import Path

from extractor.cli.screen import output, talk
from extractor.evaluate import CaseScore, evaluate_set, load_set, set_names
from extractor.route import Result
from extractor.run.engine import job_of
from extractor.run.pipeline import Task, process
from extractor.run.readers import open_readers
from extractor.run.selection import group_by_content
from extractor.run.settings import resolve_settings


def evaluate_readers(name: str | None, limit: int | None, given: Mapping[str, object], as_json: bool) -> int:
    """Evaluate and show the report; 1 where an accepted document holds a wrong value."""
    console, err = output(), talk()
    if name is None:
        for each in set_names():
            console.print(each)
        return 0
    settings = resolve_settings(given, os.environ)
    load_set(name)
    with open_readers(settings, None) as readers:
        if readers.notice:
            err.print(readers.notice, style="yellow")
        job = job_of(settings, readers)

        def read(path: Path) -> tuple[Result, ...]:
            return tuple(process(Task(content), job, readers.read).result for content in group_by_content([path]))

        def tell(score: CaseScore) -> None:
            status.update(f"{score.case}: {score.outcome}")

        with err.status("reading") as status:
            report = evaluate_set(name, read, limit, ", ".join(readers.versions), tell)
    if as_json:
        print(report.to_json())
    else:
        console.print(report.table())
        if report.failures:
            console.print(report.case_table())
    return 1 if report.total.false_success.hits else 0
