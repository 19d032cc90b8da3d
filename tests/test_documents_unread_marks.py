"""What is shown and was not read as text is a sign with a doubt, never a blank and never a digit."""

import pytest

from extractor.documents.composing import pieces_of_lines
from extractor.documents.unread_marks import COVERED, NOT_TEXT, PICTURE, lowered, raised, struck
from extractor.evidence import DoubtKind
from extractor.readers.reading import FieldReading
from extractor.schemas.values import read_printed
from tests.museum_ledger import PATH, document_with, read_museum

STRUCK = DoubtKind.STRUCK_WITHOUT_REPLACEMENT


def shown(text: str, running: bool = False) -> tuple[str, list[DoubtKind]]:
    pieces = pieces_of_lines(text.split("\n"), running)
    words = "".join((" " if piece.spaced and at else "") + piece.text for at, piece in enumerate(pieces))
    return words, [each.kind for piece in pieces for each in piece.doubts]


@pytest.mark.parametrize(
    ("text", "words", "doubts"),
    [
        (PICTURE, "�", [DoubtKind.PICTURE_IN_CELL]),
        (NOT_TEXT, "�", [DoubtKind.NOT_TEXT_IN_CELL]),
        (COVERED, "�", [DoubtKind.COVERED_IN_CELL]),
        (f"128{PICTURE}", "128�", [DoubtKind.PICTURE_IN_CELL]),
        (f"128{PICTURE}件", "128�件", [DoubtKind.PICTURE_IN_CELL]),
        (f"{PICTURE}\n{NOT_TEXT}", "� �", [DoubtKind.PICTURE_IN_CELL, DoubtKind.NOT_TEXT_IN_CELL]),
        (f"{PICTURE} Grants", "Grants", []),
        (struck("1286") + "1268", "1268", []),
        ("1268" + struck("1286"), "1268", []),
        (struck("12") + struck("86") + "\n1268", "1268", []),
        (struck("1286"), "�", [STRUCK]),
        (struck("n/a"), "�", [STRUCK]),
        ("12" + struck("8") + "6", "12 6", []),
        (struck("1286") + " 件", "� 件", [STRUCK]),
        ("Gra" + struck("xx") + "nts", "Grants", []),
        (struck("  "), "", []),
    ],
)
def test_a_cell_with_something_else_than_text(text: str, words: str, doubts: list[DoubtKind]) -> None:
    assert shown(text) == (words, doubts)


@pytest.mark.parametrize(
    ("text", "words", "doubts"),
    [
        (f"共受理{struck('12')}15件", "共受理15件", []),
        (f"共受理15{struck('12')}件", "共受理15件", []),
        (f"共受理{struck('12')}件，答复15件", "共受理�件，答复15件", [STRUCK]),
        (struck("In 2019 we had 12 cases."), "", []),
        (PICTURE, "", []),
        (f"{PICTURE} See below", "See below", []),
        (f"共受理{COVERED}件", "共受理�件", [DoubtKind.COVERED_IN_CELL]),
    ],
)
def test_running_text_with_something_else_than_text(text: str, words: str, doubts: list[DoubtKind]) -> None:
    said, kinds = shown(text, running=True)
    assert (said.replace(" ", "") if "共" in said else said, kinds) == (words, doubts)


@pytest.mark.parametrize("small", [raised, lowered])
@pytest.mark.parametrize("digits", ["2", "12", "２", "٣"])
def test_a_small_digit_is_no_digit_of_the_number_beside_it(small: object, digits: str) -> None:
    assert callable(small)
    assert read_printed("1286" + small(digits)).state == "unread"
    assert small("ab") == "ab"


@pytest.mark.parametrize("mark", [PICTURE, NOT_TEXT, COVERED, struck("1286"), f"12{PICTURE}"])
def test_a_field_in_whose_cell_something_is_shown_is_unread_and_says_what(mark: str) -> None:
    field: FieldReading = read_museum(document_with(mark))[PATH]
    assert field.state == "unread"
    assert field.value is None
    assert field.spot is not None
    kinds = {each.kind for each in field.doubts}
    assert kinds & {DoubtKind.PICTURE_IN_CELL, DoubtKind.NOT_TEXT_IN_CELL, DoubtKind.COVERED_IN_CELL, STRUCK}
    assert DoubtKind.NOT_A_VALUE not in kinds
