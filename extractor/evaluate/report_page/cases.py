"""Every case worth looking at: the source with its places marked, beside truth and reading."""

from collections.abc import Iterable, Mapping

from extractor.evaluate.render.table_change import Expect
from extractor.evaluate.report_page.excerpt import Excerpt, ExcerptLine, ExcerptPiece
from extractor.evaluate.report_page.exhibit import Exhibit, ExhibitEntry, Grade, ShownField
from extractor.evaluate.report_page.markup import Content, Markup, tag, text
from extractor.schemas.form import State

GRADE_WORDS: Mapping[Grade, str] = {
    "false_success": "‼ false success",
    "accepted_wrongly": "‼ accepted wrongly",
    "unexpected": "✗ not as expected",
    "source_inconsistent": "≠ source contradicts itself",
    "review": "◔ to review",
    "refused": "∅ refused",
}
FAILED: tuple[Grade, ...] = ("false_success", "accepted_wrongly", "unexpected")
_STATE_WORDS: Mapping[State, str] = {
    "read": "",
    "blank": "printed blank",
    "absent": "not printed",
    "not_applicable": "“/”",
    "unread": "not read",
    "computed": "computed",
    "illegible": "illegible",
}
_OUTCOME_WORDS: Mapping[Expect, str] = {
    "accept": "accepted",
    "review": "sent to review",
    "source_inconsistent": "sent to review as contradicting itself",
    "refuse": "refused",
}
_OPEN = 3


def case_list(exhibits: Iterable[Exhibit], language: str) -> Markup:
    """All exhibits, the first few failures open."""
    parts = []
    for number, exhibit in enumerate(exhibits, 1):
        failed = exhibit.grade in FAILED
        parts.append(_case(exhibit, number, language, opened=failed and number <= _OPEN))
    return tag("div", parts, id="cases") if parts else tag("p", "Every document was accepted as it should be.")


def _case(exhibit: Exhibit, number: int, language: str, opened: bool) -> Markup:
    score = exhibit.score
    damages = ", ".join(score.damages).replace("_", " ")
    summary = tag(
        "summary",
        tag("span", GRADE_WORDS[exhibit.grade], class_=f"grade {exhibit.grade}"),
        tag("span", score.case, class_="name"),
        tag("span", score.style.replace("_", " "), f" · {damages}" if damages else None, class_="made"),
        tag("span", _counts(exhibit), class_="counts"),
    )
    body = tag(
        "div",
        tag("div", _source(exhibit.source, number, language), class_="source"),
        tag("div", _outcome(exhibit), _entries(exhibit, number, language), class_="read"),
        class_="sides",
    )
    return tag(
        "details", summary, body, open=opened, class_="case", id=f"c{number}",
        data_grade=exhibit.grade, data_failed="yes" if exhibit.grade in FAILED else None, data_style=score.style,
    )  # fmt: skip


def _counts(exhibit: Exhibit) -> str:
    score = exhibit.score
    if not score.fields:
        return "nothing was to be read"
    mistakes = f" · {len(score.mistakes)} not as printed" if score.mistakes else ""
    return f"{score.to_review} of {score.fields} fields to look at{mistakes}"


def _outcome(exhibit: Exhibit) -> Content:
    score = exhibit.score
    expected = " or ".join(_OUTCOME_WORDS[each] for each in score.expect)
    said = tag("p", "It was ", tag("b", _OUTCOME_WORDS[score.outcome]), f". Expected: {expected}.")
    remarks = (
        tag("ul", (tag("li", remark) for remark in exhibit.remarks), class_="remarks") if exhibit.remarks else None
    )
    return [said, remarks]


def _source(source: Excerpt | None, number: int, language: str) -> Content:
    if source is None:
        return tag("p", "There is no text to show: the document could not be opened as text.", class_="none")
    named: set[str] = set()
    lines = [_line(line, number, named) for line in source.lines]
    after = tag("span", _lines(source.after, "more"), class_="skip") if source.after else None
    cut = tag("p", "More lines are concerned than are shown here.", class_="none") if source.cut else None
    return [tag("pre", lines, after, lang=language, tabindex="0", aria_label="source"), cut]


def _line(line: ExcerptLine, case: int, named: set[str]) -> Content:
    skipped = tag("span", _lines(line.skipped, "left out"), class_="skip") if line.skipped else None
    pieces = [_piece(piece, case, named) for piece in line.pieces]
    return [skipped, tag("span", pieces, "\n", data_n=line.number, class_="l")]


