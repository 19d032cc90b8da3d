"""Ideographs under the code points of radicals and compatibility are read as the ideographs they are."""

from dataclasses import replace
from pathlib import Path

import pytest

from extractor.documents import open_document
from extractor.documents.unified_letters import unified, with_unified_letters
from extractor.readers.layout import read_layout
from extractor.readers.recognise import recognise
from extractor.schemas.registry import load_schemas
from specimens.drawn_reports import invented

ODD = str.maketrans(
    {"年": "\uf98e", "行": "\ufa08", "不": "\uf967", "理": "\uf9e4", "一": "\u2f00", "金": "\u2fa6", "页": "\u2eda"}
)


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("2021\uf98e", "2021年"),
        ("\u2f00、\u2f8f\u653f", "一、行政"),
        ("\u2eda\u2edb\u2ee2", "页风马"),
        ("Total 12", "Total 12"),
        ("数量：１２", "数量：１２"),
        ("①②", "①②"),
        ("", ""),
    ],
)
def test_characters_are_those_of_the_usual_code_points(printed: str, read: str) -> None:
    assert unified(printed) == read
    assert len(unified(printed)) == len(printed)


def test_a_report_set_in_such_code_points_is_read_as_any_other(tmp_path: Path) -> None:
    made = next(iter(invented(1)))
    plain = open_document(_written(tmp_path / "plain.pdf", made.content)).text
    for name, text in (("usual", plain), ("odd", plain.translate(ODD))):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    usual, odd = (open_document(tmp_path / f"{name}.txt") for name in ("usual", "odd"))
    assert (tmp_path / "odd.txt").read_text("utf-8") != plain
    assert odd.text == usual.text
    assert odd.words == usual.words
    known = recognise(usual, load_schemas())
    assert known.schema is not None
    assert known.form is not None
    assert read_layout(odd, known.schema, known.form).fields == read_layout(usual, known.schema, known.form).fields


def test_places_and_alternatives_stay(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("数量 12\n", encoding="utf-8")
    document = open_document(tmp_path / "a.txt")
    assert with_unified_letters(document) is document
    odd = replace(document, words=tuple(replace(word, alternatives=("\uf97e",)) for word in document.words))
    kept = with_unified_letters(odd)
    assert [word.alternatives for word in kept.words] == [("量",)] * len(document.words)
    assert [word.place for word in kept.words] == [word.place for word in document.words]


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
