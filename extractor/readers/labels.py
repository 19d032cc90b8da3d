"""Printed labels compared with the labels a form declares.

Labels are folded first: width, white space, punctuation, accents, script variants and case do not count; the ordinal
in front ("（三）", "1.", "V.A.") and guidance in brackets are kept apart. What is left is compared word by word.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from types import MappingProxyType
from typing import TypeAlias

from rapidfuzz import fuzz

from extractor.documents.model import Document
from extractor.readers.label_index import SHARE, LabelIndex, Texts, compared_labels, with_parents
from extractor.readers.label_index import Folded as Folded  # whoever compares labels takes it from here
from extractor.readers.label_scale import SCALE
from extractor.readers.label_words import Difference, around, difference, is_blotted, is_unspaced, look_alike, words_of
from extractor.schemas.form import BlockSpec, Form, Label, RowSpec, Schema
from extractor.schemas.remembered import Remembered
from extractor.schemas.values import UNREADABLE, fold_width, looks_like_value

_ORDINAL = re.compile(
    r"\((?P<a>[一二三四五六七八九十]{1,3}|\d{1,2}|[a-z])\)"
    r"|(?P<b>[一二三四五六七八九十]{1,3})[、.,:]"
    r"|(?P<c>\d{1,2})[.、)](?!\d)"
    r"|(?P<d>[ivxlc]{1,5}\.(?:[a-z]\.)?(?:\(\d\)\.?)?)(?=\W|[a-z]{2}|$)"
)
_BRACKETED = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?")
_SIGNS = re.compile(r"[^\w%]+|_")
_BLOT = re.compile(rf"[#?*~_□■▇▢●{UNREADABLE}]")
"""What stands for a character that nobody could read."""
_SHORT = 3
Otherwise: TypeAlias = frozenset[tuple[str, tuple[str, ...]]]
"""Texts of a document, each with what else its picture may say."""
_LEAST_UNSPACED = 5
"""Characters of a label without spaces from which on one of them may be misread without making another label."""
_REMEMBERED = 4096
"""Texts that are kept folded: those of a few documents."""
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]"
)
"""Accents of letters, and the points of Hebrew and Arabic ones, which are printed or left out."""


def fold_label(text: str, variants: Mapping[int, str]) -> Folded:
    """Fold a printed text for comparison; ``variants`` maps characters of another script (as ``str.maketrans``)."""
    folded = " ".join(without_accents(fold_width(text).translate(variants).lower()).split())
    plain = folded.replace(" ", "")
    match = _ORDINAL.match(plain)
    ordinal = ""
    if match is not None and match.end() < len(plain):
        ordinal = next(group for group in match.groups() if group).strip(".")
        plain = plain[match.end() :]
        folded = _behind(folded, match.end())
    words, core = words_of(folded), _SIGNS.sub("", plain)
    short, short_words = core, words
    if "(" in plain or "[" in plain:
        short, short_words = _SIGNS.sub("", _BRACKETED.sub("", plain)), words_of(_BRACKETED.sub(" ", folded))
    blotted = UNREADABLE.join(_SIGNS.sub("", part) for part in _BLOT.split(plain)) if _BLOT.search(plain) else ""
    return Folded(ordinal, core, short, words, short_words, blotted)


_FOLDED = Remembered[str, Folded](lambda text: fold_label(text, {}), most=_REMEMBERED)


folded: Callable[[str], Folded] = _FOLDED.__getitem__
"""A text folded where no script has variants: forms of several schemas and verification ask for the same ones."""


def _behind(text: str, count: int) -> str:
    """A text without its first characters, spaces not counted."""
    at = -1
    for _ in range(count):
        at = next(i for i in range(at + 1, len(text)) if text[i] != " ")
    return text[at + 1 :]


def without_accents(text: str) -> str:
    """A text without the accents of its letters: in a scan specks make them."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart)) if _ACCENTS.search(apart) else text


def similarity(printed: Folded, label: Folded, whole: bool = False, recognised: bool = False) -> float:
    """How surely ``printed`` is ``label``, 0 to 100. Short labels match only to the letter.

    Words in front of a label or behind it are forgiven, unless the ``whole`` text has to be the label. In a picture
    (``recognised``) characters may be misread.
    """
    printed = printed.numbered(label.ordinal)
    score = _whole_similarity(printed, label, recognised) if whole else _core_similarity(printed, label, recognised)
    if score and label.ordinal and printed.ordinal != label.ordinal:
        score -= SCALE.other_ordinal if printed.ordinal else SCALE.no_ordinal
    return max(score, 0.0)


