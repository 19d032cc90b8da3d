"""What a report proves for the report of the year after is read from a narrow row, and no result is opened for it."""

from pathlib import Path

import pytest

from extractor.relations import year_after
from extractor.settlement import settle
from extractor.store import Outcome, Store, identity_of, proven_values, upgrade_store
from tests.built_outcomes import in_review
from tests.old_store import rows, run_sql
from tests.test_relations import two_years


def _outcomes_of_years(store: Store, outcome: Outcome) -> list[str]:
    result = store.result(outcome.result.sha256)
    assert result is not None and result.verdict is not None
    return [finding.outcome for finding in result.verdict.findings if finding.code == "years.carried"]


def _as_layout_6(place: str) -> None:
    run_sql(
        place,
        "ALTER TABLE identities DROP COLUMN proven",
        "ALTER TABLE run_claims DROP COLUMN token",
        "UPDATE store_layout SET version = 6",
    )


def test_the_report_of_the_year_before_is_compared_without_opening_its_result(tmp_path: Path) -> None:
    place, (first, second) = str(tmp_path / "store.sqlite"), two_years(3, 5)
    with Store(place) as store:
        settle(store, first)
        key = first.result.sha256
        run_sql(place, f"UPDATE results SET body = 'no JSON' WHERE document_key = '{key}'")
        settle(store, second)
        assert "fail" in _outcomes_of_years(store, second)


def test_a_narrow_row_says_what_the_whole_result_proves(tmp_path: Path) -> None:
    with Store(str(tmp_path / "store.sqlite")) as store:
        outcome = in_review("b.txt")
        stored = settle(store, outcome)
        identity = identity_of(stored)
        assert identity is not None and stored.verdict is not None and stored.schema_name is not None
        with store.moment() as held:
            assert held.proven_of(stored.schema_name, identity) == proven_values(stored.verdict)
            assert held.proven_of(stored.schema_name, year_after(identity)) is None


def test_a_result_without_a_narrow_row_is_read_itself(tmp_path: Path) -> None:
    place, (first, second) = str(tmp_path / "store.sqlite"), two_years(3, 5)
    with Store(place) as store:
        settle(store, first)
        run_sql(place, "UPDATE identities SET proven = NULL")
        settle(store, second)
        assert "fail" in _outcomes_of_years(store, second)


@pytest.mark.parametrize("turned", [False, True], ids=["older first", "newer first"])
def test_a_store_of_the_layout_before_gets_its_narrow_rows(tmp_path: Path, turned: bool) -> None:
    place, (first, second) = str(tmp_path / "store.sqlite"), two_years(3, 5)
    with Store(place) as store:
        settle(store, second if turned else first)
    made = rows(place, "identities")
    _as_layout_6(place)
    done = upgrade_store(place)
    assert (done.found, done.now, done.results) == (6, 8, 1)
    assert rows(place, "identities") == made
    with Store(place) as store:
        settle(store, first if turned else second)
        assert "fail" in _outcomes_of_years(store, second)
