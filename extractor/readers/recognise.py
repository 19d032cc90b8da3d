"""Which schema and form a document is, told by the labels printed on it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from extractor.documents.model import Document
from extractor.readers.label_index import Texts, form_labels
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook, book_for, label_index
from extractor.readers.open_layout.printed_bands import Band, bands_of
from extractor.readers.open_layout.shape_recognition import fit_of_shape
from extractor.schemas.form import Form, Schema
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
_SAID = 1.5
"""What all labels of a form with few of them say at least, a long one 1."""
_STATED = 2
"""Statements that tell a form which has nothing else."""
_RIVAL = 0.6
"""What the labels of another model say, beside those of the best one, if it may as well be that."""


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
    """The best fitting form of all ``schemas``: one that has tables, or else one that is any model or states values."""
    found = _by_tables(document, schemas)
    if found.form is not None:
        return found
    other = _by_values(document, schemas)
    return other if other.form is not None or other.share > found.share else found


def _by_values(document: Document, schemas: Sequence[Schema]) -> Recognition:
    """The best fitting of the forms without tables. Two that fit nearly as well are undecided."""
    forms = [(schema, form) for schema in schemas for form in schema.forms if not form.tables]
    bands = bands_of(document) if forms else ()
    tried = [_ValueFit.of(document, bands, schema, form) for schema, form in forms]
    best = max(tried, key=lambda each: (each.fits, each.said, each.share), default=None)
    if best is None:
        return Recognition(None, None, 0.0, "", ())
    nearest = f"{best.schema.name} {best.form.name}"
    if not best.fits:
        return Recognition(None, None, best.share, nearest, best.missing)
    rivals = [each for each in tried if each is not best and each.fits and each.said >= _RIVAL * best.said]
    return Recognition(best.schema, best.form, best.share, nearest, best.missing, bool(rivals))


@dataclass(frozen=True)
class _ValueFit:
    """How well a form without tables fits. ``said``: what its printed labels say together."""

    schema: Schema
    form: Form
    fits: bool
    said: float
    share: float
    missing: tuple[str, ...]

    @classmethod
    def of(cls, document: Document, bands: Sequence[Band], schema: Schema, form: Form) -> "_ValueFit":
        """The labels of a model that are printed, or the statements of a form that are made."""
        if form.shape is not None:
            fit = fit_of_shape(bands, form.shape, schema.title)
            return cls(schema, form, fit.fits, fit.said, fit.share, fit.missing)
        text = document.text
        made = [claim for claim in form.claims if any(pattern.search(text) for pattern in claim.patterns)]
        missing = tuple(claim.label for claim in form.claims if claim not in made)
        named = all(claim in made for claim in form.claims if claim.identity)
        fits = named and len(made) >= _STATED and 2 * len(made) >= len(form.claims)
        return cls(schema, form, fits, float(len(made)), len(made) / max(len(form.claims), 1), missing)


def _by_tables(document: Document, schemas: Sequence[Schema]) -> Recognition:
    """The best fitting form that has tables. Only where none fits, labels are looked for within lines as well."""
    texts = _texts(document)
    found = _best(document, texts, schemas)
    if found.form is not None or not (pieces := _pieces(document)):
        return found
    again = _best(document, {text: max(texts.get(text, 0), pieces.get(text, 0)) for text in texts | pieces}, schemas)
    return found if again.form is None else again


def _best(document: Document, texts: Mapping[str, int], schemas: Sequence[Schema]) -> Recognition:
    printed = [_PrintedTexts.of(document, texts, schema) for schema in schemas if any(f.tables for f in schema.forms)]
    exact = [(share, each, form) for each in printed for share, form in each.exact_shares()]
    most = max((share for share, _, _ in exact), default=0.0)
    likely = [(each, form) for share, each, form in exact if share >= most * _LIKELY]
    tried = sorted((_fit(each, form) for each, form in likely), key=lambda fit: -fit.share)
    if not tried:
        return Recognition(None, None, 0.0, "", ())
    best = tried[0]
    nearest = f"{best.schema.name} {best.form.name}" if best.schema and best.form else ""
    if best.share < LEAST_SHARE or not best.is_enough or not best.is_own:
        return Recognition(None, None, best.share, nearest, best.missing)
    undecided = len(tried) > 1 and tried[1].share > best.share - _CLOSE
    return Recognition(best.schema, best.form, best.share, nearest, best.missing, undecided)


@dataclass(frozen=True)
class _Fit:
    """``own``: the same share where labels count by what they say, see :func:`_weight`; ``said``: that without the
    others beside it. ``titles``: how many titles of
    tables that say as much as any label are printed to the letter, and how many there are.
    """

    schema: Schema
    form: Form
    share: float
    own: float
    said: float
    titles: tuple[int, int]
    found: int
    missing: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Whether enough labels are printed: all of them of a form that has few, and those have to say something."""
        all_printed = not self.missing and self.said >= _SAID
        return self.found >= LEAST_LABELS or all_printed

    @property
    def is_own(self) -> bool:
        """Whether what is printed is what this form says, and not words of many forms."""
        printed, titles = self.titles
        return self.own >= LEAST_SHARE or (printed > 1 and 2 * printed > titles)


def _texts(document: Document) -> dict[str, int]:
    """The texts of cells that may be labels, with how often a row prints each at most."""
    found: dict[str, int] = {}
    for row in document.rows:
        _count_in(found, [cell.text for cell in row.cells if cell.text and len(cell.text) < _LONGEST])
    return found


