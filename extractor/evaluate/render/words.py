"""The words around the figures: they belong to a set of documents, so that the renderer speaks no language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from pydantic import BaseModel, ConfigDict

from extractor.schemas.form import Value

_FIELD = re.compile(r"\{([a-z0-9_.]+)\}")


class Paragraph(BaseModel):
    """One paragraph. ``{path}`` in its text stands for a figure; ``claims`` names the claim each figure is.

    A paragraph of which a figure is not known is not printed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    claims: dict[str, str] = {}


class Words(BaseModel):
    """Running text and furniture of a set's documents.

    ``corner``: what stands over the row labels, by table; ``over``: a heading above all columns of a table.
    ``titles``: the lines at the top, one of which is chosen. ``note``: a note put into a cell, with ``{part}`` for a
    number below the cell's own. ``units``: what stands behind a value, by path. ``marks``: signs for "none".
    ``confusions``: characters that machines take for others. ``traditional``: characters in the other script.
    ``column_name`` and ``page_line`` hold ``{number}``. ``agencies`` and ``years`` (by form): who reports, and when.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    titles: tuple[tuple[str, ...], ...]
    before: tuple[Paragraph, ...] = ()
    after: tuple[Paragraph, ...] = ()
    corner: dict[str, str] = {}
    over: dict[str, str] = {}
    above_page: tuple[str, ...] = ()
    below_page: tuple[str, ...] = ()
    hostile: tuple[str, ...] = ()
    note: str = ""
    units: dict[str, str] = {}
    marks: tuple[str, ...] = ()
    confusions: dict[str, str] = {}
    traditional: dict[str, str] = {}
    column_name: str = "{number}"
    page_line: str = "{number}"
    agencies: tuple[dict[str, str], ...] = ()
    years: dict[str, tuple[int, ...]] = {}

    def identity(self, form: str, case: str, seed: int) -> dict[str, Value | None]:
        """Who reports and for which year, by chance: an agency with its other names, a year of the form."""
        rng = Random(f"{case}/{seed}/identity")
        found: dict[str, Value | None] = {}
        if self.agencies:
            found.update(rng.choice(self.agencies))
        if self.years.get(form):
            found["year"] = rng.choice(self.years[form])
        return found


@dataclass(frozen=True, slots=True)
class Told:
    """Running text with its figures in place, and the claims it makes."""

    lines: tuple[str, ...]
    claims: Mapping[str, Value]


def fill(paragraphs: tuple[Paragraph, ...], figures: Mapping[str, Value | None]) -> Told:
    """Put figures into paragraphs, leaving out those that need a figure nobody knows."""
    lines: list[str] = []
    claims: dict[str, Value] = {}
    for paragraph in paragraphs:
        needed = _FIELD.findall(paragraph.text)
        if all(figures.get(path) not in (None, "", "/") for path in needed):
            lines.append(_FIELD.sub(lambda match: str(figures[match[1]]), paragraph.text))
            told = {claim: figures.get(path) for claim, path in paragraph.claims.items()}
            claims.update({claim: value for claim, value in told.items() if value is not None})
    return Told(tuple(lines), claims)
