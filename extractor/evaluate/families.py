"""Sets of traps: many cases in one line, for several families of reports, some of which only the set knows.

``words/NAME/traps.json`` of the set's folder says what traps need to know of the family ``NAME``; its running text and
recipes stand beside that file, or in the set that goes by the family's name. ``packs/NAME`` is a schema of
its own.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from pydantic import BaseModel, ConfigDict

from extractor.evaluate.figures import Recipe, invent
from extractor.evaluate.render.document import Order
from extractor.evaluate.render.traps.draft import TrapWords
from extractor.evaluate.render.traps.trap_kinds import TRAPS
from extractor.evaluate.render.words import Words
from extractor.schemas import packs
from extractor.schemas.form import Schema
from extractor.schemas.registry import load_schema

_PACKS = "packs"


@dataclass(frozen=True, slots=True)
class Variant:
    """One case of a kind: whose report it is, its style and its seed."""

    kind: str
    schema_name: str
    style: str
    seed: int

    def figures_of(self, trap: TrapWords) -> str:
        """The figures it is made from: ``recipe:size:seed``."""
        rng = Random(f"{self.kind}/{self.schema_name}/{self.seed}/figures")
        return f"{rng.choice(trap.figures.get(self.kind, trap.figures['*']))}:{self.seed}"


class KindSpec(BaseModel):
    """Many cases of one kind of trap. ``styles``: some of those that can carry it, where it is not all."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    variants: int
    schemas: tuple[str, ...]
    styles: tuple[str, ...] = ()

    def expand(self) -> Iterator[tuple[str, Variant]]:
        """The cases with their names: every style with every schema in turn."""
        styles = list(self.styles or TRAPS[self.kind].styles)
        # The order is mixed, so that a few cases show several styles; it is the same every time.
        Random(self.kind).shuffle(styles)
        turns = range(len(self.schemas))
        pairs = [
            (self.schemas[(at + turn) % len(self.schemas)], style) for turn in turns for at, style in enumerate(styles)
        ]
        for seed in range(self.variants):
            schema, style = pairs[seed % len(pairs)]
            yield f"{self.kind}-{seed:03}-{schema}-{style}", Variant(self.kind, schema, style, seed)


@dataclass(frozen=True)
class Family:
    """A family of reports as a set of traps knows it."""

    schema: Schema
    words: Words
    recipes: Mapping[str, Recipe]
    trap: TrapWords

    def order(self, name: str, variant: Variant) -> Order:
        """What to print for a case."""
        recipe, size, seed = variant.figures_of(self.trap).split(":")
        form = self.schema.form(self.recipes[recipe].form)
        figures = invent(self.recipes[recipe], size, int(seed))
        identity = self.words.identity(form.name, name, variant.seed)
        return Order(name, form, {**identity, **figures}, self.words, variant.style, variant.seed)


def load_families(folder: Path, names: Iterable[str]) -> dict[str, Family]:
    """The families of a set. Their schemas must be known (:func:`set_packs`)."""
    return {name: _family(folder, name) for name in sorted(names)}


def _family(folder: Path, name: str) -> Family:
    own = folder / "words" / name
    place = own if (own / "words.json").is_file() else folder.parent / name
    words = Words.model_validate_json((place / "words.json").read_text("utf-8"))
    recipes = json.loads((place / "recipes.json").read_text("utf-8"))
    return Family(
        load_schema(name),
        words,
        {key: Recipe.model_validate(data) for key, data in recipes.items()},
        TrapWords.model_validate_json((own / "traps.json").read_text("utf-8")),
    )


def sources_of(folder: Path) -> tuple[Path, ...]:
    """The files a set of traps is made from, in order."""
    return tuple(sorted(path for path in folder.rglob("*") if path.suffix in (".json", ".py")))


@contextmanager
def set_packs(folder: Path) -> Iterator[None]:
    """The set's own schemas are among the known ones for as long as this lasts."""
    own = str(folder / _PACKS)
    before = list(packs.__path__)
    if Path(own).is_dir() and own not in before:
        packs.__path__ = [*before, own]
    try:
        yield
    finally:
        packs.__path__ = before
