"""Labels of two levels that stand beside each other: two columns, though labels of one level reach over the next."""

from collections.abc import Sequence
from itertools import pairwise

from extractor.documents.columns import Extent, looks_numeric, overlapped
from extractor.documents.page.word_runs import Run


def with_label_columns(columns: Sequence[Extent], cut: Sequence[Sequence[Run]]) -> list[Extent]:
    """The columns of a table, the first in two where a line prints two labels in it side by side. ``cut``: its lines as
    runs. Where figures stand in the first column it is none of labels, and stays.
    """
    if not columns:
        return []
    first = columns[0]
    if any(looks_numeric(run.text) and 0 in overlapped(run.extent, columns) for runs in cut for run in runs):
        return [*columns]
    pairs = [
        (one.extent.end, other.extent.start)
        for runs in cut
        for one, other in pairwise(runs)
        if overlapped(one.extent, columns) == overlapped(other.extent, columns) == [0]
        and not looks_numeric(one.text)
        and not looks_numeric(other.text)
        and any(looks_numeric(run.text) for run in runs)
    ]
    if not pairs:
        return [*columns]
    end, start = max(end for end, _ in pairs), min(start for _, start in pairs)
    return [Extent(first.start, end), Extent(start, first.end), *columns[1:]] if end < start else [*columns]
