"""The side of a run on a cluster that does not read: blocks go out, reports come in, until every document is done."""

import math
from collections.abc import Callable, Iterator, Sequence

from extractor.run.already import Already
from extractor.run.claiming import Claiming
from extractor.run.cluster.block import BlockOrder, BlockReport, BlockRow
from extractor.run.cluster.ray_cluster import THREADS, RayCluster
from extractor.run.interruption import Interruption
from extractor.run.reader_set import ReaderSet
from extractor.run.run_tally import Tally
from extractor.run.selection import NamedContent
from extractor.run.settings import RunSettings
from extractor.run.summary import FileEntry


def order_of(
    settings: RunSettings, readers: ReaderSet, processors: int, run: tuple[int, float], fingerprint: str
) -> BlockOrder:
    """What a run, by its number and beginning, has its documents read with: a model is asked about many at a time."""
    threads = 1
    if readers.parallel == "threads":
        threads = THREADS if settings.jobs is None else min(THREADS, math.ceil(settings.jobs / processors))
    return BlockOrder.of(settings, *run, fingerprint, threads)


def gather(
    cluster: RayCluster,
    order: BlockOrder,
    contents: Sequence[NamedContent],
    found: Already,
    claiming: Claiming,
    tally: Tally,
    interruption: Interruption,
    notice: Callable[[str], None],
) -> Iterator[tuple[FileEntry, ...]]:
    """Have the documents read that are ``found`` to be left; the entries of each, once it is stored and counted.

    What stops the run in one process is raised when all the others are at their end as well.
    """
    left: Sequence[int] = found.left
    while left:
        error: Exception | None = None
        elsewhere: list[NamedContent] = []
        rows = [BlockRow(contents[number], contents[number].sha256 not in found.there) for number in left]
        for report in cluster.reports(rows, order, order.settings.jobs):
            for text in report.notices:
                notice(text)
            _count(report, tally, interruption)
            yield from (entries for _, entries in report.done)
            elsewhere += (contents[number] for number in report.elsewhere)
            error = error or report.error
        if error is not None:
            raise error
        left = [content.number for content in claiming.left_by_others(elsewhere)]


def _count(report: BlockReport, tally: Tally, interruption: Interruption) -> None:
    with interruption.held():
        for number, entries in report.done:
            tally.add(number, entries)
        if report.asked is not None:
            tally.asked.take_in(report.asked)
