"""``extractor show DOC --pdf``: the source with every value boxed and linked to its record, for an auditor."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from extractor.documents import open_document
from extractor.export.proof_content import proof_lines
from extractor.export.proof_file import proof_file
from extractor.readers.reading import Spot
from extractor.store import Store
from tests.printed_ledger import print_ledger
from tests.review_desk import CONSISTENT, END, PROCESSED, misread, paper, put, session_on, unsure
from tests.typed_commands import extractor

pymupdf: Any = import_module("pymupdf")  # its types are not those of what it gives


def test_every_value_of_a_text_is_boxed_and_leads_to_its_line_and_back(store: Store, tmp_path: Path) -> None:
    result = misread(store, tmp_path)
    source = store.source(result.sha256)
    made = pymupdf.open("pdf", proof_file(result, source))
    titles = {title: number - 1 for _, title, number in made.get_toc()}
    first = titles["misread.txt"]
    assert result.verdict is not None
    boxes = [annot.info["content"] for page in made for annot in page.annots()]
    placed = [field for field in result.verdict.fields.values() if field.spot is not None]
    assert len(boxes) == len(placed) and any("1294 (flagged)" in each for each in boxes)
    (drawn,) = [(page, annot) for page in made for annot in page.annots() if "1294 (flagged)" in annot.info["content"]]
    middle = (drawn[1].rect.tl + drawn[1].rect.br) / 2
    assert "1,204" in drawn[0].get_textbox(drawn[1].rect).split()
    there = next(link for link in drawn[0].get_links() if pymupdf.Rect(link["from"]).contains(middle))
    row = made[there["page"]]
    assert there["page"] < first and PROCESSED in row.get_text() and "1294" in row.get_text()
    back = [link for link in row.get_links() if link["page"] >= first]
    assert back and drawn[0].number in {link["page"] for link in back}
    text = "".join(page.get_text() for page in made).replace("\n", "").replace(" ", "")
    for line in proof_lines(result, source):
        assert line.path.replace(" ", "") in text


@pytest.mark.parametrize("rotation", [0, 90])
def test_the_values_of_a_page_are_boxed_on_the_page_itself(store: Store, tmp_path: Path, rotation: int) -> None:
    path = print_ledger(tmp_path / "ledger.pdf")
    if rotation:
        turned = pymupdf.open(path)
        turned[0].set_rotation(rotation)
        turned.save(tmp_path / "turned.pdf")
        path = tmp_path / "turned.pdf"
    document = open_document(path)
    word = next(word for word in document.words if word.text == "12.50")
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, unsure(reading, END, spot=Spot.of(word.place)))
    result = result.model_copy(update={"document": path.name, "path": str(path), "sha256": document.sha256})
    made = pymupdf.open("pdf", proof_file(result, None))
    (page,) = [page for page in made if "12.50" in page.get_text()]
    (box,) = list(page.annots())
    assert page.rotation == 0 and "12.50" in page.get_textbox(box.rect)
    (link,) = page.get_links()
    assert END in made[link["page"]].get_text()


def test_where_the_file_has_changed_the_text_is_shown_and_it_says_so(store: Store, tmp_path: Path) -> None:
    text, reading = paper("Bureau of Keys", CONSISTENT)
    result = put(store, tmp_path, "keys.txt", text, unsure(reading, END, spot=Spot(page=1, box=(0.0, 0.0, 9.0, 9.0))))
    source = store.source(result.sha256)
    Path(result.path).write_text("something else")
    made = pymupdf.open("pdf", proof_file(result, source))
    assert "Its pages cannot be shown" in made[0].get_text() and "has changed" in made[0].get_text()
    assert "Freedom of Information Act" in "".join(page.get_text() for page in made)


def test_the_command_writes_it_with_the_decisions(store: Store, tmp_path: Path) -> None:
    misread(store, tmp_path)
    session = session_on(store)
    assert session.correct(PROCESSED, "1204").ok
    target = tmp_path / "proof.pdf"
    place = str(tmp_path / "store.sqlite")
    assert extractor(tmp_path, "show", "misread.txt", "--pdf", str(target), "--store", place).code == 0
    last = pymupdf.open(target)[-1].get_text()
    assert "1 decisions" in last and "anna" in last and PROCESSED in last
