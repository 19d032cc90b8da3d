"""How much of a form that is any model a document prints: whether it can be told by its labels."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractor.readers.open_layout.heading_bands import find_headings
from extractor.readers.open_layout.open_labels import PrintedLabels, label_core
from extractor.readers.open_layout.printed_bands import Band
from extractor.readers.open_layout.shape_labels import ShapeLabels, qualified_labels
from extractor.schemas.shape import Shape, ShapeGroup, ShapeList, ShapeNode

_ENOUGH = 6
"""Printed labels that tell a form, however many it has."""
_SMALL = 0.4
"""Share of its labels that a form of fewer needs."""
_FEWEST = 2
"""Printed labels below which nothing is told."""
_ASKED = 0.5
"""Share of what no record can be without that must be printed."""
_SAID = 1.5
"""What the printed labels say together at least: a long label says 1, and so does the title of the form, a word of many
forms less. Of 47 public documents that are no invoices, none says more than 1.6 with three labels."""
_MUCH = 4.0
"""What printed labels say where it does not matter that others are missing which every record has."""
_LONGEST = 60
"""Characters that no label has."""
_LETTERS, _IDEOGRAPHS = 16, 6
"""Characters from which on a label says as much as any."""


@dataclass(frozen=True)
class ShapeFit:
    """Which labels of a shape are printed: the folded text by the path it stands for; ``missing``: labels that are not,
    ``asked``: what no record can be without, ``among``: how many labels there are, ``titled``: its title is printed.
    """

    printed: Mapping[str, str]
    missing: tuple[str, ...]
    asked: frozenset[str]
    among: int
    titled: bool

    @property
    def share(self) -> float:
        """The share of the labels that are printed."""
        return len(self.printed) / max(self.among, 1)

    @cached_property
    def said(self) -> float:
        """What the printed labels say, those that are words of many forms little."""
        return sum(map(_weight, set(self.printed.values()))) + self.titled

    @property
    def fits(self) -> bool:
        """Whether the document is of this form: enough labels, saying enough, and most of what every record has."""
        needed = min(_ENOUGH, max(_FEWEST, math.ceil(_SMALL * self.among)))
        held = self.said >= _MUCH or len(self.asked & self.printed.keys()) >= _ASKED * len(self.asked)
        return len(set(self.printed.values())) >= needed and self.said >= _SAID and held


def fit_of_shape(bands: Sequence[Band], shape: Shape, title: str) -> ShapeFit:
    """The labels of a shape in the bands of a document. A printed text stands for one of them only."""
    labels = ShapeLabels(shape)
    known = dict(_known(labels))
    found = {path: core for path, core in _columns(bands, shape) if path in known}
    taken = set(found.values())
    texts = PrintedLabels(text for band in bands for text in _pieces(band))
    cores = texts.cores
    inside = {leaf.path for spec in shape.lists.values() if not spec.keyed for leaf in spec.leaves}
    for path, names in known.items():
        if path in found or path in inside:
            continue
        fits = (core for text in texts.like(names) if (core := cores[text]) not in taken)
        core = max(fits, key=_weight, default="")
        if core:
            found[path] = core
            taken.add(core)
    titles = (title, *shape.root.labels)
    titled = any(cores[text] not in taken for text in texts.like(titles))
    missing = tuple(names[0] for path, names in known.items() if path not in found)
    return ShapeFit(found, missing, frozenset(_asked(shape.root)) & known.keys(), len(known), titled)


def _known(labels: ShapeLabels) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every path that has labels, with them: values of no list, rows of values by key, the columns of lists."""
    for path, (leaf, group) in labels.single.items():
        if leaf.labels:
            yield path, (*qualified_labels(leaf, group), *leaf.labels)
    for node in labels.shape.lists.values():
        if node.keyed and node.labels and "{" not in node.path:
            yield node.path, node.labels
        elif not node.keyed:
            yield from ((leaf.path, leaf.labels) for leaf in node.leaves if leaf.labels)


def _asked(node: ShapeNode) -> Iterator[str]:
    """The paths of what no record can be without."""
    if isinstance(node, ShapeGroup):
        for inner in node.members.values():
            if inner.required:
                yield from _asked(inner)
    elif isinstance(node, ShapeList):
        yield from (leaf.path for leaf in node.leaves if leaf.required)
    else:
        yield node.path


def _columns(bands: Sequence[Band], shape: Shape) -> Iterator[tuple[str, str]]:
    """The columns of lists whose headings are printed side by side."""
    for contenders in find_headings(bands, shape):
        for column in contenders[0].heading.columns:
            if column.leaf is not None and not column.key:
                yield column.leaf.path, label_core(column.text)


def _pieces(band: Band) -> Iterator[str]:
    """What of a band may be a label: its pieces, and what stands before a colon in one."""
    for piece in band.fragments:
        if len(piece.text) <= _LONGEST:
            yield piece.text
        named, colon, _ = piece.text.replace("：", ":").partition(":")
        if colon and named and len(named) <= _LONGEST:
            yield named


def _weight(core: str) -> float:
    """What a label says about its form, up to 1: little where it is a short word that many forms print."""
    return min(1.0, sum(1 / (_LETTERS if char < "\u2e80" else _IDEOGRAPHS) for char in core))
