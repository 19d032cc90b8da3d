"""What the review screen shows: the row as a grid, the page around the place, the head line, and both languages."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from textual.command import CommandList
from textual.pilot import Pilot

from extractor.documents import open_document
from extractor.errors import ConfigurationError
from extractor.evidence.sentences import SWITCH, speak, spoken
from extractor.readers.reading import Spot
from extractor.review.session import ReviewSession
from extractor.review.spoken_words import sentence
from extractor.review.tui.key_bindings import KEYMAP, commands, key_of
from extractor.review.tui.keymap_page import with_keymap
from extractor.review.tui.place_crop import PlaceCrop
from extractor.review.tui.review_app import ReviewApp
from extractor.route import Result
from extractor.store import Store
from tests.house import ROOT
from tests.printed_ledger import print_ledger
from tests.review_desk import CONSISTENT, END, PROCESSED, contradictory, misread, paper, put, unsure
from tests.test_review_tui import LARGE, SMALL, app_on, keys, screen_text

pytestmark = pytest.mark.slow

SIZES = [SMALL, (120, 36), (200, 50)]


@pytest.fixture(autouse=True)
def own_keys() -> Iterator[None]:
    commands.cache_clear()
    yield
    commands.cache_clear()


def grid_of(app: ReviewApp) -> list[str]:
    row = app.query_one("#row")
    lines = screen_text(app).splitlines()[row.region.y : row.region.bottom]
    return [line[row.region.x :].rstrip() for line in lines]


@pytest.mark.parametrize("size", SIZES)
async def test_the_row_of_the_field_is_a_grid_with_its_sum(store: Store, tmp_path: Path, size: tuple[int, int]) -> None:
    contradictory(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=size) as pilot:
        await keys(pilot)
        headings, row = grid_of(app)
    assert "AGENCY" in row and row.endswith("✗-6") and row.count("[") == 1
    assert "Processed" in headings or "⋯" in headings


@pytest.mark.parametrize("size", SIZES)
async def test_a_wide_row_never_hides_what_is_asked_about(store: Store, tmp_path: Path, size: tuple[int, int]) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    put(store, tmp_path, "keys.txt", text, unsure(reading, "dispositions.overall.improper"))
    app = app_on(store)
    async with app.run_test(size=size) as pilot:
        await keys(pilot)
        (row,) = [line for line in grid_of(app) if "[0]" in line]
        width = app.query_one("#row").region.width
    assert len(row) <= width


async def test_the_head_line_says_how_far_it_is_and_how_long_it_takes(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    contradictory(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=LARGE) as pilot:
        await keys(pilot)
        before = screen_text(app).splitlines()[0]
        await keys(pilot, *"1204", "enter")
        after = screen_text(app).splitlines()[0]
    assert re.match(r" queue 1/2 · misread.txt ── 4 flags · rules \d+ of \d+ ── ", before) and "s/field" not in before
    assert re.match(r" queue 2/2 · contradictory.txt ── \d+ flags? · rules \d+ of \d+ ── ", after)
    assert re.search(r" ── \d+\.\d s/field · ~\d+ min left", after)


def on_paper(store: Store, tmp_path: Path) -> Result:
    """A doubtful field that stands on a page."""
    path = print_ledger(tmp_path / "ledger.pdf")
    document = open_document(path)
    word = next(word for word in document.words if word.text == "12.50")
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, unsure(reading, END, spot=Spot.of(word.place)))
    moved = result.model_copy(update={"document": path.name, "path": str(path), "sha256": document.sha256})
    filed = store.filed(result.sha256, "us_foia")
    assert filed is not None
    store.save(replace(filed.outcome, result=moved))
    return moved


@pytest.mark.parametrize("no_color", ["", "1"], ids=["colours", "none"])
@pytest.mark.parametrize("size", SIZES)
async def test_the_page_around_the_place_is_always_in_view(
    no_color: str, size: tuple[int, int], store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color) if no_color else monkeypatch.delenv("NO_COLOR", raising=False)
    result = on_paper(store, tmp_path)
    app = ReviewApp(ReviewSession(store, "anna", document=result.document), settle=0)
    async with app.run_test(size=size) as pilot:
        await keys(pilot)
        await app.workers.wait_for_complete()
        await keys(pilot)
        crop = app.query_one(PlaceCrop)
        lines = screen_text(app).splitlines()[crop.region.y : crop.region.bottom]
        assert crop.display and crop.region.height >= 4
    assert sum(line.count(block) for line in lines for block in "▀▄█") > (15 if no_color else 80)


async def test_a_field_of_a_text_has_no_crop(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot)
        assert not app.query_one(PlaceCrop).display


async def test_q_in_the_value_line_of_a_number_is_no_trap(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, *"12", "q")
        assert app.query_one("#value").value == ""  # type: ignore[attr-defined]  # the line is an Input
        await keys(pilot, "q")
    assert app.return_code == 0 and store.edits(result.sha256, "us_foia") == ()


async def test_the_screen_speaks_chinese(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "zh")
    misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=LARGE) as pilot:
        await keys(pilot, "c")
        asked = screen_text(app)
        await keys(pilot, "escape", "question_mark")
        helped = screen_text(app)
    assert "此处印的是 1,204" in asked and "待定（" in asked and "文件（1）" in asked and "规则 " in asked
    assert "确认：所示的值即文件所载" in helped


def test_every_sentence_is_there_in_both_languages_with_the_same_gaps() -> None:
    for path in (ROOT / "extractor" / "review").glob("**/*wording.toml"):
        for name in tomllib.loads(path.read_text("utf-8")):
            gaps = [set(re.findall(r"\{(\w+)", sentence(name, language))) for language in ("en", "zh")]
            assert gaps[1] <= gaps[0], name


def test_the_language_is_that_of_the_locale_where_nobody_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for asked, locale, wanted in (("", "zh_CN.UTF-8", "zh"), ("en", "zh_CN.UTF-8", "en"), ("", "de_DE.UTF-8", "en")):
        monkeypatch.setenv(SWITCH, asked)
        monkeypatch.setenv("LC_ALL", locale)
        speak()
        assert spoken() == wanted
    speak("zh")
    assert spoken() == "zh"


async def test_keys_of_ones_own_take_the_place_of_ours(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "keymap.toml"
    own.write_text('illegible = "y"\n')
    monkeypatch.setenv(KEYMAP, str(own))
    result = misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=SMALL) as pilot:
        await keys(pilot, "k", "enter")
        assert store.edits(result.sha256, "us_foia") == ()
        await keys(pilot, "escape", "y", "enter")
    assert [edit.state for edit in store.edits(result.sha256, "us_foia")] == ["illegible"]
    assert key_of("illegible") == "y"


@pytest.mark.parametrize("written", ['skip = "c"', 'skip = "7"', 'fly = "y"', "skip = 3", "skip =", 'skip = "d"'])
def test_a_keymap_that_is_none_is_refused(written: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "keymap.toml"
    own.write_text(written)
    monkeypatch.setenv(KEYMAP, str(own))
    with pytest.raises(ConfigurationError):
        commands()


def test_the_keymap_in_the_docs_is_the_one_of_the_screen() -> None:
    page = (ROOT / "docs" / "review.md").read_text("utf-8")
    assert with_keymap(page) == page


async def test_the_command_palette_lists_what_the_keys_do(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=LARGE) as pilot:
        titles = [each.title for each in app.get_system_commands(app.screen)]
        assert any("illegible" in title for title in titles) and len(titles) > 25
        await app._run_command("illegible")
        await keys(pilot, "k")
    assert [edit.path for edit in store.edits(result.sha256, "us_foia")] == [PROCESSED]


async def test_the_command_palette_says_where_nothing_is_found(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=LARGE) as pilot:
        await keys(pilot, "ctrl+p", *"illegible")
        found = await _listed(app, pilot)
        assert found and all("illegible" in each for each in found)
        await keys(pilot, *"zzz")
        assert await _listed(app, pilot) == ["no command is called anything like this"]


async def _listed(app: ReviewApp, pilot: Pilot[None]) -> list[str]:
    await app.workers.wait_for_complete()
    await pilot.pause(0.3)
    return [str(each.prompt).strip() for each in app.screen.query_one(CommandList).options]


async def click_in_marked_line(app: ReviewApp, pilot: Pilot[None], words: str, further: int = 0) -> None:
    await keys(pilot)
    rows = screen_text(app).splitlines()
    at = next(number for number, row in enumerate(rows) if "▶" in row)
    await pilot.click(offset=(rows[at].index(words) + further, at))
    await keys(pilot)


async def test_a_click_on_a_printed_number_takes_it(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=LARGE) as pilot:
        await click_in_marked_line(app, pilot, "1,204", 2)
    (edit,) = store.edits(result.sha256, "us_foia")
    after = store.result(result.sha256)
    assert (edit.path, edit.value) == (PROCESSED, 1204) and edit.spot is not None
    assert after is not None and after.status == "accepted" and after.verdict is not None
    text = Path(result.path).read_text("utf-8")
    assert edit.spot.span is not None and text[slice(*edit.spot.span)] == "1,204"


async def test_a_click_beside_a_number_takes_nothing(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    app = app_on(store)
    async with app.run_test(size=LARGE) as pilot:
        await click_in_marked_line(app, pilot, "AGENCY")
    assert store.edits(result.sha256, "us_foia") == ()
