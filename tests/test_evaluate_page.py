"""The page of an evaluation: its numbers, its sources, and that a hostile document stays text in it."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from lxml import html

from extractor.cli.eval_options import EvalOptions
from extractor.cli.evaluating import evaluate
from extractor.evaluate import EvalReport, evaluate_set, load_set
from extractor.evaluate.report_page import Seen, Witness, page
from extractor.evaluate.report_page.markup import Markup, tag, text
from extractor.evaluate.report_page.rows import FormRows
from extractor.evidence import DoubtKind, doubt
from extractor.readers.reading import Spot
from extractor.route import FieldVerdict, Result, Verdict
from extractor.run.pipeline import Job, Task, process
from extractor.run.reader_set import read_with_layout
from extractor.run.selection import group_by_content
from extractor.schemas.form import Schema
from extractor.schemas.registry import load_schema
from extractor.store.entries import Outcome
from tests.chromium_page import CHROMIUM, opened

pytestmark = pytest.mark.slow

CASES = [
    {"id": "good", "figures": "r:village:1", "style": "tsv"},
    {"id": "lost", "figures": "r:village:2", "style": "html", "damages": ["row_lost"]},
    {"id": "misread", "figures": "r:county:3", "style": "pipe_rows"},
    {"id": "paper", "figures": "r:county:5", "style": "pdf_ruled", "damages": ["rows_swapped"]},
    {"id": "picture", "figures": "r:village:4", "style": "pdf_scan", "scan": {"dpi": 60}},
]
HOSTILE = "<script>document.title='taken'</script><img src=x onerror=alert(1)>\u202e'\"&"


@dataclass(frozen=True)
class Shown:
    """A page with what it was made from."""

    report: EvalReport
    schema: Schema
    seen: dict[str, Seen]
    text: str

    @property
    def tree(self) -> html.HtmlElement:
        return parsed(self.text)


def parsed(text: str) -> html.HtmlElement:
    return html.document_fromstring(text)


@pytest.fixture(scope="module")
def own_set(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set of five cases: one of each way to end."""
    bundled = load_set("gov_disclosure")
    made = tmp_path_factory.mktemp("sets") / "own"
    made.mkdir()
    file = {"schema_name": "gov_disclosure", "title": "five ways to end", "cases": CASES}
    (made / "set.json").write_text(json.dumps(file), "utf-8")
    (made / "words.json").write_text(bundled.words.model_dump_json(), "utf-8")
    (made / "recipes.json").write_text(json.dumps({"r": bundled.recipes["2021"].model_dump()}), "utf-8")
    return made


def read(path: Path) -> Sequence[Outcome]:
    """The layout reader, which misreads one figure of one document after everything has been checked."""
    job = Job(("gov_disclosure",))
    outcomes = [process(Task(content), job, read_with_layout) for content in group_by_content([path])]
    return [_misread(each) for each in outcomes] if path.stem == "misread" else outcomes


def _misread(outcome: Outcome) -> Outcome:
    verdict = outcome.result.verdict
    assert verdict is not None
    path = "table3.granted.natural"
    wrong = verdict.fields[path].model_copy(update={"value": 987654})
    changed = verdict.model_copy(update={"fields": {**verdict.fields, path: wrong}})
    return replace(outcome, result=outcome.result.model_copy(update={"verdict": changed}))


