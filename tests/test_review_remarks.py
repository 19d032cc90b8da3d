"""What openers remark on pages, in Chinese for who asked for that: stored in English, said by its sentence."""

import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.documents.scan.illegible import illegible_remarks
from extractor.evidence.sentences import SWITCH
from extractor.review.case import case_of
from extractor.review.remark_wording import remark_told
from extractor.store import Store
from tests.house import ROOT
from tests.review_desk import misread

PLACE = re.compile(r"\{\w+\}")
LETTERS = re.compile(r"[A-Za-z]{2,}")

SAID = {
    "2 hidden sheets are not printed: Old, Sums": "2 个隐藏的工作表未打印：Old, Sums",
    "page 3: a picture over 42% of the page was not read": "第 3 页：占页面 42% 的一张图片未读取",
    "page 2: a picture on the page: 1 cell of a table with several numbers could not be parted": (
        "第 2 页：页面上的图片：1 个单元格含多个数，未能分开"
    ),
    "a poor picture, which is read in doubt: black and white with 98 lines an inch; at least 120 are needed; "
    "its digits are 9 pixels high, and it is full of specks nearly as large": (
        "图像质量差，读出的内容存疑：黑白图像，每英寸 98 行；至少须 120 行；数字高 9 像素，而满是大小相近的斑点"
    ),
    "a poor picture, which cannot be read: 98 lines an inch; at least 120 are needed": (
        "图像质量差，无法读取：每英寸 98 行；至少须 120 行"
    ),
    "12 charts are not read": "12 个图表未读取",
}


@pytest.mark.parametrize(("remark", "said"), SAID.items())
def test_a_remark_is_said_by_its_sentence(remark: str, said: str) -> None:
    assert remark_told(remark, "zh") == said
    assert remark_told(remark, "en") == remark


def test_places_of_what_is_illegible_are_said_with_their_numbers() -> None:
    corners = ((50.0, 60.0), (400.0, 700.0), (60.0, 400.0), (300.0, 20.0))
    spots = [(x, y, x + 20, y + 10) for x, y in corners]
    (remark,) = illegible_remarks(spots, (595.0, 842.0))
    told = remark_told(remark, "zh")
    assert told.startswith("以下位置无法辨认：") and not LETTERS.search(told.replace("x", "").replace("y", ""))
    assert re.findall(r"\d+", told) == re.findall(r"\d+", remark)
    (whole,) = illegible_remarks((), (595.0, 842.0), nothing=True)
    assert remark_told(whole, "zh") == "以下位置无法辨认：整页（x 0 至 595，y 0 至 842，页面 595 × 842 点）"


def test_what_nobody_wrote_down_is_left_as_it_is() -> None:
    assert remark_told("page 2: something new about a page", "zh") == "第 2 页：something new about a page"


def test_every_sentence_is_one_that_the_program_makes_and_is_chinese() -> None:
    """A remark that is worded anew has to be worded anew here too: its words stand in the code that makes it."""
    sources = [*(ROOT / "extractor/documents").rglob("*.py"), ROOT / "extractor/settlement.py"]
    made = {word for path in sources for word in re.findall(r"[a-z]+", path.read_text("utf-8"))}
    written = tomllib.loads((ROOT / "extractor/review/opener_remarks.toml").read_text("utf-8"))["remark"]
    for each in written:
        assert sorted(PLACE.findall(each["en"])) == sorted(PLACE.findall(each["zh"]))
        assert not LETTERS.search(PLACE.sub("", each["zh"]))
        assert made.issuperset(re.findall(r"[a-z]+", PLACE.sub("", each["en"])))


def test_the_screen_says_remarks_of_pages_in_the_language_of_its_reader(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = misread(store, tmp_path)
    filed = store.filed(result.sha256, "us_foia")
    case = case_of(filed) if filed is not None else None
    assert case is not None
    remarked = replace(case, result=case.result.model_copy(update={"remarks": ("3 pictures are not read",)}))
    assert remarked.remarks[0] == "3 pictures are not read"
    monkeypatch.setenv(SWITCH, "zh")
    assert remarked.remarks[0] == "3 张图片未读取"
