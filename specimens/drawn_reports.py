"""Reports drawn as PDF from figures, taken apart into text again, and what the layout reader makes of the text."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extractor.documents import open_document
from extractor.errors import DocumentError
from extractor.evaluate.render.document import Order, Rendered, render
from extractor.evaluate.render.printed import BLANK
from extractor.evaluate.sets import CaseSpec, load_set
from extractor.readers.layout import read_layout
from extractor.readers.recognise import recognise
from extractor.route import judge_readings
from extractor.schemas.form import Form, Value
from extractor.schemas.registry import load_schemas
from specimens.shared_truth import SharedTruth, same_agency

LOOKS = ("pdf_ruled", "pdf_borderless", "pdf_wrapped")
"""Tables with rules and without, and with labels that run over many lines."""
SIZES = ("village", "county", "city", "ministry")
SET = "gov_disclosure"
FIRST_SEED = 7100
"""Of invented figures: nothing was tuned on these."""


@dataclass(frozen=True)
class TextScore:
    """What became of texts. Counts are of fields unless they say otherwise; only fields that are printed count.

    ``wrong``: fields confirmed with another value than is printed, as path, printed and read.
    """

    documents: int = 0
    accepted: int = 0
    accepted_wrong: int = 0
    printed: int = 0
    right: int = 0
    judged: int = 0
    flagged: int = 0
    wrong: tuple[tuple[str, str, str, str], ...] = field(default=())

    def __add__(self, other: "TextScore") -> "TextScore":
        return TextScore(
            self.documents + other.documents,
            self.accepted + other.accepted,
            self.accepted_wrong + other.accepted_wrong,
            self.printed + other.printed,
            self.right + other.right,
            self.judged + other.judged,
            self.flagged + other.flagged,
            self.wrong + other.wrong,
        )


def drawn(truth: SharedTruth, look: str) -> Rendered:
    """A report with the figures of a published one, drawn in a look."""
    words, figures = load_set(SET).words, {**truth.expected, "agency": truth.agency, "year": truth.year}
    marked = {path: "/" if path in truth.marks else value for path, value in figures.items()}
    form = load_set(SET).schema.form(truth.form)
    return render(Order(truth.name, form, {**marked, **_blank_rows(form, marked)}, words, look))


def _blank_rows(form: Form, figures: Mapping[str, Value | None]) -> dict[str, Value | None]:
    """Rows without any figure, which their reports print blank; those that others may be printed instead of are not."""
    rows = (row for table in form.tables for block in table.blocks for row in block.rows)
    bare = (row for row in rows if not row.instead_of and all(figures.get(path) is None for path in row.paths))
    return {path: BLANK for row in bare for path in row.paths}


def invented(number: int) -> Iterator[Rendered]:
    """Reports with invented figures, ``number`` for every look, on both forms and in all sizes by turns."""
    for look in LOOKS:
        for at in range(number):
            figures = f"{('2021', '2019')[at % 2]}:{SIZES[at // 2 % len(SIZES)]}:{FIRST_SEED + at}"
            yield load_set(SET).case(CaseSpec(id=f"torn-{look}-{at}", figures=figures, style=look, seed=at)).rendered


def taken_apart(made: Rendered, extraction: Callable[[Path], str]) -> str:
    """The text that an extraction makes of a drawn report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(made.content)
        return extraction(path)


def score_text(name: str, text: str, truth: Mapping[str, Value | None], suffix: str = ".txt") -> TextScore:
    """Read a text as a file of its own and compare with what is printed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report{suffix}"
        path.write_text(text, encoding="utf-8")
        return score_file(name, path, truth)


def score_file(
    name: str,
    path: Path,
    truth: Mapping[str, Value | None],
    same: Callable[[str, Value | None], bool] | None = None,
    printed_only: bool = False,
) -> TextScore:
    """Read a file with the layout reader and compare. ``same`` may judge a field in its own way, such as a name that is
    longer in print. Of a file that is refused every printed field goes to a person. ``printed_only``: fields that are
    not printed are not judged, as where a page is cut.
    """
    printed = {path for path, value in truth.items() if value is not None}
    refused = TextScore(1, printed=len(printed), judged=len(printed), flagged=len(printed))
    try:
        document = open_document(path)
    except DocumentError:
        return refused
    found = recognise(document, load_schemas())
    if found.schema is None or found.form is None:
        return refused
    verdict = judge_readings(found.form, (read_layout(document, found.schema, found.form),), source=document)

    def is_right(field: str) -> bool:
        read = verdict.fields[field].value if field in verdict.fields else None
        return read == truth.get(field) or (same is not None and same(field, read))

    tables = tuple(f"{table.key}." for table in found.form.tables)
    known = {path for path in verdict.fields if path in truth or path.startswith(tables)}
    confirmed = [path for path in sorted(known) if verdict.fields[path].status == "confirmed"]
    wrong = [(name, p, str(truth.get(p)), str(verdict.fields[p].value)) for p in confirmed if not is_right(p)]
    accepted = verdict.status == "accepted"
    missing = len(printed - set(verdict.fields))
    judged = [path for path in verdict.fields if path in printed or not printed_only]
    return TextScore(
        1,
        int(accepted),
        int(accepted and bool(wrong)),
        len(printed),
        sum(map(is_right, printed)),
        len(judged) + missing,
        sum(1 for path in judged if verdict.fields[path].status == "flagged") + missing,
        tuple(wrong),
    )


def score_published(truth: SharedTruth) -> TextScore:
    """The document itself as it was published. Of a cut or damaged page only the fields that it prints count."""

    def same(path: str, read: Value | None) -> bool:
        return path == "agency" and same_agency(truth, read)

    identity = {"year": truth.year} | ({"agency": truth.agency} if truth.agency else {})
    told = {**truth.expected, **(identity if truth.complete else {})}
    return score_file(truth.name, truth.document, told, same, printed_only=not truth.complete)


def total(scores: Sequence[TextScore]) -> TextScore:
    """All of them together."""
    return sum(scores, TextScore())
