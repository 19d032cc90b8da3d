"""Every stored verdict is what comes of the readings and decisions beside it, and recheck names each that is not."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.cli.app import run_command_line
from extractor.errors import StoreUnavailable
from extractor.route import Result
from extractor.run.engine import run_documents
from extractor.run.rechecking import Rechecked, RecheckTally, recheck
from extractor.run.settings import RunSettings
from extractor.schemas import registry
from extractor.schemas.pack_yaml import parse_pack
from extractor.schemas.registry import hold_schema
from extractor.settlement import settle
from extractor.store import DocumentKey, Outcome, Store
from tests.built_outcomes import accepted, in_review, sha, without_verdict
from tests.built_readings import edit
from tests.rendered_years import draw_report
from tests.test_store_schemas import PACK, outcome

LAYOUT = RunSettings(readers=("layout",))
TOTAL = "table3.granted.total"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "extractor.sqlite"


@pytest.fixture
def store(place: Path) -> Iterator[Store]:
    with Store(str(place)) as opened:
        settle(opened, accepted("a.txt"))
        settle(opened, in_review("b.txt"))
        settle(opened, without_verdict("c.pdf", "failed", "needs_ocr"))
        yield opened


def rechecked(store: Store, keep: bool = False) -> tuple[list[Rechecked], RecheckTally]:
    tally = RecheckTally()
    return list(recheck(store, store.walk(), keep, tally)), tally


def rewrite(store: Store, name: str, change: Callable[[Any], None]) -> None:
    """Change the stored result of a document behind everybody's back."""
    outcome = outcome_in(store, name)
    result = json.loads(outcome.result.model_dump_json())
    change(result)
    store.save(replace(outcome, result=Result.model_validate_json(json.dumps(result))))


def outcome_in(store: Store, name: str) -> Outcome:
    with store.moment() as held:
        filed = held.filed(stored(store, name).sha256, "gov_disclosure")
    assert filed is not None
    return filed.outcome


def confirm_total(result: Any) -> None:  # noqa: ANN401 (JSON)
    result["verdict"]["fields"][TOTAL].update(value=77, status="confirmed", doubts=[])
    result["status"] = result["verdict"]["status"] = "accepted"


def stored(store: Store, name: str) -> Result:
    (found,) = store.find(name)
    return found


def test_what_was_just_stored_is_what_comes_of_it_and_documents_without_a_verdict_are_counted(store: Store) -> None:
    found, tally = rechecked(store)
    assert found == []
    assert (tally.compared, tally.differing, tally.without_verdict, tally.clean) == (2, 0, {"failed": 1}, True)


def test_a_verdict_that_was_changed_is_named_with_its_field_and_both_values(store: Store) -> None:
    rewrite(store, "b.txt", confirm_total)
    (found,), tally = rechecked(store)
    told = {(each.path, each.part): (each.before, each.after) for each in found.changes}
    assert (found.document, found.stored, tally.differing, tally.clean) == ("b.txt", False, 1, False)
    assert found.why == ("the stored verdict is not the one that was made: it was changed after it was stored",)
    assert told["", "status"] == ("accepted", "review")
    assert told[TOTAL, "value"] == (77, 8)
    assert told[TOTAL, "status"] == ("confirmed", "flagged")
    assert {path for path, _ in told} == {"", TOTAL}
    assert stored(store, "b.txt").status == "accepted"


def test_a_single_byte_is_a_difference(store: Store) -> None:
    def another_quote(result: Any) -> None:  # noqa: ANN401 (JSON)
        result["verdict"]["fields"][TOTAL]["quote"] += " "

    rewrite(store, "a.txt", another_quote)
    (found,), _ = rechecked(store)
    assert [(each.path, each.part) for each in found.changes] == [(TOTAL, "quote")]


def test_what_comes_of_the_readings_is_stored_where_it_is_asked_for_and_holds_then(store: Store) -> None:
    before = stored(store, "b.txt")
    rewrite(store, "b.txt", confirm_total)
    (found,), tally = rechecked(store, keep=True)
    assert (found.stored, tally.stored) == (True, 1)
    assert stored(store, "b.txt").verdict == before.verdict
    assert [flag.path for flag in store.open_flags(sha("b.txt"))] == [TOTAL]
    assert rechecked(store)[0] == []


def test_a_decision_that_no_result_knows_is_named_and_taken_in(store: Store) -> None:
    store.add_edit(edit("correct", TOTAL, 8, sha256=sha("b.txt")))
    (found,), _ = rechecked(store, keep=True)
    assert next((each.part, each.before, each.after) for each in found.changes) == ("decisions", 0, 1)
    verdict = stored(store, "b.txt").verdict
    assert verdict is not None
    assert verdict.fields[TOTAL].status in ("corrected", "confirmed")
    assert rechecked(store)[0] == []


