"""Statements of the running text: one request with all questions, every value looked up in the text itself."""

import re
from collections.abc import Iterator, Sequence

from extractor.documents.model import Document
from extractor.errors import MalformedReply
from extractor.evidence import DoubtKind, Leg, doubt
from extractor.readers.llm.answer import Statement, StatementsAnswer
from extractor.readers.llm.placed import NAME
from extractor.readers.llm.prompt import Prompt
from extractor.readers.llm.shown import show_text
from extractor.readers.outline import Outline
from extractor.readers.reading import FieldReading, Spot, looked_at
from extractor.schemas.form import ClaimSpec, Kind
from extractor.schemas.values import read_printed

PROMPT = "claims"
_TEXT_LENGTH = 12_000
_LINE_LENGTH = 2_000
_KINDS: dict[Kind, str] = {"count": "a whole number", "amount": "a number", "text": "a name"}


def claims_request(prompt: Prompt, claims: Sequence[ClaimSpec], document: Document, outline: Outline) -> str:
    """The questions and the running text between the tables, cut where it is very long."""
    questions = [f"{number}. {claim.label} ({_KINDS[claim.kind]})" for number, claim in enumerate(claims, 1)]
    return prompt.fill(questions="\n".join(questions), text=_running_text(document, outline))


def read_statements(
    claims: Sequence[ClaimSpec], answer: StatementsAnswer, document: Document
) -> Iterator[FieldReading]:
    """One field for every statement the model found; what it did not find is not said to be absent."""
    if len(answer.answers) != len(claims):
        raise MalformedReply(f"{len(answer.answers)} answers to {len(claims)} questions")
    for claim, statement in zip(claims, answer.answers, strict=True):
        if statement.value is not None:
            yield _read_statement(claim, statement.value, statement, document)


def _running_text(document: Document, outline: Outline) -> str:
    tables = [range(table.first, table.last + 1) for table in outline.tables]
    rows = outline.rows or document.rows
    lines = [row.text for number, row in enumerate(rows) if not any(number in table for table in tables)]
    return "\n".join(show_text(line, _LINE_LENGTH) for line in lines if line.strip())[:_TEXT_LENGTH]


def _read_statement(claim: ClaimSpec, value: str, statement: Statement, document: Document) -> FieldReading:
    printed = read_printed(value, claim.kind)
    if printed.state != "read":
        why = doubt(DoubtKind.ANSWER_NOT_A_VALUE, value, _KINDS[claim.kind])
        return FieldReading(path=claim.path, state="unread", doubts=(why,))
    span = _find(value, statement.quote or value, document.text)
    if span is None:
        why = doubt(DoubtKind.QUOTE_NOT_PRINTED, value)
        leg = Leg(NAME, "", "")
        return FieldReading(path=claim.path, state="read", value=printed.value, doubts=(why,), leg=leg)
    spot = Spot(page=_page(document, span[0]), span=span)
    return FieldReading(
        path=claim.path,
        state="read",
        value=printed.value,
        spot=spot,
        quote=statement.quote or value,
        doubts=document.doubts_at(span),
        leg=Leg(NAME, looked_at(document.seen_by_at(span)), NAME),
    )


def _find(value: str, quote: str, text: str) -> tuple[int, int] | None:
    """Where the value stands within the only place that prints the quote; white space does not count."""
    passages = list(_pattern(quote).finditer(text))
    if len(passages) != 1:
        return None
    found = list(_pattern(value).finditer(text, *passages[0].span()))
    return found[0].span() if len(found) == 1 else None


def _pattern(text: str) -> re.Pattern[str]:
    signs = [re.escape(sign) for sign in "".join(text.split())]
    return re.compile(r"\s*".join(signs)) if signs else re.compile(r"(?!)")


def _page(document: Document, offset: int) -> int:
    pages = [word.place.page for word in document.words if word.place.span[0] <= offset]
    return pages[-1] if pages else 1
