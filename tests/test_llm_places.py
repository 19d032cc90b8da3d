"""A model that is shown the document and says what stands where: what it can get wrong, and what then is believed."""

from pathlib import Path

import pytest

from extractor.errors import MalformedReply, MissedControl
from extractor.evidence import DoubtKind
from extractor.readers.llm.mapping.ids import column_ids, draws, line_ids
from extractor.readers.llm.mapping.place_map import PlacesAnswer
from extractor.readers.llm.mapping.questions import ControlQuestion, RowsQuestion, StatementQuestion
from extractor.readers.reading import FieldReading
from tests.ledger import TEXT
from tests.llm_stage import GOODS
from tests.places_stage import LINES, Played

WHOLE = [3, 4, 7, 1200, 0, 1200, 5, None, 5]


def read(played: Played, *answers: list[str]) -> dict[str, FieldReading]:
    """The fields after these answers, or after the right ones."""
    for number, request in enumerate(played.reader.requests):
        answer = answers[number] if answers else played.answer(request)
        played.reader.note(request, PlacesAnswer(answers=answer))
    return played.reader.places().fields


def test_every_value_is_copied_from_its_own_place(tmp_path: Path) -> None:
    played = Played(tmp_path)
    fields = read(played)
    assert [fields[path].value for path in GOODS] == WHOLE
    assert fields["goods.stone.south"].state == "blank"
    assert {fields[path].certainty for path in GOODS} == {"exact"}
    assert {leg.placed_by for path in GOODS if (leg := fields[path].leg) is not None} == {"llm"}
    assert [fields[f"inspections.{path}"].value for path in ("north.announced", "south.announced")] == [1, 2]
    assert [fields[f"lorries.lorries.{n}.name"].value for n in (0, 1)] == ["Blue", "Red"]
    assert fields["lorries.lorries.1.miles"].state == "not_applicable"
    assert (fields["house"].value, fields["words.visits"].value) == ("Brunnhof", 3)
    assert fields["goods.plums.north"].state == "absent"


def test_units_count_as_for_every_reader(tmp_path: Path) -> None:
    fields = read(Played(tmp_path, TEXT.replace("12.50 kr", "12.50 tkr")))
    assert fields["goods.levy"].value == 12500


def test_the_request_shows_every_line_and_no_outline(tmp_path: Path) -> None:
    played = Played(tmp_path)
    (request,) = played.reader.requests
    shown = request.messages[-1]["content"]
    assert all(line.split("\t")[0] in shown for line in TEXT.splitlines() if line)


