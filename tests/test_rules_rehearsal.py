"""Broken rules are found when their schema is loaded, before any document is opened."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.errors import SchemaError
from extractor.schemas import packs
from extractor.schemas.check import Check
from extractor.schemas.expression import Node, block, cells, column, count, key, other, rows, total
from extractor.schemas.registry import load_schema
from extractor.schemas.rehearsal import checks_of, rehearse, specimen
from extractor.schemas.rule import Rule, Severity, rule
from tests.built_readings import FOIA, FORM

Body = Callable[[Node], Iterator[Check]]


def rehearsed(body: Body, severity: Severity = "error", needs: tuple[str, ...] = ()) -> None:
    rehearse(replace(FOIA, rules=(Rule("own.rule", "a rule under test", body, severity, needs),)))


def nothing(report: Node) -> Iterator[Check]:
    yield report.requests.overall.received >= 0


def test_the_rules_of_every_schema_survive_their_rehearsal() -> None:
    for form in (FORM, FOIA):
        rehearse(form)


def test_a_branch_on_a_value_is_refused_at_load_with_the_name_of_the_rule() -> None:
    def body(report: Node) -> Iterator[Check]:
        if report.requests.overall.received == 0:
            yield report.requests.overall.processed == 0

    with pytest.raises(SchemaError, match=r"rule own\.rule of form annual: .*when\(condition\)\.then\(check\)"):
        rehearsed(body)


def test_a_branch_inside_a_loop_over_a_list_is_found_though_no_document_has_rows_yet() -> None:
    def body(report: Node) -> Iterator[Check]:
        for row in report.requests.components:
            if row.received >= 1:
                yield row.processed >= 0

    with pytest.raises(SchemaError, match="hide a check"):
        rehearsed(body)


def test_a_field_that_is_not_there_is_found_at_load() -> None:
    def body(report: Node) -> Iterator[Check]:
        yield report.requests.overall.recieved == 0

    with pytest.raises(SchemaError, match=r"the report has no requests\.overall\.recieved"):
        rehearsed(body)


def test_a_rule_that_yields_something_else_than_checks_is_found_at_load() -> None:
    def body(report: Node) -> Iterator[Check]:
        yield len(cells(report.requests.overall)) == 4  # type: ignore[misc]  # the mistake under test

    with pytest.raises(SchemaError, match="it yields True, not a comparison"):
        rehearsed(body)


def test_whatever_a_rule_raises_becomes_an_error_of_its_schema() -> None:
    def body(report: Node) -> Iterator[Check]:
        yield report.requests.overall.received == 1 // len(key(report) or "")

    with pytest.raises(SchemaError, match="ZeroDivisionError"):
        rehearsed(body)


def test_a_rule_that_compares_documents_may_not_refuse_one() -> None:
    with pytest.raises(SchemaError, match='Write severity="warning"'):
        rule("own.rule", "a rule under test", needs=("previous_year",))(nothing)


def test_a_document_that_nobody_can_bring_is_refused() -> None:
    with pytest.raises(SchemaError, match="what can be needed is: previous_year"):
        rule("own.rule", "a rule under test", severity="warning", needs=("next_year",))(nothing)


def test_a_pack_with_a_broken_rule_does_not_load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = tmp_path / "broken_pack"
    pack.mkdir()
    (pack / "__init__.py").write_text(
        "from dataclasses import replace\n"
        "from extractor.schemas.packs.us_foia import SCHEMA as FOIA\n"
        "from extractor.schemas.rule import rule\n"
        "@rule('own.rule', 'a rule under test')\n"
        "def own(report):\n"
        "    if report.requests.overall.received == 0:\n"
        "        yield report.requests.overall.processed == 0\n"
        "SCHEMA = replace(FOIA, name='broken_pack', forms=(replace(FOIA.forms[0], rules=(own,)),))\n",
        "utf-8",
    )
    monkeypatch.setattr(packs, "__path__", [*packs.__path__, str(tmp_path)])
    with pytest.raises(SchemaError, match=r"rule own\.rule of form annual"):
        load_schema("broken_pack")


def test_a_specimen_names_its_rows_alike_in_every_list() -> None:
    (processed,) = (each for each in FOIA.rules if each.code == "processed.component")
    assert [check.paths for check in checks_of(processed, FOIA, specimen(FOIA, rows=3))] == [
        (f"requests.components.{n}.processed", f"dispositions.components.{n}.total") for n in range(3)
    ]


def test_a_column_and_a_block_of_rows_can_be_added_up() -> None:
    def body(report: Node) -> Iterator[Check]:
        yield report.table3.total_processed.natural == total(column(report.table3, "natural"))
        denied = block(report.table3, "denied_state_secret", "denied_query")
        yield report.table3.total_processed.other == total(row.other for row in denied)

    by_column, by_block = checks_of(Rule("own.rule", "sums", body), FORM, specimen(FORM))
    assert len(by_column.paths) == len(rows_of_table3())
    assert [path.split(".")[1] for path in by_block.paths[1:]] == [
        name for name in rows_of_table3() if name.startswith("denied_")
    ]


def rows_of_table3() -> list[str]:
    return list(dict.fromkeys(path.split(".")[1] for path in FORM.fields if path.startswith("table3.")))


def test_a_block_takes_in_the_rows_of_a_list_and_a_list_can_be_counted() -> None:
    def body(report: Node) -> Iterator[Check]:
        assert [key(row) for row in block(report.requests, "components", "overall")] == ["0", "1", "overall"]
        yield report.requests.overall.received == count(report.requests.components)

    (check,) = checks_of(Rule("own.rule", "as many as rows", body), FOIA, specimen(FOIA))
    assert check.render(str) == "requests.overall.received = 2"


def test_another_document_is_seen_through_the_form_of_this_one() -> None:
    def body(report: Node) -> Iterator[Check]:
        before = other(report, "previous_year")
        for now, then in zip(cells(report.requests.overall), cells(before.requests.overall), strict=True):
            yield now == then
        assert len(rows(before.requests)) == 3

    found = list(checks_of(Rule("own.rule", "as before", body, "warning", ("previous_year",)), FOIA, specimen(FOIA)))
    assert found[0].paths == ("requests.overall.pending_start", "@previous_year.requests.overall.pending_start")
    assert found[0].own_paths == ("requests.overall.pending_start",)


def test_only_the_report_itself_has_other_documents() -> None:
    def body(report: Node) -> Iterator[Check]:
        yield other(report.requests, "previous_year").overall.received == 0

    with pytest.raises(SchemaError, match=r"takes the report, not requests"):
        rehearsed(body)