def test_a_document_of_which_no_reading_is_stored_is_named_and_the_rest_is_compared(store: Store) -> None:
    store.save(replace(outcome_in(store, "a.txt"), readings=()))
    (found,), tally = rechecked(store)
    assert (found.document, found.unable) == ("a.txt", "no reading of it is stored")
    assert (tally.compared, tally.unable, tally.clean) == (1, 1, False)


def test_a_result_that_nobody_can_read_is_named_by_its_hash(store: Store, place: Path) -> None:
    with sqlite3.connect(place) as connection:
        connection.execute("UPDATE results SET body = ? WHERE name = ?", ("{}", "a.txt"))
    connection.close()
    (found,), tally = rechecked(store)
    assert (found.sha256, found.document) == (sha("a.txt"), "")
    assert "cannot be read by this release" in found.unable
    assert tally.compared == 1


def test_the_report_of_the_year_after_follows_and_is_told(tmp_path: Path) -> None:
    """Both are made beside a report that was changed, then that is made right."""
    place = tmp_path / "years.sqlite"
    with Store(str(place)) as store:
        for year in (2021, 2022):
            draw_report(tmp_path / "reports", year, misprint=0)
        run_documents([tmp_path / "reports"], LAYOUT, store)
        assert rechecked(store)[0] == []

        def other_total(result: Any) -> None:  # noqa: ANN401 (JSON)
            result["verdict"]["fields"]["table3.carried_forward.total"]["value"] += 5

        keys = {name: (stored(store, name).sha256, "gov_disclosure") for name in ("report-2021.txt", "report-2022.txt")}
        rewrite(store, "report-2021.txt", other_total)
        beside = list(recheck(store, [keys["report-2022.txt"]], True, RecheckTally()))
        assert [each.document for each in beside] == ["report-2022.txt"]
        tally = RecheckTally()
        found = list(recheck(store, [keys["report-2021.txt"]], True, tally))
        assert [(each.document, each.follows) for each in found] == [
            ("report-2021.txt", False),
            ("report-2022.txt", True),
        ]
        assert (tally.compared, tally.differing, tally.stored) == (1, 1, 2)
        assert rechecked(store)[0] == []


def test_a_large_store_is_gone_through_in_pages_without_leaving_one_out(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extractor.store.walk._AT_ONCE", 2)
    for number in range(5):
        settle(store, without_verdict(f"{number}.pdf", "failed", "needs_ocr"))
    assert len(list(store.walk())) == len(set(store.walk())) == 8
    assert list(store.walk("gov_disclosure")) == sorted((sha(name), "gov_disclosure") for name in ("a.txt", "b.txt"))


def test_the_command_names_what_differs_and_ends_with_1(
    store: Store, place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def typed(*words: str) -> tuple[int, str]:
        code = run_command_line(["recheck", "--store", str(place), *words])
        return code, capfd.readouterr().out

    code, out = typed()
    assert code == 0
    assert "2 verdicts compared with what comes of their readings: 0 differ." in out
    assert "1 documents have no verdict (1 failed)." in out
    rewrite(store, "b.txt", confirm_total)
    code, out = typed()
    assert code == 1
    assert f"{TOTAL} value: 77 → 8" in out
    assert typed("a.txt")[0] == 0
    code, out = typed("--json", "--apply")
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line.get("document") for line in lines] == ["b.txt", None]
    assert lines[-1] == {"compared": 2, "differing": 1, "unable": 0, "stored": 1, "without_verdict": {"failed": 1}}
    assert typed("b.txt", "--schema", "gov_disclosure")[0] == 0
    assert "1 verdicts compared" in typed("b.txt")[1]
    assert "0 verdicts compared" in typed("b.txt", "--schema", "us_foia")[1]
    for wrong in (("nothing.txt",), ("--schema", "nobody"), ("--store", str(place) + ".other")):
        assert typed(*wrong)[0] == 3


def test_a_store_that_is_taken_away_is_lost_and_no_verdict_is(store: Store, place: Path) -> None:
    def gone() -> Iterator[DocumentKey]:
        yield from list(store.walk())[:1]
        for file in place.parent.iterdir():
            file.unlink()
        yield sha("b.txt"), "gov_disclosure"

    with pytest.raises(StoreUnavailable, match="is gone"):
        list(recheck(store, gone(), False, RecheckTally()))


def test_a_schema_that_nobody_has_any_more_is_the_one_kept_beside_the_result(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_GIVEN", "_HELD", "_REMEMBERED"):
        monkeypatch.setattr(registry, name, {})
    schema = parse_pack(PACK, "pack.yaml", "sums")
    hold_schema(schema)
    with Store(str(place)) as store:
        settle(store, outcome(schema, net=Decimal("1.00"), tax=Decimal("0.19"), gross=Decimal("1.19")))
        registry._HELD.clear()
        found, tally = rechecked(store)
        assert (found, tally.compared) == ([], 1)
        with sqlite3.connect(place) as connection:
            connection.execute("DELETE FROM schemas")
        connection.close()
        (unknown,) = rechecked(store)[0]
        assert "there is no schema called 'sums'" in unknown.unable
