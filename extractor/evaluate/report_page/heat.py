"""Fields of the form against the styles of documents: where mistakes and review come from."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extractor.evaluate.report_page.markup import Markup, join, tag
from extractor.evaluate.report_page.rows import FormRow, FormRows
from extractor.evaluate.report_page.seen import Seen
from extractor.evaluate.score import CaseScore
from extractor.schemas.form import INDEX, Schema

STEPS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, 0.7)
"""Lower bounds, each open, of the shades from the second lightest to the darkest."""


@dataclass(frozen=True, slots=True)
class Tile:
    """The fields of one row in the documents of one style. ``unnoticed``: mistakes in fields that are not flagged."""

    fields: int
    flagged: int
    mistakes: int
    unnoticed: int


@dataclass(frozen=True)
class HeatMap:
    """A tile for every row and style; ``tiles`` lacks those a style has no field of. Fields no form has are in none."""

    styles: tuple[str, ...]
    rows: tuple[FormRow, ...]
    tiles: Mapping[tuple[FormRow, str], Tile]

    @classmethod
    def of(cls, scores: Iterable[CaseScore], schema: Schema, seen: Mapping[str, Seen]) -> "HeatMap":
        """Count the fields of all cases that are not counted apart.

        Repeated rows are counted where they were read; without what was ``seen``, where they were read wrongly.
        """
        rows = FormRows.of(schema)
        counts: dict[tuple[FormRow, str], Counter[str]] = {}
        styles: dict[str, None] = {}
        for score in scores:
            if score.apart:
                continue
            styles[score.style] = None
            for path, marks in _fields(score, schema, seen.get(score.case)).items():
                row = rows.row(path)
                if row is not None:
                    counts.setdefault((row, score.style), Counter()).update(["fields", *marks])
        tiles = {key: Tile(c["fields"], c["flagged"], c["mistakes"], c["unnoticed"]) for key, c in counts.items()}
        shown = {row for row, _ in tiles}
        return cls(tuple(styles), tuple(row for row in rows.rows if row in shown), tiles)


def _fields(score: CaseScore, schema: Schema, seen: Seen | None) -> dict[str, list[str]]:
    """Every field that was scored in one case, with what is to be counted of it."""
    if not score.fields:
        return {}
    result = seen.judged(score) if seen is not None else None
    form = next((form for form in schema.forms if form.name == score.form), None)
    read = result.verdict.fields if result is not None and result.verdict is not None else ()
    marks: dict[str, list[str]] = {path: [] for path in (form.fields if form is not None else ()) if INDEX not in path}
    marks.update((path, []) for path in read)
    for path in score.flagged:
        marks.setdefault(path, []).append("flagged")
    for mistake in score.mistakes:
        marks.setdefault(mistake.path, []).append("mistakes")
    for mistake in score.unnoticed:
        marks[mistake.path].append("unnoticed")
    return marks


def heat_table(heat: HeatMap, language: str) -> Markup:
    """The map as a table that can be read without its colours."""
    head = tag("tr", tag("th", "row of the form", scope="col"), (_style_head(style) for style in heat.styles))
    body: list[Markup] = []
    for section in dict.fromkeys(row.section for row in heat.rows):
        title = section or "told in running text"
        body.append(
            tag(
                "tr",
                tag("th", title, colspan=len(heat.styles) + 1, scope="rowgroup", lang=language if section else None),
            )
        )
        body += [_row(heat, row, language) for row in heat.rows if row.section == section]
    return tag(
        "table",
        tag(
            "caption",
            "Of 100 fields, how many a person must look at; after ✗ and ‼, the number of fields not read as printed.",
        ),
        tag("thead", head),
        tag("tbody", body),
        class_="heat",
    )


def heat_key() -> Markup:
    """What the shades mean."""
    bounds = ["0", *(f"over {bound:.0%}" for bound in STEPS)]
    tiles = (tag("span", text, class_=f"tile h{number}") for number, text in enumerate(bounds))
    return tag(
        "p",
        tag("span", "to look at:"),
        tiles,
        tag("span", "✗ not as printed"),
        tag("span", "‼ and not flagged"),
        class_="key",
    )


def _style_head(style: str) -> Markup:
    return tag("th", tag("span", style.replace("_", " ")), scope="col", class_="style")


def _row(heat: HeatMap, row: FormRow, language: str) -> Markup:
    alone = len(row.forms) == 1 and len({name for each in heat.rows for name in each.forms}) > 1
    form = tag("small", f" form {row.forms[0]}") if alone else None
    tiles = (_tile(heat.tiles.get((row, style))) for style in heat.styles)
    return tag("tr", tag("th", tag("span", row.label, lang=language), form, scope="row"), tiles)


def _tile(tile: Tile | None) -> Markup:
    if tile is None:
        return tag("td", tag("span", "not in these documents", class_="unseen"))
    share = tile.flagged / tile.fields
    said = f"{tile.flagged} of {tile.fields} fields to look at"
    parts: list[Markup] = [tag("span", shade_text(share))]
    if tile.mistakes:
        said += f", {tile.mistakes} not read as printed, {tile.unnoticed} of them not flagged"
        parts.append(tag("b", ("‼" if tile.unnoticed else "✗") + str(tile.mistakes)))
    return tag("td", join(parts), class_=f"h{shade(share)}", title=said)


def shade(share: float) -> int:
    """The number of a share's shade, 0 for none at all."""
    return sum(share > bound for bound in STEPS)


def shade_text(share: float) -> str:
    """A share in few characters; none is a dot, so that what is there stands out."""
    if share == 0:
        return "·"
    return "<1" if share < 0.01 else f"{100 * share:.0f}"
