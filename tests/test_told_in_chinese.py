"""What verification holds against a value is told without English words where people asked for Chinese."""

import re
from collections.abc import Callable

import pytest

from extractor.route import Verdict, judge_readings
from tests.built_readings import FORM, absent_rows, reading_of, report

PATH = "table3.granted.natural"
ENGLISH = re.compile(r"\b(?:is|printed|parts|add|read|says|page|but|from|same|both|place)\b")


def broken() -> Verdict:
    figures = {**report({"granted.natural": 5, "np_repeat.other": 4}), "table3.granted.total": 7}
    return judge_readings(FORM, [reading_of(figures, states=absent_rows())])


def empty() -> Verdict:
    figures = {**report({"granted.natural": 5}), "table3.granted.total": None}
    return judge_readings(FORM, [reading_of(figures, states=absent_rows())])


def disputed() -> Verdict:
    one = reading_of(report({"granted.natural": 5}), states=absent_rows())
    other = reading_of({**report({"granted.natural": 5}), PATH: None}, "llm", absent_rows())
    return judge_readings(FORM, [one, other])


def shared() -> Verdict:
    reading = reading_of(report({"granted.natural": 5}), states=absent_rows())
    field = reading.fields[PATH].model_copy(update={"spot": reading.fields["table3.granted.total"].spot})
    return judge_readings(FORM, [reading.model_copy(update={"fields": {**reading.fields, PATH: field}})])


@pytest.mark.parametrize("judge", [broken, empty, disputed, shared])
def test_reasons_are_chinese_throughout(judge: Callable[[], Verdict]) -> None:
    verdict = judge()
    assert verdict.flagged
    for field in verdict.flagged:
        told = field.told("zh")
        assert told and not [each for each in told if ENGLISH.search(each)], told
        assert all(each.split("：", 1)[1].strip() for each in told if "：" in each)
        assert field.told("en") != told
