from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.schemas.form import Label


def score(printed: str, *texts: str) -> float:
    return LabelBook({"舊": "旧"}).score(printed, Label(texts))


def test_width_spaces_and_punctuation_do_not_count() -> None:
    assert score("（一） 旧 书，旧报", "(一)旧书、旧报") == 100


def test_accents_do_not_count() -> None:
    assert score("V.À. RÉQUESTS", "V.A. Requests") == 100
    assert score("がぎ", "かき") == 0


def test_a_sign_of_another_script_is_the_same_sign() -> None:
    assert score("舊书", "旧书") == 100


def test_guidance_in_brackets_is_left_out() -> None:
    assert score("Loads carried (see note 3)", "Loads carried") >= 95


def test_another_ordinal_makes_it_another_label() -> None:
    assert score("1. Returned goods", "3. Returned goods") < SCALE.accepted
    assert score("3. Returned goods", "3. Returned goods") == 100


def test_a_label_without_its_ordinal_is_still_found() -> None:
    assert score("Returned goods", "3. Returned goods") >= SCALE.accepted


def test_a_short_label_matches_only_to_the_letter() -> None:
    assert score("旧收", "旧书") == 0
    assert score("旧书", "旧书") == 100


def test_one_misread_letter_in_a_long_label_is_forgiven() -> None:
    assert score("Number of reqvests received", "Number of requests received") >= SCALE.accepted


def test_other_words_are_no_match() -> None:
    assert score("Number of requests received", "Number of appeals pending at the end") == 0


def test_any_of_the_spellings_will_do() -> None:
    assert score("Stock at hand", "Inventory", "Stock at hand") == 100


def test_a_heading_cut_off_by_its_column_is_a_prefix() -> None:
    book = LabelBook({})
    assert book.is_prefix("Number of Requ", Label(("Number of Requests Received",)))
    assert not book.is_prefix("Numbers", Label(("Number of Requests Received",)))
