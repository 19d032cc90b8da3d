"""Words at the places of printed numbers are counted for what they are: right, wrong, in doubt, told or lost."""

from collections.abc import Callable
from functools import cache

from extractor.documents import Document, Page, Place, Row, Word
from extractor.evidence import DoubtKind, doubt
from specimens.real_paper.drawn_paper import PrintedPiece
from specimens.real_paper.paper_kinds import KINDS
from specimens.real_paper.paper_sample import PaperPicture, picture_of
from specimens.real_paper.paper_scores import PaperScore, score_picture


@cache
def picture() -> PaperPicture:
    kind = next(kind for kind in KINDS if kind.name == "photograph, turned")
    return picture_of(kind, "tuning", 1)


def read(change: Callable[[PrintedPiece], Word | str | None], remarks: tuple[str, ...] = ()) -> PaperScore:
    """The score of a document whose words stand where the numbers are printed, changed one by one; None leaves one out.
    Its points are half the pixels of the picture.
    """
    shown = picture()
    words = []
    for piece in shown.page.numbers:
        xs, ys = zip(*shown.place(piece), strict=True)
        place = Place(1, (0, 0), (min(xs) / 2, min(ys) / 2, max(xs) / 2, max(ys) / 2))
        made = change(piece)
        if isinstance(made, str):
            words.append(Word(made, place, "eye"))
        elif made is not None:
            words.append(Word(made.text, place, "eye", made.doubts))
    width, height = shown.paper.size
    page = Page(1, width / 2, height / 2, "scan", remarks=remarks)
    found = Document("x", "", "image/jpeg", "scan", "", (Row(()),), tuple(words), (page,))
    return score_picture(shown, found)


def other(text: str) -> str:
    """The text with its first digit changed."""
    at = next(at for at, sign in enumerate(text) if sign.isdigit())
    return f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"


def test_what_is_read_as_it_is_printed_is_right() -> None:
    score = read(lambda piece: piece.text)
    assert score.right == score.numbers == score.among == len(picture().page.numbers)
    assert score.digits_right == score.digits
    assert score.digits_wrong == score.lost == 0


def test_a_changed_digit_is_one_digit_wrong_without_doubt() -> None:
    first = picture().page.numbers[0]
    score = read(lambda piece: other(piece.text) if piece is first else piece.text)
    assert (score.wrong, score.digits_wrong, score.right) == (1, 1, score.numbers - 1)


def test_a_changed_digit_in_doubt_is_no_silent_one() -> None:
    first = picture().page.numbers[0]
    unclear = Word(other(first.text), Place(1, (0, 0)), "eye", (doubt(DoubtKind.VIEWS_DIFFER),))
    score = read(lambda piece: unclear if piece is first else piece.text)
    assert (score.wrong, score.digits_wrong, score.doubted) == (0, 0, 1)


def test_a_number_without_a_word_is_lost_unless_its_page_says_so() -> None:
    first = picture().page.numbers[0]
    assert read(lambda piece: None if piece is first else piece.text).lost == 1
    said = read(lambda piece: None if piece is first else piece.text, ("something was not read",))
    assert (said.lost, said.told) == (0, 1)


def test_a_number_in_a_longer_word_is_read_and_one_that_goes_on_is_not() -> None:
    first = picture().page.numbers[0]
    assert read(lambda piece: f"共{piece.text}件" if piece is first else piece.text).wrong == 0
    assert read(lambda piece: f"{piece.text}7" if piece is first else piece.text).wrong == 1


def test_a_refused_picture_counts_its_numbers_as_not_seen() -> None:
    score = score_picture(picture(), None)
    assert (score.pages, score.opened, score.numbers, score.among) == (1, 0, 0, 0)
    assert score.printed == len(picture().page.numbers)
