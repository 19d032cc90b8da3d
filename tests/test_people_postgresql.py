"""Audits and double entry in PostgreSQL: the same words to the store, and the same answers."""

from pathlib import Path

import pytest

from extractor.store import Store
from tests.postgresql_server import a_database, emptied, why_there_is_none
from tests.review_desk import PROCESSED
from tests.test_people_audited import accepted, auditing, settle_all
from tests.test_people_twice import entering, first_decided, settling

pytestmark = pytest.mark.slow


def test_people_are_audited_compared_and_counted(tmp_path: Path) -> None:
    if why_there_is_none():
        pytest.skip(why_there_is_none())
    place = a_database()
    with emptied(place), Store(place) as store:
        first_decided(store, tmp_path)
        second = entering(store, "ben")
        second.illegible(PROCESSED)
        assert second.answer().ok
        third = settling(store, "carl")
        assert third.correct(PROCESSED, "1204").ok
        (twice,) = store.second_entries.compared()
        assert (twice.outcome, twice.settled_by) == ("first", "carl")
        accepted(store, tmp_path, 2)
        settle_all(auditing(store, "ben"))
        assert (store.audits.tally().fields, store.audits.tally().wrong) == (8, 0)
        figures = {each.person: each for each in store.reviewers()}
        assert (figures["ben"].audited, figures["ben"].overruled, figures["anna"].differing) == (8, 1, 1)
