"""A slice of the adversarial tables (specimens/adversarial.py): what diagnosis must find out, kind by kind."""

from collections.abc import Mapping, Sequence
from functools import cache
from random import Random

import pytest

from extractor.schemas.registry import load_schema
from extractor.verify.diagnose import diagnose
from specimens.adversarial import KINDS, SIZES, Layout, consistent, damaged, layout_of, specimens
from specimens.diagnosis_score import WITNESSES, DiagnosisScore, judge

pytestmark = pytest.mark.slow

TABLES = 252
MORE = 120
"""Tables of each kind with one, two or three wrong cells, beyond the slice: shares of few tables say little."""

SEED = 2
BOTH = "rules + place + second reader"


@cache
def form_2021() -> Layout:
    return layout_of(load_schema("gov_disclosure").form("2021"), without=frozenset({"other_all"}))


@cache
def scores() -> Mapping[tuple[str, str], Sequence[DiagnosisScore]]:
    found: dict[tuple[str, str], list[DiagnosisScore]] = {}
    for specimen in specimens(form_2021(), TABLES, SEED):
        for witnesses, (place, second) in WITNESSES.items():
            found.setdefault((witnesses, specimen.kind), []).append(judge(form_2021(), specimen, place, second))
    return found


def more(kind: str) -> list[DiagnosisScore]:
    """The scores of a kind with all witnesses, in the slice and beyond it."""
    sizes = tuple(SIZES)
    beyond = [damaged(form_2021(), kind, sizes[n % len(sizes)], Random(f"more:{kind}:{n}")) for n in range(MORE)]
    return [*scores()[BOTH, kind], *(judge(form_2021(), each, True, True) for each in beyond)]


def share(found: Sequence[DiagnosisScore], name: str) -> float:
    return sum(bool(getattr(score, name)) for score in found) / len(found)


@pytest.mark.parametrize("witnesses", WITNESSES)
def test_nothing_wrong_is_ever_called_certain(witnesses: str) -> None:
    wrong = {kind: sum(score.wrong for score in scores()[witnesses, kind]) for kind in KINDS}
    assert not any(wrong.values()), wrong


def test_every_kind_is_detected_once_place_and_second_reader_are_on() -> None:
    assert {kind: share(scores()[BOTH, kind], "detected") for kind in KINDS} == dict.fromkeys(KINDS, 1.0)


def test_one_wrong_cell_is_certain_and_exact() -> None:
    assert share(more("one cell"), "certain") >= 0.99


@pytest.mark.parametrize("kind", ["two cells", "three cells"])
def test_the_first_explanation_of_two_and_three_wrong_cells_is_the_true_one(kind: str) -> None:
    assert share(more(kind), "exact") >= 0.97


def test_arithmetic_alone_names_a_single_wrong_cell_and_never_proves_it() -> None:
    found = scores()["rules", "one cell"]
    assert share(found, "named") == 1.0
    assert share(found, "certain") == 0.0


def test_a_source_that_contradicts_itself_is_called_so_and_nothing_else_is() -> None:
    assert share(scores()[BOTH, "source"], "named") >= 0.8
    for kind in KINDS:
        if kind != "source":
            blamed = [
                specimen
                for specimen in specimens(form_2021(), 28, SEED)
                if specimen.kind == kind
                and (found := diagnose(form_2021().case(specimen, True, True))) is not None
                and any(group.kind == "source_inconsistent" for group in found.groups)
            ]
            assert blamed == []


@pytest.mark.parametrize("size", SIZES)
def test_a_consistent_table_has_no_diagnosis(size: str) -> None:
    layout = form_2021()
    for seed in range(5):
        specimen = damaged(layout, "one cell", size, Random(seed))
        figures = consistent(layout, size, Random(seed))
        sound = type(specimen)("sound", size, figures, figures, figures, frozenset(layout.paths))
        assert diagnose(layout.case(sound, True, True)) is None


def test_the_tables_are_made_from_the_rules_of_any_form() -> None:
    layout = layout_of(load_schema("us_foia").form("annual"), repeats=4)
    for specimen in specimens(layout, len(KINDS), SEED):
        assert not judge(layout, specimen, True, True).wrong
