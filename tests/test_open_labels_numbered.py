"""Labels of numbered fields of a form: the word before the number is printed, or it is not."""

import pytest

from extractor.readers.open_layout.open_labels import label_fit


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("17 State income tax", "box17 State Income Tax"),
        ("17 State income tax", "Box 17 state income tax"),
        ("Box 17 State income tax", "Box17 state income tax"),
        ("Feld 3a Umsatz", "3a Umsatz"),
    ],
)
def test_a_field_is_named_by_its_number_with_or_without_the_word_before_it(printed: str, label: str) -> None:
    fit = label_fit(printed, (label,))
    assert fit is not None
    assert not fit.doubts


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("12", "Box 12"),
        ("12", "box12"),
        ("18 State income tax", "box17 State Income Tax"),
        ("State income tax", "box17 State Income Tax"),
        ("Boxes 17 sold", "17 sold"),
    ],
)
def test_a_number_alone_or_another_number_names_nothing(printed: str, label: str) -> None:
    assert label_fit(printed, (label,)) is None
