"""The truth of a damaged document is what a careful reader finds in it."""

import pytest

from extractor.evaluate.render import Rendered
from extractor.evaluate.render.damage import DAMAGES
from extractor.evaluate.sets import CaseSpec, EvalSet, load_set


@pytest.fixture(scope="module")
def chinese() -> EvalSet:
    return load_set("gov_disclosure")


def make(chosen: EvalSet, *damages: str, style: str = "tsv", figures: str = "2021:city:2", **more: object) -> Rendered:
    case = {"id": "x", "figures": figures, "style": style, "damages": damages, "seed": 1, **more}
    return chosen.case(CaseSpec.model_validate(case)).rendered


WITHIN = {"lines_once": "cells", "hidden_unshown": "html", "hidden_white": "html"}
"""The style in which a damage shows, where that is not every style."""
SMALL = ("nil_marks", "nil_signs", "zeros_blank")
OF_TWO = ("two_reports", "two_years")


def test_every_damage_comes_up_in_a_set(chinese: EvalSet) -> None:
    assert {name for case in chinese.cases for name in case.spec.damages} == set(DAMAGES)


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_every_damage_changes_the_document(chinese: EvalSet, name: str) -> None:
    style = WITHIN.get(name, "tsv")
    figures = "2021:village:2" if name in SMALL else "2021:city:2"
    second = "2021:city:3" if name in OF_TWO else ""
    whole = make(chinese, style=style, figures=figures)
    assert make(chinese, name, style=style, figures=figures, second=second).content != whole.content


@pytest.mark.parametrize(
    "name",
    [
        "full_width",
        "no_break_spaces",
        "thousands",
        "notes",
        "heading_lost",
        "headings_between",
        "row_twice",
        "labels_misread",
        "columns_renamed",
        "columns_permuted",
        "page_break",
        "table_twice",
        "table_rival",
        "hidden_unshown",
        "hidden_white",
        "two_reports",
        "two_years",
    ],
)
def test_damage_that_only_changes_the_print_leaves_the_truth(chinese: EvalSet, name: str) -> None:
    second = "2021:city:3" if name in OF_TWO else ""
    assert make(chinese, name, second=second).truth == make(chinese).truth


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


def test_a_scan_may_be_refused_and_is_accepted_only_if_all_its_damages_allow_it(chinese: EvalSet) -> None:
    assert make(chinese, "full_width", style="pdf_scan").expect == ("accept", "review", "refuse")
    assert make(chinese, "row_lost", style="pdf_scan").expect == ("review", "refuse")


def test_a_lost_cell_is_absent_and_its_row_is_shorter(chinese: EvalSet) -> None:
    whole, lost = make(chinese, style="cells"), make(chinese, "cells_lost", style="cells")
    gone = [path for path, state in lost.states.items() if state == "absent"]
    assert len(gone) == 2
    assert {path for path in whole.truth if whole.truth[path] != lost.truth[path]} == set(gone)
    assert len(lost.content.decode().splitlines()) == len(whole.content.decode().splitlines()) - 2


def test_permuted_columns_keep_each_value_under_its_heading(chinese: EvalSet) -> None:
    names = {"商业企业": "commercial", "科研机构": "research", "社会公益组织": "social", "法律服务机构": "legal"}
    whole, mixed = (make(chinese, *damages, style="cells") for damages in ((), ("columns_permuted",)))
    orders = []
    for rendered in (whole, mixed):
        lines = rendered.content.decode().splitlines()
        headings = sorted(names, key=lines.index)
        values = [rendered.truth[f"table3.new_received.{names[heading]}"] for heading in headings]
        at = lines.index("一、本年新收政府信息公开申请数量")
        row = [int(line) for line in lines[at + 1 : at + 8]]
        assert [value for value in row if value in values] == values
        orders.append(headings)
    assert orders[0] != orders[1]


def test_swapped_headings_change_the_truth_and_break_the_sums(chinese: EvalSet) -> None:
    whole, swapped = make(chinese), make(chinese, "headings_swapped")
    assert swapped.truth["table3.granted.natural"] == whole.truth["table3.granted.total"]
    assert swapped.truth["table3.granted.total"] == whole.truth["table3.granted.natural"]
    assert "accept" not in swapped.expect


def test_a_rival_table_prints_other_figures_under_the_same_title(chinese: EvalSet) -> None:
    whole, rival = make(chinese).content.decode(), make(chinese, "table_rival").content.decode()
    title = "三、收到和处理政府信息公开申请情况"
    assert (whole.count(title), rival.count(title)) == (1, 2)
    first, second = rival.split(title)[1:]
    assert first.strip() not in second


def test_hidden_digits_stand_in_the_file_but_are_not_part_of_the_truth(chinese: EvalSet) -> None:
    page = make(chinese, "hidden_unshown", style="html").content.decode()
    assert page.count('<span style="display:none">') > 20
    assert chinese.words.hostile[0] in page


def test_text_that_tells_something_else_is_the_truth_of_the_claim_alone(chinese: EvalSet) -> None:
    told = make(chinese, told={"table3.new_received.total": 4321})
    assert told.truth["prose.received"] == 4321
    assert told.truth["table3.new_received.total"] == make(chinese).truth["table3.new_received.total"] != 4321


def test_the_other_script_is_written_in_labels_and_text(chinese: EvalSet) -> None:
    page = make(chinese, "traditional").content.decode()
    assert "規範性文件" in page
    assert "规范性文件" not in page


def test_a_second_report_is_printed_whole(chinese: EvalSet) -> None:
    page = make(chinese, "two_reports", second="2019:city:3").content.decode()
    assert page.count("三、收到和处理政府信息公开申请情况") == 2
    assert "政府集中采购" in page
