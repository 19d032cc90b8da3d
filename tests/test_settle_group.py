"""Documents stored together are stored as if each had come alone, whatever they have to do with each other."""

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.receipt_making import with_receipt
from extractor.route import Result
from extractor.settlement import Deciding, settle_choice, settle_file, settle_group
from extractor.store import Outcome, SealedOutcome, Store, Transaction, sealed
from extractor.verify.edit import CHOSEN
from tests.built_outcomes import accepted, in_review, without_verdict
from tests.built_readings import edit

LAST, NEXT = {"carried_forward.natural": 3}, {"carried_over.natural": 5}


def _at(outcome: Outcome, path: str) -> Outcome:
    return replace(outcome, result=outcome.result.model_copy(update={"path": path}))


def _each() -> dict[str, list[Outcome]]:
    """Documents that have to do with each other: years of one body, the same report twice, versions of one file."""
    years = [accepted(f"{year}", LAST if year % 2 else NEXT, year=year) for year in (2022, 2023, 2024)]
    return {
        "years": years,
        "years backwards": years[::-1],
        "twice": [accepted("one", year=2022), accepted("other", {"granted.natural": 4}, year=2022)],
        "versions": [_at(accepted("before"), "/reports/a.txt"), _at(in_review("after"), "/reports/a.txt")],
        "again": [in_review("a"), accepted("a", year=2020)],
        "mixed": [without_verdict("broken", "failed", "unreadable_document"), accepted("a", year=2019), in_review("b")],
    }


def _as_read(outcome: Outcome) -> SealedOutcome:
    """As a process that reads hands it over."""
    return sealed(with_receipt(outcome, ()) if outcome.result.verdict else outcome)


def _stored(store: Store) -> tuple[list[Result], object, object]:
    """Receipts left out: what is made here comes without one, and one is added only where a verdict is looked at."""
    names = [store.names(result) for result in store.results()]
    results = [result.model_copy(update={"receipt": None}) for result in store.results()]
    return results, store.open_flags(), names


@pytest.mark.parametrize("kind", list(_each()))
def test_a_group_is_stored_as_its_documents_one_by_one(tmp_path: Path, kind: str) -> None:
    outcomes = _each()[kind]
    with Store(str(tmp_path / "alone.sqlite")) as alone, Store(str(tmp_path / "grouped.sqlite")) as grouped:
        for outcome in outcomes:
            settle_file(alone, outcome)
        if kind == "again":  # One process reads a file once: it comes again in another group.
            for outcome in outcomes:
                settle_group(grouped, [_as_read(outcome)])
        else:
            settle_group(grouped, [_as_read(each) for each in outcomes])
        assert _stored(grouped) == _stored(alone)


def test_of_several_years_of_a_body_each_is_stored_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    saved: list[str] = []
    whole, packed = Transaction.save, Transaction.save_sealed

    def save(held: Transaction, one: Outcome) -> None:
        saved.append(one.result.document)
        whole(held, one)

    def save_sealed(held: Transaction, group: Sequence[SealedOutcome], there: Container[str]) -> None:
        saved.extend(each.name for each in group)
        packed(held, group, there)

    monkeypatch.setattr(Transaction, "save", save)
    monkeypatch.setattr(Transaction, "save_sealed", save_sealed)
    with Store(str(tmp_path / "store.sqlite")) as store:
        results = settle_group(store, [_as_read(each) for each in _each()["years backwards"]])
    assert saved == ["2022", "2023", "2024"]
    assert [[each.document for each in found or ()] for found in results] == [["2024"], ["2023"], []]


def test_what_has_to_do_with_nothing_else_is_not_made_anew(tmp_path: Path) -> None:
    with Store(str(tmp_path / "store.sqlite")) as store:
        first, second = accepted("a", year=2019), accepted("b", year=2021)
        assert settle_group(store, [sealed(first), sealed(second)]) == [(), ()]
        (found,) = settle_group(store, [sealed(accepted("c", year=2020))])
        assert found is not None
        assert [result.document for result in found] == ["c"]


def test_a_decision_that_was_made_meanwhile_is_in_the_result(tmp_path: Path) -> None:
    outcome = in_review("a")
    decided = edit("correct", "table3.granted.total", value=8, state="read")
    decided = decided.model_copy(update={"sha256": outcome.result.sha256, "schema_name": outcome.result.schema_name})
    with Store(str(tmp_path / "store.sqlite")) as store:
        store.add_edit(decided)
        (found,) = settle_group(store, [sealed(outcome)])
        assert found is not None
        (result,) = found
        assert result.verdict is not None
        assert result.verdict.fields["table3.granted.total"].status == "corrected"
        assert [result] == list(store.results())


@pytest.mark.parametrize("store_late", [settle_file, lambda store, late: settle_group(store, [sealed(late)])])
@pytest.mark.parametrize("schema", [None, "us_foia"])
def test_what_was_read_before_a_schema_was_chosen_does_not_take_its_place(
    tmp_path: Path, schema: str | None, store_late: Callable[[Store, Outcome], object]
) -> None:
    late, chosen = without_verdict("a", "unrecognised", "unrecognised"), accepted("a")
    if schema:
        late = replace(chosen, result=chosen.result.model_copy(update={"schema_name": schema}))
    about = {"sha256": chosen.result.sha256, "schema_name": "gov_disclosure", "rule": CHOSEN}
    choice = edit("choose", "").model_copy(update=about)
    with Store(str(tmp_path / "store.sqlite")) as store:
        settle_group(store, [sealed(late)])
        settle_choice(store, (chosen.result.sha256, schema or ""), replace(chosen, edits=1), [choice], Deciding("ann"))
        store_late(store, late)
        assert [(each.schema_name, each.status) for each in store.results()] == [("gov_disclosure", "accepted")]
        store_late(store, replace(late, choices=1))  # Read with the choice at hand: under a schema that was given.
        assert schema in {each.schema_name for each in store.results()}


def test_what_is_sealed_is_what_was_made() -> None:
    for outcome in (accepted("a"), in_review("b"), without_verdict("c", "failed", "unreadable_document")):
        opened = sealed(outcome).opened()
        assert isinstance(sealed(outcome), SealedOutcome)
        assert opened == replace(outcome, looked_up=outcome.findings_of_document)
