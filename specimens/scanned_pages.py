"""Scanned documents with exact truth, drawn evenly over resolutions, conditions, forms, looks and typefaces.

Whoever tunes a reader looks at the split
``tuning`` alone; ``held_out`` has other seeds, other invented figures and other typefaces by construction.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random
from typing import Literal, NamedTuple, TypeAlias

from extractor.evaluate.render.condition import CONDITIONS, ConditionName
from extractor.evaluate.render.document import Drawing, Rendered
from extractor.evaluate.render.scanner import Scan
from extractor.evaluate.render.typeface import Chinese, Latin
from extractor.evaluate.sets import CaseSpec, EvalCase, load_set
from specimens.invented_tables import invented

Split: TypeAlias = Literal["tuning", "held_out"]

RESOLUTIONS = (100, 150, 200, 300)
LOOKS = ("pdf_ruled", "pdf_borderless", "pdf_rows")
FIRST_SEED: dict[Split, int] = {"tuning": 1_000_000, "held_out": 2_000_000}
"""Seeds of the two splits: a million apart, and far from those of the sets in evals/."""


class Faces(NamedTuple):
    """What a document is printed in."""

    chinese: Chinese
    latin: Latin


TYPEFACES: dict[Split, tuple[Faces, ...]] = {
    "tuning": (Faces("droid", "helvetica"), Faces("song", "times"), Faces("song", "song")),
    "held_out": (Faces("hei", "hei"), Faces("hei", "courier"), Faces("hei", "times")),
}


class Subject(NamedTuple):
    """What is printed: invented figures of a set's form (its ``recipe`` at one of ``sizes``), or an invented table."""

    schema: str
    recipe: str = ""
    sizes: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


KINDS = (
    Subject("gov_disclosure", "2021", ("county", "city", "ministry"), ("table2.*", "table4.*")),
    Subject("us_foia", "annual", ("medium", "large")),
    Subject("invented"),
    Subject("gov_disclosure", "2019", ("county", "city", "ministry"), ("table2.*", "table4.*")),
    Subject("invented"),
)


@dataclass(frozen=True)
class ScannedDocument:
    """One order of the sample. ``schema`` is "invented" for tables of no form, which have no ``rendered``."""

    name: str
    schema: str
    recipe: str
    size: str
    seed: int
    scan: Scan

    @property
    def rendered(self) -> Rendered:
        """The document with the truth of its fields. ValueError for tables of no form."""
        if self.schema == "invented":
            raise ValueError(f"{self.name} is of no form: ask for its drawing")
        kind = next(kind for kind in KINDS if (kind.schema, kind.recipe) == (self.schema, self.recipe))
        return self.case(without=kind.without).rendered

    def case(self, style: str = "pdf_scan", without: tuple[str, ...] = ()) -> EvalCase:
        """The same as a case of the set of its schema, in any style, ``without`` some of its tables."""
        spec = CaseSpec(
            id=self.name,
            figures=f"{self.recipe}:{self.size}:{self.seed}",
            style=style,
            seed=self.seed,
            without=without,
            scan=self.scan,
        )
        return load_set(self.schema).case(spec)

    @property
    def drawing(self) -> Drawing:
        """The pages: their PDF, pictures and cells. Made anew each time it is asked for."""
        if self.schema == "invented":
            return invented(self.name, self.seed, self.scan)
        drawn = self.rendered.drawn
        assert drawn is not None  # the style is a picture of a PDF
        return drawn


def sample(
    split: Split,
    count: int,
    start: int = 0,
    conditions: Sequence[ConditionName] = tuple(CONDITIONS),
    resolutions: Sequence[int] = RESOLUTIONS,
) -> Iterator[ScannedDocument]:
    """Orders ``start`` to ``start + count`` of an endless list. Every run of as many as there are conditions times
    resolutions holds each pair once; kinds, looks and typefaces go round within, each at its own pace."""
    pairs = list(product(conditions, resolutions))
    for number in range(start, start + count):
        lap, at = divmod(number, len(pairs))
        condition, dpi = Random(f"{split}/{lap}").sample(pairs, len(pairs))[at]
        rng = Random(f"{split}/{number}/order")
        kind = KINDS[number % len(KINDS)]
        faces = TYPEFACES[split][(number // 2) % len(TYPEFACES[split])]
        look = LOOKS[(number // 3) % len(LOOKS)]
        name = f"{split}-{number:04}-{kind.schema}{kind.recipe}-{look}-{faces.chinese}-{faces.latin}-{dpi}-{condition}"
        scan = Scan(dpi=dpi, condition=condition, look=look, chinese=faces.chinese, latin=faces.latin)
        size = rng.choice(kind.sizes) if kind.sizes else ""
        yield ScannedDocument(name, kind.schema, kind.recipe, size, FIRST_SEED[split] + number, scan)


def write(document: ScannedDocument, folder: Path) -> Path:
    """The PDF, and beside it a JSON list of its cells with the corners of each in pixels of its page."""
    drawn = document.drawing
    path = folder / f"{document.name}.pdf"
    path.write_bytes(drawn.content)
    cells = []
    for cell in drawn.cells:
        pixels = drawn.place(cell)
        cells.append({**{key: getattr(cell, key) for key in cell.__slots__}, "pixels": pixels})
    path.with_suffix(".json").write_text(json.dumps(cells, ensure_ascii=False, indent=1), "utf-8")
    return path