def _lines(count: int, what: str) -> str:
    return f"1 line {what}" if count == 1 else f"{count} lines {what}"


def _piece(piece: ExcerptPiece, case: int, named: set[str]) -> Markup:
    """A run of characters; the first place of every entry carries its number and can be jumped to."""
    marked = piece.marked
    if marked is None:
        return text(piece.text)
    name = f"m{case}-{marked.number}"
    first = marked.number > 0 and name not in named
    named.add(name)
    number = tag("sup", marked.number) if first else None
    printed = text(piece.text) if piece.text else tag("span", "▯", class_="gap")
    return tag("mark", printed, number, class_=marked.mark, id=name if first else None)


def _entries(exhibit: Exhibit, number: int, language: str) -> Content:
    if not exhibit.entries:
        return None
    head = tag("tr", (tag("th", each, scope="col") for each in ("", "field", "printed", "read", "why")))
    refused, placed = exhibit.score.outcome == "refuse", _placed(exhibit.source)
    links = [_link(entry, number) if entry.number in placed else str(entry.number) for entry in exhibit.entries]
    pairs = zip(exhibit.entries, links, strict=True)
    above = ["", *(entry.label for entry in exhibit.entries)]
    rows = [
        _entry(entry, link, _named(entry, label, language), refused)
        for (entry, link), label in zip(pairs, above, strict=False)
    ]
    more = tag("p", f"{exhibit.more} more fields are not listed here.", class_="none") if exhibit.more else None
    return [tag("table", tag("thead", head), tag("tbody", rows), class_="entries"), more]


def _placed(source: Excerpt | None) -> set[int]:
    """The numbers of the entries whose places are among the lines shown."""
    lines = source.lines if source is not None else ()
    return {piece.marked.number for line in lines for piece in line.pieces if piece.marked is not None}


def _link(entry: ExhibitEntry, number: int) -> Markup:
    return tag("a", entry.number, href=f"#m{number}-{entry.number}", aria_label=f"place {entry.number}")


def _named(entry: ExhibitEntry, above: str, language: str) -> Markup:
    """What the fields are called; the row is not shown again where it stands in the line above already."""
    columns = " · ".join(dict.fromkeys(shown.column for shown in entry.fields))
    alone = len(entry.fields) == 1 and columns in entry.label
    again = entry.label == above and not alone
    row = tag("span", entry.label, " ", class_="unseen") if again else tag("b", entry.label)
    return tag("th", row, None if alone else tag("small", columns), scope="row", lang=language)


def _entry(entry: ExhibitEntry, link: Content, named: Markup, refused: bool) -> Markup:
    truths = [_value(shown, shown.truth, read=False) for shown in entry.fields]
    reads = [_value(shown, shown.read, read=True) for shown in entry.fields]
    quote = tag("p", "printed there: ", tag("q", entry.quote)) if entry.quote else None
    kinds = tag("p", tag("small", " · ".join(entry.doubts))) if entry.doubts else None
    unnoticed = entry.mistake is not None and not entry.flagged and not refused
    return tag(
        "tr",
        tag("td", link),
        named,
        tag("td", _values(truths), class_="v"),
        tag("td", _values(reads), class_="v"),
        tag("td", _verdict(entry, refused), [tag("p", reason) for reason in entry.reasons], kinds, quote),
        class_="unnoticed" if unnoticed else None,
    )


def _verdict(entry: ExhibitEntry, refused: bool) -> Markup:
    if entry.mistake is None:
        valued = any(shown.read is not None for shown in entry.fields)
        return tag("p", "✓ as printed, flagged" if valued else "no value printed, flagged", class_="fine")
    if refused:
        return tag("p", f"✗ {entry.mistake}, as the document is refused", class_="not")
    asked = "✗ {}, flagged" if entry.flagged else "‼ {}, not flagged"
    return tag("p", asked.format(entry.mistake), class_="not")


def _value(shown: ShownField, value: object, read: bool) -> str:
    if value is not None:
        return str(value)
    if read:
        return _STATE_WORDS[shown.state] or "nothing"
    return "nothing" if shown.read is not None else _STATE_WORDS[shown.state] or "nothing"


def _values(values: list[str]) -> Content:
    """Values side by side; many that are alike stand once."""
    if len(values) > 1 and len(set(values)) == 1:
        return [tag("span", values[0]), tag("small", f" ×{len(values)}")]
    return [[tag("span", value), " "] for value in values]
