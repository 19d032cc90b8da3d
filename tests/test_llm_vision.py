"""A model that is shown pages reads pixels and nothing else, over a real HTTP server that decodes what it is sent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from extractor.documents import Document, open_document
from extractor.errors import ConfigurationError
from extractor.evaluate.recorded import Made, Recorder, load_recording
from extractor.evidence import picture_by, witnesses
from extractor.policy import Policy
from extractor.readers.layout import read_layout
from extractor.readers.llm.probe import describe_endpoint
from extractor.readers.llm.profile import PICTURES, PictureProfile
from extractor.readers.llm.reader import LlmReader, ReplyCache, Vision
from extractor.readers.llm.rehearsed_endpoint import Act, ChatRequest, Rehearsal, Scene, completion, fail
from extractor.readers.llm.sight import NO_SECOND_LOOK
from extractor.readers.reading import Reading
from extractor.route import Verdict, decide
from extractor.verify import verify
from tests.ledger import FORM, LEDGER, TEXT
from tests.llm_stage import GOODS, QUICK, states
from tests.llm_stage import MANY_ROWS as HASTY
from tests.printed_ledger import photograph, print_ledger, scanned
from tests.seeing_endpoint import see, seeing, size_of

MANY_ROWS = HASTY.model_copy(update={"seconds": 120.0})
"""Looking takes the rehearsed endpoint a while."""


class Kept(dict[str, str]):
    """Replies in memory."""

    def put(self, key: str, reply: str) -> None:
        self[key] = reply


@dataclass
class Desk:
    """A rehearsed endpoint and a folder to print in."""

    stage: Rehearsal
    folder: Path

    def pdf(self, text: str = TEXT, grow: float = 1.0) -> Document:
        return open_document(print_ledger(self.folder / "ledger.pdf", text, grow=grow))

    def scan(self, text: str = TEXT, **misread: str) -> Document:
        pdf = print_ledger(self.folder / "ledger.pdf", text)
        wrong = {printed.removeprefix("_"): recognised for printed, recognised in misread.items()}
        return scanned(pdf, photograph(pdf, self.folder / "ledger.png"), wrong)

    def read(
        self,
        document: Document,
        vision: Vision = "auto",
        cache: ReplyCache | None = None,
        pictures: PictureProfile | None = None,
    ) -> Reading:
        reader = LlmReader(self.stage.endpoint, MANY_ROWS, cache, QUICK, vision, pictures)
        try:
            return reader.read(document, LEDGER, FORM)
        finally:
            reader.close()

    @property
    def shown(self) -> list[ChatRequest]:
        """The requests that came with a picture of a table."""
        return [each for each in self.stage.requests if each.pictures and "rows" in each.schema["properties"]]  # type: ignore[operator]  # JSON


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Rehearsal() as stage:
        stage.always(see)
        yield Desk(stage, tmp_path)


def judged(document: Document, seen: Reading, policy: Policy = "standard") -> Verdict:
    readings = (read_layout(document, LEDGER, FORM), seen)
    return decide(FORM, readings, verify(FORM, readings, source=document), (), policy)


def test_every_value_of_a_scan_is_read_from_its_pixels(desk: Desk) -> None:
    document = desk.scan()
    reading = desk.read(document)
    assert reading.problems == ()
    assert [reading.value(path) for path in GOODS] == [3, 4, 7, 1200, 0, 1200, 5, None, 5]
    assert reading.value("lorries.lorries.0.miles") == 900
    assert reading.value("inspections.south.announced") == 2
    looked = [field for path, field in reading.fields.items() if not path.endswith(".name")]
    assert {field.leg and field.leg.looked_at for field in looked} == {picture_by(desk.stage.endpoint.model)}
    assert {field.certainty for field in looked} == {"exact"}


def test_what_was_recognised_wrongly_is_seen_rightly_and_flags_the_field(desk: Desk) -> None:
    document = desk.scan(_900="960", _3="8")
    reading = desk.read(document)
    assert reading.value("goods.apples.north") == 3
    assert reading.fields["goods.apples.north"].reasons == ("the picture shows “3” where “8” was recognised",)
    assert reading.fields["goods.apples.north"].certainty == "inferred"
    verdict = judged(document, reading)
    assert {path for path, field in verdict.fields.items() if field.status == "flagged"} >= {
        "goods.apples.north",
        "lorries.lorries.0.miles",
        "lorries.fleet.miles",
    }
    assert verdict.fields["goods.apples.south"].status == "confirmed"


def test_a_second_look_proves_the_digits_of_a_scan_but_no_place_it_was_handed(desk: Desk) -> None:
    document = desk.scan()
    reading = desk.read(document)
    standard, strict = judged(document, reading), judged(document, reading, "strict")
    assert {standard.fields[path].status for path in GOODS} == {"confirmed"}
    assert {len(standard.fields[path].legs) for path in GOODS} == {2}
    assert {strict.fields[path].reasons for path in GOODS} == {("only one reader found its place",)}


def test_blank_nought_and_nil_stay_apart(desk: Desk) -> None:
    reading = desk.read(desk.scan())
    found = [reading.fields[path] for path in ("goods.stone.south", "goods.pears.south", "lorries.lorries.1.miles")]
    assert [(field.state, field.value) for field in found] == [("blank", None), ("read", 0), ("not_applicable", None)]


def test_nothing_that_was_recognised_is_told_to_who_looks(desk: Desk) -> None:
    desk.read(desk.scan(_900="96131", _7="58217"))
    assert desk.shown
    for request in desk.shown:
        told = str(request.body["messages"][0]) + request.text  # type: ignore[index]  # JSON
        assert not {"96131", "58217", "1,200", "1200"} & set(told.replace('"', " ").split())
        assert "Apples" in told or "Surprise" in told or "Loads" in told or "Levy" in told


@pytest.mark.parametrize("grow", [1.0, 4.0], ids=["A4", "A0"])
def test_pictures_are_no_larger_than_the_model_takes(grow: float, desk: Desk) -> None:
    small = PICTURES.model_copy(update={"side": 1000, "pixels": 300_000, "legible": 20})
    reading = desk.read(desk.pdf(grow=grow), "always", pictures=small)
    sizes = [size_of(request.pictures[0]) for request in desk.shown]
    assert sizes
    assert all(800 < max(size) <= 1000 and size[0] * size[1] <= 300_000 for size in sizes)
    assert reading.value("goods.apples.total") == 7


def test_rows_that_do_not_fit_legibly_into_one_picture_are_shown_in_several(desk: Desk) -> None:
    narrow = PICTURES.model_copy(update={"side": 1568, "pixels": 130_000, "legible": 110})
    reading = desk.read(desk.scan(), pictures=narrow)
    assert len(desk.shown) > 4
    assert [reading.value(path) for path in GOODS] == [3, 4, 7, 1200, 0, 1200, 5, None, 5]


@pytest.mark.parametrize(
    "complaint",
    [
        pytest.param(fail(400, message="image_url is not supported by this model"), id="400"),
        pytest.param(fail(422, message="content: Input should be a valid string"), id="422"),
        pytest.param(fail(500, message="image input is not supported"), id="500"),
        pytest.param(lambda request: completion("I see no picture."), id="prose"),
        pytest.param(lambda request: completion('{"number": 123456}'), id="a guess"),
    ],
)
def test_a_model_that_does_not_see_reads_characters_and_says_so(complaint: Act, desk: Desk) -> None:
    desk.stage.always(blind(complaint))
    document = desk.scan()
    reading = desk.read(document)
    assert [each.message for each in reading.problems] == [NO_SECOND_LOOK]
    assert desk.shown == []
    assert [reading.value(path) for path in GOODS] == [3, 4, 7, 1200, 0, 1200, 5, None, 5]
    assert {looked_at(reading, path) for path in GOODS} == {picture_by("rapidocr")}


def looked_at(reading: Reading, path: str) -> str:
    """What the reader took a field from."""
    leg = reading.fields[path].leg
    return leg.looked_at if leg is not None else ""


def blind(complaint: Act) -> Act:
    """An endpoint that reads rows but makes nothing of pictures."""

    def act(request: ChatRequest) -> Scene:
        return complaint(request) if request.pictures else see(request)

    return act


def test_reading_the_same_recognised_characters_twice_is_no_second_opinion(desk: Desk) -> None:
    document = desk.scan()
    reading = desk.read(document, "never")
    assert {witnesses(judged(document, reading).fields[path].legs) for path in GOODS} == {(1, "one")}
    vector = desk.pdf()
    reading = desk.read(vector, "never")
    assert {witnesses(judged(vector, reading).fields[path].legs) for path in GOODS} == {(1, "stored")}
    assert {judged(vector, reading, "strict").fields[path].status for path in GOODS} == {"flagged"}


def test_a_model_is_asked_once_whether_it_sees(desk: Desk) -> None:
    document = desk.scan()
    reader = LlmReader(desk.stage.endpoint, MANY_ROWS, patience=QUICK)
    for _ in range(3):
        reader.read(document, LEDGER, FORM)
    reader.close()
    probes = [each for each in desk.stage.requests if "number" in str(each.schema["properties"])]
    assert len(probes) == 1


def test_a_busy_server_is_not_taken_for_a_blind_one(desk: Desk) -> None:
    desk.stage.always(blind(fail(503)))
    reading = desk.read(desk.scan())
    assert states(reading, *GOODS) == {"unread"}
    assert reading.problems[0].kind == "endpoint_rejected"
    assert NO_SECOND_LOOK in [each.message for each in reading.problems]


def test_never_shows_nothing_and_auto_shows_no_page_that_holds_its_characters(desk: Desk) -> None:
    desk.stage.always(blind(fail(400)))
    desk.read(desk.scan(), "never")
    desk.read(desk.pdf(), "auto")
    assert not [each for each in desk.stage.requests if each.pictures]


def test_always_shows_pages_that_hold_their_characters(desk: Desk) -> None:
    reading = desk.read(desk.pdf(), "always")
    assert [reading.value(path) for path in GOODS] == [3, 4, 7, 1200, 0, 1200, 5, None, 5]
    assert {looked_at(reading, path) for path in GOODS} == {picture_by(desk.stage.endpoint.model)}


def test_always_stops_where_the_model_does_not_see(desk: Desk) -> None:
    desk.stage.always(blind(fail(400)))
    with pytest.raises(ConfigurationError, match="sees no pictures"):
        desk.read(desk.pdf(), "always")


def test_always_reads_files_without_paper_by_their_characters(desk: Desk) -> None:
    desk.stage.always(blind(fail(400)))
    path = desk.folder / "ledger.txt"
    path.write_text(TEXT, "utf-8")
    assert desk.read(open_document(path), "always").value("goods.apples.total") == 7


def test_an_answer_about_a_picture_that_was_not_seen_is_none_and_is_not_kept(desk: Desk) -> None:
    kept = Kept()
    desk.stage.always(seeing(off=1))
    reading = desk.read(desk.scan(), cache=kept)
    assert states(reading, *GOODS) == {"unread"}
    assert "the picture was not seen" in reading.problems[0].message
    assert set(kept.values()) == {"sees"}


def zeros(rows: list[list[str | None]]) -> None:
    for row in rows:
        row[:] = ["0"] * len(row)


def test_zeros_that_were_not_seen_bear_nothing_out(desk: Desk) -> None:
    desk.stage.always(seeing(zeros))
    document = desk.scan()
    reading = desk.read(document)
    assert {field.spot for path, field in reading.fields.items() if path in GOODS} == {None}
    verdict = judged(document, reading, "strict")
    assert verdict.fields["goods.pears.south"].status == "flagged"


def test_a_cell_that_cannot_be_made_out_stays_unread(desk: Desk) -> None:
    def smudge(rows: list[list[str | None]]) -> None:
        for row in rows:
            row[0] = None
            row[1] = "1O4"

    desk.stage.always(seeing(smudge))
    reading = desk.read(desk.scan())
    found = [reading.fields[path] for path in ("goods.apples.north", "goods.apples.south")]
    assert [(field.state, field.value) for field in found] == [("unread", None)] * 2
    assert found[1].reasons == ("“1O4” was seen, which is not a number",)


def test_a_picture_that_was_paid_for_is_not_asked_again(desk: Desk) -> None:
    kept, document = Kept(), desk.scan()
    first = desk.read(document, cache=kept)
    asked = len(desk.stage.requests)
    second = desk.read(document, cache=kept)
    assert len(desk.stage.requests) == asked
    assert second.fields == first.fields
    assert (first.tokens_in > 0, second.tokens_in) == (True, 0)


def test_other_pixels_are_another_request(desk: Desk) -> None:
    kept = Kept()
    desk.read(desk.scan(), cache=kept)
    asked = len(desk.shown)
    desk.read(desk.scan(TEXT.replace("\t3\t4\t7", "\t3\t5\t8")), cache=kept)
    assert len(desk.shown) > asked


def test_what_was_seen_can_be_recorded_and_read_again_without_the_model(desk: Desk) -> None:
    recorder, document = Recorder(desk.folder / "replies.jsonl"), desk.scan()
    first = desk.read(document, cache=recorder)
    recorder.write(Made(model=desk.stage.endpoint.model, versions=("1",), address=desk.stage.endpoint.address))
    recording = load_recording(desk.folder / "replies.jsonl")
    again = LlmReader(recording, MANY_ROWS, recording).read(document, LEDGER, FORM)
    assert again.fields == first.fields


def test_that_a_model_did_not_see_is_recorded_too(desk: Desk) -> None:
    desk.stage.always(blind(fail(400)))
    recorder, document = Recorder(desk.folder / "replies.jsonl"), desk.scan()
    first = desk.read(document, cache=recorder)
    recorder.write(Made(model=desk.stage.endpoint.model, versions=("1",), address=desk.stage.endpoint.address))
    recording = load_recording(desk.folder / "replies.jsonl")
    again = LlmReader(recording, MANY_ROWS, recording).read(document, LEDGER, FORM)
    assert (again.fields, [each.kind for each in again.problems]) == (first.fields, ["no_second_look"])


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(lambda path: path.unlink(), "not there any more", id="gone"),
        pytest.param(lambda path: path.write_bytes(path.read_bytes() + b"\0"), "has changed", id="changed"),
    ],
)
def test_a_page_that_cannot_be_shown_any_more_is_not_read(
    spoil: Callable[[Path], object], said: str, desk: Desk
) -> None:
    document = desk.scan()
    assert document.path is not None
    spoil(document.path)
    reading = desk.read(document)
    assert states(reading, *GOODS) == {"unread"}
    assert said in reading.problems[0].message


def test_the_version_of_a_reading_says_whether_pages_are_shown(desk: Desk) -> None:
    versions = {LlmReader(desk.stage.endpoint, MANY_ROWS, vision=each).version(LEDGER) for each in ("auto", "never")}
    assert ["rows_picture." in version for version in sorted(versions)] in ([True, False], [False, True])


def test_whether_an_endpoint_sees_is_part_of_what_is_told_about_it(desk: Desk) -> None:
    assert describe_endpoint(desk.stage.endpoint).traits.sees is True
    desk.stage.always(blind(fail(400)))
    assert describe_endpoint(desk.stage.endpoint).traits.sees is False
