"""What becomes of decisions: they are told, carried over to a new version of a file, handed on and backed up."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # it has no stubs
from pyarrow.parquet import read_table  # type: ignore[import-untyped]  # it has no types

from extractor.run.engine import run_documents
from extractor.run.settings import RunSettings
from extractor.settlement import settle
from extractor.store import Store
from tests.built_outcomes import in_review
from tests.plain_reports import foia_report
from tests.review_desk import PROCESSED, insisted, misread, session_on, upheld
from tests.typed_commands import extractor

LAYOUT = RunSettings(readers=("layout",), jobs=1)
OVERALL, COMPONENT = "requests.overall.received", "requests.components.0.received"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(str(tmp_path / "extractor.sqlite")) as opened:
        yield opened


def decided(store: Store, folder: Path) -> None:
    misread(store, folder)
    session = session_on(store, "anna")
    assert insisted(session, PROCESSED, "1205").ok and session.correct(PROCESSED, "1204").ok
    session.close()


def read(store: Store, path: Path, report: str) -> None:
    path.write_text(report)
    run_documents([path], LAYOUT, store)


def decide(store: Store, name: str, path: str, value: str) -> None:
    session = session_on(store, "anna", name)
    assert session.open_named() is not None
    assert insisted(session, path, value).ok
    session.close()


def test_an_export_says_who_decided_what_when_it_was_before_and_after(store: Store, tmp_path: Path) -> None:
    decided(store, tmp_path)
    lines = extractor(tmp_path, "export", "--include", "review").out.splitlines()
    first, second = json.loads(lines[0])["decisions"]
    assert (first["by"], first["path"], first["kind"]) == ("anna", PROCESSED, "correct")
    assert (first["before"], first["after"]) == ({"value": 1294}, {"value": 1205, "state": "read"})
    assert (second["before"], second["after"]["value"]) == (first["after"], 1204)
    assert (first["holds"], second["holds"]) == (False, True)
    assert first["at"] < second["at"]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_the_tables_of_an_export_have_one_of_decisions(store: Store, tmp_path: Path, kind: str) -> None:
    decided(store, tmp_path)
    target = tmp_path / f"records.{kind}"
    assert extractor(tmp_path, "export", "--include", "review", "-o", str(target)).code == 0
    first, second = table_of_decisions(target)
    assert (first["by"], first["field"], first["kind"], first["before"]) == ("anna", PROCESSED, "correct", "1294")
    assert (first["after"], first["printed"], first["holds"]) == ("1205", "1,204", "no")
    assert (second["before"], second["after"], second["holds"]) == ("1205", "1204", "yes")
    assert first["at"] < second["at"] and first["path"] == str(tmp_path / "misread.txt")


def table_of_decisions(target: Path) -> list[dict[str, str]]:
    if target.suffix == ".xlsx":
        head, *rows = load_workbook(target)["decisions"].iter_rows(values_only=True)
        return [
            dict(zip(map(str, head), ("" if cell is None else str(cell) for cell in row), strict=True)) for row in rows
        ]
    beside = target.with_name(f"records.decisions{target.suffix}")
    if target.suffix == ".parquet":
        return list(read_table(beside).to_pylist())
    with beside.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_show_tells_the_decisions_in_words(store: Store, tmp_path: Path) -> None:
    decided(store, tmp_path)
    said = extractor(tmp_path, "show", "misread.txt").out
    assert "2 decisions:" in said
    assert f"anna: correct {PROCESSED}: 1294 → 1205, where 1,204 is printed (taken back or replaced)" in said
    assert f"anna: correct {PROCESSED}: 1205 → 1204\n" in said


def test_a_note_is_told_without_a_value_and_takes_none_away(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    session = session_on(store, "anna")
    assert session.note(PROCESSED, "smudged").ok and insisted(session, PROCESSED, "1205").ok
    session.close()
    note, given = json.loads(extractor(tmp_path, "export", "--include", "review").out.splitlines()[0])["decisions"]
    assert (note["kind"], note["note"], note["before"], note["after"]) == ("note", "smudged", None, None)
    assert (given["before"], given["printed"], note["holds"]) == ({"value": 1294}, "1,204", True)
    assert f"anna: note {PROCESSED}, smudged\n" in extractor(tmp_path, "show", "misread.txt").out


def test_documents_are_listed_with_their_folders_and_reviewers(store: Store, tmp_path: Path) -> None:
    (tmp_path / "2021").mkdir()
    decided(store, tmp_path / "2021")
    settle(store, in_review("other.txt"))
    said = extractor(tmp_path, "list").out
    assert "2021/misread.txt" in said and "anna" in said and "2 documents." in said
    assert "misread" not in extractor(tmp_path, "list", "--status", "review").out
    assert "other.txt" not in extractor(tmp_path, "list", "--reviewer", "anna").out
    (only,) = json.loads(extractor(tmp_path, "list", "--filter", "OTHER", "--json").out)
    assert (only["paths"], only["flags"], only["status"]) == (["/reports/other.txt"], 1, "review")


def test_a_new_version_of_a_file_keeps_one_record_and_the_decisions_that_hold(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    read(store, path, foia_report("Office of Tests", 12, 3))
    before = store.find("report.txt")[0]
    decide(store, "report.txt", OVERALL, "14")
    read(store, path, foia_report("Office of Tests", 12, 3) + "\nA remark at the end.\n")
    (now,) = store.find("report.txt")
    assert now.sha256 != before.sha256 and len(list(store.results())) == 1
    assert now.verdict is not None and now.verdict.fields[OVERALL].value == 14
    (carried,) = store.edits(now.sha256)
    assert (carried.author, carried.carried_from) == ("anna", before.sha256)
    assert len(store.edits(before.sha256)) == 1


def test_a_decision_about_what_has_changed_is_made_anew(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    read(store, path, foia_report("Office of Tests", 12, 3))
    decide(store, "report.txt", OVERALL, "14")
    read(store, path, foia_report("Office of Tests", 17, 3))
    (now,) = store.find("report.txt")
    (reopened,) = store.edits(now.sha256)
    assert (reopened.kind, reopened.path, reopened.note) == ("reopen", OVERALL, "anna")
    assert now.verdict is not None and now.verdict.fields[OVERALL].value != 14
    assert any("1 decisions about the version of this file before" in each for each in now.remarks)
    assert (now.status, now.verdict.fields[OVERALL].waits) == ("review", True)
    assert "anna decided “14” about an earlier version" in now.verdict.fields[OVERALL].reasons[0]
    session = session_on(store, "ben")
    assert not session.undo().ok, "nobody decided anything about this version yet"
    assert upheld(session, OVERALL).ok
    (after,) = store.find("report.txt")
    assert after.verdict is not None and not after.verdict.fields[OVERALL].waits


def test_a_content_that_lies_elsewhere_too_stays(store: Store, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(foia_report("Office of Tests", 12, 3))
    run_documents([tmp_path / "a.txt", tmp_path / "b.txt"], LAYOUT, store)
    read(store, tmp_path / "b.txt", foia_report("Office of Tests", 17, 3))
    assert len(list(store.results())) == 2


def test_a_file_that_gives_way_to_content_known_from_elsewhere_is_no_record(store: Store, tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text(foia_report("Office of Tests", 12, 3))
    second.write_text(foia_report("Office of Tests", 17, 3))
    run_documents([first, second], LAYOUT, store)
    first.write_text(second.read_text())
    run_documents([first, second], LAYOUT, store)
    assert [each.sha256 for each in store.results()] == [store.find("b.txt")[0].sha256]
    assert store.find("a.txt") == store.find("b.txt")


def test_a_version_that_fails_leaves_the_decisions_to_the_next(store: Store, tmp_path: Path) -> None:
    path, old = tmp_path / "report.txt", foia_report("Office of Tests", 12, 3)
    read(store, path, old)
    decide(store, "report.txt", OVERALL, "14")
    path.write_bytes(b"%PDF-1.4 and nothing that is one")
    for _ in range(2):
        run_documents([path], LAYOUT, store)
    read(store, path, old + "\nA remark at the end.\n")
    (now,) = (each for each in store.find("report.txt") if each.status != "failed")
    assert now.verdict is not None and now.verdict.fields[OVERALL].value == 14


def test_files_that_change_places_stay(store: Store, tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text(foia_report("Office of Tests", 12, 3))
    second.write_text(foia_report("Office of Tests", 17, 3))
    run_documents([first, second], LAYOUT, store)
    was = store.find("a.txt")[0].sha256, store.find("b.txt")[0].sha256
    first.rename(tmp_path / "c.txt")
    second.rename(first)
    (tmp_path / "c.txt").rename(second)
    run_documents([first, second], LAYOUT, store)
    assert (store.find("b.txt")[0].sha256, store.find("a.txt")[0].sha256) == was
    assert len(list(store.results())) == 2


@pytest.mark.parametrize("again", [False, True])
def test_decisions_stay_with_their_content_where_files_that_change_places_are_read_again(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: bool
) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text(foia_report("Office of Tests", 12, 3))
    second.write_text(foia_report("Office of Others", 12, 3))
    run_documents([first, second], LAYOUT, store)
    decide(store, "a.txt", OVERALL, "14")
    first.rename(tmp_path / "c.txt")
    second.rename(first)
    (tmp_path / "c.txt").rename(second)
    if not again:
        monkeypatch.setattr("extractor.run.layers.recognition_mark", lambda: "another")
    run_documents([first, second], LAYOUT.model_copy(update={"again": again}), store)
    verdicts = [store.find(name)[0].verdict for name in ("b.txt", "a.txt")]
    assert [each.fields[OVERALL].value for each in verdicts if each is not None] == [14, 12]
    assert [len(store.find(name)) for name in ("a.txt", "b.txt")] == [1, 1]


def test_every_file_of_new_content_retires_what_lay_there(store: Store, tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    first.write_text(foia_report("Office of Tests", 12, 3))
    second.write_text(foia_report("Office of Tests", 17, 3))
    run_documents([first, second], LAYOUT, store)
    for path in (first, second):
        path.write_text(foia_report("Office of Tests", 18, 3))
    run_documents([first, second], LAYOUT, store)
    assert len(list(store.results())) == 1


def test_a_file_that_is_no_report_any_more_leaves_no_record_of_what_it_was(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    read(store, path, foia_report("Office of Tests", 12, 3))
    path.write_text("Nothing that is a report.\n")
    run_documents([path], LAYOUT, store)
    assert [each.status for each in store.results()] == ["unrecognised"]


def test_a_file_of_several_documents_and_one_of_one_give_way_to_each_other(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    one = foia_report("Office of Tests", 12, 3)
    several = foia_report("Office of Rivers", 13, 3) + "\f" + foia_report("Office of Hills", 14, 3)
    for report, documents in ((one, 1), (several, 2), (one, 1), (several, 2)):
        for _ in range(2):
            read(store, path, report)
            assert len(list(store.results())) == documents
    other = tmp_path / "other.txt"
    other.write_text(one)
    run_documents([path, other], LAYOUT, store)
    path.rename(tmp_path / "moved.txt")
    other.rename(path)
    (tmp_path / "moved.txt").rename(other)
    run_documents([path, other], LAYOUT, store)
    assert len(list(store.results())) == 3


def test_content_that_left_a_path_goes_when_its_last_file_does(store: Store, tmp_path: Path) -> None:
    first, second = tmp_path / "a.txt", tmp_path / "b.txt"
    for path in (first, second):
        path.write_text(foia_report("Office of Tests", 12, 3))
    run_documents([first, second], LAYOUT, store)
    read(store, second, foia_report("Office of Tests", 17, 3))
    assert len(store.find("b.txt")) == 1
    read(store, first, foia_report("Office of Tests", 18, 3))
    assert len(list(store.results())) == 2


def test_the_old_version_that_comes_back_has_its_decisions(store: Store, tmp_path: Path) -> None:
    path, old = tmp_path / "report.txt", foia_report("Office of Tests", 12, 3)
    read(store, path, old)
    decide(store, "report.txt", OVERALL, "14")
    read(store, path, foia_report("Office of Tests", 17, 3))
    read(store, path, old)
    (now,) = store.find("report.txt")
    assert now.verdict is not None and now.verdict.fields[OVERALL].value == 14
    assert len(store.edits(now.sha256)) == 1


def test_a_document_is_forgotten_and_its_decisions_stay(store: Store, tmp_path: Path) -> None:
    decided(store, tmp_path)
    (result,) = store.find("misread.txt")
    answer = extractor(tmp_path, "forget", "misread.txt")
    assert answer.code == 0 and "2 decisions about its content stay" in answer.out
    assert store.find("misread.txt") == () and store.source(result.sha256) is None
    assert len(store.edits(result.sha256)) == 2
    assert extractor(tmp_path, "forget", "misread.txt").code == 3


def test_two_documents_of_one_name_are_not_forgotten_at_once(store: Store, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        misread(store, tmp_path / folder, agency=f"Bureau of {folder}")
    answer = extractor(tmp_path, "forget", "misread.txt")
    assert answer.code == 3 and "more than one document" in answer.err
    assert extractor(tmp_path, "forget", str(tmp_path / "a" / "misread.txt")).code == 0
    assert [each.path for each in store.results()] == [str(tmp_path / "b" / "misread.txt")]


def test_decisions_go_from_one_store_to_another_once(store: Store, tmp_path: Path) -> None:
    decided(store, tmp_path)
    (tmp_path / "other").mkdir()
    assert extractor(tmp_path, "edits", "export", "-o", "edits.json").code == 0
    with Store(str(tmp_path / "other.sqlite")) as other:
        misread(other, tmp_path / "other")
        taken = json.loads(
            extractor(tmp_path, "edits", "import", "edits.json", "--store", "other.sqlite", "--json").out
        )
        assert taken == {"added": 2, "known": 0, "without_document": 0}
        again = json.loads(
            extractor(tmp_path, "edits", "import", "edits.json", "--store", "other.sqlite", "--json").out
        )
        assert again == {"added": 0, "known": 2, "without_document": 0}
        (result,) = other.find("misread.txt")
        assert result.status == "accepted" and other.all_edits() == store.all_edits()


def test_decisions_about_a_document_that_comes_later_wait_for_it(store: Store, tmp_path: Path) -> None:
    decided(store, tmp_path)
    extractor(tmp_path, "edits", "export", "-o", "edits.json")
    with Store(str(tmp_path / "other.sqlite")) as other:
        taken = json.loads(
            extractor(tmp_path, "edits", "import", "edits.json", "--store", "other.sqlite", "--json").out
        )
        assert taken == {"added": 2, "known": 0, "without_document": 2}
        assert other.all_edits() == store.all_edits()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[]", "holds no decisions"),
        ("{", "cannot be read as JSON"),
        (
            '{"edits": [{"sha256": "0", "schema_name": "x", "kind": "guess", "at": "2026-01-01T00:00:00Z"}]}',
            "decision 1",
        ),
        ('{"edits": [{"sha256": "0", "schema_name": "x", "kind": "confirm", "at": "2026-01-01"}]}', "about nothing"),
    ],
)
def test_a_file_that_holds_no_decisions_is_refused_with_the_reason(
    store: Store, tmp_path: Path, written: str, said: str
) -> None:
    (tmp_path / "edits.json").write_text(written)
    answer = extractor(tmp_path, "edits", "import", "edits.json")
    assert answer.code == 3 and said in answer.err
    assert store.all_edits() == ()


def test_a_backup_is_a_store_and_nothing_is_overwritten(store: Store, tmp_path: Path) -> None:
    decided(store, tmp_path)
    assert extractor(tmp_path, "store", "backup", "copy.sqlite").code == 0
    with Store(str(tmp_path / "copy.sqlite"), create=False) as copy:
        assert list(copy.results()) == list(store.results()) and copy.all_edits() == store.all_edits()
    answer = extractor(tmp_path, "store", "backup", "copy.sqlite")
    assert answer.code == 3 and "is there already" in answer.err