def test_ids_depend_on_the_document(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    one, other = Played(tmp_path), Played(tmp_path / "other", TEXT.replace("3 visits", "4 visits"))
    assert [line.id for line in one.sheet.lines] != [line.id for line in other.sheet.lines]
    again = Played(tmp_path)
    assert [line.id for line in one.sheet.lines] == [line.id for line in again.sheet.lines]


@pytest.mark.parametrize("count", [1, 26, 130, 131, 700, 3000])
def test_ids_are_different(count: int) -> None:
    assert len(set(line_ids(draws("a"), count))) == count
    assert len(set(column_ids(draws("a"), count))) == count


def test_an_answer_that_misses_the_known_line_is_none(tmp_path: Path) -> None:
    played = Played(tmp_path)
    (request,) = played.reader.requests
    (known,) = [question for question in request.questions if isinstance(question, ControlQuestion)]
    wrong = next(line.id for line in played.sheet.lines if line.id != known.line.id)
    with pytest.raises(MissedControl):
        read(played, played.answer(request, changed={ControlQuestion: wrong}))
    assert not played.reader.places().fields["goods.apples.north"].value


def test_an_answer_that_places_a_row_printed_nowhere_is_none(tmp_path: Path) -> None:
    played = Played(tmp_path)
    (request,) = played.reader.requests
    answer = [
        said.replace("-", played.sheet.lines[0].id) if isinstance(question, RowsQuestion) else said
        for question, said in zip(request.questions, played.answer(request), strict=True)
    ]
    with pytest.raises(MissedControl):
        read(played, answer)


@pytest.mark.parametrize("said", ["", "A1", "K7 M2 P9 Q1 Z0 Z1 Z2 Z3", "all of them", "12 13 14"])
def test_a_question_without_a_usable_answer_leaves_the_others(said: str, tmp_path: Path) -> None:
    played = Played(tmp_path)
    (request,) = played.reader.requests
    useless = played.reader.note(request, PlacesAnswer(answers=played.answer(request, changed={RowsQuestion: said})))
    fields = played.reader.places().fields
    assert useless
    assert fields["words.visits"].value == 3
    assert {fields[path].state for path in GOODS} == {"unread"}


def test_columns_taken_in_another_order_than_their_headings_give_no_value(tmp_path: Path) -> None:
    played = Played(tmp_path)
    (request,) = played.reader.requests
    answer = []
    for question, said in zip(request.questions, played.answer(request), strict=True):
        names = said.split()
        swap = not isinstance(question, (RowsQuestion, StatementQuestion)) and len(names) == 3
        answer.append(" ".join([names[1], names[0], *names[2:]]) if swap else said)
    fields = read(played, answer)
    assert {fields[path].state for path in GOODS} == {"unread"}
    assert "another order" in fields["goods.apples.north"].reasons[0]


def test_rows_taken_one_further_are_not_certain(tmp_path: Path) -> None:
    played = Played(tmp_path)
    (request,) = played.reader.requests
    shifted = {**LINES, "apples": LINES["pears"], "pears": LINES["stone"], "stone": LINES["levy"]}
    fields = read(played, played.answer(request, shifted))
    assert all(fields[path].certainty != "exact" or fields[path].state == "unread" for path in GOODS)


def test_cells_of_an_odd_row_are_named_one_by_one(tmp_path: Path) -> None:
    played = Played(tmp_path, TEXT.replace("Pears in store\t", "Pears in store\tabout\t"))
    (request,) = played.reader.requests
    pears = played.line("2. Pears", request)
    own = played.columns(pears, 3)
    assert read(played)["goods.pears.north"].state == "unread"
    named = f"{pears}({' '.join(own)})"
    answer = [said.replace(pears, named) if " " in said else said for said in played.answer(request)]
    played = Played(tmp_path, played.document.text)
    fields = read(played, answer)
    assert [fields[f"goods.pears.{key}"].value for key in ("north", "south", "total")] == [1200, 0, 1200]


def test_a_row_printed_twice_alike_is_read_and_one_with_other_figures_is_not(tmp_path: Path) -> None:
    line = "1. Apples in store\t3\t4\t7\n"
    fields = read(Played(tmp_path, TEXT.replace(line, line + line)))
    assert [(fields[path].value, fields[path].certainty) for path in GOODS[:3]] == [
        (3, "exact"),
        (4, "exact"),
        (7, "exact"),
    ]
    fields = read(Played(tmp_path, TEXT.replace(line, line + line.replace("7", "8"))))
    assert {fields[path].state for path in GOODS[:3]} == {"unread"}


def test_a_table_printed_twice_is_read_if_both_are_alike(tmp_path: Path) -> None:
    lorries = TEXT[TEXT.index("C. Lorries") :]
    name = "lorries.fleet.loads"
    (tmp_path / "other").mkdir()
    assert read(Played(tmp_path, f"{TEXT}\n{lorries}"))[name].certainty == "exact"
    other = read(Played(tmp_path / "other", f"{TEXT}\n{lorries.replace('900', '901')}"))[name]
    assert DoubtKind.TITLE_REPEATED in {each.kind for each in other.doubts}


def test_of_cells_that_print_the_same_the_headings_say_which_is_which(tmp_path: Path) -> None:
    played = Played(tmp_path, TEXT.replace("1,200\t0\t1,200", "0\t0\t0"))
    (request,) = played.reader.requests
    pears = played.line("2. Pears", request)
    north, south, total = played.columns(pears, 3)
    answer = [said.replace(pears, f"{pears}({south} {north} {total})") for said in played.answer(request)]
    fields = read(played, answer)
    places = [fields[f"goods.pears.{key}"].spot for key in ("north", "south")]
    spans = [place.span for place in places if place is not None and place.span is not None]
    assert {fields[f"goods.pears.{key}"].certainty for key in ("north", "south", "total")} == {"exact"}
    assert len(spans) == 2
    assert spans == sorted(spans)


def test_a_run_of_lines_stands_for_a_list(tmp_path: Path) -> None:
    played = Played(tmp_path)
    (request,) = played.reader.requests
    blue, red = played.line("Blue", request), played.line("Red", request)
    fields = read(played, [said.replace(f"{blue} {red}", f"{blue}..{red}") for said in played.answer(request)])
    assert [fields[f"lorries.lorries.{n}.loads"].value for n in (0, 1)] == [10, 2]


def test_a_long_document_goes_in_parts_that_overlap(tmp_path: Path) -> None:
    played = Played(tmp_path, room=500)
    assert len(played.reader.requests) > 1
    fields = read(played)
    assert [fields[path].value for path in GOODS] == WHOLE
    assert fields["lorries.lorries.1.loads"].value == 2
    assert "lorries.lorries.2.loads" not in fields


def test_a_row_found_in_two_places_is_unread(tmp_path: Path) -> None:
    played = Played(tmp_path, room=500)
    first, *others = played.reader.requests
    played.reader.note(first, PlacesAnswer(answers=played.answer(first)))
    for request in others:
        played.reader.note(request, PlacesAnswer(answers=played.answer(request, {**LINES, "apples": "Announced"})))
    if "Announced" in played.sheet.shown(others[0].part):
        assert played.reader.places().fields["goods.apples.north"].state == "unread"


@pytest.mark.parametrize(("quote", "state"), [("3", "read"), ("8", "unread"), ("", "unread"), ("visits", "unread")])
def test_a_statement_is_what_its_line_prints(quote: str, state: str, tmp_path: Path) -> None:
    played = Played(tmp_path)
    (request,) = played.reader.requests
    line = played.line("We received", request)
    said = [
        f"{line} {quote}"
        if isinstance(question, StatementQuestion) and question.claim.path == "words.visits"
        else answer
        for question, answer in zip(request.questions, played.answer(request), strict=True)
    ]
    played.reader.note(request, PlacesAnswer(answers=said))
    found = played.reader.places().fields.get("words.visits")
    assert (found.state if found else "unread") == state


def test_an_answer_of_the_wrong_length_is_none(tmp_path: Path) -> None:
    played = Played(tmp_path)
    (request,) = played.reader.requests
    with pytest.raises(MalformedReply):
        played.reader.note(request, PlacesAnswer(answers=played.answer(request)[:-1]))


def test_nothing_is_absent_from_a_document_of_which_a_part_was_not_answered(tmp_path: Path) -> None:
    played = Played(tmp_path, room=400)
    assert len(played.reader.requests) > 1
    for request in played.reader.requests[:-1]:
        played.reader.note(request, PlacesAnswer(answers=played.answer(request)))
    assert "absent" not in {field.state for field in played.reader.places().fields.values()}
    last = played.reader.requests[-1]
    played.reader.note(last, PlacesAnswer(answers=played.answer(last)))
    assert "absent" in {field.state for field in played.reader.places().fields.values()}


def test_a_cell_of_another_line_is_not_taken_for_one_of_the_row_because_both_print_the_same(tmp_path: Path) -> None:
    played = Played(tmp_path, TEXT.replace("1,200\t0\t1,200", "0\t\t0"))
    (request,) = played.reader.requests
    pears, other = played.line("2. Pears", request), played.line("1 0 2 0", request)
    north, _, total = played.columns(pears, 3)
    elsewhere = f"{other}{played.columns(other, 3)[0]}"
    answer = [said.replace(pears, f"{pears}({north} {elsewhere} {total})") for said in played.answer(request)]
    assert read(played, answer)["goods.pears.south"].state == "unread"


def test_of_a_row_with_a_cell_too_few_the_page_does_not_say_which_columns_it_has(tmp_path: Path) -> None:
    played = Played(tmp_path)
    (request,) = played.reader.requests
    stone = played.line("3. Stone", request)
    north, _, total = played.columns(stone, 3)
    for named in (f"{north} - {total}", f"- {north} {total}"):
        again = Played(tmp_path)
        answer = [said.replace(stone, f"{stone}({named})") for said in again.answer(request)]
        fields = read(again, answer)
        assert fields["goods.stone.total"].certainty != "exact"
