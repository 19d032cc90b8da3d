"""What speaks against lines of writing: a speck that was read as a sign."""

import pytest

from extractor.documents.scan.numbers.decoding import CtcReading
from extractor.documents.scan.numbers.writing import has_sign_inside, said
from extractor.evidence import DoubtKind


def reading(text: str) -> CtcReading:
    """A line whose characters are all beyond doubt."""
    return CtcReading(text, 1.0, tuple(range(len(text))), sure=(1.0,) * len(text))


@pytest.mark.parametrize("text", ["Mar.tin Weber", "M.artin", "Town of Spring.field", "Smi,th", "Mar`tin", "行政.处罚"])
def test_a_sign_between_letters_that_may_be_a_speck_is_a_doubt(text: str) -> None:
    line = said(reading(text), reading(text), text.count(" "))
    assert [each.kind for each in line.doubts] == [DoubtKind.SIGN_INSIDE]
    (other,) = line.alternatives
    assert other == text.replace(".", "").replace(",", "").replace("`", "")


@pytest.mark.parametrize(
    "text",
    [
        "U.S. Department",
        "J.Smith",
        "Ph.D",
        "V.A. FOIA",
        "e.g",
        "O'Brien",
        "Smith's",
        "Smith-Jones",
        "约翰·史密斯",
        "No.5",
    ],
)
def test_signs_that_belong_between_letters_are_none(text: str) -> None:
    assert not has_sign_inside(text)