def _count_in(found: dict[str, int], texts: Sequence[str]) -> None:
    """Count the texts of one more row, where it prints any of them more often than those before it."""
    for text, times in Counter(texts).items() if len(texts) > 1 else ((text, 1) for text in texts):
        if times > found.get(text, 0):
            found[text] = times


def _pieces(document: Document) -> dict[str, int]:
    """What stands between the spaces of rows that are one cell, and between the numbers there: labels one space apart
    are no cells of their own.
    """
    found: dict[str, int] = {}
    for row in document.rows:
        words = row.cells[0].text.split() if len(row.cells) == 1 else []
        runs: list[str] = []
        for start in range(len(words) if len(words) > 1 else 0):
            for end in range(start + 1, min(start + _WORDS, len(words)) + 1):
                if looks_like_value(words[end - 1]):
                    break
                runs.append(" ".join(words[start:end]))
        _count_in(found, runs)
    return found


class _FormLabels:
    """The labels of a form as they are looked for. ``cores``: their spellings; ``shortest``: the length of the shortest
    spelling; ``weights``: see :func:`_weight`; ``titles``: titles of tables that say as much as any label.
    """

    def __init__(self, schema: Schema, form: Form) -> None:
        spelled = label_index(schema).spelled
        labels = {label.texts: None for label in form_labels(form) if label.printed}
        self.cores = {texts: frozenset(each.core for each in spelled[texts]) for texts in labels}
        self.shortest = {texts: min(map(len, cores)) for texts, cores in self.cores.items()}
        self.weights = {texts: _weight(spelled[texts][0].core) for texts in labels}
        titles = {table.title.texts for table in form.tables}
        self.titles = {texts for texts in titles if self.weights.get(texts, 0.0) >= 1.0}

    def to_letter(self, folded: frozenset[str]) -> set[Texts]:
        """The labels printed to the letter."""
        return {texts for texts, cores in self.cores.items() if not cores.isdisjoint(folded)}


@lru_cache(maxsize=32)
def _labels_of(schema: Schema, form: Form) -> _FormLabels:
    return _FormLabels(schema, form)


@dataclass(frozen=True)
class _PrintedTexts:
    """The texts of a document, with how often a row prints each, as a schema reads them. ``cores``: their words."""

    texts: Mapping[str, int]
    schema: Schema
    book: LabelBook
    cores: frozenset[str]

    @classmethod
    def of(cls, document: Document, texts: Mapping[str, int], schema: Schema) -> "_PrintedTexts":
        """The texts folded."""
        book = book_for(document, schema)
        return cls(texts, schema, book, frozenset([folded.core for folded in map(book.fold, texts)]))

    def exact_shares(self) -> list[tuple[float, Form]]:
        """Share of each form's labels printed to the letter: quick, to leave out the forms that are far off."""
        known = [(_labels_of(self.schema, form), form) for form in self.schema.forms if form.tables]
        return [(len(labels.to_letter(self.cores)) / max(len(labels.cores), 1), form) for labels, form in known]

    @cached_property
    def near(self) -> frozenset[Texts]:
        """The labels of the schema that one of the texts may be."""
        found = (near for near in map(self.book.near, self.texts) if near)
        return frozenset([label for near in found for label, score in near.items() if score >= SCALE.accepted])

    @cached_property
    def begun(self) -> Sequence[tuple[str, frozenset[Texts], int]]:
        """The texts that are the beginning of labels, the longest first, with those labels and the length of its words:
        each as often as a row prints it.
        """
        begun = [
            (text, labels) for text, labels in zip(self.texts, map(self.book.begun, self.texts), strict=True) if labels
        ]
        ordered = sorted(begun, key=lambda each: len(each[0]), reverse=True)
        return [
            (text, labels, len(self.book.fold(text).core)) for text, labels in ordered for _ in range(self.texts[text])
        ]


def _fit(printed_texts: _PrintedTexts, form: Form) -> _Fit:
    labels = _labels_of(printed_texts.schema, form)
    to_letter = labels.to_letter(printed_texts.cores)
    printed = to_letter | (printed_texts.near & labels.cores.keys())
    printed |= _cut_off([label for label in labels.cores if label not in printed], labels, printed_texts)
    missing = tuple(label[0] for label in labels.cores if label not in printed)
    found = len(labels.cores) - len(missing)
    said = sum(labels.weights[label] for label in printed)
    own = said / max(sum(labels.weights.values()), 1e-9)
    counted = (len(labels.titles & to_letter), len(labels.titles))
    return _Fit(printed_texts.schema, form, found / max(len(labels.cores), 1), own, said, counted, found, missing)


def _cut_off(labels: Iterable[Texts], known: _FormLabels, printed: _PrintedTexts) -> set[Texts]:
    """Labels of which a printed text is the beginning, as where a column is narrow: each text stands for one of them,
    and for as many as a row prints it times.

    "Number" is how many labels of a form begin, and of many forms.
    """
    left = list(printed.begun)
    found: set[Texts] = set()
    for label in labels:
        least = _CUT * known.shortest[label]
        at = next((n for n, (_, begun, size) in enumerate(left) if label in begun and size >= least), None)
        if at is not None:
            del left[at]
            found.add(label)
    return found


def _weight(core: str) -> float:
    """What a label says about its form, up to 1: little where it is a short word that many forms print."""
    return min(1.0, sum(1 / (_LETTERS if char < "\u2e80" else _IDEOGRAPHS) for char in core))