def _core_similarity(printed: Folded, label: Folded, recognised: bool) -> float:
    core, wanted = printed.core, label.core
    if not wanted or not core:
        return 0.0
    if core == wanted:
        return SCALE.letter
    if printed.short and printed.short in (wanted, label.short):
        return SCALE.unguided
    if len(wanted) <= _SHORT:
        return 0.0
    if core.endswith(wanted) and around(printed.words, label.words) == "end":
        return SCALE.end
    short = label.short
    if len(short) > _SHORT and core.startswith(short) and around(printed.words, label.short_words) == "start":
        return SCALE.start
    score = _unlike(printed, core, label, wanted, recognised)
    return score if score or printed.short == core else _unlike(printed, printed.short, label, label.short, recognised)


def _whole_similarity(printed: Folded, label: Folded, recognised: bool) -> float:
    core, wanted, short = printed.core, label.core, label.short
    if core in (wanted, short):
        return SCALE.letter if core else 0.0
    if printed.short and printed.short in (wanted, short):
        return SCALE.unguided
    if len(wanted) <= _SHORT:
        return 0.0
    score = _unlike(printed, core, label, wanted, recognised)
    return score if short == wanted else max(score, _unlike(printed, core, label, short, recognised))


def _unlike(printed: Folded, core: str, label: Folded, wanted: str, recognised: bool) -> float:
    """What a text is worth that differs from a label, 0 where it is another one."""
    if printed.blotted and is_blotted(printed.blotted, wanted):
        return SCALE.near
    if not SHARE * len(wanted) <= len(core) <= len(wanted) / SHARE:
        return 0.0
    what, likeness = difference(core, wanted, SCALE.accepted, recognised)
    if what == "number" and look_alike(printed.words, label.words):
        what = "misread" if recognised else "character"
    return _WORTH[what](likeness)


_WORTH: Mapping[Difference, Callable[[float], float]] = {
    "misread": lambda likeness: max(likeness, SCALE.sure_recognised),
    "character": lambda likeness: SCALE.near + likeness / 100,
    "number": lambda likeness: 0.0,
    "other": lambda likeness: 0.0,
}
"""What a text is worth that differs from a label in this way, by how like it is: of two near ones the nearer."""


