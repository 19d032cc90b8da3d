"""The truth of a damaged document is what a careful reader finds in it."""

import pytest

from extractor.evaluate.render import Rendered
from extractor.evaluate.render.damage import DAMAGES
from extractor.evaluate.sets import CaseSpec, EvalSet, load_set


@pytest.fixture(scope="module")
def chinese() -> EvalSet:
    return load_set("gov_disclosure")


def make(chosen: EvalSet, *damages: str, style: str = "tsv", figures: str = "2021:city:2", seed: int = 1) -> Rendered:
    case = {"id": "x", "figures": figures, "style": style, "damages": damages, "seed": seed}
    return chosen.case(CaseSpec.model_validate(case)).rendered


def test_every_damage_comes_up_in_a_set(chinese: EvalSet) -> None:
    assert {name for case in chinese.cases for name in case.spec.damages} == set(DAMAGES)


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_every_damage_changes_the_document(chinese: EvalSet, name: str) -> None:
    style = "cells" if name == "lines_once" else "tsv"
    figures = "2021:village:2" if name == "nil_marks" else "2021:city:2"
    whole = make(chinese, style=style, figures=figures)
    assert make(chinese, name, style=style, figures=figures).content != whole.content


@pytest.mark.parametrize(
    "name", ["full_width", "no_break_spaces", "thousands", "notes", "heading_lost", "headings_between", "row_twice"]
)
def test_damage_that_only_changes_the_print_leaves_the_truth(chinese: EvalSet, name: str) -> None:
    assert make(chinese, name).truth == make(chinese).truth


def test_a_blanked_zero_is_blank_and_not_zero(chinese: EvalSet) -> None:
    whole, blanked = make(chinese), make(chinese, "zeros_blank")
    zeros = [path for path, value in whole.truth.items() if value == 0 and path.startswith("table")]
    assert zeros
    assert all(blanked.truth[path] is None and blanked.states[path] == "blank" for path in zeros)
    assert 0 not in {value for path, value in blanked.truth.items() if path.startswith("table")}


def test_a_nil_mark_is_neither_a_blank_nor_a_value(chinese: EvalSet) -> None:
    marked = make(chinese, "nil_marks", figures="2021:village:2")
    paths = [path for path, state in marked.states.items() if state == "not_applicable"]
    assert paths
    assert all(marked.truth[path] is None for path in paths)
    assert marked.content.decode().count("/") >= len(paths)


def test_a_lost_row_is_absent(chinese: EvalSet) -> None:
    whole, lost = make(chinese), make(chinese, "row_lost")
    assert len(set(whole.states) - set(lost.states)) == 7
    assert lost.expect == ("review",)


def test_swapped_rows_keep_their_values(chinese: EvalSet) -> None:
    whole, swapped = make(chinese), make(chinese, "rows_swapped")
    assert dict(whole.truth) == dict(swapped.truth)
    assert whole.content != swapped.content


def test_swapped_components_change_their_numbers() -> None:
    foia = load_set("us_foia")
    whole, swapped = (make(foia, *names, figures="annual:large:3") for names in ((), ("rows_swapped",)))
    names = [[r.truth[f"requests.components.{n}.name"] for n in range(9)] for r in (whole, swapped)]
    assert sorted(map(str, names[0])) == sorted(map(str, names[1]))
    assert whole.truth != swapped.truth


def test_nothing_after_the_cut_is_expected(chinese: EvalSet) -> None:
    cut = make(chinese, "cut_off")
    assert not [path for path in cut.truth if path.startswith("table4")]
    assert "行政复议、行政诉讼" not in cut.content.decode()


def test_after_a_crawler_removed_repeated_lines_nothing_is_expected(chinese: EvalSet) -> None:
    once = make(chinese, "lines_once", style="cells", figures="2021:village:3")
    lines = once.content.decode().splitlines()
    assert len(lines) == len(set(lines))
    assert {value for path, value in once.truth.items() if path.startswith("table")} == {None}


def test_hostile_lines_change_no_figure(chinese: EvalSet) -> None:
    whole, hostile = make(chinese), make(chinese, "hostile")
    assert whole.truth == hostile.truth
    assert all(line in hostile.content.decode() for line in chinese.words.hostile)


def test_a_document_may_be_accepted_only_if_all_its_damages_allow_it(chinese: EvalSet) -> None:
    assert make(chinese, "full_width", "row_lost").expect == ("review",)
    assert make(chinese, "notes", "full_width").expect == ("accept", "review")
    assert make(chinese, "notes", "cut_off").expect == ("review", "refuse")


def test_a_scan_is_refused_whatever_its_damages(chinese: EvalSet) -> None:
    assert make(chinese, "full_width", style="pdf_scan").expect == ("refuse",)
