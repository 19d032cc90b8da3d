"""A model that sees is shown pages with ids in their margins: it finds the places and says what it sees there."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy
import pymupdf
import pytest
from numpy.typing import NDArray

from extractor.documents import open_document
from extractor.documents.model import Document
from extractor.documents.opening.marked_picture import MarkedStrip, Upright
from extractor.errors import ProblemKind
from extractor.evidence import DoubtKind, doubt, picture_by
from extractor.readers.layout import read_layout
from extractor.readers.llm.mapping.page_views import PageView, draw_view, page_views, upright_of
from extractor.readers.llm.mapping.sheet import NumberedSheet, open_sheet
from extractor.readers.llm.profile import LARGE, PICTURES, PictureProfile
from extractor.readers.llm.rehearsed_endpoint import Rehearsal
from extractor.readers.llm.unsent import UnsentClient
from tests.ledger import FORM, LEDGER
from tests.llm_stage import GOODS
from tests.pictured_ledger import PicturedLedger, Told, confirmed, judged
from tests.printed_ledger import print_ledger

BLIND = ("first", "random", "constant", "guess")
WRONG = ("swap", "shift", "last_year", "slips", "zeros", "inject", "corrects")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[PicturedLedger]:
    with Rehearsal() as stage:
        yield PicturedLedger(stage, tmp_path)


def views_of(document: Document, pictures: PictureProfile = PICTURES) -> tuple[NumberedSheet, list[PageView]]:
    sheet = open_sheet(document, random.Random(1))
    pages = frozenset(page.number for page in document.pages)
    return sheet, list(page_views(document, sheet, pages, pictures, random.Random(2)))


def red(png: bytes) -> NDArray[numpy.bool_]:
    """Where a picture is red as ids are."""
    drawn = pymupdf.Pixmap(png)  # type: ignore[no-untyped-call]  # pymupdf has no annotations
    pixels = numpy.frombuffer(drawn.samples, numpy.uint8).reshape(drawn.height, drawn.width, drawn.n).astype(int)
    return numpy.asarray((pixels[..., 0] - pixels[..., 1]) > 60)


def told_rows(told: Told) -> list[list[str]]:
    seen = told["seen"]
    assert isinstance(seen, list)
    return seen


def test_a_right_answer_places_every_value_and_bears_out_its_digits(ledger: PicturedLedger) -> None:
    document = ledger.scan()
    reading = ledger.read(document)
    assert reading.problems == ()
    assert [reading.value(path) for path in GOODS] == [3, 4, 7, 1200, 0, 1200, 5, None, 5]
    for path in GOODS:
        leg = reading.fields[path].leg
        assert leg is not None
        assert (leg.looked_at, leg.placed_by) == (picture_by(ledger.stage.endpoint.model), "llm")
    assert judged(document, read_layout(document, LEDGER, FORM), reading).status == "accepted"


def test_nothing_that_was_recognised_and_no_id_is_told_in_words(ledger: PicturedLedger) -> None:
    document = ledger.scan(_900="96131")
    ledger.read(document)
    sheet, _ = views_of(document)
    assert ledger.shown
    for request in ledger.shown:
        said = f"{request.body['messages'][0]} {request.text}"  # type: ignore[index]  # JSON
        assert not {"96131", "1,200", "1200"} & set(said.replace('"', " ").split())
        assert not {line.id for line in sheet.lines} & set(request.text.split())


def test_a_model_alone_confirms_nothing_of_a_scan(ledger: PicturedLedger) -> None:
    document = ledger.scan()
    reading = ledger.read(document)
    assert confirmed(judged(document, reading)) == set()
    assert confirmed(judged(document, reading, policy="standard")) == set()


def test_places_without_what_is_seen_there_confirm_nothing(ledger: PicturedLedger) -> None:
    def silent(told: Told) -> None:
        for rows in told_rows(told):
            rows[:] = [" | ".join("?" for _ in row.split("|")) for row in rows]

    document = ledger.scan()
    layout, reading = read_layout(document, LEDGER, FORM), ledger.read(document, silent)
    legs = [reading.fields[path].leg for path in GOODS]
    assert {(leg.looked_at, leg.placed_by) for leg in legs if leg is not None} == {("", "llm")}
    assert not confirmed(judged(document, layout, reading)) & set(GOODS)


def test_rows_told_in_another_number_were_not_seen(ledger: PicturedLedger) -> None:
    document = ledger.scan()

    def shortened(told: Told) -> None:
        del told_rows(told)[0][-1]

    reading = ledger.read(document, shortened)
    assert any("rows were seen" in problem.message for problem in reading.problems)
    assert {leg.looked_at for path in GOODS if (leg := reading.fields[path].leg) is not None} == {""}


def test_what_is_seen_without_places_confirms_nothing(ledger: PicturedLedger) -> None:
    def placeless(told: Told) -> None:
        answers = told["answers"]
        assert isinstance(answers, list)
        answers[:] = ["-" if "(" not in each and len(each.split()) < 20 else each for each in answers]

    document = ledger.scan()
    layout, reading = read_layout(document, LEDGER, FORM), ledger.read(document, placeless)
    assert confirmed(judged(document, layout, reading)) <= confirmed(judged(document, layout))


def test_what_was_recognised_wrongly_is_seen_rightly_and_flags_the_field(ledger: PicturedLedger) -> None:
    document = ledger.scan(_3="8")
    layout, reading = read_layout(document, LEDGER, FORM), ledger.read(document)
    assert reading.value("goods.apples.north") == 3
    assert [each.kind for each in reading.fields["goods.apples.north"].doubts] == [DoubtKind.PICTURE_DIFFERS]
    verdict = judged(document, layout, reading, policy="standard")
    assert verdict.fields["goods.apples.north"].status == "flagged"
    assert verdict.fields["goods.apples.south"].status == "confirmed"


def test_numbers_that_are_mostly_others_were_seen_elsewhere(ledger: PicturedLedger) -> None:
    def odd(told: Told) -> None:
        for rows in told_rows(told):
            rows[:] = [" | ".join("77" if part.strip().isdigit() else part for part in row.split("|")) for row in rows]

    document = ledger.scan()
    reading = ledger.read(document, odd)
    kinds = {each.kind for path in GOODS for each in reading.fields[path].doubts}
    assert DoubtKind.PICTURE_ELSEWHERE in kinds
    assert {leg.placed_by for path in GOODS if (leg := reading.fields[path].leg) is not None} == {""}


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (lambda told, decoy: told.update(check=told["check"] + 1), "number above the picture"),
        (lambda told, decoy: told["answers"].__setitem__(-1, decoy), "stands beside nothing"),
    ],
    ids=["number", "decoy"],
)
def test_who_did_not_look_gave_no_answer(edit: "object", why: str, ledger: PicturedLedger) -> None:
    document = ledger.scan()
    _, (view, *_) = views_of(document)
    assert callable(edit)
    shown = ledger.truth(document).pages
    assert shown is not None
    decoys = {name for each in shown.decoys for name in each}
    reading = ledger.read(document, lambda told: edit(told, f"{min(decoys)} 5"))
    assert view.decoys
    assert any(why in problem.message for problem in reading.problems)
    assert all(field.state in ("unread", "absent") for field in reading.fields.values())


def test_a_row_that_is_printed_without_an_id_is_not_said_to_be_absent(ledger: PicturedLedger) -> None:
    def unmarked(told: Told) -> None:
        answers = told["answers"]
        assert isinstance(answers, list)
        answers[:] = [each.replace("-", "!") if len(each.split()) > 4 and ";" not in each else each for each in answers]

    document = ledger.scan()
    told: list[str] = []
    reading = ledger.read(document, lambda each: told.extend(map(str, each["answers"])))  # type: ignore[call-overload]  # JSON
    assert reading.fields["goods.plums.north"].state == "absent"
    again = ledger.read(document, unmarked)
    assert again.fields.get("goods.plums.north") is None or again.fields["goods.plums.north"].state == "unread"


def test_what_a_model_found_nowhere_is_in_doubt_on_a_page_too_poor_to_show_all(ledger: PicturedLedger) -> None:
    document = ledger.scan()
    unseen = (doubt(DoubtKind.POOR_PICTURE, "40 lines an inch"),)
    poor = replace(document, pages=tuple(replace(page, unseen=unseen) for page in document.pages))
    for each, known in ((document, False), (poor, True)):
        field = ledger.read(each).fields["goods.plums.north"]
        assert field.state == "absent"
        assert (DoubtKind.UNCLEAR_TEXT in {doubted.kind for doubted in field.doubts}) == known


def test_a_model_that_sees_nothing_is_shown_the_words(ledger: PicturedLedger) -> None:
    document = ledger.scan()
    reading = ledger.read(document, vision="never")
    assert ledger.shown == []
    assert ProblemKind.NO_SECOND_LOOK in {problem.kind for problem in reading.problems}
    assert reading.value("goods.apples.total") == 7
    assert not confirmed(judged(document, read_layout(document, LEDGER, FORM), reading)) & set(GOODS)


def test_a_profile_may_have_rows_shown_instead(ledger: PicturedLedger) -> None:
    document = ledger.scan()
    reading = ledger.read(document, profile=LARGE.model_copy(update={"sight": "rows"}))
    assert ledger.shown == []
    assert any(request.pictures for request in ledger.stage.requests)
    assert reading.value("goods.apples.total") == 7


@pytest.mark.parametrize("mode", BLIND)
def test_who_looks_at_nothing_confirms_nothing(mode: str, ledger: PicturedLedger) -> None:
    document = ledger.scan()
    layout, reading = read_layout(document, LEDGER, FORM), ledger.read(document, mode=mode)
    for policy in ("standard", "strict"):
        before = confirmed(judged(document, layout, policy=policy))
        assert confirmed(judged(document, layout, reading, policy=policy)) <= before
        assert confirmed(judged(document, reading, policy=policy)) == set()


@pytest.mark.parametrize("mode", WRONG)
def test_wrong_answers_end_with_a_person(mode: str, ledger: PicturedLedger) -> None:
    document = ledger.scan()
    layout, reading = read_layout(document, LEDGER, FORM), ledger.read(document, mode=mode)
    truth = ledger.truth(document).values
    for readings in ((layout, reading), (reading,)):
        verdict = judged(document, *readings)
        assert {path for path in confirmed(verdict) if verdict.fields[path].value != truth.get(path)} == set()


@pytest.mark.parametrize(("side", "pixels"), [(1568, 1_150_000), (900, 260_000)])
def test_pictures_stay_within_what_the_model_takes_and_show_every_line_once(
    side: int, pixels: int, ledger: PicturedLedger
) -> None:
    document = ledger.scan()
    small = PICTURES.model_copy(update={"side": side, "pixels": pixels})
    sheet, views = views_of(document, small)
    assert sorted(at for view in views for at in view.own) == list(range(len(sheet.lines)))
    assert len(views) > (side < 1000)
    for view in views:
        picture = draw_view(document, view, small)
        assert max(picture.width, picture.height) <= side
        assert picture.width * picture.height <= pixels


def test_ids_stand_in_the_margin_beside_their_lines_and_never_on_the_page(ledger: PicturedLedger) -> None:
    document = ledger.scan()
    _, views = views_of(document)
    for view in views:
        picture = draw_view(document, view, PICTURES)
        ink = red(picture.png)
        strips = [strip for strip in view.strips if isinstance(strip, MarkedStrip)]
        wide = round(strips[0].upright.size[0] * picture.scale)
        margin = picture.width - wide
        beside = numpy.asarray(ink[:, :margin].any(axis=1))
        top = 36 + 26  # The number, and the band that prints nothing.
        for strip in strips:
            top += 26 * strip.bands
            for line in strip.lines:
                y = top + round((line.at - strip.top) * picture.scale)
                assert beside[y - 4 : y + 5].any(), line
            height = round(strip.bottom * picture.scale) - round(strip.top * picture.scale)
            assert not ink[top : top + height, margin:].any()
            top += height


def test_the_lines_of_a_page_that_lay_askew_run_straight_in_its_picture(ledger: PicturedLedger) -> None:
    document = ledger.scan()
    (page,) = document.pages
    assert upright_of(document, page).degrees == 0
    quad = ((10.0, 10.0), (110.0, 13.0), (109.0, 33.0), (9.0, 30.0))
    rows = tuple(replace(row, cells=tuple(replace(cell, quad=quad) for cell in row.cells)) for row in document.rows)
    upright = upright_of(replace(document, rows=rows), page)
    assert upright.degrees == pytest.approx(1.718, abs=0.001)
    assert upright.at((10.0, 10.0))[1] == pytest.approx(upright.at((110.0, 13.0))[1], abs=0.01)
    assert Upright(page, 90.0).size == pytest.approx((page.height, page.width))


def test_an_estimate_counts_the_pictures_by_their_size(ledger: PicturedLedger) -> None:
    from extractor.errors import NotSent
    from extractor.readers.llm.deadline import Deadline
    from extractor.readers.llm.mapping.pictured_answer import pictured_answer

    document = ledger.scan()
    _, views = views_of(document)
    client = UnsentClient(ledger.stage.endpoint, 0)
    picture = draw_view(document, views[0], PICTURES)
    answer = pictured_answer((), views[0].number)
    taken = []
    for shown in (None, picture):
        with pytest.raises(NotSent) as sent:
            client.ask([{"role": "user", "content": "x"}], answer, 1, Deadline(60.0), shown)
        taken.append(sent.value.tokens_in)
    assert taken[1] - taken[0] == picture.width * picture.height // 750


def test_a_page_of_characters_is_shown_where_that_is_asked_for(ledger: PicturedLedger) -> None:
    document = open_document(print_ledger(ledger.folder / "ledger.pdf"))
    reading = ledger.read(document, vision="always")
    assert (reading.problems, reading.pictured) == ((), 1)
    assert judged(document, read_layout(document, LEDGER, FORM), reading).status == "accepted"


def test_lines_that_are_shown_in_pictures_are_not_told_in_words(ledger: PicturedLedger) -> None:
    sheet, _ = views_of(ledger.scan())
    assert list(sheet.parts(60_000)) == [range(len(sheet.lines))]
    assert list(sheet.parts(60_000, pictured=frozenset({1}))) == []
    assert list(sheet.parts(60_000, pictured=frozenset({2}))) == [range(len(sheet.lines))]
