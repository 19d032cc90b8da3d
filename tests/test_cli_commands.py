"""The commands on real reports: what they write where, and the exit codes they end with."""

import json
import sqlite3
from pathlib import Path

import pytest

from extractor.cli.running import CHANGED_SINCE
from extractor.readers.layout import layout_code
from extractor.run.keeping import DECISIONS
from extractor.run.layers import KINDS
from tests.plain_reports import foia_report
from tests.typed_commands import Answer, extractor

TRACE = "Traceback"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with reports and the store of one run over them. Tests only read it."""
    place = tmp_path_factory.mktemp("work")
    (place / "reports").mkdir()
    (place / "reports" / "good.txt").write_text(foia_report("Office of Tests", 12))
    (place / "reports" / "inconsistent.txt").write_text(foia_report("Office of Tests", 12, pending_end=3))
    (place / "reports" / "letter.txt").write_text("Dear Sir or Madam,\nthank you.\n")
    (place / "reports" / "zero.pdf").write_bytes(b"")
    (place / "reports" / "notes.json").write_text("{}")
    return place


@pytest.fixture(scope="module")
def first_run(folder: Path) -> Answer:
    return extractor(folder, "run", "reports")


@pytest.fixture(scope="module")
def done(folder: Path, first_run: Answer) -> Path:
    """The folder after the run."""
    assert first_run.code == 2, first_run.err
    return folder


def test_a_run_ends_with_a_table_on_standard_output(first_run: Answer) -> None:
    for words in ("good.txt", "us_foia annual", "accepted", "review", "unrecognised", "failed", "source inconsistent"):
        assert words in first_run.out
    assert "1 accepted, 1 failed, 1 review, 1 unrecognised; 1 other files in the folders left out" in first_run.out


def test_a_run_with_a_schema_that_nobody_has_makes_no_store(done: Path) -> None:
    answer = extractor(done, "run", "reports", "--schema", "invoices", "--store", "new.sqlite")
    assert answer.code == 3
    assert "no schema called 'invoices'" in answer.err
    assert not (done / "new.sqlite").exists()


def test_a_run_says_what_to_type_next_and_that_one_reader_works(first_run: Answer) -> None:
    assert "extractor review" in first_run.err
    assert "extractor show inconsistent.txt" in first_run.err
    assert "Only the layout reader is at work" in first_run.err
    assert TRACE not in first_run.err


def test_a_run_as_json_writes_only_json(done: Path) -> None:
    answer = extractor(done, "run", "reports", "--json")
    summary = json.loads(answer.out)
    assert summary["counts"] == {"accepted": 1, "review": 1, "unrecognised": 1, "failed": 1}
    assert [entry["done_before"] for entry in summary["entries"]] == [True, True, True, False]
    assert (summary["exit_code"], answer.code) == (2, 2)


def test_a_run_over_accepted_documents_ends_with_0_and_over_others_with_1(done: Path) -> None:
    assert extractor(done, "run", "reports/good.txt").code == 0
    assert extractor(done, "run", "reports/inconsistent.txt").code == 1
    assert extractor(done, "run", "reports/letter.txt").code == 1


def test_a_run_says_what_has_changed_since_documents_were_done(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(foia_report("Office of Tests", 12))
    layout = ("run", "good.txt", "--readers", "layout")
    assert "changed since" not in extractor(tmp_path, *layout).err
    again = extractor(tmp_path, *layout, "--policy", "strict", "--json")
    assert "because of what has changed since: the policy (1)" in again.err
    assert json.loads(again.out)["done_again"] == {"policy": 1}


def test_there_are_words_for_everything_that_may_have_changed() -> None:
    assert set(CHANGED_SINCE) == {*KINDS, DECISIONS}


def test_a_path_that_does_not_exist_starts_nothing(tmp_path: Path) -> None:
    answer = extractor(tmp_path, "run", "nowhere")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err.splitlines() == ["error: nowhere does not exist: check the path, nothing was started"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ("run",),
        ("run", "reports", "--frobnicate"),
        ("run", "reports", "--jobs", "many"),
        ("frobnicate",),
        ("show",),
    ],
)
def test_wrong_usage_ends_with_3_and_says_so(done: Path, words: tuple[str, ...]) -> None:
    answer = extractor(done, *words)
    assert (answer.code, answer.out) == (3, "")
    assert "Usage: extractor" in answer.err
    assert "Error: " in answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "reports", "--schema", "invoices"), "no schema called 'invoices'; did you mean invoice?"),
        (("run", "reports", "--readers", "ocr"), "--readers (or EXTRACTOR_READERS)"),
        (("run", "reports", "--policy", "lax"), "--policy (or EXTRACTOR_POLICY)"),
        (("run", "reports", "--readers", "llm"), "extractor model install"),
        (("run", "reports", "--base-url", "nonsense", "--model", "m"), "'nonsense' is no address"),
        (("run", "reports", "--base-url", "http://localhost:1/v1"), "--model NAME"),
        (("show", "unknown.txt"), "the store holds no document 'unknown.txt'"),
        (("export", "--format", "doc"), "choose --format jsonl, csv, xlsx, parquet"),
        (("export", "--include", "everything"), "choose accepted or review"),
        (("status", "--store", "other.sqlite"), "there is no store at other.sqlite"),
        (("status", "--store", "mysql+nothing://here"), "is not the address of a store"),
        (("status", "--store", "reports/good.txt"), "cannot be opened"),
        (("review", "unknown.txt"), "unknown.txt"),
        (("eval", "unknown"), "there is no eval set called 'unknown'"),
        (("schemas", "show", "unknown"), "there is no schema called 'unknown'"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_ends_with_3(done: Path, words: tuple[str, ...], said: str) -> None:
    answer = extractor(done, *words)
    assert (answer.code, answer.out) == (3, "")
    (line,) = answer.err.splitlines()
    assert line.startswith("error: ")
    assert said in line


def test_a_store_of_a_later_release_is_refused(done: Path, tmp_path: Path) -> None:
    store = tmp_path / "old.sqlite"
    store.write_bytes((done / "extractor.sqlite").read_bytes())
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE store_layout SET version = 99")
    connection.close()
    answer = extractor(tmp_path, "status", EXTRACTOR_STORE=str(store))
    assert answer.code == 3
    assert "layout 99, made by a later release" in answer.err


def test_status_counts_what_is_there(done: Path) -> None:
    facts = json.loads(extractor(done, "status", "--json").out)
    assert facts["documents"] == {"accepted": 1, "review": 1, "unrecognised": 1, "failed": 1}
    assert facts["flags"] > 0
    assert facts["last_run"]["readers"] == [f"layout {layout_code()}"]
    words = extractor(done, "status").out
    assert f"{facts['flags']} flagged fields wait for a person" in words


def test_show_names_the_broken_rule_the_field_and_the_place(done: Path) -> None:
    answer = extractor(done, "show", "inconsistent.txt")
    assert answer.code == 0
    assert "The printed numbers contradict each other" in answer.out
    assert "requests.overall.pending_end" in answer.out
    assert "printed “3”, line 8" in answer.out


def test_show_finds_a_document_by_a_relative_path_and_lists_all_fields_if_asked(done: Path) -> None:
    assert "requests.overall.received" not in extractor(done, "show", "reports/good.txt").out
    assert "requests.overall.received" in extractor(done, "show", "reports/good.txt", "--all").out


def test_show_says_why_a_document_failed_and_what_an_unrecognised_one_lacks(done: Path) -> None:
    assert "empty_document: zero.pdf: the file holds no bytes." in extractor(done, "show", "zero.pdf").out
    assert "labels are not printed, among them:" in extractor(done, "show", "letter.txt").out


def test_show_as_json_is_the_line_of_the_export_with_diagnosis_and_remarks(done: Path) -> None:
    shown = json.loads(extractor(done, "show", "good.txt", "--json").out)
    exported = json.loads(extractor(done, "export").out)
    assert shown == {**exported, "alternatives": {}, "diagnosis": None, "implied": [], "remarks": []}


def test_show_as_json_gives_the_suspects_and_the_proof_of_what_does_not_add_up(done: Path) -> None:
    shown = json.loads(extractor(done, "show", "inconsistent.txt", "--json").out)
    (group,) = shown["diagnosis"]["groups"]
    assert group["kind"] == "source_inconsistent"
    assert group["proof"]["failing"] and {"searched", "complete", "within_slack"} <= set(group["proof"])
    change = group["explanations"][0]["changes"][0]
    assert change["read"] != change["proposed"] and change["path"] in shown["fields"]
    assert "diagnosis" not in json.loads(extractor(done, "export", "--include", "review").out.splitlines()[0])


def test_export_writes_accepted_documents_unless_asked_for_more(done: Path, tmp_path: Path) -> None:
    answer = extractor(done, "export", "-o", str(tmp_path / "out.jsonl"))
    assert answer.code == 0
    assert "1 more are in review" in answer.err
    lines = (tmp_path / "out.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["document"] for line in lines] == ["good.txt"]
    everything = extractor(done, "export", "--include", "review").out.splitlines()
    assert sorted(json.loads(line)["status"] for line in everything) == ["accepted", "failed", "review", "unrecognised"]


def test_export_can_be_limited_to_a_schema(done: Path) -> None:
    assert extractor(done, "export", "--schema", "gov_disclosure").out == ""
    assert json.loads(extractor(done, "export", "--schema", "us_foia").out)["schema"] == "us_foia"


def test_schemas_are_listed_with_their_forms_and_rules(done: Path) -> None:
    names = [each["name"] for each in json.loads(extractor(done, "schemas", "list", "--json").out)]
    assert "us_foia" in names
    shown = json.loads(extractor(done, "schemas", "show", "us_foia", "--json").out)
    (form,) = shown["details"]
    (year,) = (field for field in form["fields"] if field["path"] == "year")
    assert (year["kind"], year["label"], year["units"]) == ("count", "Fiscal year", [])
    assert all(rule["text"] for rule in form["rules"])
    words = extractor(done, "schemas", "show", "us_foia").out
    assert form["rules"][0]["text"] in words


def test_eval_counts_mistakes_on_a_bundled_set(done: Path) -> None:
    names = extractor(done, "eval").out.split()
    assert "us_foia" in names
    cache = str(done / "cache")
    answer = extractor(
        done, "eval", "us_foia", "--limit", "3", "--readers", "layout", "--json", EXTRACTOR_CACHE_DIR=cache
    )
    report = json.loads(answer.out)
    assert report["total"]["documents"] == 3
    assert report["reader"] == f"layout {layout_code()}"
    assert answer.code == (1 if report["total"]["false_success"]["hits"] else 0)


def test_a_missing_model_is_said_with_what_to_type(done: Path) -> None:
    answer = extractor(done, "model", "status", "--json")
    facts = json.loads(answer.out)
    assert (answer.code, facts["ready"], facts["file"]) == (1, False, False)
    assert "extractor model install" in facts["problem"]


def test_doctor_looks_at_everything_and_finds_nothing_broken(done: Path) -> None:
    answer = extractor(done, "doctor", "--json")
    checks = {check["what"]: check for check in json.loads(answer.out)}
    assert answer.code == 0
    assert {"extractor", "openai", "schema us_foia", "store", "embedded model", "endpoint"} <= set(checks)
    assert (checks["store"]["health"], checks["embedded model"]["health"]) == ("ok", "missing")


@pytest.mark.parametrize(("place", "health"), [("none.sqlite", "missing"), ("reports", "broken")])
def test_doctor_tells_a_store_that_is_not_there_from_one_that_cannot_be_opened(
    done: Path, place: str, health: str
) -> None:
    answer = extractor(done, "doctor", "--json", "--store", place)
    (check,) = (each for each in json.loads(answer.out) if each["what"] == "store")
    assert check["health"] == health


def test_review_needs_a_terminal_and_says_so(done: Path) -> None:
    answer = extractor(done, "review")
    assert answer.code == 3
    assert "needs a terminal" in answer.err


def test_a_long_run_lists_only_what_somebody_must_look_at(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    for number in range(70):
        (tmp_path / "reports" / f"{number:02}.txt").write_text(foia_report(f"Office {number}", number))
    (tmp_path / "reports" / "letter.txt").write_text("Dear Sir or Madam,\nthank you.\n")
    out = extractor(tmp_path, "run", "reports", "--readers", "layout").out
    assert "letter.txt" in out
    assert "07.txt" not in out
    assert "70 accepted, 1 unrecognised; 70 not listed" in out
