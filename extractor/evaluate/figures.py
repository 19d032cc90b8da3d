"""Invented figures that agree with each other: a recipe says what is drawn and what is added up.

A recipe is data of a set, so that nothing here knows a form. Its patterns are paths with variables in braces; a
variable runs over the list of that name. ::

    {"draw": "table3.{result}.{part}", "zero": [0.95, 0.6], "most": [2, 400]}
    {"set": "table3.{result}.total", "plus": ["table3.{result}.{part}"]}

Variables of ``draw``, ``set`` and ``name`` stand for one field each; those that come up in ``plus``, ``minus`` and
``at_most`` alone are summed over.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import product
from random import Random
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict

from extractor.evaluate.render.printed import BLANK, MARK
from extractor.schemas.form import INDEX, Form, Value

_VARIABLE = re.compile(r"\{(\w+)\}")
Bound: TypeAlias = Mapping[str, str]


class _Step(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Draw(_Step):
    """Numbers by chance. ``zero``: the share of zeros, ``most``: the largest number, each for every size."""

    draw: str
    zero: tuple[float, ...]
    most: tuple[int, ...]
    decimals: int = 0
    at_most: tuple[str, ...] = ()


class DerivedSum(_Step):
    """A number that follows from others."""

    set: str
    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()


class Name(_Step):
    """A name out of the list ``names``, the same for the same variables."""

    name: str
    names: tuple[str, ...]


class Recipe(BaseModel):
    """How to fill one form. ``counts`` are lists of the numbers from 0, as many as the size says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: str
    sizes: tuple[str, ...]
    lists: dict[str, tuple[str, ...]] = {}
    counts: dict[str, tuple[int, ...]] = {}
    steps: tuple[Draw | DerivedSum | Name, ...]


PackedCell: TypeAlias = int | str | None
PackedRow: TypeAlias = PackedCell | list[PackedCell] | list[list[PackedCell]]
Packed: TypeAlias = dict[str, PackedRow]
"""Figures in short form, as they stand in a set's file. Amounts are text, because JSON has no decimals."""


def invent(recipe: Recipe, size: str, seed: int) -> dict[str, Value | None]:
    """Figures of one size. ValueError if the recipe has no such size or makes a number below zero."""
    cook = _Cook(recipe, recipe.sizes.index(size), Random(f"{recipe.form}/{size}/{seed}"))
    for step in recipe.steps:
        if isinstance(step, Draw):
            cook.draw(step)
        elif isinstance(step, DerivedSum):
            cook.add(step)
        else:
            cook.name(step)
    return cook.figures


class _Cook:
    """A recipe on its way: the figures so far."""

    def __init__(self, recipe: Recipe, size: int, rng: Random) -> None:
        self.size = size
        self.rng = rng
        self.figures: dict[str, Value | None] = {}
        self.lists = dict(recipe.lists)
        self.lists.update({key: tuple(map(str, range(many[size]))) for key, many in recipe.counts.items()})

    def draw(self, step: Draw) -> None:
        scale = 10**step.decimals
        for path, bound in self._bind(step.draw, {}):
            most = step.most[self.size] * scale
            if step.at_most:
                most = min(most, int(self._total(step.at_most, bound) * scale))
            drawn = 0 if most < 1 or self.rng.random() < step.zero[self.size] else self._skewed(most)
            self.figures[path] = Decimal(drawn).scaleb(-step.decimals).normalize() if step.decimals else drawn

    def add(self, step: DerivedSum) -> None:
        for path, bound in self._bind(step.set, {}):
            total = self._total(step.plus, bound) - self._total(step.minus, bound)
            if total < 0:
                raise ValueError(f"the recipe makes {path} = {total}: let what is taken away be at_most what is there")
            self.figures[path] = int(total) if total == total.to_integral_value() else total

    def name(self, step: Name) -> None:
        # The last variable tells the names apart: rows of one number have one name in every table.
        names = self.rng.sample(step.names, len(step.names))
        for path, bound in self._bind(step.name, {}):
            self.figures[path] = names[int(list(bound.values())[-1])]

    def _skewed(self, most: int) -> int:
        """Mostly small numbers, as in real reports: every order of magnitude is as likely."""
        return int(min(most, max(1, round(most ** self.rng.random()))))

    def _total(self, patterns: tuple[str, ...], bound: Bound) -> Decimal:
        paths = (path for pattern in patterns for path, _ in self._bind(pattern, bound))
        return sum((Decimal(str(self.figures[path])) for path in paths), Decimal(0))

    def _bind(self, pattern: str, bound: Bound) -> Iterator[tuple[str, Bound]]:
        free = [key for key in dict.fromkeys(_VARIABLE.findall(pattern)) if key not in bound]
        for chosen in product(*(self.lists[key] for key in free)):
            values = {**bound, **dict(zip(free, chosen, strict=True))}
            yield pattern.format_map(values), values


def unpack(form: Form, packed: Packed) -> dict[str, Value | None]:
    """Figures from their short form: the values of a row in one list under the row's path, null for a printed blank.

    Repeated rows are lists of the name and the values. ValueError names a row with too many or too few values.
    """
    figures: dict[str, Value | None] = {}
    for key, cells in packed.items():
        patterns = _repeated(form, key)
        if patterns and isinstance(cells, list):
            for index, row in enumerate(cells):
                paths = [path.replace(INDEX, str(index)) for path in patterns]
                figures.update(_row(form, paths, row if isinstance(row, list) else [row]))
        else:
            found = [path for path in form.fields if path == key or path.rpartition(".")[0] == key]
            values = [cell for cell in cells if not isinstance(cell, list)] if isinstance(cells, list) else [cells]
            figures.update(_row(form, found or [key], values))
    return figures


def _repeated(form: Form, key: str) -> tuple[str, ...]:
    blocks = (block for table in form.tables for block in table.blocks)
    named = (block for block in blocks if block.name_path.startswith(f"{key}.{INDEX}."))
    return next(((block.name_path, *block.repeat_paths) for block in named), ())


def _row(form: Form, paths: list[str], cells: list[PackedCell]) -> dict[str, Value | None]:
    if len(cells) != len(paths):
        raise ValueError(f"{len(cells)} values for the fields {', '.join(paths)}")
    return {path: _value(form, path, cell) for path, cell in zip(paths, cells, strict=True)}


def _value(form: Form, path: str, cell: PackedCell) -> Value | None:
    if cell is None:
        return BLANK
    field = form.fields.get(path)
    amount = field is not None and field.kind == "amount" and cell not in (BLANK, MARK)
    return Decimal(str(cell)) if amount else cell
