"""What the distance of digits says of the size of type, and so of how wide a space between words may be."""

from extractor.documents.scan.page_ocr import _size_of_type


def test_a_typeface_of_one_width_is_larger_than_its_low_digits_say() -> None:
    typewriter, book, unknown = _size_of_type(0.98), _size_of_type(0.74), _size_of_type(0.0)
    assert book == unknown
    assert typewriter > 1.15 * book
