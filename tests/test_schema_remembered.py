"""What is kept of texts: found once, and never more than so many texts, nor so many long ones."""

from extractor.schemas.remembered import Remembered


def test_what_is_asked_twice_is_found_once() -> None:
    asked: list[str] = []

    def found(text: str) -> int:
        asked.append(text)
        return len(text)

    length = Remembered(found, known={"known": 5})
    assert [length["ab"], length["ab"], length["known"]] == [2, 2, 5]
    assert asked == ["ab"]


def test_no_more_than_so_many_are_kept_and_of_long_ones_fewer() -> None:
    kept = Remembered[str, int](len, known={"known": 5}, most=100)
    for number in range(1000):
        kept[str(number)]
        assert len(kept) <= 101 and "known" in kept
    for number in range(1000):
        kept[f"{number} {'a long line of a text that nobody prints again' * 20}"]
        assert sum(map(len, kept)) <= 100 * 50 + 5 and "known" in kept


def test_texts_in_what_is_asked_count() -> None:
    kept = Remembered[tuple[str, bool], int](lambda asked: len(asked[0]), most=10)
    for number in range(100):
        kept[f"{number:>200}", True]
        assert len(kept) <= 2
