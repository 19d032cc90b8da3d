"""Which schema and form a document is, told by the labels printed on it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractor.documents.model import Document
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook, book_for
from extractor.schemas.form import BlockSpec, Form, Label, Schema
from extractor.schemas.values import looks_like_value

LEAST_SHARE = 0.2
"""Least share of a form's labels that must be printed. A report cut off after its first table has about a quarter."""

LEAST_LABELS = 6
_LONGEST = 120
"""Characters that no label has."""
_WORDS = 24
"""Words of the longest label."""
_CUT = 0.5
"""A heading cut off by a narrow column is at least so much of a label."""
_LETTERS, _IDEOGRAPHS = 16, 6
"""Characters from which on a label says as much as any: shorter ones ("Total", "Received") are words of many forms."""
_CLOSE = 0.015
_LIKELY = 0.4


@dataclass(frozen=True)
class Recognition:
    """The form a document fits, or None, then ``nearest`` names what it is most like.

    ``share`` is the share of the form's labels that are printed, 0 to 1; ``missing`` are those that are not.
    ``undecided``: two forms fit equally well.
    """

    schema: Schema | None
    form: Form | None
    share: float
    nearest: str
    missing: tuple[str, ...]
    undecided: bool = False


def recognise(document: Document, schemas: Sequence[Schema]) -> Recognition:
    """The best fitting form of all ``schemas``. Only where none fits, labels are looked for within lines as well."""
    texts = _texts(document)
    found = _best(document, texts, schemas)
    if found.form is not None or not (pieces := _pieces(document)):
        return found
    again = _best(document, texts | pieces, schemas)
    return found if again.form is None else again


def _best(document: Document, texts: Counter[str], schemas: Sequence[Schema]) -> Recognition:
    exact = [(_exact_share(document, texts, schema, form), schema, form) for schema in schemas for form in schema.forms]
    most = max((share for share, _, _ in exact), default=0.0)
    likely = [(schema, form) for share, schema, form in exact if share >= most * _LIKELY]
    tried = sorted((_fit(document, texts, schema, form) for schema, form in likely), key=lambda fit: -fit.share)
    if not tried:
        return Recognition(None, None, 0.0, "", ())
    best = tried[0]
    nearest = f"{best.schema.name} {best.form.name}" if best.schema and best.form else ""
    if best.share < LEAST_SHARE or best.found < LEAST_LABELS or not best.is_own:
        return Recognition(None, None, best.share, nearest, best.missing)
    undecided = len(tried) > 1 and tried[1].share > best.share - _CLOSE
    return Recognition(best.schema, best.form, best.share, nearest, best.missing, undecided)


@dataclass(frozen=True)
class _Fit:
    """``own``: the same share where labels count by what they say, see :func:`_weight`. ``titles``: how many titles of
    tables that say as much as any label are printed to the letter, and how many there are.
    """

    schema: Schema
    form: Form
    share: float
    own: float
    titles: tuple[int, int]
    found: int
    missing: tuple[str, ...]

    @property
    def is_own(self) -> bool:
        """Whether what is printed is what this form says, and not words of many forms."""
        printed, titles = self.titles
        return self.own >= LEAST_SHARE or (printed > 1 and 2 * printed > titles)


def _texts(document: Document) -> Counter[str]:
    """The texts of cells that may be labels, with how often a row prints each at most."""
    found: Counter[str] = Counter()
    for row in document.rows:
        found |= Counter(cell.text for cell in row.cells if cell.text and len(cell.text) < _LONGEST)
    return found


def _pieces(document: Document) -> Counter[str]:
    """What stands between the spaces of rows that are one cell, and between the numbers there: labels one space apart
    are no cells of their own.
    """
    found: Counter[str] = Counter()
    for row in document.rows:
        words = row.cells[0].text.split() if len(row.cells) == 1 else []
        runs: list[str] = []
        for start in range(len(words) if len(words) > 1 else 0):
            for end in range(start + 1, min(start + _WORDS, len(words)) + 1):
                if looks_like_value(words[end - 1]):
                    break
                runs.append(" ".join(words[start:end]))
        found |= Counter(runs)
    return found


def _exact_share(document: Document, texts: Iterable[str], schema: Schema, form: Form) -> float:
    """Share of a form's labels printed to the letter: quick, to leave out the forms that are far off."""
    book = book_for(document, schema)
    folded = {book.fold(text).core for text in texts}
    labels = list(_labels(form))
    found = sum(1 for label in labels if any(book.fold(spelling).core in folded for spelling in label.texts))
    return found / max(len(labels), 1)


def _fit(document: Document, texts: Counter[str], schema: Schema, form: Form) -> _Fit:
    book = book_for(document, schema)
    folded = {book.fold(text).core for text in texts}
    labels = list(_labels(form))
    printed = {label.texts for label in labels if _is_printed(label, texts, folded, book)}
    printed |= _cut_off([label for label in labels if label.texts not in printed], texts, book)
    missing = tuple(label.printed for label in labels if label.texts not in printed)
    found = len(labels) - len(missing)
    weights = {label.texts: _weight(book.fold(label.printed).core) for label in labels}
    own = sum(weights[label] for label in printed) / max(sum(weights.values()), 1e-9)
    titles = {table.title.texts for table in form.tables if weights.get(table.title.texts, 0.0) >= 1.0}
    to_letter = {title for title in titles if any(book.fold(spelling).core in folded for spelling in title)}
    counted = (len(to_letter), len(titles))
    return _Fit(schema, form, found / max(len(labels), 1), own, counted, found, missing)


def _is_printed(label: Label, texts: Iterable[str], folded: set[str], book: LabelBook) -> bool:
    if any(book.fold(spelling).core in folded for spelling in label.texts):
        return True
    return any(book.score(text, label) >= SCALE.accepted for text in texts)


def _cut_off(labels: Sequence[Label], texts: Counter[str], book: LabelBook) -> set[tuple[str, ...]]:
    """Labels of which a printed text is the beginning, as where a column is narrow: each text stands for one of them,
    and for as many as a row prints it times.

    "Number" is how many labels of a form begin, and of many forms.
    """
    left = sorted(texts.elements(), key=lambda text: -len(text))
    found: set[tuple[str, ...]] = set()
    for label in labels:
        least = _CUT * min(len(book.fold(spelling).core) for spelling in label.texts)
        text = next((t for t in left if len(book.fold(t).core) >= least and book.is_prefix(t, label)), None)
        if text is not None:
            left.remove(text)
            found.add(label.texts)
    return found


def _weight(core: str) -> float:
    """What a label says about its form, up to 1: little where it is a short word that many forms print."""
    return min(1.0, sum(1 / (_LETTERS if char < "\u2e80" else _IDEOGRAPHS) for char in core))


def _labels(form: Form) -> Iterator[Label]:
    """Every different label of a form: titles, row labels and column headings."""
    seen: set[tuple[str, ...]] = set()
    for table in form.tables:
        for label in (table.title, *(label for block in table.blocks for label in _block_labels(block))):
            if label.printed and label.texts not in seen:
                seen.add(label.texts)
                yield label


def _block_labels(block: BlockSpec) -> Iterator[Label]:
    yield from (block.title,) if block.title else ()
    yield from (row.label for row in block.rows)
    for column in block.columns:
        yield column.label
        yield from column.groups
