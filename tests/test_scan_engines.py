"""Two engines of recognition that look at one picture."""

import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from extractor.documents import open_document
from extractor.documents.page.glyphs import PageWord
from extractor.documents.scan import ocr_ready
from extractor.documents.scan.engines.engine_choice import (
    engine_versions,
    named_engines,
    second_engine,
    second_engines,
)
from extractor.documents.scan.engines.second_look import strange_words, with_second_look
from extractor.documents.scan.engines.tesseract import Tesseract
from extractor.documents.scan.engines.text_engine import SeenWord
from extractor.errors import ConfigurationError
from extractor.evidence import DoubtKind, Leg, doubt, picture_by, seen_by_all, witnesses

POOR = (doubt(DoubtKind.POOR_PICTURE, "60 lines an inch"),)


def word(text: str, *doubts: DoubtKind) -> PageWord:
    """A word of a poor picture."""
    return PageWord(text, 100, 50, 140, 60, 10, "rapidocr", (*POOR, *(doubt(each, text) for each in doubts)))


def looked(first: PageWord, *seen: SeenWord) -> PageWord:
    """The word after a second engine saw these, 144 pixels an inch."""
    return with_second_look([first], seen, "scripted", 0.5)[0]


def there(text: str, sure: float = 0.9, x0: float = 200, x1: float = 280) -> SeenWord:
    """A word that the second engine sees where the first one stands."""
    return SeenWord(text, x0, 100, x1, 120, sure)


def test_agreement_takes_the_doubt_of_a_poor_picture_away() -> None:
    found = looked(word("1,286"), there("1,286"))
    assert found.clear
    assert found.seen_by == "rapidocr+scripted"
    leg = Leg("layout", picture_by(found.seen_by), "layout")
    assert witnesses([leg]).digits == "two"


def test_agreement_leaves_every_other_doubt() -> None:
    found = looked(word("101", DoubtKind.LIES_OVER), there("101"))
    assert not found.clear
    assert found.seen_by == "rapidocr"


def test_disagreement_is_a_doubt_with_the_other_reading_beside_it() -> None:
    clear = PageWord("1,286", 100, 50, 140, 60, 10, "rapidocr")
    found = looked(clear, there("1,236"))
    assert [each.kind for each in found.doubts] == [DoubtKind.ENGINES_DIFFER]
    assert found.alternatives == ("1,236",)


@pytest.mark.parametrize(
    "seen",
    [
        (),
        (there("1,236", sure=0.1),),
        (there("41,286 320", x1=420),),
        (SeenWord("1,236", 200, 300, 280, 320),),
    ],
)
def test_what_says_nothing_about_the_word_changes_nothing(seen: tuple[SeenWord, ...]) -> None:
    first = word("1,286")
    assert looked(first, *seen) == first


def test_signs_and_spaces_that_mean_the_same_are_no_contradiction() -> None:
    assert looked(word("-1,286"), there("\u22121", x1=230), there(",286", x0=232)).clear
    assert looked(word("total"), there("Grand total:", x0=140)).seen_by == "rapidocr+scripted"
    assert looked(word("-"), there("a-b", x0=140)) == word("-")
    assert looked(word("total"), there("total:")).clear


def test_several_words_were_seen_by_those_that_saw_all_of_them() -> None:
    assert seen_by_all(["rapidocr+scripted", "", "rapidocr+scripted"]) == "rapidocr+scripted"
    assert seen_by_all(["rapidocr+scripted", "rapidocr"]) == "rapidocr"
    assert seen_by_all(["", ""]) == ""


def test_a_page_in_unknown_writing_has_the_words_of_the_engine_that_reads_it() -> None:
    (found,) = strange_words([there("\u05e9\u05dc\u05d5\u05dd")], "scripted", 0.5)
    assert (found.text, found.seen_by, found.clear) == ("\u05e9\u05dc\u05d5\u05dd", "scripted", False)


def offer(folder: Path, read: str, imported: str = "") -> None:
    """A package in a folder that brings an engine."""
    head = "class Scripted:\n    name, version = 'scripted', '7'\n\n    def read(self, pixels, dpi):\n        "
    (folder / "scripted_engine.py").write_text(f"{imported}\n\n\n{head}{read}\n")
    info = folder / "scripted_engine-7.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: scripted-engine\nVersion: 7\n")
    (info / "entry_points.txt").write_text("[extractor.engines]\nscripted = scripted_engine:Scripted\n")
    sys.modules.pop("scripted_engine", None)
    second_engine.cache_clear()


