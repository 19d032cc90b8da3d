"""EDI X12 and EDIFACT: every element beside its name, whatever parts them."""

import random
from pathlib import Path

import pytest

from extractor.documents import Document, open_document
from extractor.documents.limits import OpeningLimits
from extractor.errors import LimitExceeded, UnreadableDocument
from tests.document_places import assert_all_is_covered, assert_places_hold

HEAD = [
    "00",
    " " * 10,
    "00",
    " " * 10,
    "ZZ",
    "SENDER".ljust(15),
    "ZZ",
    "RECEIVER".ljust(15),
    "240305",
    "0930",
    "U",
    "00401",
]
VALUES = ("2024-117", "20240305", "119.00", "-3", "WEBER & SOHN", "EA", "0007", "", "A B")


def x12(segments: list[list[str]], element: str = "*", part: str = ">", end: str = "~", line: str = "") -> str:
    head = element.join(["ISA", *HEAD, "000000001", "0", "P", part])
    return (end + line).join([head, *(element.join(segment) for segment in segments)]) + end + line


def opened(folder: Path, text: str, name: str = "a.edi", limits: OpeningLimits | None = None) -> Document:
    path = folder / name
    path.write_text(text)
    return open_document(path, limits or OpeningLimits())


def elements(document: Document) -> dict[str, str]:
    return {row.cells[1].address: row.cells[1].text for row in document.rows}


@pytest.mark.parametrize("seed", range(30))
def test_every_element_stands_beside_its_name(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    element, part, end = chance.choice([*map(tuple, ("*>~", "|:\n", "^<'", "+\\!", "\x1d\x1f\x1c"))])
    segments: list[list[str]] = []
    truth: dict[str, str] = {}
    for number in range(2, chance.randint(4, 9)):
        name = chance.choice(["ST", "BIG", "IT1", "TDS", "N1", "PID"])
        values = [chance.choice(VALUES) for _ in range(chance.randint(1, 6))]
        segments.append([name, *values])
        truth |= {f"segment {number}, {name}{at:02}": value for at, value in enumerate(values, start=1) if value}
    line = chance.choice(["", "\r\n"]) if end != "\n" else ""
    document = opened(tmp_path, x12(segments, element, part, end, line), chance.choice(["a.edi", "a.txt"]))
    found = elements(document)
    assert {place: value for place, value in found.items() if not place.startswith("segment 1,")} == truth
    assert found["segment 1, ISA06"] == "SENDER"
    assert document.media_type == "application/EDI-X12"
    assert_places_hold(document)
    assert_all_is_covered(document)


def test_parts_of_an_element_are_values_of_their_own(tmp_path: Path) -> None:
    document = opened(tmp_path, x12([["SV1", "HC>99213", "125"]]))
    assert [row.text for row in document.rows[-3:]] == ["SV101-1\tHC", "SV101-2\t99213", "SV102\t125"]


@pytest.mark.parametrize("head", ["", "UNA:+.? '", "UNA:+.? '\r\n"])
def test_edifact_is_read_with_its_signs_of_escape(tmp_path: Path, head: str) -> None:
    text = f"{head}UNB+UNOA:1+S+R+240305:0930+1'BGM+380+2024?+117+9'IMD+F++:::O?'Neil ?? Co'MOA+77:119.00'UNZ+1+1'"
    found = [row.text for row in opened(tmp_path, text).rows]
    assert "BGM02\t2024+117" in found
    assert "IMD03-4\tO'Neil ? Co" in found
    assert "MOA01-2\t119.00" in found


def test_text_that_begins_with_these_letters_is_text(tmp_path: Path) -> None:
    for text in ("ISA is a word", "ISA*1*2", "UNB", "UNAVAILABLE\t12", "UNBELIEVABLE 12"):
        assert opened(tmp_path, text, "a.txt").media_type == "text/plain"


def test_a_damaged_message_ends_as_a_typed_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match="segment 2"):
        opened(tmp_path, x12([["not a name", "1"]]))
    with pytest.raises(LimitExceeded):
        opened(tmp_path, x12([["IT1", *["1"] * 300]]), limits=OpeningLimits(words=100))
