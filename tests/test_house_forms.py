"""The engine knows no form: labels, keys and names of a schema stand in its pack and its prompts alone."""

import re
from collections.abc import Iterator

from extractor.schemas.form import INDEX, Form
from extractor.schemas.registry import load_schemas, schema_names
from tests.house import constants, names, shown, sources

TELL_OF = dict.fromkeys(
    (
        "extractor/cli/showing.py",
        "extractor/export/batch_figures.py",
        "extractor/export/batch_page.py",
        "extractor/export/line.py",
        "extractor/receipt_making.py",
        "extractor/run/layers.py",
    ),
    frozenset({"receipt"}),
)
"""Modules that tell of the receipts of verdicts, which have their name in common with a schema."""

IDEOGRAPH = re.compile(r"[\u3400-\u4dbf\u4e00-\u9ffe\uf901-\ufaf0]")
"""Ideographs, but for the first and last of a block, which stand for the whole block in patterns."""

SIGNS = {
    "extractor/schemas/values.py": (
        "无無一二三四五六七八九十百千万萬亿億零件个個项項条條宗份起次人户戶元篇部册冊家名例批减減负負降"
    ),
    "extractor/readers/labels.py": "一二三四五六七八九十",
    "extractor/documents/pdf/pdf_document.py": "第共页頁",
    "extractor/readers/llm/token_bounds.py": "豈",
    "extractor/documents/scan/numbers/decoding.py": "一ー",
    "extractor/documents/scan/numbers/line_reader.py": "一丨口回日",
    "extractor/documents/scan/ticked_boxes.py": "口囗ロ冈囚凶図区网岡",
    "extractor/documents/sheets/date_format.py": "年月日时分秒上下午星期周一二三四五六通用格式",
    "extractor/documents/sheets/number_format.py": "年月日时分秒通用格式",
    "extractor/documents/text/encoding.py": (
        "的一是不在有人为為和国國地到以时時要出会會可对對能于於下年中大上了个個这這我他"
    ),
}
"""Characters that belong to the language and to no form: numerals, marks for "does not apply", page numbers, and the
commonest characters of running text, by which one encoding is told from another. Formats of numbers and dates name
years, months and weekdays, and the general format by its Chinese name. A recogniser takes dashes and digits for
characters that look like them."""


def keys(form: Form) -> Iterator[str]:
    """The parts of the form's paths that are no ordinary word: those put together from several."""
    for path in form.fields:
        yield from (part for part in path.split(".") if "_" in part and part != INDEX)


def labels(form: Form) -> Iterator[str]:
    """Every printed label of the form that is longer than a word or two."""
    for field in form.fields.values():
        yield from (label for label in field.labels if len(label) > 12)


def test_the_engine_holds_no_word_of_a_chinese_form() -> None:
    found = [
        f"{shown(path)}:{line} {string}"
        for path in sources("extractor")
        for line, string in constants(path)
        if set(IDEOGRAPH.findall(string)) - set(SIGNS.get(shown(path), ""))
    ]
    assert found == []


def test_the_engine_holds_no_key_of_a_form() -> None:
    known = {key for schema in load_schemas() for form in schema.forms for key in keys(form)}
    assert known
    found = [
        f"{shown(path)}:{line} {text}"
        for path in sources("extractor")
        for line, text in (*constants(path), *names(path))
        if text in known
    ]
    assert found == []


def test_the_engine_holds_no_label_of_a_form() -> None:
    known = {label.casefold() for schema in load_schemas() for form in schema.forms for label in labels(form)}
    assert known
    found = [
        f"{shown(path)}:{line} {string}"
        for path in sources("extractor")
        for line, string in constants(path)
        if string.casefold().strip() in known
    ]
    assert found == []


def test_the_engine_names_no_schema() -> None:
    found = [
        f"{shown(path)}:{line} {string}"
        for path in sources("extractor")
        for line, string in constants(path)
        if any(name in string for name in set(schema_names()) - TELL_OF.get(shown(path), frozenset()))
    ]
    assert found == []
