"""The identities of the US FOIA report, and that every published inconsistency is reported."""

import ast

import pytest

from extractor.readers.reading import Reading
from extractor.route import decide
from extractor.schemas.form import Value
from extractor.verify import verify
from extractor.verify.finding import Finding
from tests.built_readings import FOIA, Figures, reading_of
from tests.shared_truth import SharedTruth, shared_foia

FILES = shared_foia()
CLEAN = ("cfpb-2018", "ncua-2013", "sec-2020", "tva-2017")
SECTIONS = {
    "ProcessedRequestSection": "requests",
    "ProcessedAppealSection": "appeals",
    "ProcessedConsultationSection": "consultations",
}
FLOW = ("pending_start", "received", "processed", "pending_end")
NOT_PRINTED = ("usps-2014", ("ProcessedAppealSection", "component-sum", "3", "(38, 3)"))
"""The document does not print the component with which its components would add up to 38."""
needs_files = pytest.mark.skipif(not FILES, reason="the folder with public documents is not there")


def figures_of(truth: SharedTruth) -> Figures:
    return {"agency": truth.agency, "year": truth.year, **truth.expected}


def as_printed(figures: Figures) -> Reading:
    """A reading of figures in which an overall row without any number is not there: such a row is not printed."""
    rows: dict[str, list[str]] = {}
    for path in FOIA.fields:
        if ".overall." in path:
            rows.setdefault(path.partition(".")[0], []).append(path)
    gone = [path for paths in rows.values() if all(figures.get(path) is None for path in paths) for path in paths]
    return reading_of({**dict.fromkeys(gone), **figures}, states=dict.fromkeys(gone, "absent"))


def flow(*numbers: int) -> Figures:
    """Two components and their overall row in V.A; V.B.(1) and the other tables are consistent and small."""
    figures: Figures = {"agency": "An Agency", "year": 2020}
    for table in ("requests", "appeals", "consultations"):
        rows = {"components.0": (1, 5, 4, 2), "components.1": (2, 6, 6, 2), "overall": (3, 11, 10, 4)}
        for row, values in rows.items():
            given = numbers if table == "requests" and row == "components.0" and numbers else values
            figures.update({f"{table}.{row}.{key}": value for key, value in zip(FLOW, given, strict=True)})
        figures.update({f"{table}.components.{n}.name": f"Office {n}" for n in range(2)})
    keys = [
        path.removeprefix("dispositions.overall.") for path in FOIA.fields if path.startswith("dispositions.overall")
    ]
    for row, granted in (("components.0", 4), ("components.1", 6), ("overall", 10)):
        figures.update({f"dispositions.{row}.{key}": 0 for key in keys})
        figures.update({f"dispositions.{row}.full_grants": granted, f"dispositions.{row}.total": granted})
    figures.update({f"dispositions.components.{n}.name": f"Office {n}" for n in range(2)})
    return figures


def failing(figures: Figures) -> list[Finding]:
    codes = {rule.code for rule in FOIA.rules}
    found = verify(FOIA, [as_printed(figures)])
    return [each for each in found if each.code in codes and each.outcome in ("fail", "rule_error")]


def test_consistent_figures_break_no_rule() -> None:
    assert not failing(flow())


def test_a_component_whose_year_does_not_balance_breaks_an_error_and_a_warning() -> None:
    found = {(each.code, each.severity) for each in failing(flow(1, 5, 4, 3))}
    assert found == {("flow.balance", "error"), ("flow.overall", "warning")}


def test_a_broken_rule_calls_components_by_their_printed_names() -> None:
    (balance,) = (each for each in failing(flow(1, 5, 4, 3)) if each.code == "flow.balance")
    assert "Office 0: " in balance.message
    assert "= 2, but " in balance.message and balance.message.endswith("End of Fiscal Year 3")


def test_dispositions_that_do_not_add_up_break_an_error() -> None:
    figures = {**flow(), "dispositions.components.1.no_records": 1}
    assert {(each.code, each.severity) for each in failing(figures)} == {
        ("dispositions.component_total", "error"),
        ("dispositions.overall", "error"),
    }


def test_an_overall_total_that_repeats_the_last_component_breaks_warnings_only() -> None:
    found = failing({**flow(), "dispositions.overall.total": 6})
    assert {each.code for each in found} == {"dispositions.overall_total", "dispositions.processed"}
    assert {each.severity for each in found} == {"warning"}


def test_without_an_overall_row_its_rules_are_not_applicable() -> None:
    figures = {path: None if ".overall." in path else value for path, value in flow().items()}
    overall = [each for each in verify(FOIA, [as_printed(figures)]) if "overall" in each.code]
    assert overall and {each.outcome for each in overall} == {"not_applicable"}


def reported(finding: tuple[str, ...], broken: list[Finding]) -> bool:
    """Whether a finding of the truth is among the broken checks, with its numbers."""
    section, kind, column, numbers = finding
    last = ast.literal_eval(numbers)[-1]
    if kind == "flow":
        wanted = ("flow.balance", f"{SECTIONS[section]}.overall.pending_end")
    elif kind == "component-sum":
        wanted = ("flow.overall", f"{SECTIONS[section]}.overall.{FLOW[int(column)]}")
    elif kind == "row-sum":
        wanted = ("dispositions.overall_total", "dispositions.overall.total")
    else:
        wanted = ("dispositions.processed", "dispositions.overall.total")
    return any(each.code == wanted[0] and wanted[1] in each.paths and str(last) in each.message for each in broken)


@needs_files
@pytest.mark.parametrize("truth", FILES, ids=lambda truth: truth.name)
def test_every_published_inconsistency_is_reported(truth: SharedTruth) -> None:
    broken = failing(figures_of(truth))
    seen = [finding for finding in truth.findings if (truth.name, finding) != NOT_PRINTED]
    assert not [finding for finding in seen if not reported(finding, broken)]


@needs_files
@pytest.mark.parametrize("truth", [t for t in FILES if t.name in CLEAN], ids=lambda truth: truth.name)
def test_consistent_files_have_no_failing_finding_at_all(truth: SharedTruth) -> None:
    found = verify(FOIA, [as_printed(figures_of(truth))])
    assert not [each for each in found if each.outcome in ("fail", "rule_error")]
    assert any(each.outcome == "pass" for each in found)


@needs_files
def test_only_the_two_files_whose_overall_row_contradicts_itself_break_an_error() -> None:
    broken = {truth.name for truth in FILES if any(each.broken for each in failing(figures_of(truth)))}
    assert broken == {"gsa-2016", "usps-2014"}


@needs_files
@pytest.mark.parametrize("truth", FILES, ids=lambda truth: truth.name)
def test_files_read_as_printed_are_accepted_unless_they_contradict_themselves(truth: SharedTruth) -> None:
    reading = as_printed(figures_of(truth))
    verdict = decide(FOIA, [reading], verify(FOIA, [reading]))
    contradicts = truth.name in ("gsa-2016", "usps-2014")
    assert verdict.status == ("review" if contradicts else "accepted")
    assert verdict.source_inconsistent is contradicts
    flagged: dict[str, Value | None] = {field.path: field.value for field in verdict.flagged}
    assert set(flagged) == ({f"appeals.overall.{key}" for key in FLOW} if contradicts else set())