_NO_LABELS = LabelIndex({})
_NONE: frozenset[Texts] = frozenset()
_NOTHING: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class LabelBook:
    """The labels of a schema compared with the texts of a document; every text is folded once and looked up once.

    ``recognised``: the texts were recognised in a picture, in part at least. ``language``: that of the labels. Labels
    that ``index`` lacks are compared one by one. ``otherwise``: what else the picture of a text may say; it counts
    where it is a label to the letter and the text itself is none.
    """

    def __init__(
        self,
        variants: Mapping[str, str],
        recognised: bool = False,
        index: LabelIndex = _NO_LABELS,
        language: str = "en",
        otherwise: Mapping[str, tuple[str, ...]] = _NOTHING,
    ) -> None:
        self.language = language
        self._otherwise = otherwise
        self._recognised = recognised
        self._variants = str.maketrans(dict(variants))
        self._characters = frozenset(map(chr, self._variants))
        self._index = index
        self._spellings = dict(index.spelled)
        self._others = Remembered[tuple[str, Texts, bool], float](self._score_of_other)
        self.of_blocks: dict[int, tuple[BlockSpec, object]] = {}
        """What is kept of blocks of the schema's forms, by their identity (:mod:`extractor.readers.block_headings`)."""
        self.fold: Callable[[str], Folded] = Remembered(self._fold, index.folded).__getitem__
        """Fold a printed text the way this book's labels are folded."""
        self.near: Callable[[str], Mapping[Texts, float]] = Remembered(partial(self._scores, whole=False)).__getitem__
        """The labels of the schema that a printed text may be, by their spellings, with :meth:`score` of each."""
        self.near_alone: Callable[[str], Mapping[Texts, float]] = Remembered(
            partial(self._scores, whole=True)
        ).__getitem__
        """The same with :meth:`score_alone` of each."""
        self.begun: Callable[[str], frozenset[Texts]] = Remembered(self._begun).__getitem__
        """The labels of the schema of which a printed text is the beginning, as :meth:`is_prefix` says."""

    def likeness(self, text: str, label: Label) -> float:
        """How like a text is to a label letter by letter, 0 to 100, whatever it is worth as one; labels with numbers in
        them are told from each other by these, and nothing is like them.
        """
        printed = self.fold(text).core
        cores = (each.core for each in self._spelled(label.texts))
        return max(0.0 if any(map(str.isdigit, core)) else fuzz.ratio(printed, core) for core in cores)

    def may_be_misread(self, text: str, label: Label) -> bool:
        """Whether a text in a picture may be a label of which characters were misread: words more or fewer make it
        another one, and so does a single other character of a short one without spaces."""
        printed = self.fold(text).core
        cores = (each.core for each in self._spelled(label.texts))
        long = (core for core in cores if not is_unspaced(core) or len(core) >= _LEAST_UNSPACED)
        return any(difference(printed, core, 0.0, recognised=True)[0] == "misread" for core in long)

    def _fold(self, text: str) -> Folded:
        plain = fold_width(text)
        as_it_is = self._characters.isdisjoint(plain)
        return folded(plain) if as_it_is else fold_label(plain, self._variants)

    def score(self, text: str, label: Label) -> float:
        """Similarity of a printed text and a label, 0 to 100: the best over the label's spellings."""
        if label.texts in self._index.spelled:
            return self.near(text).get(label.texts, 0.0)
        return self._other(text, label, whole=False)

    def score_alone(self, text: str, label: Label) -> float:
        """Similarity of a text to nothing but a label: words around it make it another one."""
        if label.texts in self._index.spelled:
            return self.near_alone(text).get(label.texts, 0.0)
        return self._other(text, label, whole=True)

    def _scores(self, text: str, whole: bool) -> Mapping[Texts, float]:
        key = (text, whole, self._recognised)
        found = self._index.settled.get(key)
        if found is None:
            found = self._scores_of(text, whole)
            self._index.settle(key, found)
        unsure = text in self._otherwise and max(found.values(), default=0.0) < SCALE.sure_recognised
        return {**found, **self._misread(text, whole)} if unsure and text not in self._index.folded else found

    def otherwise(self, text: str) -> tuple[str, ...]:
        """What else the picture of a text may say."""
        return self._otherwise.get(text, ())

    def _scores_of(self, text: str, whole: bool) -> dict[Texts, float]:
        printed = self.fold(text)
        scores = {texts: self._best(printed, texts, whole) for texts in self._index.candidates(printed)}
        return {texts: score for texts, score in scores.items() if score}

    def _misread(self, text: str, whole: bool) -> dict[Texts, float]:
        """The labels that the picture of a text may say as well, to the letter: it was misread. None where it may say
        one or another.
        """
        said = (self._scores_of(other, whole).items() for other in self.otherwise(text))
        labels = {frozenset(texts for texts, score in near if score >= SCALE.unguided) for near in said} - {_NONE}
        return dict.fromkeys(labels.pop(), SCALE.sure_recognised) if len(labels) == 1 else {}

    def _best(self, printed: Folded, texts: Texts, whole: bool) -> float:
        return max([similarity(printed, each, whole, self._recognised) for each in self._spelled(texts)])

    def _other(self, text: str, label: Label, whole: bool) -> float:
        return self._others[text, label.texts, whole]

    def _score_of_other(self, asked: tuple[str, Texts, bool]) -> float:
        text, texts, whole = asked
        found = self._best(self.fold(text), texts, whole)
        if found < SCALE.sure_recognised and text not in self._index.folded:
            said = (self._best(self.fold(other), texts, whole) for other in self.otherwise(text))
            found = SCALE.sure_recognised if any(score >= SCALE.unguided for score in said) else found
        return found

    def score_row(self, text: str, row: RowSpec) -> float:
        """The same for the label of a row, which may be printed in one cell with the labels above it."""
        labels = self._index.labels_of(row)
        if not labels:
            return max([self.score(text, label) for label in with_parents(row)])
        near = self.near(text)
        return max([near.get(label.texts, 0.0) for label in labels]) if near else 0.0

    def knows(self, label: Label) -> bool:
        """Whether a label is one of the schema, which :meth:`near` tells of."""
        return label.texts in self._index.spelled

    def labels_of(self, row: RowSpec) -> list[Texts]:
        """The labels that :meth:`score_row` compares a text with, of a row that is known."""
        return [label.texts for label in self._index.labels_of(row)]

    def knows_row(self, row: RowSpec) -> bool:
        """The same of the labels of a row."""
        return bool(self._index.labels_of(row))

    def may_be(self, text: str, label: Label) -> bool:
        """Whether a printed text may be a label and nothing else, or the beginning of one: most are neither."""
        near = label.texts in self.near_alone(text) or label.texts in self.begun(text)
        return near or label.texts not in self._index.spelled

    def score_whole(self, text: str, row: RowSpec) -> float:
        """Similarity of a text to nothing but the label of a row, or to that label under its parents."""
        return max([self.score_alone(text, label) for label in with_parents(row)])

    def is_sure(self, text: str, label: Label) -> bool:
        """Whether a printed text is a label for certain: to the letter, or misread as letters are in a picture."""
        return self.score_alone(text, label) >= (SCALE.sure_recognised if self._recognised else SCALE.sure)

    def is_prefix(self, text: str, label: Label) -> bool:
        """Whether a printed text is a heading cut off by a narrow column."""
        if label.texts in self._index.spelled:
            return label.texts in self.begun(text)
        printed = self.fold(text).core
        return len(printed) > _SHORT and any(each.core.startswith(printed) for each in self._spelled(label.texts))

    def _begun(self, text: str) -> frozenset[Texts]:
        core = self.fold(text).core
        return self._index.beginning(core) if len(core) > _SHORT else _NONE

    def is_part(self, text: str, label: Label) -> bool:
        """Whether a printed number is a label or one end of it, as where a heading is torn between its words."""
        printed = self.fold(text).core
        cores = [each.core for each in self._spelled(label.texts) if printed]
        behind = any(core.startswith(printed) and not core[len(printed) :][:1].isdigit() for core in cores)
        return behind or any(core.endswith(printed) and not core[: -len(printed)][-1:].isdigit() for core in cores)

    def _spelled(self, texts: Texts) -> tuple[Folded, ...]:
        found = self._spellings.get(texts)
        if found is None:
            found = self._spellings[texts] = tuple(self.fold(spelling) for spelling in texts)
        return found


