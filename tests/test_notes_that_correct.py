"""A note that takes a number back leaves it unread; one that only tells more does not."""

import pytest

from extractor.schemas.values import read_printed


@pytest.mark.parametrize("note", ["更正为1268", "应为1268", "订正：1268", "Corrected to 1268", "decrease"])
def test_a_number_that_its_note_takes_back_is_not_read(note: str) -> None:
    assert read_printed(f"1286（{note}）").state == "unread"


def test_a_note_that_tells_more_leaves_the_number() -> None:
    assert read_printed("22（其中修订16件）").value == 22
