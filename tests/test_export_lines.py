"""The lines of a jsonl and a csv export: everything that is known about a document, and nothing made up."""

import csv
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import ConfigurationError
from extractor.export import choose_format, export_results
from extractor.export.line import line_of
from extractor.export.table import safe_text
from extractor.readers.bill import Bill
from extractor.store import Store
from tests.built_outcomes import accepted, in_review, without_verdict
from tests.built_readings import OTHER_ALL

HEAD = "document sha256 part schema form status record fields".split()  # noqa: SIM905 (as it is read)
KEYS = [
    *HEAD,
    "findings",
    "source_inconsistent",
    "contradictions",
    "unused_numbers",
    "error",
    "readers",
    "usage",
    "decisions",
    "receipt",
]
FIELD_KEYS = "value state status page box span quote readers doubts legs reasons".split()  # noqa: SIM905 (as it is read)


def _line(result: Any) -> Any:  # noqa: ANN401 (JSON)
    return json.loads(json.dumps(line_of(result)))


def test_a_line_has_exactly_the_documented_keys() -> None:
    for outcome in (accepted("a.txt"), in_review("b.txt"), without_verdict("c.txt", "failed", "needs_ocr")):
        assert list(_line(outcome.result)) == KEYS
    fields = _line(accepted("a.txt").result)["fields"]
    assert all(list(field) == FIELD_KEYS for field in fields.values())


def test_counts_are_numbers_and_amounts_are_strings_with_all_their_digits() -> None:
    amounts: dict[str, Any] = {"table2.fee_wan_yuan": Decimal("0.1230")}
    line = _line(accepted("a.txt", {"granted.natural": 7}, **amounts).result)
    assert line["record"]["table2"]["fee_wan_yuan"] == "0.1230"
    assert line["record"]["table3"]["granted"]["natural"] == 7
    assert line["fields"]["table2.fee_wan_yuan"]["value"] == "0.1230"


def test_a_large_amount_is_written_without_an_exponent() -> None:
    amounts: dict[str, Any] = {"table2.fee_wan_yuan": Decimal("1.3E+4")}
    assert _line(accepted("a.txt", **amounts).result)["record"]["table2"]["fee_wan_yuan"] == "13000"


def test_what_has_no_value_is_null_and_its_state_says_why() -> None:
    line = _line(accepted("a.txt").result)
    absent = line["fields"][OTHER_ALL[0]]
    assert (absent["value"], absent["state"]) == (None, "absent")
    assert set(line["record"]["table3"]["other_all"].values()) == {None}


def test_a_flagged_value_stands_in_the_record_and_its_field_says_so() -> None:
    line = _line(in_review("a.txt").result)
    field = line["fields"]["table3.granted.total"]
    assert field["status"] == "flagged"
    assert field["readers"] == {"layout": 8, "llm": 9}
    assert field["reasons"]
    assert line["record"]["table3"]["granted"]["total"] == field["value"]


def test_a_place_is_given_by_page_and_span() -> None:
    field = _line(accepted("a.txt").result)["fields"]["year"]
    assert (field["page"], field["box"], field["span"], field["quote"]) == (1, None, [12, 15], "2023")


def test_a_document_without_a_verdict_says_what_happened() -> None:
    line = _line(without_verdict("a.pdf", "failed", "needs_ocr", "the pages are pictures").result)
    assert (line["status"], line["record"], line["fields"], line["findings"]) == ("failed", None, {}, [])
    assert line["error"]["kind"] == "needs_ocr"
    assert line["error"]["message"] == "the pages are pictures"
    assert line["error"]["nearest"] == "gov_disclosure 2021"