class RowLabels:
    """The labels of all rows of a form, those with what stands above them included, compared with a text at once."""

    def __init__(self, schema: Schema, form: Form) -> None:
        rows = (row for table in form.tables for block in table.blocks for row in block.rows if row.label.printed)
        labels = {label.texts: label for row in rows for label in with_parents(row)}
        known, variants = label_index(schema).spelled, str.maketrans(dict(schema.variants))
        self._texts = labels.keys() & known.keys()
        self._others = [label for texts, label in labels.items() if texts not in known]
        spelled = (known.get(texts) or [fold_label(text, variants) for text in texts] for texts in labels)
        self._written = "\n".join(each.core for folded in spelled for each in folded)

    def nearest(self, text: str, book: LabelBook) -> float:
        """Similarity of a printed text to the label of the row that it is most like, 0 to 100."""
        scores = [score for texts, score in book.near(text).items() if texts in self._texts]
        return max([*scores, *(book.score(text, label) for label in self._others)], default=0.0)

    def nearest_alone(self, text: str, book: LabelBook) -> float:
        """The same to nothing but a label of a row, or to that label under its parents."""
        scores = [score for texts, score in book.near_alone(text).items() if texts in self._texts]
        return max([*scores, *(book.score_alone(text, label) for label in self._others)], default=0.0)

    def is_fragment(self, text: str, book: LabelBook) -> bool:
        """Whether a printed text is a piece of a row's label, or of that label under its parents, as where it runs over
        several lines; of a picture, whether it may say one."""
        cores = [book.fold(each).core for each in (text, *book.otherwise(text))]
        return any(len(printed) > 1 and printed in self._written for printed in cores)


@lru_cache(maxsize=32)
def row_labels(schema: Schema, form: Form) -> RowLabels:
    """The labels of the rows of a form, kept while documents of the form are read."""
    return RowLabels(schema, form)


@lru_cache(maxsize=16)
def label_index(schema: Schema) -> LabelIndex:
    """The labels of all forms of a schema, kept while documents of the schema are read."""
    variants = str.maketrans(dict(schema.variants))
    labels = dict.fromkeys(label.texts for form in schema.forms for label in compared_labels(form))
    return LabelIndex({texts: tuple(fold_label(text, variants) for text in texts) for texts in labels})


@lru_cache(maxsize=16)
def _label_book(schema: Schema) -> LabelBook:
    """The label book of all documents of a schema that store their texts: what was found of a text holds of the same
    text in any of them.
    """
    return LabelBook(schema.variants, False, label_index(schema), schema.language)


@lru_cache(maxsize=4)
def _label_book_of_pictures(sha256: str, schema: Schema, otherwise: Otherwise) -> LabelBook:
    """The label book of one document in pictures, kept while the document goes from reader to reader."""
    return LabelBook(schema.variants, True, label_index(schema), schema.language, dict(otherwise))


def book_for(document: Document, schema: Schema) -> LabelBook:
    """The label book that all steps share for one document."""
    if document.method != "scan":
        return _label_book(schema)
    return _label_book_of_pictures(document.sha256, schema, _read_otherwise(document))


def _read_otherwise(document: Document) -> Otherwise:
    """What else the pictures of its words may say, cell by cell; of numbers it says nothing here."""
    found: dict[str, dict[str, None]] = {}
    for cell in (cell for row in document.rows for cell in row.cells):
        if cell.alternatives and cell.seen_by and not looks_like_value(cell.text):
            found.setdefault(cell.text, {}).update(dict.fromkeys(cell.alternatives))
    return frozenset((text, tuple(others)) for text, others in found.items())