def test_engines_come_from_packages_by_their_entry_points(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(tmp_path, "return []")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("EXTRACTOR_ENGINES", "rapidocr, scripted")
    assert named_engines() == ("scripted",)
    assert engine_versions() == ("scripted 7",)


@pytest.mark.slow
@pytest.mark.skipif(not ocr_ready(), reason="needs the extra ocr")
def test_a_second_engine_looks_at_a_poor_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = np.full((1100, 900), 255, np.uint8)
    for number, text in enumerate(("1,286", "91,250")):
        cv2.putText(picture, text, (300, 300 + 200 * number), cv2.FONT_HERSHEY_DUPLEX, 1.2, 0, 2, cv2.LINE_AA)
    path = tmp_path / "poor.png"
    cv2.imwrite(str(path), cv2.resize(picture, (300, 367), interpolation=cv2.INTER_AREA))
    boxes = "[((300, 265, 400, 305), '1,286'), ((300, 465, 425, 505), '91,256')]"
    scaled = "*(at * pixels.shape[1] / 900 for at in box)"
    imported = "from extractor.documents.scan.engines.text_engine import SeenWord"
    offer(tmp_path, f"return [SeenWord(text, {scaled}) for box, text in {boxes}]", imported)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("EXTRACTOR_ENGINES", "scripted")
    document = open_document(path)
    assert "a poor picture" in document.remarks[0]
    found = {word.text: word for word in document.words}
    assert (found["1,286"].seen_by, found["1,286"].views) == ("rapidocr+scripted", "alike")
    (other,) = (word for text, word in found.items() if text != "1,286")
    assert (other.seen_by, other.views) == ("rapidocr", "differ")
    assert "91,256" in other.alternatives


def test_an_engine_that_is_not_there_stops_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_ENGINES", "unheard_of")
    with pytest.raises(ConfigurationError, match="no engine unheard_of"):
        second_engines()


def test_no_engine_is_asked_where_none_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_ENGINES", "rapidocr")
    assert second_engines() == ()


def test_tesseract_is_asked_by_its_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "words.tsv"
    table.write_text(
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
        "1\t1\t0\t0\t0\t0\t0\t0\t400\t200\t-1\t\n"
        "5\t1\t1\t1\t1\t1\t20\t30\t60\t18\t96.5\t1,286\n"
    )
    command = tmp_path / "tesseract"
    said = 'if [ "$1" = --version ]; then echo tesseract 5.3; exit; fi\n'
    said += 'if [ "$1" = --list-langs ]; then printf "There are:\\neng\\nosd\\n"; exit; fi'
    command.write_text(f"#!/bin/sh\n{said}\ncat > {tmp_path}/seen.png\ncat {table}\n")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    engine = Tesseract()
    assert engine.version == "tesseract 5.3, eng"
    assert engine.read(np.full((200, 400), 255, np.uint8), 200) == (SeenWord("1,286", 20, 30, 80, 48, 0.965),)
    assert (tmp_path / "seen.png").read_bytes().startswith(b"\x89PNG")

    monkeypatch.setenv("EXTRACTOR_TESSERACT_LANGUAGES", "eng+chi_sim")
    with pytest.raises(ConfigurationError, match="no model chi_sim; installed are eng, osd"):
        Tesseract()


def test_an_engine_that_does_not_know_a_writing_says_nothing_of_it() -> None:
    clear = PageWord("行政处罚", 100, 50, 140, 60, 10, "rapidocr")
    assert looked(clear, there("{TBEKLZD")) is clear
    assert [each.kind for each in looked(clear, there("行政处置")).doubts] == [DoubtKind.ENGINES_DIFFER]
    latin = PageWord("Total", 100, 50, 140, 60, 10, "rapidocr")
    assert not looked(latin, there("Tota1")).clear


@pytest.mark.parametrize(
    ("read", "other", "left"),
    [
        ("12件", "72f", "72件"),
        ("收到12件", "W#!|72#", "收到72件"),
        ("5人", "8A", "8人"),
        ("12件", "12ff", ""),
        ("12件", "f2", ""),
        ("12件", "#1274", ""),
    ],
)
def test_digits_among_letters_that_an_engine_does_not_know_are_compared_where_it_reads_as_many(
    read: str, other: str, left: str
) -> None:
    clear = PageWord(read, 100, 50, 140, 60, 10, "rapidocr")
    found = looked(clear, there(other))
    assert found.alternatives == ((left,) if left else ())
    assert [each.kind for each in found.doubts] == ([DoubtKind.ENGINES_DIFFER] if left else [])
    assert found.seen_by == "rapidocr"


@pytest.mark.skipif(not ocr_ready(), reason="needs the extra ocr")
def test_an_engine_that_is_not_there_is_no_failure_of_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_ENGINES", "no_such_engine")
    cv2.imwrite(str(tmp_path / "a.png"), np.full((300, 400), 255, np.uint8))
    with pytest.raises(ConfigurationError, match="there is no engine no_such_engine; there are rapidocr, tesseract"):
        open_document(tmp_path / "a.png")


def test_tesseract_that_is_not_installed_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ConfigurationError, match="not installed"):
        Tesseract()
