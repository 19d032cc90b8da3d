"""What the panes show, as styled text of a known width; what a document says is never taken for markup."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content

from extractor.errors import StoreUnavailable
from extractor.evidence.sentences import spoken
from extractor.review.case import FieldCandidate, Item, ReviewCase
from extractor.review.proposal import proposal_for
from extractor.review.session import ReviewSession
from extractor.review.source_view import SourceView
from extractor.review.spoken_words import tell
from extractor.review.typeset import SetLine, broken, clean, cut, cut_middle, typeset
from extractor.schemas.form import State, Value
from extractor.verify.edit import Edit
from extractor.verify.finding import Finding, FindingKind

GUTTER = 7
ALSO_KEYS = "dghlm"
"""Keys that take what a picture also reads, likeliest first: letters, so that a digit always starts typing."""

_SIGNS = {"flagged": "!", "corrected": "✎", "confirmed": "✓"}


@dataclass(frozen=True, slots=True)
class Said:
    """A paragraph with the sign in front of it."""

    text: str
    sign: str = ""
    style: str = ""


def shown(state: State, value: Value | None) -> str:
    """A value as the panes show it, or the state that stands in its place."""
    return clean(str(value)) if state in ("read", "computed") else tell(f"state_{state}")


def item_line(case: ReviewCase, item: Item, width: int) -> Content:
    """One line of the list of things to decide: a sign, the row and column, and the value where there is room."""
    sign, value = _sign_and_value(case, item)
    value = cut(value, 10) if width >= 34 else ""
    room = width - 2 - (cell_len(value) + 1 if value else 0)
    name = _squeezed(clean(item.name.row), clean(item.name.short or item.name.column), room)
    space = " " * (room - cell_len(name) + (1 if value else 0))
    return Content.assemble((f"{sign} ", "bold"), name, space, value)


def _sign_and_value(case: ReviewCase, item: Item) -> tuple[str, str]:
    if item.subject != "field":
        return {"unused": "#", "schema": "?"}.get(item.subject, "≠"), ""
    field = case.verdict.fields[item.path]
    return _SIGNS[field.status], shown(field.state, field.value)


def _squeezed(row: str, column: str, width: int) -> str:
    """Row and column in a given width: the column keeps most of it, its start and its end."""
    if not row:
        return cut(column, width)
    column = cut_middle(column, max(width * 3 // 5, width - 3 - cell_len(row)))
    return f"{cut(row, width - 3 - cell_len(column))} · {column}"


def item_paragraphs(case: ReviewCase, item: Item) -> list[Said]:
    """Everything known about an item, most important first; at the end, what was not read of the pages."""
    return [*_about(case, item), *map(Said, remark_line(case.remarks))]


def remark_line(remarks: Sequence[str]) -> Iterator[str]:
    """The first of the remarks about a document, and how many more there are; nothing where there is none."""
    if remarks:
        more = tell("more_remarks", n=len(remarks) - 1) if len(remarks) > 1 else ""
        yield tell("remark_line", remark=clean(remarks[0])) + more


def _about(case: ReviewCase, item: Item) -> list[Said]:
    if item.unused is not None:
        what = tell("number_unused", text=item.unused.text, table=item.unused.table)
        return [Said(clean(what), style="bold"), Said(tell("number_where"))]
    if item.finding is not None:
        residual = _off_by(item.finding)
        return [
            Said(clean(case.told(item.finding)) + residual, "✗", "bold"),
            *_proposed(case, item),
            Said(tell("check_named", code=item.finding.code)),
            Said(tell("check_what")),
        ]
    return list(_field_paragraphs(case, item) if item.path else _unrecognised(case))


def _unrecognised(case: ReviewCase) -> Iterator[Said]:
    """What is known of a document that fits no schema."""
    details = case.result.problem.details if case.result.problem is not None else {}
    share, missing = details.get("share"), details.get("missing")
    near = isinstance(share, int | float) and share > 0
    said = tell("fits_none", nearest=details.get("nearest"), share=f"{share:.0%}") if near else tell("fits_none_at_all")
    yield Said(said, "!", "bold")
    yield Said(tell("choose_what"))
    if near and isinstance(missing, list) and missing:
        yield Said(clean(tell("labels_missing", n=details.get("missing_count"), labels=" · ".join(map(str, missing)))))


def _proposed(case: ReviewCase, item: Item) -> Iterator[Said]:
    """What is proposed, and the key that takes it or the reason why none does."""
    proposal = proposal_for(case, item)
    if proposal is not None:
        line = proposal.line(lambda path: case.name(path).line)
        yield Said(clean(f"{line}{tell('semicolon')}{proposal.problem or tell('r_takes')}"), "→", "$success")


def _also(case: ReviewCase, path: str) -> Iterator[Said]:
    """What the picture of a scanned field may show besides, each with the key that takes it."""
    found = zip(ALSO_KEYS, case.alternatives(path), strict=False)
    listed = " · ".join(f"{key} {shown(each.state, each.value)}" for key, each in found)
    if listed:
        yield Said(clean(tell("also_reads", listed=listed)), "≈", "$success")


def _field_paragraphs(case: ReviewCase, item: Item) -> Iterator[Said]:
    path = item.path
    field = case.verdict.fields[path]
    yield Said(clean(field.label), style="bold")
    value, status = shown(field.state, field.value), tell(f"status_{field.status}")
    yield Said(tell("value_line", value=value, status=status, by=_by(case.decision(path))))
    yield from _also(case, path)
    yield from _proposed(case, item)
    readers = case.candidates(path)
    if readers:
        yield Said(tell("read_by", readers=" · ".join(_said_by(each) for each in readers)))
    found = case.findings(path)
    findings = [each for each in found if each.kind != FindingKind.SOURCE_INCONSISTENT]
    for reason in field.told(spoken(), {each.message for each in findings}):
        yield Said(clean(reason), "!", "$warning")
    for finding in findings:
        sign = "✗" if finding.broken else "?" if finding.outcome == "unknown" else "~"
        yield Said(clean(case.told(finding)) + _off_by(finding), sign, "$error" if finding.broken else "")
    if len(findings) < len(found):
        yield Said(tell("let_stand"), "~")
    held = case.held(path)
    if held:
        yield Said(tell("checks_hold", n=held), "✓")


def _by(edit: Edit | None) -> str:
    if edit is None:
        return ""
    return tell("decided_by", person=edit.author, when=f"{edit.at.astimezone():%Y-%m-%d %H:%M}")


def _off_by(finding: Finding) -> str:
    return tell("off_by", n=finding.difference) if finding.difference else ""


def _said_by(candidate: FieldCandidate) -> str:
    field = candidate.field
    sure = "" if field.certainty == "exact" else tell(f"sure_{field.certainty}")
    return f"{candidate.reader} {shown(field.state, field.value)}{sure}"


def paragraphs(said: Sequence[Said], width: int, rows: int | None = None, more: str = "") -> Content:
    """Paragraphs with their signs hanging to the left; cut after ``rows`` rows, and then ``more`` says so."""
    found: list[Content] = []
    hang = max((len(each.sign) for each in said), default=0) + 1
    for each in said:
        indent = hang if each.sign else 0
        for number, (begin, end) in enumerate(broken(each.text, width - indent)):
            sign = (each.sign if number == 0 else "").ljust(indent)
            found.append(Content.styled(sign + each.text[begin:end], each.style))
    if rows is not None and len(found) > rows:
        found = [*found[: rows - 1], Content.styled(more or tell("shows_all"), "dim")]
    return Content("\n").join(found)


def source_lines(view: SourceView, width: int) -> tuple[Content, int, tuple[SetLine, ...]]:
    """The lines around a place with their numbers, the index of the first marked row, and the lines as they are set."""
    found = typeset(view.lines, width - GUTTER)
    focus = next((index for index, line in enumerate(found) if line.marks), 0)
    return Content("\n").join(_source_line(line, view.near) for line in found), focus, found


def _source_line(line: SetLine, near: bool) -> Content:
    sign = " " if not line.marks else "?" if near else "▶"
    number = f"{line.number:>5}" if line.number else " " * 5
    text = Content(line.text)
    for begin, end in line.marks:
        text = text.stylize("underline" if near else "bold reverse", begin, end)
    return Content.assemble((f"{sign}{number} ", "bold" if line.marks else "dim"), text)


def source_title(view: SourceView, document: str) -> str:
    """What the source pane shows: the document, the page where there are several, and what is missing."""
    if view.pages == 1:
        return clean(document)
    about = "page_of_many" if view.pages else "page_of"
    return tell(about, document=clean(document), page=view.page, pages=view.pages)


def nothing_left(session: ReviewSession) -> list[Said]:
    """What to say when no document can be opened: why, what is in the store, and what to do next."""
    taken = [entry for entry in session.queue() if not session.waiting.is_free(entry)]
    try:
        statuses, summary = session.store.overview().statuses, session.summary()
    except StoreUnavailable:
        return [Said(tell("store_away"), style="bold")]
    if not statuses:
        return [
            Said(tell("store_empty"), style="bold"),
            Said(tell("store_fill")),
        ]
    head = tell("all_taken" if taken else "none_waits")
    if session.named and not taken:
        head = tell("this_done")
    counts = tell("comma").join(tell(f"count_{status}", n=count) for status, count in sorted(statuses.items()))
    return [
        Said(head, style="bold"),
        *(Said(f"{session.waiting.name(entry)}: {entry.leased_by}") for entry in taken),
        *(Said(why) for why in session.passed_over.values()),
        Said(tell("in_store", counts=counts)),
        Said(summary + tell("full_stop")),
        Said(""),
        Said(tell("what_next")),
        Said(tell("what_next_run")),
    ]
