"""Many documents with ``--jobs 1``: one process reads them and another stores them, as where there are more."""

import multiprocessing
from pathlib import Path

from extractor.run.engine import WORTH_PROCESSES, run_documents
from extractor.run.progress import Silence
from extractor.run.settings import RunSettings
from extractor.run.summary import FileEntry
from extractor.store import Store
from tests.plain_reports import foia_report


class _AtWork(Silence):
    """How many processes read whenever a document is done."""

    def __init__(self) -> None:
        self.processes: set[int] = set()

    def advance(self, entry: FileEntry) -> None:
        """A document is done."""
        self.processes.add(len(multiprocessing.active_children()))


def test_one_process_reads_many_documents_beside_the_one_that_stores_them(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    for number in range(WORTH_PROCESSES):
        (folder / f"{number:03}.txt").write_text(foia_report(f"Office {number}", number))
    told = _AtWork()
    with Store(str(tmp_path / "store.sqlite")) as store:
        summary = run_documents([folder], RunSettings(readers=("layout",), jobs=1), store, told)
        assert len(summary.entries) == WORTH_PROCESSES == sum(1 for _ in store.results())
    assert summary.left == 0 and told.processes == {1}
