"""A file that holds several documents, from the run to the store, to review and to the export."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.documents.file_parts import document_part, hash_of_file, split_part
from extractor.documents.opening.members import shown_name
from extractor.documents.opening.picture import page_picture
from extractor.door.extracting import extract
from extractor.door.verifying import verify
from extractor.errors import EmptyDocument, ProblemKind
from extractor.export.line import line_of
from extractor.review.session import ReviewSession
from extractor.review.source_view import SourceShelf
from extractor.route import Result
from extractor.run.engine import run_documents
from extractor.run.parcel import Parcel
from extractor.run.pipeline import Job, Task, process
from extractor.run.reader_set import read_with_layout
from extractor.run.selection import group_by_content
from extractor.run.settings import RunSettings
from extractor.run.summary import RunSummary
from extractor.settlement import settle_decisions
from extractor.store import Outcome, Store
from extractor.verify.finding import Finding, FindingKind
from specimens.bundled_files import BundledFile, DrawnInvoice, invoices, one_document, report, two_reports
from tests.built_readings import edit

pytestmark = pytest.mark.slow

LAYOUT = RunSettings(readers=("layout",))
TWO = two_reports("pdf_ruled")
TEXT = two_reports("tsv")


def _laid(folder: Path, made: BundledFile) -> Path:
    path = folder / "reports" / made.name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(made.content)
    return path


def _run(path: Path, store: Store, settings: RunSettings = LAYOUT) -> RunSummary:
    return run_documents([path], settings, store)


def test_every_document_of_a_file_is_stored_by_itself(tmp_path: Path, store: Store) -> None:
    path = _laid(tmp_path, TWO)
    (path.parent / "one.tsv").write_bytes(report(90, 2020, style="tsv").content)
    summary = _run(path.parent, store)
    assert summary.counts == {"accepted": 3}
    found = store.find(path.name)
    assert tuple(result.document for result in found) == tuple(f"{path.name}/{part}" for part in TWO.parts)
    lines = [line_of(result) for result in found]
    assert [line["part"] for line in lines] == list(TWO.parts)
    assert len({line["sha256"] for line in lines}) == 1
    assert [result.verdict.fields["year"].value for result in found if result.verdict] == [2023, 2024]
    assert line_of(store.find("one.tsv")[0])["part"] is None


def test_places_of_a_part_are_on_the_pages_of_the_file(tmp_path: Path, store: Store) -> None:
    path = _laid(tmp_path, TWO)
    _run(path, store)
    second = store.find(f"{path.name}/{TWO.parts[1]}")[0]
    assert second.verdict is not None
    spots = [field.spot for field in second.verdict.fields.values() if field.spot is not None]
    first = int(TWO.parts[1].split()[1].split("-")[0])
    assert min(spot.page for spot in spots) == first
    opened, whole = open_document(Path(second.path)), open_document(path)
    boxes = {(word.text, word.place.page, word.place.box) for word in whole.words}
    assert {(word.text, word.place.page, word.place.box) for word in opened.words} <= boxes
    assert all(opened.text[slice(*word.place.span)] == word.text for word in opened.words)
    assert page_picture(Path(second.path), opened.pages[0], sha256=second.sha256).png


def test_a_run_over_what_is_done_does_nothing(tmp_path: Path, store: Store) -> None:
    path = _laid(tmp_path, TWO)
    first = _run(path, store)
    again = _run(path, store)
    assert [entry.done_before for entry in first.entries] == [False, False]
    assert [entry.done_before for entry in again.entries] == [True, True]
    assert [entry.document for entry in again.entries] == [entry.document for entry in first.entries]


def test_another_policy_judges_the_parts_without_the_file(tmp_path: Path, store: Store) -> None:
    path = _laid(tmp_path, TEXT)
    first = _run(path, store)
    content = group_by_content([path])[0]
    strict = LAYOUT.model_copy(update={"policy": "strict"})
    path.write_bytes(path.read_bytes())
    again = run_documents([path], strict, store)
    assert [entry.sha256 for entry in again.entries] == [entry.sha256 for entry in first.entries]
    assert store.parts(content.sha256) == tuple(entry.sha256 for entry in first.entries)


def test_a_file_that_was_stored_whole_gives_way_to_its_parts(tmp_path: Path, store: Store) -> None:
    path = _laid(tmp_path, TEXT)
    _run(path, store)
    part = store.find(path.name)[0]
    key = hash_of_file(part.sha256)
    whole = part.model_copy(update={"sha256": key, "parts": (), "document": path.name, "path": str(path)})
    store.save(Outcome(whole, fingerprint="of another program"))
    assert store.result(key) is not None
    _run(path, store, LAYOUT.model_copy(update={"again": True}))
    assert store.result(key) is None
    assert len(store.find(path.name)) == 2


def test_parts_that_were_found_before_give_way_to_those_of_now(tmp_path: Path, store: Store) -> None:
    path = _laid(tmp_path, TEXT)
    _run(path, store)
    first = store.find(path.name)[0]
    other = first.model_copy(
        update={"sha256": f"{hash_of_file(first.sha256)}#lines 1-9", "parts": ("lines 1-9", "lines 10-12")}
    )
    store.save(Outcome(other, fingerprint="of another program"))
    _run(path, store, LAYOUT.model_copy(update={"again": True}))
    assert store.result(other.sha256) is None
    assert len(store.find(path.name)) == 2


def test_a_part_that_somebody_names_is_no_reason_to_leave_out_the_rest(tmp_path: Path, store: Store) -> None:
    path = _laid(tmp_path, TWO)
    alone = _run(path / TWO.parts[1], store)
    assert [entry.document for entry in alone.entries] == [f"{path.name}/{TWO.parts[1]}"]
    summary = _run(path, store)
    assert [entry.document for entry in summary.entries] == [f"{path.name}/{part}" for part in TWO.parts]


def test_a_decision_is_about_one_part(tmp_path: Path, store: Store) -> None:
    path = _laid(tmp_path, TEXT)
    _run(path, store)
    one, other = store.find(path.name)
    assert one.schema_name is not None
    decision = edit("correct", path="table2.licensing", value=77, sha256=one.sha256, schema_name=one.schema_name)
    store.add_edit(decision)
    _run(path, store)
    now, same = store.result(one.sha256), store.result(other.sha256)
    assert now is not None
    assert now.verdict is not None
    assert now.verdict.fields["table2.licensing"].value == 77
    assert same is not None
    assert same.verdict == other.verdict


def test_review_shows_the_text_of_the_part(tmp_path: Path, store: Store) -> None:
    path = _laid(tmp_path, TWO)
    _run(path, store)
    second = store.find(f"{path.name}/{TWO.parts[1]}")[0]
    assert second.verdict is not None
    field = second.verdict.fields["table3.new_received.total"]
    view = SourceShelf(store).view(second, field.spot, field.quote)
    marked = [line.text[slice(*mark)] for line in view.lines for mark in line.marks]
    assert marked == [field.quote]
    session = ReviewSession(store, "a", document=second.document)
    case = session.open_named()
    assert case is not None
    assert case.result.sha256 == second.sha256
    session.close()


def test_extract_names_the_parts_and_reads_each_by_its_path(tmp_path: Path) -> None:
    path = _laid(tmp_path, TWO)
    whole = extract(path, "gov_disclosure", readers=("layout",))
    assert whole.status == "review"
    assert whole.problem is not None
    assert whole.problem.kind == ProblemKind.SEVERAL_DOCUMENTS
    assert whole.problem.details["parts"] == list(TWO.parts)
    assert not whole.fields
    part = extract(path / TWO.parts[0], "gov_disclosure", readers=("layout",))
    assert (part.status, part.data["year"]) == ("accepted", 2023)


def test_what_only_seems_to_be_two_documents_waits_for_a_person_whatever_else_is_decided(
    tmp_path: Path, store: Store
) -> None:
    made = next(each for each in one_document() if each.name == "annexed.txt")
    path = _laid(tmp_path, made)
    _run(path, store)
    (result,) = store.find(path.name)
    assert result.schema_name is not None
    found = _seeming(result)
    assert found.broken
    assert f"{path.name}/lines 1-" in found.message
    decision = edit("confirm", path="year", value=2023, sha256=result.sha256, schema_name=result.schema_name)
    settled = settle_decisions(store, result.sha256, result.schema_name, lambda _: [decision])
    assert settled is not None
    assert _seeming(settled.after.outcome.result) == found


def _seeming(result: Result) -> Finding:
    assert result.verdict is not None
    assert result.status == "review"
    (found,) = (each for each in result.verdict.findings if each.kind == FindingKind.ANOTHER_BEGINS)
    return found


def test_a_record_of_a_file_with_several_invoices_is_not_accepted(tmp_path: Path) -> None:
    one = DrawnInvoice("A-1")
    path = _laid(tmp_path, invoices(one, DrawnInvoice("A-2", "2024-04-05")))
    found = verify(path, {"number": "A-1", "date": "2024-03-05"}, "invoice")
    assert found.status == "review"
    assert any(each.kind == FindingKind.ANOTHER_BEGINS and each.broken for each in found.findings)


def test_outcomes_of_parts_pass_between_processes(tmp_path: Path) -> None:
    task = Task(group_by_content([_laid(tmp_path, TEXT)])[0])
    outcome = process(task, Job(("gov_disclosure",)), read_with_layout)
    assert len(outcome.parts) == 2
    assert Parcel.of(outcome, task).unpacked(task) == outcome


def test_a_path_leads_to_pages_and_lines_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("one\n\ntwo\nthree\n")
    assert open_document(path / "lines 3-4").text == "two\nthree"
    assert open_document(path / "line 1").text == "one"
    assert shown_name(path / "lines 2-2") == "a.txt/line 2"
    assert split_part(tmp_path / "pages 3")[1] is None
    with pytest.raises(EmptyDocument, match="nothing is printed there"):
        open_document(path / "lines 7-9")
    document = open_document(path)
    part = split_part(path / "lines 3-4")[1]
    assert part is not None
    assert document_part(document, part) == open_document(path / "lines 3-4")


def test_decisions_about_a_part_are_carried_to_the_next_version_of_its_file(tmp_path: Path, store: Store) -> None:
    path = _laid(tmp_path, TEXT)
    _run(path, store)
    kept, lost = store.find(path.name)
    for each, value in ((kept, 77), (lost, 78)):
        assert each.schema_name is not None
        store.add_edit(edit("correct", "table2.licensing", value, sha256=each.sha256, schema_name=each.schema_name))
    content = path.read_bytes()
    path.write_bytes(b"A line that was not there before.\n\n" + content)
    _run(path, store)
    now = store.find(path.name)
    assert [each.verdict.fields["table2.licensing"].value for each in now if each.verdict] == [77, 78]
    assert not {each.sha256 for each in now} & {kept.sha256, lost.sha256}
    carried = [decision.carried_from for each in now for decision in store.edits(each.sha256)]
    assert carried == [kept.sha256, lost.sha256]


def test_decisions_about_a_part_do_not_follow_its_lines_to_another_document(tmp_path: Path, store: Store) -> None:
    path = _laid(tmp_path, TEXT)
    _run(path, store)
    first, second = store.find(path.name)
    assert first.schema_name is not None
    store.add_edit(edit("correct", "table2.licensing", 77, sha256=first.sha256, schema_name=first.schema_name))
    lines = path.read_text("utf-8").splitlines(keepends=True)
    cut = int(TEXT.parts[1].split()[1].split("-")[0]) - 1
    path.write_text("".join((*lines[cut:], "\n", *lines[:cut])), "utf-8")
    _run(path, store)
    values = {
        each.verdict.fields["year"].value: each.verdict.fields["table2.licensing"].value
        for each in store.find(path.name)
        if each.verdict
    }
    assert (first.verdict, second.verdict) != (None, None)
    assert values[2023] == 77 and values[2024] != 77
