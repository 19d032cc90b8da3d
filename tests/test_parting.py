"""Where a file holds several documents, and where it only looks so."""

from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.readers.parting import FileParts, find_parts
from extractor.readers.parting.page_numbers import PageNumbers
from extractor.readers.recognise import recognise
from extractor.schemas.registry import load_schema
from specimens.bundled_files import BundledFile, joined_pdf, letter, one_document, several

SEVERAL = tuple(several())
ONE = tuple(one_document())


def _parted(made: BundledFile, folder: Path) -> FileParts:
    path = folder / made.name
    path.write_bytes(made.content)
    document, schema = open_document(path), load_schema(made.schema)
    form = recognise(document, [schema]).form
    return find_parts(document, schema, form) if form is not None else FileParts()


@pytest.mark.parametrize("made", SEVERAL, ids=lambda made: made.name)
def test_every_document_of_a_file_is_found_with_its_pages(made: BundledFile, tmp_path: Path) -> None:
    assert tuple(map(str, _parted(made, tmp_path).several)) == made.parts


@pytest.mark.parametrize("made", ONE, ids=lambda made: made.name)
def test_what_only_looks_like_several_documents_stays_one(made: BundledFile, tmp_path: Path) -> None:
    found = _parted(made, tmp_path)
    assert found.several == ()
    assert not (made.sure and found.seeming)


def test_there_are_thirty_look_alikes() -> None:
    assert len({made.name for made in ONE}) >= 30


@pytest.mark.parametrize(
    ("printed", "runs"),
    [
        (["Page 1 of 2", "Page 2 of 2", "Page 1 of 1"], ((1, 2), (3,))),
        (["Invoice 17 Page 1 of 1", "Invoice 18 Page 1 of 1"], ((1,), (2,))),
        (["1/1", "1 / 2", "2 / 2"], ((1,), (2, 3))),
        (["- 1 -", "- 2 -", "- 1 -"], ((1, 2), (3,))),
        (["Seite 1 von 1", "Blatt 1"], ((1,), (2,))),
        (["Page 1 of 2", "Page 1 of 1"], ()),
        (["Page 1 of 3", "Page 3 of 3"], ()),
        (["Page 2 of 3", "Page 3 of 3"], ()),
        (["Page 1 of 1", "nothing"], ()),
        (["5/2024", "1/1"], ()),
    ],
)
def test_pages_are_counted_by_what_all_of_them_print(
    printed: list[str], runs: tuple[tuple[int, ...], ...], tmp_path: Path
) -> None:
    path = tmp_path / "pages.pdf"
    path.write_bytes(joined_pdf(*(letter("A line", "another", foot=text) for text in printed)))
    assert PageNumbers.of(open_document(path)).runs == runs
