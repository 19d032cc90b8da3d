"""Yes and no, choices and times of a record stand where a word or a box of the document says them."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.readers.reading import Reading
from extractor.readers.record import place_record
from extractor.readers.record.record_items import Json
from extractor.schemas.shape import Shape
from tests.placed_records import doubts, firm, list_of, shape_of


def placed_in(folder: Path, text: str, shape: Shape, record: Json) -> Reading:
    path = folder / "file.txt"
    path.write_text(text, encoding="utf-8")
    return place_record(open_document(path), shape, record, "maker")


YES_OR_NO = shape_of(paid="boolean", express="boolean")


@pytest.mark.parametrize(
    ("text", "paid"),
    [
        ("Paid: yes\nExpress: no\n", True),
        ("Paid: Nein\nExpress: Ja\n", False),
        ("☒ Paid\n☐ Express\n", True),
        ("[x] Paid\n[ ] Express\n", True),
        ("☐ Paid   ☒ Express\n", False),
        ("Paid: ☐ yes ☒ no\nExpress: ☒ yes ☐ no\n", False),
    ],
)
def test_yes_and_no_are_confirmed_as_they_are_printed_and_never_the_other(
    tmp_path: Path, text: str, paid: bool
) -> None:
    shape = shape_of(paid="boolean", express="boolean")
    right = placed_in(tmp_path, text, shape, {"paid": paid, "express": not paid})
    wrong = placed_in(tmp_path, text, shape, {"paid": not paid, "express": paid})
    assert firm(right, "paid") and firm(right, "express")
    assert not firm(wrong, "paid") and not firm(wrong, "express")


def test_a_box_that_nothing_names_confirms_nothing(tmp_path: Path) -> None:
    found = placed_in(tmp_path, "☒ Newsletter\nAmount: 12\n", YES_OR_NO, {"paid": True, "express": None})
    assert "label_unseen" in doubts(found, "paid")


def test_yes_and_no_in_a_column_are_those_of_their_rows(tmp_path: Path) -> None:
    shape = shape_of(lines=list_of(name="string", count="integer", checked="boolean"))
    text = "Name\tCount\tChecked\nPumps\t412\tyes\nValves\t387\tno\nHoses\t951\tyes\n"
    names = (("Pumps", 412), ("Valves", 387), ("Hoses", 951))

    def record(*marks: bool) -> Json:
        rows = zip(names, marks, strict=True)
        return {"lines": [{"name": name, "count": count, "checked": mark} for (name, count), mark in rows]}

    right = placed_in(tmp_path, text, shape, record(True, False, True))
    assert all(firm(right, f"lines.{at}.checked") for at in range(3))
    wrong = placed_in(tmp_path, text, shape, record(True, True, True))
    assert not firm(wrong, "lines.1.checked")


CHOICE = shape_of(kind={"enum": ["full", "part"]}, note="string")


def test_a_choice_is_the_option_that_is_ticked(tmp_path: Path) -> None:
    text = "☐ Full  ☒ Part\n"
    assert firm(placed_in(tmp_path, text, CHOICE, {"kind": "part"}), "kind")
    assert not firm(placed_in(tmp_path, text, CHOICE, {"kind": "full"}), "kind")


def test_a_choice_without_its_label_beside_the_other_ones_word_is_open(tmp_path: Path) -> None:
    text = "We will send the part that is left and charge in full.\n"
    assert not firm(placed_in(tmp_path, text, CHOICE, {"kind": "full"}), "kind")
    assert firm(placed_in(tmp_path, f"Kind: Full\n{text}", CHOICE, {"kind": "full"}), "kind")


CLOCK = shape_of(start={"type": "string", "format": "time"})


@pytest.mark.parametrize("printed", ["13:45", "1:45 pm", "1:45 P.M.", "13h45", "13.45 Uhr", "13:45:00", "13時45"])
def test_a_time_is_found_in_its_own_notation(tmp_path: Path, printed: str) -> None:
    assert firm(placed_in(tmp_path, f"Start: {printed}\n", CLOCK, {"start": "13:45:00"}), "start")
    assert not firm(placed_in(tmp_path, f"Start: {printed}\n", CLOCK, {"start": "01:45:00"}), "start")


@pytest.mark.parametrize("printed", ["13.45", "13:45:30", "1:45 am", "13:450", "113:45"])
def test_what_is_another_time_or_none_does_not_say_it(tmp_path: Path, printed: str) -> None:
    assert not firm(placed_in(tmp_path, f"Start: {printed}\n", CLOCK, {"start": "13:45"}), "start")


MOMENT = shape_of(sent={"type": "string", "format": "date-time"})


def test_a_moment_is_its_day_and_its_time(tmp_path: Path) -> None:
    text = "Sent: 2024-03-05 13:45\n"
    assert firm(placed_in(tmp_path, text, MOMENT, {"sent": "2024-03-05T13:45:00"}), "sent")
    assert firm(placed_in(tmp_path, "Sent: 2024-03-05\n", MOMENT, {"sent": "2024-03-05T00:00:00"}), "sent")
    for wrong in ("2024-03-05T13:46:00", "2024-03-05T00:00:00", "2024-03-06T13:45:00"):
        assert not firm(placed_in(tmp_path, text, MOMENT, {"sent": wrong}), "sent")
