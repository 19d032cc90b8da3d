"""Every stored verdict carries hashes of what it was made of, and they say what has changed since."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from extractor import receipt_making
from extractor.cli.app import run_command_line
from extractor.export.line import line_of
from extractor.receipt_making import JUDGING, schema_marks, verdict_hash
from extractor.route import Result
from extractor.run.engine import run_documents
from extractor.run.rechecking import RecheckTally, recheck
from extractor.run.settings import RunSettings
from extractor.schemas.registry import RULES_FOLDER
from extractor.settlement import settle_decisions
from extractor.sources import sources_of
from extractor.store import Store
from extractor.verdict_receipt import VerdictReceipt
from extractor.verify.edit import Edit
from tests.house import ROOT
from tests.plain_reports import foia_report
from tests.rendered_years import draw_report

LAYOUT = RunSettings(readers=("layout",))
RECEIVED = "requests.overall.received"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "good.txt").write_text(foia_report("Office of Tests", 12))
    (folder / "letter.txt").write_text("Dear Sir or Madam,\nthank you.\n")
    with Store(str(tmp_path / "extractor.sqlite")) as opened:
        run_documents([folder], LAYOUT, opened)
        yield opened


def result(store: Store, name: str = "good.txt") -> Result:
    (found,) = store.find(name)
    return found


def receipt(store: Store, name: str = "good.txt") -> VerdictReceipt:
    found = result(store, name).receipt
    assert found is not None
    return found


def why(store: Store) -> tuple[str, ...]:
    (found,) = recheck(store, store.walk(), False, RecheckTally())
    return found.why


def test_a_verdict_carries_the_hashes_of_what_it_was_made_of(store: Store) -> None:
    found, stored = receipt(store), result(store)
    (reading,) = store.readings(stored.sha256, "us_foia")
    assert stored.verdict is not None
    assert (found.document, found.verdict) == (stored.sha256, verdict_hash(stored.verdict))
    assert found.schema_marks == schema_marks("us_foia")
    assert found.readings["layout"].version == reading.version
    assert {"opening", "recognition", "layout", "judging", "release"} <= set(found.code)
    assert not any(name.startswith(("schema", "rules")) for name in found.code)
    assert (found.decisions, found.decided, found.others, found.policy) == (0, "", {}, "standard")
    assert result(store, "letter.txt").receipt is None


def test_what_comes_out_of_the_store_has_the_hashes_of_what_went_in(store: Store) -> None:
    stored, before = result(store), receipt(store)
    with store.moment() as held:
        filed = held.filed(stored.sha256, "us_foia")
    assert filed is not None
    again = receipt_making.with_receipt(filed.outcome, filed.edits).result.receipt
    assert again == before


def test_a_decision_is_in_the_receipt_of_the_verdict_it_leads_to(store: Store) -> None:
    before, stored = receipt(store), result(store)
    said = Edit(
        sha256=stored.sha256, schema_name="us_foia", kind="confirm", path=RECEIVED, at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    settle_decisions(store, stored.sha256, "us_foia", lambda _: [said])
    after = receipt(store)
    assert (after.decisions, len(after.decided)) == (1, 64)
    assert after.code == before.code
    assert after.readings == before.readings


def test_the_report_of_the_year_before_is_in_the_receipt(tmp_path: Path) -> None:
    with Store(str(tmp_path / "years.sqlite")) as store:
        for year in (2021, 2022):
            draw_report(tmp_path / "years", year)
        run_documents([tmp_path / "years"], LAYOUT, store)
        assert receipt(store, "report-2021.txt").others == {}
        assert list(receipt(store, "report-2022.txt").others) == ["previous_year"]


def test_a_line_of_the_export_and_show_tell_the_receipt(
    store: Store, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    told, known = line_of(result(store))["receipt"], receipt(store)
    assert isinstance(told, dict)
    assert told["document"] == known.document
    assert told["decisions"] == {"count": 0, "sha256": ""}
    assert line_of(result(store, "letter.txt"))["receipt"] is None
    place = ("--store", str(tmp_path / "extractor.sqlite"))
    assert run_command_line(["show", "good.txt", *place]) == 0
    shown = capfd.readouterr().out
    assert f"verdict {known.verdict[:12]}" in shown
    assert f"reading of layout {known.readings['layout'].sha256[:12]}" in shown
    assert run_command_line(["show", "good.txt", "--json", *place]) == 0
    assert json.loads(capfd.readouterr().out)["receipt"] == told


def test_a_rule_of_ones_own_is_named_where_it_changes_a_verdict(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounds = {"field": RECEIVED, "at_most": 0}
    rule = {"code": "mine.none", "text": "nobody asked", "severity": "error", "range": bounds}
    (tmp_path / "us_foia.yaml").write_text(json.dumps({"rules": [rule]}))
    monkeypatch.setenv(RULES_FOLDER, str(tmp_path))
    (told,) = why(store)
    assert told.startswith("the schema us_foia is another (")


def test_other_code_is_named_where_a_verdict_differs(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = result(store)
    said = Edit(
        sha256=stored.sha256, schema_name="us_foia", kind="correct", path=RECEIVED, state="read", value=13,
        at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    store.add_edit(said)
    assert why(store) == ("decisions: it took in 0, there are 1",)
    monkeypatch.setattr(receipt_making, "judging_code", lambda: "88888888")
    assert why(store)[1].endswith("→ 88888888)")


OPENING = ("documents/opening", "documents/text", "documents/web", "documents/scan")
BESIDE = ("release", "verdict_receipt", "receipt_making", "sources", "store", "readers/llm", *OPENING)
"""What is loaded with the deciding modules and decides nothing: the receipt itself, the store with what it knows of
calls, and the opening of files.
"""


def test_every_module_that_a_verdict_is_made_with_is_hashed() -> None:
    covered = {file.name.removesuffix(".py").removesuffix("/__init__") for part in JUDGING for file in sources_of(part)}
    imported = "import sys, extractor.route, extractor.settlement"
    code = f"{imported}; print(*(name for name in sys.modules if name.startswith('extractor.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = {name.partition(".")[2].replace(".", "/") for name in done.stdout.split()}
    assert {"verify/consolidate", "consequences"} <= loaded and "store/identity" in covered
    packages = {"documents", "schemas", "schemas/packs"}
    assert {name for name in loaded - covered - packages if not name.startswith(BESIDE)} == set()
