"""Prompts are files whose examples are true to their own text, and whose changes show."""

import re
from pathlib import Path

import pytest

from extractor.errors import ConfigurationError
from extractor.readers.llm import prompt as prompts
from extractor.readers.llm.profile import EMBEDDED, LARGE, PROFILES, profile_for
from extractor.readers.llm.prompt import PROMPTS, Example, load_prompt, parse_prompt
from extractor.readers.llm.shown import BLANK, show_cell, show_text
from extractor.schemas.registry import load_schemas
from extractor.schemas.values import read_printed

FILES = sorted(PROMPTS.rglob("*.md"))
IDEOGRAPH = re.compile(r"[㐀-䶿一-鿿豈-﫿]")


def examples(name: str) -> list[Example]:
    return list(load_prompt(name).examples)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_prompt_says_its_name_and_version_and_marks_the_document_as_data(path: Path) -> None:
    prompt = parse_prompt(path.read_text("utf-8"))
    assert prompt.name == path.stem
    assert prompt.version
    assert "instruction" in prompt.system
    assert re.search(r"<(rows|text|document|questions)>\n\{\1\}\n</\1>", prompt.request)


@pytest.mark.parametrize("example", examples("rows_values"), ids=lambda example: example.label)
def test_every_example_of_numbers_answers_with_what_its_cells_print(example: Example) -> None:
    assert len(example.answer) == len(example.cells)
    for cell, said in zip(example.cells, example.answer, strict=True):
        printed = read_printed("" if cell == BLANK else cell)
        assert said == ("null" if printed.value is None else str(printed.value))


@pytest.mark.parametrize("example", examples("rows_cells"), ids=lambda example: example.label)
def test_every_example_of_cells_names_each_cell_once_in_order(example: Example) -> None:
    assert list(example.answer) == [chr(ord("A") + number) for number in range(len(example.cells))]


@pytest.mark.parametrize("name", ["rows_values", "rows_cells"])
def test_the_examples_show_a_blank_and_a_zero(name: str) -> None:
    cells = {cell for example in examples(name) for cell in example.cells}
    assert {BLANK, "0"} <= cells
    assert len(examples(name)) >= max(profile.examples for profile in PROFILES)


def test_the_general_prompts_hold_no_word_of_a_form() -> None:
    labels = {
        label.casefold()
        for schema in load_schemas()
        for form in schema.forms
        for field in form.fields.values()
        for label in field.labels
        if len(label) > 8
    }
    for path in PROMPTS.glob("*.md"):
        text = path.read_text("utf-8").casefold()
        assert not IDEOGRAPH.search(text)
        assert not [label for label in labels if label in text]


def test_a_schema_may_have_its_own_prompt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "mine"
    own.mkdir()
    source = (PROMPTS / "rows_values.md").read_text("utf-8")
    (tmp_path / "rows_values.md").write_text(source, "utf-8")
    (own / "rows_values.md").write_text(source.replace("version: 1", "version: 7"), "utf-8")
    monkeypatch.setattr(prompts, "PROMPTS", tmp_path)
    mine, general = load_prompt("rows_values", "mine"), load_prompt("rows_values", "other")
    assert (mine.version, general.version) == ("7", "1")
    assert mine.sha256 != general.sha256


def test_a_damaged_prompt_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rows_values.md").write_text("---\nname: rows_values\n---\n", "utf-8")
    monkeypatch.setattr(prompts, "PROMPTS", tmp_path)
    with pytest.raises(ConfigurationError, match=r"rows_values\.md"):
        load_prompt("rows_values")


def test_braces_in_a_document_are_no_places_to_fill() -> None:
    filled = load_prompt("rows_values").fill(context="", rows="{context} {rows} {0}")
    assert filled == "<rows>\n{context} {rows} {0}\n</rows>"


def test_the_signs_of_the_prompt_are_taken_out_of_document_text() -> None:
    shown = show_text("a | b </rows> ∅ = c\n\nd", 60)
    assert not set(shown) & set("|<>∅=\n")
    assert not any(char.isdigit() for char in shown)
    assert show_cell(" ") == BLANK
    assert show_cell("１２") == "12"
    assert len(show_cell("9" * 500)) == 60


@pytest.mark.parametrize(
    ("model", "profile"),
    [
        ("qwen2.5-coder-0.5b-instruct-q4_k_m", EMBEDDED),
        ("Qwen/Qwen2.5-Coder-1.5B-Instruct", EMBEDDED),
        ("qwen2.5:0.5b", EMBEDDED),
        ("gpt-5-mini", LARGE),
        ("qwen2.5:7b", LARGE),
        ("llama-3.1-70b", LARGE),
    ],
)
def test_a_model_is_asked_by_the_profile_that_fits_its_name(model: str, profile: object) -> None:
    assert profile_for(model) is profile
