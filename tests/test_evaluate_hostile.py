"""The set of traps: many different documents of every kind, the same every time, each with a truth that holds."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from extractor.documents.opening.guarded import open_guarded
from extractor.evaluate.eval_report import EvalReport
from extractor.evaluate.families import set_packs
from extractor.evaluate.folder import evals_folder
from extractor.evaluate.render.traps.trap_kinds import TRAPS
from extractor.evaluate.render.traps.written import TRAP_STYLES
from extractor.evaluate.score import CaseScore
from extractor.evaluate.sets import EvalCase, load_set
from extractor.evaluate.trap_report import KindScore, gate_reasons
from extractor.schemas.registry import schema_names
from tests.typed_commands import extractor

pytestmark = pytest.mark.slow

AT_LEAST = 30
DRAWN = 6
SET = load_set("hostile")
AGAIN = {case.spec.id: case for case in load_set("hostile").cases}
BY_KIND = {kind: [case for case in SET.cases if case.spec.kind == kind] for kind in TRAPS}


def some(kind: str, number: int) -> Iterator[EvalCase]:
    """A few cases of a kind, the same every time."""
    yield from Random(kind).sample(BY_KIND[kind], number)


def test_the_set_has_three_thousand_documents_and_every_kind() -> None:
    assert len(SET.cases) >= 3000
    assert {case.spec.kind for case in SET.cases} == set(TRAPS)
    assert min(len(cases) for cases in BY_KIND.values()) >= AT_LEAST
    assert max(Counter(case.spec.id for case in SET.cases).values()) == 1


def test_every_kind_comes_in_every_style_that_can_carry_it() -> None:
    missing = {
        kind: set(trap.styles) - {case.spec.style for case in BY_KIND[kind]} - _refused(kind)
        for kind, trap in TRAPS.items()
    }
    assert {kind: styles for kind, styles in missing.items() if styles} == {}


def _refused(kind: str) -> set[str]:
    (spec,) = (spec for spec in SET.file.kinds if spec.kind == kind)
    return set(TRAPS[kind].styles) - set(spec.styles) if spec.styles else set()


def test_undamaged_reports_come_in_every_style() -> None:
    assert {case.spec.style for case in BY_KIND["undamaged"]} == set(TRAP_STYLES)


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(TRAPS))
def test_every_kind_makes_different_documents(kind: str) -> None:
    assert len({case.rendered.content for case in some(kind, DRAWN)}) == DRAWN


@pytest.mark.parametrize("kind", sorted(TRAPS))
def test_equal_seeds_give_equal_bytes_and_a_truth_that_holds_together(kind: str) -> None:
    for case in some(kind, 3):
        made, other = case.rendered, AGAIN[case.spec.id].rendered
        assert made.content == other.content
        assert (made.truth, made.states, made.expect) == (other.truth, other.states, other.expect)
        assert set(made.truth) == set(made.states)
        assert {path for path in made.truth if made.states[path] == "read"} == {
            path for path, value in made.truth.items() if value is not None
        }
        for path in (*made.truth, *made.also, *made.valueless, *made.unsettled):
            case.order.form.field(path)
        if made.valueless or made.unsettled:
            assert "accept" not in made.expect


@pytest.mark.parametrize("kind", sorted(TRAPS))
def test_a_sample_of_every_kind_opens(kind: str, tmp_path: Path) -> None:
    for case in some(kind, 2):
        file = tmp_path / case.rendered.name
        file.write_bytes(case.rendered.content)
        assert open_guarded(file).text.strip()


def test_the_schemas_of_the_set_are_known_to_nobody_else() -> None:
    before = schema_names()
    with set_packs(evals_folder() / "hostile"):
        assert set(schema_names()) > set(before)
    assert schema_names() == before
    assert not {"lido", "ferry_ledger", "granary"} & set(before)


def test_the_command_prints_a_line_for_every_kind_and_ends_as_the_gate_stands(tmp_path: Path) -> None:
    cache = {"EXTRACTOR_CACHE_DIR": str(tmp_path)}
    told = extractor(tmp_path, "eval", "hostile", "--readers", "layout", "--limit", "6", "--json", **cache)
    report = EvalReport.model_validate_json(told.out)
    assert [kind.kind for kind in report.kinds] == [spec.kind for spec in SET.file.kinds[:6]]
    assert [kind.n for kind in report.kinds] == [1] * 6
    reasons = gate_reasons(report.kinds)
    assert told.code == bool(reasons)
    assert all(kind.kind in told.err for kind in report.kinds if kind.closed)
    shown = extractor(tmp_path, "eval", "hostile", "--readers", "layout", "--limit", "3", **cache)
    assert "traps by kind" in shown.out and "undamaged" in shown.out


def test_the_page_about_sets_names_every_kind() -> None:
    page = (evals_folder() / "README.md").read_text("utf-8")
    assert [kind for kind in TRAPS if f"| `{kind}` |" not in page] == []


def score(case: EvalCase, **changes: object) -> CaseScore:
    """A case that went well, but for the changes."""
    well = {
        "case": case.spec.id, "style": case.spec.style, "damages": (), "expect": ("review",), "outcome": "review",
        "fields": 4, "right": 4, "mistakes": (), "to_review": 1, "states_wrong": 0, "printed_numbers": 0,
        "accounted": 0, "cpu_seconds": 0.0, "kind": case.spec.kind, "confirmed": 3, "unproven": 1,
    }  # fmt: skip
    return CaseScore.model_validate({**well, **changes})


def test_the_gate_closes_on_one_confirmed_field_and_on_one_accepted_document() -> None:
    case = BY_KIND["struck"][0]
    well = KindScore.of("struck", [score(case)])
    assert not gate_reasons([well])
    assert (well.rightly_flagged.hits, well.rightly_flagged.n, well.to_person.hits) == (1, 1, 1)
    assert gate_reasons([KindScore.of("struck", [score(case), score(case, confirmed_wrong=1)])])
    assert gate_reasons([KindScore.of("struck", [score(case), score(case, outcome="accept")])])
