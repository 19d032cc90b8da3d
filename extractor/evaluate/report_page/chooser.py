"""What cases are listed, what their marks mean, and controls to list less of them."""

from collections.abc import Sequence

from extractor.evaluate.report_page.cases import GRADE_WORDS
from extractor.evaluate.report_page.exhibit import GRADES, Exhibit
from extractor.evaluate.report_page.markup import Content, Markup, tag


def chooser(shown: Sequence[Exhibit]) -> Content:
    """The controls work with the script only and are hidden without it."""
    if not shown:
        return None
    grades = [grade for grade in GRADES if any(each.grade == grade for each in shown)]
    counts = [(grade, sum(each.grade == grade for each in shown)) for grade in grades]
    tally = (
        tag("li", tag("b", count), " ", tag("span", GRADE_WORDS[grade], class_=f"grade {grade}"))
        for grade, count in counts
    )
    styles = sorted({each.score.style for each in shown})
    controls = tag(
        "div",
        _select("grade", "Show", [(grade, GRADE_WORDS[grade]) for grade in grades]),
        _select("style", "of style", [(style, style.replace("_", " ")) for style in styles]),
        tag("button", "Open all", type="button", id="open"),
        tag("button", "Close all", type="button", id="close"),
        tag("span", id="listed", role="status"),
        class_="chooser",
        hidden=True,
    )
    return [tag("ul", tally, class_="tally"), _key(), controls]


def _key() -> Markup:
    marks = (
        ("wrong", "read wrongly"),
        ("look", "to look at"),
        ("near", "its row stands here"),
        ("unused", "used by no field"),
    )
    return tag("p", "In the sources: ", ([tag("mark", word, class_=name), " "] for name, word in marks), class_="key")


def _select(name: str, label: str, options: Sequence[tuple[str, str]]) -> Markup:
    every = tag("option", "all", value="")
    choices = (tag("option", word, value=key) for key, word in options)
    return tag("label", label, " ", tag("select", every, choices, id=f"by-{name}"))
