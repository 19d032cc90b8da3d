"""JSON is packed in the store, and what was stored plain by an earlier release is read like any other."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from extractor.store import Store, sealed
from extractor.store.packed import PackedText, pack, unpack
from extractor.store.sql_tables import BROKEN_RULE, results
from tests.built_outcomes import accepted, in_review


@given(st.text())
def test_what_is_packed_comes_back(text: str) -> None:
    written = f'{{"said": "{text}"}}'.encode("utf-8", "ignore").decode()
    assert unpack(pack(written.encode())) == written
    assert unpack(written) == written


@pytest.mark.parametrize("text", ["[]", '{"a": 1}', f'{{{BROKEN_RULE}, "more": "{"年" * 400}"}}'])
def test_a_server_is_given_text_and_a_file_bytes(text: str) -> None:
    column = PackedText(BROKEN_RULE)
    dialects: tuple[Dialect, ...] = (SQLiteDialect_pysqlite(), PGDialect_psycopg())  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
    for dialect in dialects:
        bound = column.process_bind_param(text, dialect)
        assert dialect.name == "sqlite" or isinstance(bound, str)
        assert column.process_result_value(bound, dialect) == text


def _plain(place: Path) -> None:
    """The store as an earlier release left it: JSON as it is."""
    with sqlite3.connect(place) as connection:
        for table, columns in {"results": ("body", "looked_up"), "readings": ("body",), "documents": ("body",)}.items():
            for number, *values in connection.execute(f"SELECT rowid, {', '.join(columns)} FROM {table}").fetchall():
                changes = ", ".join(f"{column} = ?" for column in columns)
                texts = map(unpack, values)
                connection.execute(f"UPDATE {table} SET {changes} WHERE rowid = ?", (*texts, number))


def test_a_store_of_plain_json_is_read_as_it_is(tmp_path: Path) -> None:
    place = tmp_path / "store.sqlite"
    with Store(str(place)) as store:
        for outcome in (accepted("a.txt"), in_review("b.txt")):
            store.save(outcome)
        packed, told = list(store.results()), store.overview()
        readings = [store.readings(each.sha256, each.schema_name or "") for each in packed]
    with sqlite3.connect(place) as connection:
        kinds = {kind for (kind,) in connection.execute("SELECT typeof(body) FROM results")}
    assert kinds == {"blob"}
    _plain(place)
    with Store(str(place)) as store:
        assert (list(store.results()), store.overview()) == (packed, told)
        assert [store.readings(each.sha256, each.schema_name or "") for each in packed] == readings


def test_broken_rules_are_counted_without_opening_results(tmp_path: Path) -> None:
    with Store(str(tmp_path / "store.sqlite")) as store:
        store.save(in_review("b.txt"))
        (found,) = store.results()
        broken = found.verdict is not None and bool(found.verdict.contradictions)
        assert sum(store.overview().contradicting.values()) == broken
        marked = found.model_dump_json().replace('"remarks":[', f'"remarks":["{{{BROKEN_RULE}}}",', 1)
        with store._write.begin() as connection:
            connection.execute(results.update().values(body=pack(marked.encode(), BROKEN_RULE)))
        assert store.overview().contradicting == {"review": 1}


def test_what_is_stored_of_a_result_leaves_out_defaults_and_comes_back_equal() -> None:
    for outcome in (accepted("a.txt"), in_review("b.txt")):
        made = sealed(outcome)
        assert made.opened() == replace(outcome, looked_up=outcome.findings_of_document)
        assert '"alternatives":[]' not in unpack(made.body)
        assert len(unpack(made.body)) < len(outcome.result.model_dump_json())
