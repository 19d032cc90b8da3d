"""The lines a reviewer sees: around the place, marked, or honestly missing."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from extractor.review.source_view import SourceLine
from extractor.review.typeset import clean, cut, cut_middle, typeset
from extractor.store import Store
from tests.built_readings import AMBIGUOUS
from tests.review_desk import CONSISTENT, PROCESSED, misread, paper, put, session_on, unsure


def unstored(store: Store, folder: Path) -> Path:
    """A document in review whose text is not in the store, only its readings."""
    text, reading = paper("Bureau of Keys", CONSISTENT)
    put(store, folder, "keys.txt", text, unsure(reading, PROCESSED), source=False)
    return folder / "keys.txt"


def test_the_characters_of_the_place_are_marked(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    session = session_on(store)
    assert session.case is not None
    view = session.source(session.case.open_items[0], context=2)
    assert view.focus is not None
    line = view.lines[view.focus]
    assert [line.text[start:end] for start, end in line.marks] == ["1,204"]
    assert line.text.startswith("AGENCY OVERALL") and len(view.lines) == 5


def test_the_file_is_opened_again_where_the_store_has_no_text(store: Store, tmp_path: Path) -> None:
    unstored(store, tmp_path)
    session = session_on(store)
    assert session.case is not None
    view = session.source(session.case.open_items[0])
    assert view.origin == "document" and view.note == ""


def test_without_the_file_the_stored_quote_is_shown_and_said_so(store: Store, tmp_path: Path) -> None:
    unstored(store, tmp_path).unlink()
    session = session_on(store)
    assert session.case is not None
    view = session.source(session.case.open_items[0])
    assert view.origin == "quote" and "not there any more" in view.note
    assert [line.text for line in view.lines] == ["1,204"]


def test_a_file_that_has_changed_is_not_shown(store: Store, tmp_path: Path) -> None:
    unstored(store, tmp_path).write_text("something else")
    session = session_on(store)
    assert session.case is not None
    view = session.source(session.case.open_items[0])
    assert view.origin == "quote" and "has changed" in view.note


def test_a_field_without_a_place_is_shown_at_its_nearest_neighbour(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    lost = unsure(reading, PROCESSED, spot=None, state="unread", quote="", doubts=(AMBIGUOUS,))
    put(store, tmp_path, "keys.txt", text, lost)
    session = session_on(store)
    assert session.case is not None
    view = session.source(session.case.open_items[0])
    assert view.near and "Received" in view.note
    assert view.focus is not None and view.lines[view.focus].text.startswith("AGENCY OVERALL")


TABLE = (
    SourceLine(1, "件数\t自然人\t总计"),
    SourceLine(2, "本年新收\t12\t1204"),
    SourceLine(3, "上年\t\t7", ((3, 3),)),
)


def test_columns_of_wide_and_narrow_characters_line_up() -> None:
    rows = [line.text for line in typeset(TABLE, 40)]
    edges = [[cell_len(row[:index]) for index, char in enumerate(row) if char == "│"] for row in rows]
    assert edges[0] == edges[1] == edges[2]


def test_a_blank_cell_is_marked_as_wide_as_its_column() -> None:
    line = typeset(TABLE, 40)[2]
    start, end = line.marks[0]
    assert line.text[start:end].strip() == "" and end - start == cell_len("自然人")


@pytest.mark.parametrize("width", [30, 46, 80, 200])
def test_no_row_is_wider_than_the_screen(width: int) -> None:
    label, numbers = "一、本年新收政府信息公开申请数量", [str(10**n) for n in range(7)]
    row = "\t".join([label, *numbers])
    place = row.index("1000\t"), row.index("1000\t") + 4
    prose = "本报告" * 60 + " and words of another language " * 9
    lines = [SourceLine(1, row, (place,)), SourceLine(2, prose, ((40, 44),)), SourceLine(3, "|a|b|")]
    found = typeset(lines, width)
    assert max(cell_len(line.text) for line in found) <= width
    assert [line.text[slice(*mark)] for line in found if line.number == 1 for mark in line.marks] == ["1000"]


def test_the_label_of_a_row_stays_when_columns_are_left_out() -> None:
    row = "\t".join(["", "其他处理", *["1204"] * 12])
    mark = (len(row) - 4, len(row))
    line = typeset([SourceLine(1, row, (mark,))], 40)[0]
    assert "其他处理" in line.text and "⋯" in line.text
    assert [line.text[start:end] for start, end in line.marks] == ["1204"]


def test_marks_survive_the_breaking_of_a_line() -> None:
    text = "word " * 30 + "NUMBER" + " word" * 30
    found = typeset([SourceLine(1, text, ((150, 156),))], 32)
    assert "".join(line.text[start:end] for line in found for start, end in line.marks) == "NUMBER"


def test_control_sequences_of_a_document_never_reach_the_terminal() -> None:
    assert clean("a\x1b[31mb\u202ec\u3000d") == "a·[31mb·c d"


def test_cut_texts_keep_to_their_width() -> None:
    assert cut("总计数量", 5) == "总计…" and cut("总计", 4) == "总计"
    assert cut_middle("Pending as of End of", 9).endswith("End of"[-4:])
    assert cell_len(cut_middle("社会公益组织代表", 7)) <= 7
