"""Fragments found by where they stand along the line are those that asking every one of them finds."""

import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.documents.model import Place
from extractor.documents.opening.dispatch import open_document
from extractor.readers.open_layout.along_the_line import AlongTheLine, mean_width
from extractor.readers.open_layout.printed_bands import Fragment
from extractor.readers.recognise import recognise
from extractor.schemas.registry import load_schemas

_COLUMNS = 1_500


def _fragment(begin: float, width: float) -> Fragment:
    return Fragment("text", Place(1, (0, 0)), begin, begin + width)


BEGINS, WIDTHS = st.integers(-50, 50).map(float), st.sampled_from([0.0, 0.5, 1.0, 7.0, 90.0])
FRAGMENTS = st.builds(_fragment, BEGINS, WIDTHS)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(FRAGMENTS, max_size=10), FRAGMENTS)
def test_what_stands_over_a_fragment_is_found(there: list[Fragment], asked: Fragment) -> None:
    line = AlongTheLine(mean_width(there))
    for number, each in enumerate(there):
        line.add(number // 2, each)
    groups = {number // 2 for number in range(len(there))}
    most = {group: max(each.over(asked) for each in there[2 * group : 2 * group + 2]) for group in groups}
    assert line.over(asked) == {group: shared for group, shared in most.items() if shared > 0}


def test_a_table_of_thousands_of_columns_is_recognised_in_seconds(tmp_path: Path) -> None:
    """It took the square of them: of 1,300 columns more than the minute that a document may take."""
    lines = (",".join(f"c{row}_{column}" for column in range(_COLUMNS)) for row in range(3))
    (tmp_path / "wide.csv").write_text("\n".join(lines))
    document, began = open_document(tmp_path / "wide.csv"), time.process_time()
    recognise(document, load_schemas())
    assert time.process_time() - began < 10
