"""Labels and headings that say more than those of the form: "(prior year)", "of which", "in per cent".

Words in brackets are guidance, and so are words in front of a label or behind it, unless they make it the label of a
part, of another time, of a plan or of a share. Which words do so stands in ``passages.toml``, by language.
"""

import re
from collections.abc import Iterable, Sequence

from extractor.evidence import Doubt, DoubtKind, doubt
from extractor.readers.label_scale import SCALE
from extractor.readers.labels import LabelBook
from extractor.readers.outline import OutlineRow
from extractor.schemas.form import BlockSpec, Label
from extractor.schemas.passages import passages_in
from extractor.schemas.remembered import Remembered
from extractor.schemas.values import fold_width

_BRACKETS = re.compile(r"\([^()]{1,20}\)")
"""A short text that stands in brackets throughout."""


def _found_qualifiers(asked: tuple[str, str]) -> tuple[str, ...]:
    text, language = asked
    folded = fold_width(text).lower()
    found = (match[0] for pattern in passages_in(language).qualifies for match in pattern.finditer(folded))
    return tuple(each.strip(" ().,:") or each for each in found)


_QUALIFIERS: Remembered[tuple[str, str], tuple[str, ...]] = Remembered(_found_qualifiers)
"""The words of a text in a language that make a label another one."""


def qualifier_of(text: str, labels: Iterable[Label], language: str) -> str:
    """The words of a printed label that make it another one, empty where there are none or the form has them itself."""
    said = _QUALIFIERS[text, language]
    own = (
        {each for label in labels for spelling in label.texts for each in _QUALIFIERS[spelling, language]}
        if said
        else ()
    )
    return next((each for each in said if each not in own), "")


def qualified_row(row: OutlineRow, language: str) -> tuple[Doubt, ...]:
    """The doubt about a row of the form whose printed label is that of a part of it, or of something else."""
    if row.spec is None or row.anchor == "order" or not row.labels:
        return ()
    said = qualifier_of(row.labels[-1].text, (row.spec.label, *row.spec.parents), language)
    return (doubt(DoubtKind.LABEL_QUALIFIED, said),) if said else ()


def qualified_columns(
    block: BlockSpec, heads: Sequence[str], captions: Iterable[str], book: LabelBook
) -> tuple[tuple[Doubt, ...], ...]:
    """The same for the columns of a block, one after the other, by its printed headings. Words in brackets that stand
    alone among its ``captions`` may belong to any of them.
    """
    labels = [label for column in block.columns for label in (column.label, *column.groups)]
    torn = [
        each for each in dict.fromkeys(captions) if _BRACKETS.fullmatch(fold_width(each)) or in_one(each, block, book)
    ]
    apart = tuple(
        doubt(DoubtKind.LABEL_QUALIFIED, said) for each in torn if (said := qualifier_of(each, labels, book.language))
    )
    return tuple(
        apart
        + tuple(
            doubt(DoubtKind.LABEL_QUALIFIED, said)
            for text in dict.fromkeys(heads)
            if _QUALIFIERS[text, book.language]
            and book.score(text, column.label) >= SCALE.accepted
            and (said := qualifier_of(text, (column.label, *column.groups), book.language))
        )
        for column in block.columns
    )


def in_one(text: str, block: BlockSpec, book: LabelBook) -> bool:
    """Whether a text runs together the headings of several columns: which of them its other words belong to is open."""
    core = book.fold(text).core
    cores = {book.fold(spelling).core for column in block.columns for spelling in column.label.texts}
    return sum(1 for each in cores if each and each in core) > 1