def test_jsonl_is_a_line_a_document_in_its_own_characters(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert export_results([accepted("报告.txt").result, accepted("b.txt").result], "jsonl", str(target)) == 2
    lines = target.read_text("utf-8").splitlines()
    assert [json.loads(line)["document"] for line in lines] == ["报告.txt", "b.txt"]
    assert "某某局" in lines[0]


def test_csv_begins_with_a_mark_for_excel_and_has_a_row_a_field(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    outcome = in_review("a.txt")
    export_results([outcome.result, without_verdict("b.pdf", "failed", "needs_ocr").result], "csv", str(target))
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert outcome.result.verdict is not None
    assert len(rows) == len(outcome.result.verdict.fields) + 1
    flagged = [row for row in rows if row["field_status"] == "flagged"]
    assert [row["field"] for row in flagged] == ["table3.granted.total"]
    assert rows[-1]["error"] == "needs_ocr: what happened"


def test_a_text_that_looks_like_a_formula_is_written_as_text(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    outcome = accepted("=cmd|calc.txt", agency="@SUM(A1)")
    export_results([outcome.result], "csv", str(target))
    with target.open(encoding="utf-8-sig", newline="") as file:
        first = next(iter(csv.DictReader(file)))
    assert (first["document"], first["value"], first["quote"]) == ("'=cmd|calc.txt", "'@SUM(A1)", "'@SUM(A1)")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_every_sign_that_starts_a_formula_is_made_harmless(text: str) -> None:
    assert safe_text(text) == f"'{text}"
    assert safe_text(f"a{text}") == f"a{text}"


def test_standard_output_takes_lines_but_no_workbook(capfd: pytest.CaptureFixture[str]) -> None:
    export_results([accepted("报告.txt").result], "jsonl", "-")
    assert json.loads(capfd.readouterr().out)["document"] == "报告.txt"
    with pytest.raises(ConfigurationError, match="name a file with -o"):
        export_results([], "xlsx", "-")


def test_a_broken_off_export_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("the old export")

    def breaking_off() -> Any:  # noqa: ANN401 (a generator)
        yield accepted("a.txt").result
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export_results(breaking_off(), "jsonl", str(target))
    assert target.read_text() == "the old export"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_that_does_not_exist_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot be written"):
        export_results([], "csv", str(tmp_path / "nowhere" / "out.csv"))


def test_a_folder_in_place_of_the_file_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="there is a folder of this name"):
        export_results([], "csv", str(tmp_path))


@pytest.mark.skipif(sys.platform == "win32", reason="limits of the size of files")
@pytest.mark.parametrize(
    "name", ["out.jsonl", "out.csv", "out.xlsx", "out.parquet", "wide.csv", "wide.xlsx", "wide.sqlite"]
)
def test_an_export_to_a_disk_that_is_full_ends_in_words(name: str, tmp_path: Path) -> None:
    wide = name.startswith("wide")
    with Store(str(tmp_path / "s.sqlite")) as store:
        for number in range(4):
            store.save(accepted(f"{number}.txt"))
    script = f"""
import resource, signal, sys, tempfile
from extractor.export import files
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
make = tempfile.mkstemp
def made(**given):  # from here on: what is read is there
    resource.setrlimit(resource.RLIMIT_FSIZE, (512, resource.RLIM_INFINITY))
    return make(**given)
files.tempfile.mkstemp = made
from extractor.cli.app import run_command_line
sys.exit(run_command_line(["export", {'"--wide", ' if wide else ""}"--store", "s.sqlite", "-o", "{name}"]))
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (5, False), done.stderr
    assert f"{name} cannot be written" in done.stderr
    assert [each.name for each in tmp_path.iterdir() if name in each.name] == []


def test_the_format_is_known_by_the_name_of_the_file() -> None:
    assert choose_format(None, "out.XLSX") == "xlsx"
    assert choose_format(None, "-") == "jsonl"
    assert choose_format("csv", "-") == "csv"
    with pytest.raises(ConfigurationError, match="choose --format jsonl, csv, xlsx, parquet"):
        choose_format(None, "out.doc")


def test_a_line_says_how_each_reader_went_about_it_and_what_asking_took() -> None:
    bill = Bill(calls=3, tokens_in=900, tokens_out=40, cost=Decimal("0.00120"), currency="EUR")
    readers = {"layout": "finds places by labels", "llm": "copies rows"}
    line = _line(accepted("a.txt").result.model_copy(update={"readers": readers, "usage": bill}))
    assert line["readers"] == readers
    assert line["usage"] == {"calls": 3, "tokens_in": 900, "tokens_out": 40, "cost": "0.00120", "currency": "EUR"}
    free = _line(accepted("b.txt").result)["usage"]
    assert (free["calls"], free["cost"]) == (0, None)
