"""What every kind of doubt is worth, as a table."""

from collections.abc import Sequence

from extractor.evaluate.doubt_score import FEWEST_FIELDS, DoubtScore, say_contradicted
from extractor.evaluate.interval import Rate
from extractor.evaluate.report_page.groups import percent
from extractor.evaluate.report_page.markup import Content, Markup, tag
from extractor.evaluate.report_page.shell import scrolled
from extractor.evidence import doubt
from extractor.evidence.sentences import say

_HEADINGS = (
    "doubt", "weight", "fields", "documents", "of all", "flagged", "without a value", "of the others wrong", "alone",
    "of these wrong", "foremost", "of these wrong", "measured weight",
)  # fmt: skip
_MEANING = (
    "Of all cases, those counted apart included. A kind that something else bore out stands again at the weight it "
    "keeps. Wrong: value or state are not what is printed. Alone: fields that are flagged for this kind and no other "
    "that weighs. Foremost: fields in which no other kind weighs more; the measured weight is theirs, open where "
    f"they are under {FEWEST_FIELDS} or their intervals say nothing."
)


def doubts(scores: Sequence[DoubtScore]) -> Content:
    """A line for every kind at every weight, fields without any doubt at the foot."""
    if not scores:
        return tag("p", "No field has a verdict.")
    kinds = [_line(each) for each in scores if each.kind is not None]
    without = [_line(each) for each in scores if each.kind is None]
    head = tag("thead", tag("tr", (tag("th", name, scope="col") for name in _HEADINGS)))
    table = tag("table", head, tag("tbody", kinds), tag("tfoot", without) if without else None, class_="groups")
    said = say_contradicted(scores)
    return [tag("p", _MEANING), scrolled("kinds of doubt", table), tag("p", said.capitalize(), ".") if said else None]


def _line(score: DoubtScore) -> Markup:
    bounds = f"{100 * score.wrong.low:.1f} to {score.wrong.high:.1%}" if score.wrong.n else None
    cells = [
        tag("td", score.weight),
        tag("td", score.fires.hits),
        tag("td", score.documents),
        tag("td", percent(score.fires), title=str(score.fires)),
        tag("td", score.flagged),
        tag("td", score.no_value),
        tag("td", _out_of(score.wrong), " ", tag("small", bounds)),
    ]
    if score.kind is None:
        return tag("tr", tag("th", score.name, scope="row"), cells, tag("td", colspan=5))
    of_kind = (
        tag("td", score.alone),
        tag("td", _out_of(score.alone_wrong), title=str(score.alone_wrong)),
        tag("td", score.foremost.fields),
        tag("td", _out_of(score.foremost.rate), title=str(score.foremost.rate)),
        tag("td", score.measured or "open", class_="bad" if score.contradicted else None),
    )
    head = tag("th", score.name.replace("_", " "), scope="row", title=say(doubt(score.kind)))
    return tag("tr", head, cells, of_kind)


def _out_of(rate: Rate) -> str:
    return f"{rate.hits}/{rate.n}" if rate.n else "–"