@pytest.fixture(scope="module")
def shown(own_set: Path, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EXTRACTOR_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        witness = Witness(read)
        report = evaluate_set(str(own_set), witness)
    schema = load_schema("gov_disclosure")
    return Shown(report, schema, witness.seen, page(report, schema, witness.seen))


def words(element: html.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def case_named(shown: Shown, name: str) -> html.HtmlElement:
    found = [each for each in shown.tree.xpath("//details[contains(@class, 'case')]") if name in words(each)]
    assert len(found) == 1
    return found[0]


def test_the_headline_numbers_of_the_report_stand_on_the_page_with_their_n(shown: Shown) -> None:
    total = shown.report.total
    cards = words(shown.tree.get_element_by_id("numbers"))
    assert total.false_success.hits == 1
    for rate in (
        total.false_success,
        total.confirmed_wrong,
        total.review_load,
        total.completeness,
        total.exact,
        total.met,
    ):
        assert rate.share is not None
        assert f"{rate.share:.2%} {rate.hits} of {rate.n} 95 % interval {rate.low:.2%} to {rate.high:.2%}" in cards


def test_every_failing_and_every_reviewed_case_is_listed_and_no_other(shown: Shown) -> None:
    listed = [words(each) for each in shown.tree.xpath("//details[contains(@class, 'case')]/summary")]
    expected = [case.case for case in shown.report.cases if not (case.accepted and case.met and not case.mistakes)]
    assert len(expected) == 4
    assert len(listed) == len(expected)
    assert all(any(name in line for line in listed) for name in expected)


def test_a_false_success_comes_first_with_its_place_marked_beside_truth_and_reading(shown: Shown) -> None:
    mistake = next(case for case in shown.report.cases if case.false_success).mistakes[0]
    first = shown.tree.xpath("//details[contains(@class, 'case')]")[0]
    assert "false success" in words(first)
    assert [words(each) for each in first.xpath(".//mark[@class='wrong']")] == [f"{mistake.truth} 1"]
    values = [words(each) for each in first.xpath(".//td[@class='v']")]
    assert values == [str(mistake.truth), "987654"]


def test_a_field_that_was_not_found_is_shown_where_its_row_would_stand_or_named(shown: Shown) -> None:
    lost = case_named(shown, "lost.html")
    assert "was not found" in words(lost)
    assert "no value printed, flagged" in words(lost)


def test_a_case_shows_what_is_doubted_by_kind_and_weight(shown: Shown) -> None:
    assert "row missing: decisive · not read: decisive" in words(case_named(shown, "lost.html"))


def test_every_kind_of_doubt_has_a_line_with_its_figures(shown: Shown) -> None:
    lines = [words(each) for each in shown.tree.get_element_by_id("doubts").xpath(".//tbody/tr")]
    assert len(lines) == sum(each.kind is not None for each in shown.report.doubts) > 1
    (missing,) = (each for each in shown.report.doubts if each.kind is DoubtKind.ROW_MISSING)
    many, documents = missing.fires.hits, missing.documents
    assert any(line.startswith(f"row missing decisive {many} {documents} ") for line in lines)
    assert words(shown.tree.get_element_by_id("doubts").xpath(".//tfoot")[0]).startswith("without any doubt")


def test_a_pdf_shows_the_lines_of_its_text(shown: Shown) -> None:
    assert case_named(shown, "paper.pdf").xpath(".//pre//mark")


def test_a_picture_that_is_too_poor_has_every_field_to_look_at(shown: Shown) -> None:
    assert "220 of 220 fields to look at" in words(case_named(shown, "picture.pdf"))


def test_numbers_of_the_list_lead_to_marks_that_are_there(shown: Shown) -> None:
    ids = set(shown.tree.xpath("//@id"))
    targets = [link[1:] for link in shown.tree.xpath("//a/@href")]
    marks = [target for target in targets if target.startswith("m") and target != "main"]
    assert marks
    assert len(ids) == len(shown.tree.xpath("//@id"))
    assert set(targets) <= ids


def test_the_page_asks_for_nothing_from_anywhere(shown: Shown) -> None:
    policy = shown.tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'")
    assert not shown.tree.xpath("//link | //img | //iframe | //object | //script[@src]")
    assert all(each.startswith("#") for each in shown.tree.xpath("//@href"))
    assert not shown.tree.xpath("//@src | //@style | //@onclick | //@onload")
    assert re.findall(r"url\(|@import|https?://", "".join(shown.tree.xpath("//style/text() | //script/text()"))) == []


def test_every_row_of_the_form_stands_in_the_map_of_fields_and_styles(shown: Shown) -> None:
    heads = [words(each) for each in shown.tree.xpath("//table[@class='heat']//th[@scope='row']/span")]
    rows = [row for row in FormRows.of(shown.schema).rows if "2021" in row.forms]
    assert [head for head in heads if head in {row.label for row in rows}] == heads
    assert len(heads) == len(rows)


def test_the_map_counts_a_mistake_nobody_was_asked_about(shown: Shown) -> None:
    row = shown.tree.xpath("//table[@class='heat']//tr[th/span[text()='（一）予以公开']]")[0]
    counted = row.xpath("./td[contains(@title, '1 of them not flagged')]")
    assert [words(each) for each in counted] == ["· ‼1"]


def test_markup_escapes_whatever_it_is_given() -> None:
    made = tag("p", HOSTILE, title=HOSTILE)
    assert "<script" not in made
    assert "<img" not in made
    assert "‹U+202E›" in made
    assert html.fragment_fromstring(made).text == HOSTILE.replace("\u202e", "‹U+202E›")
    assert text("a\x00b") == "a‹U+0000›b"
    assert isinstance(tag("b", tag("i", "x")), Markup)


def hostile_page(shown: Shown, folder: Path) -> str:
    """The page of a document whose text, value, quote, reason and name are all hostile."""
    path = folder / "good.txt"
    path.write_text(f"before\n规章\t{HOSTILE}\t7\nafter\n", "utf-8")
    score = next(case for case in shown.report.cases if case.case.startswith("misread"))
    field = FieldVerdict(
        path="table3.granted.natural",
        label=HOSTILE,
        value=HOSTILE,
        state="read",
        status="flagged",
        spot=Spot(page=1, span=(10, 10 + len(HOSTILE))),
        quote=HOSTILE,
        readers={},
        doubts=(doubt(DoubtKind.TOLD_BEFORE, HOSTILE),),
    )
    verdict = Verdict(status="review", form="2021", fields={field.path: field}, findings=(), unused=())
    result = Result(document="d", path="", sha256="", status="review", form="2021", verdict=verdict)
    mistake = score.mistakes[0].model_copy(update={"read": HOSTILE})
    case = score.model_copy(update={"case": HOSTILE, "outcome": "review", "mistakes": (mistake,), "style": HOSTILE})
    report = EvalReport.of(HOSTILE, "digest", "1", HOSTILE, [case])
    return page(report, shown.schema, {HOSTILE: Seen(path, (result,))})


def test_a_hostile_document_stays_text(shown: Shown, tmp_path: Path) -> None:
    made = hostile_page(shown, tmp_path)
    tree = parsed(made)
    assert len(tree.xpath("//script")) == 1
    assert not tree.xpath("//img | //@onerror")
    assert HOSTILE.partition("\u202e")[0] in "".join(tree.xpath("//mark//text()"))
    assert HOSTILE.replace("\u202e", "‹U+202E›") in "".join(tree.xpath("//text()"))
    assert "\u202e" not in made


def test_a_long_line_is_shortened_around_its_places(shown: Shown, tmp_path: Path) -> None:
    path = tmp_path / "misread.md"
    path.write_text("x" * 1_000_000 + "7" + "y" * 1_000_000, "utf-8")
    seen = shown.seen["misread.md"]
    made = page(shown.report, shown.schema, {"misread.md": Seen(path, seen.results)})
    assert len(made) < 500_000


def test_without_what_was_seen_the_cases_are_listed_all_the_same(shown: Shown) -> None:
    tree = parsed(page(shown.report, shown.schema, {}))
    assert len(tree.xpath("//details[contains(@class, 'case')]")) == 4
    assert "No result was kept" in words(tree)


def test_the_command_writes_the_page(own_set: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_CACHE_DIR", str(tmp_path / "cache"))
    target = tmp_path / "out.html"
    evaluate([str(own_set)], EvalOptions(limit=2, report=target, as_json=True), {"readers": "layout"})
    assert parsed(target.read_text("utf-8")).get_element_by_id("numbers") is not None


needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")


@needs_chromium
@pytest.mark.slow
def test_in_a_browser_the_page_fits_its_window_and_breaks_no_rule_of_its_own(shown: Shown, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text(shown.text, "utf-8")
    with opened(target) as browser:
        for width in (1280, 400):
            browser.load(width)
            assert browser.value("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert browser.console == []
        assert {address.partition(":")[0] for address in browser.requests} == {"file"}


@needs_chromium
@pytest.mark.slow
def test_in_a_browser_a_hostile_document_runs_nothing(shown: Shown, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text(hostile_page(shown, tmp_path), "utf-8")
    with opened(target) as browser:
        browser.load()
        assert browser.value("document.title !== 'taken' && document.images.length === 0")
        assert browser.console == []


@needs_chromium
@pytest.mark.slow
def test_in_a_browser_keys_reach_the_skip_link_the_theme_and_a_case(shown: Shown, tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text(shown.text, "utf-8")
    with opened(target) as browser:
        browser.load(dark=True)
        dark = "getComputedStyle(document.body).backgroundColor"
        assert browser.value(dark) == "rgb(20, 22, 26)"
        browser.press("Tab", 9)
        assert browser.value("document.activeElement.getAttribute('href')") == "#main"
        browser.press("Tab", 9)
        browser.press("Enter", 13)
        assert browser.value("document.activeElement.textContent") == "Theme: light"
        assert browser.value(dark) == "rgb(255, 255, 255)"
        browser.value("document.querySelector('details.case summary').focus()")
        opened_before = browser.value("document.querySelector('details.case').open")
        browser.press("Enter", 13)
        assert browser.value("document.querySelector('details.case').open") is not opened_before
