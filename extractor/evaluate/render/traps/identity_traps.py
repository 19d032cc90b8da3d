"""Who reports and for which year: lines that name another body or another year."""

from random import Random

from extractor.evaluate.render.traps.draft import Draft


def _fill(draft: Draft, line: str, rng: Random) -> str:
    known = {key: draft.order.figures.get(key) for key in ("agency", "year", "abbr")}
    year = int(str(known["year"]))
    return line.format(
        **known,
        other=rng.choice(draft.trap.lists["other_bodies"]),
        past=year - rng.randint(1, 4),
        next=year + 1,
        n=rng.randint(2, 60),
    )


def _passage(draft: Draft, use: str, rng: Random) -> list[str]:
    return [_fill(draft, line, rng) for line in rng.choice(draft.trap.passages[use])]


def _either(draft: Draft) -> None:
    """Who reports may be read from wherever it is printed, or be left open; where it is not printed, it is absent."""
    printed = "".join("".join((*draft.titles, *draft.before, *draft.after)).split())
    draft.expect = ("accept", "review", "refuse")
    for key in ("agency", "year"):
        value = draft.order.figures[key]
        there = "".join(str(value).split()) in printed or (draft.told.get(key) == value and key == "year")
        draft.told[key] = value if there else None
        if not there:
            draft.expect = ("review", "refuse")


def contact_line(draft: Draft, rng: Random) -> None:
    """No title; a line names the office to ask, which is another body."""
    draft.titles = _passage(draft, "period", rng)
    draft.before.insert(0, *_passage(draft, "contact", rng)[:1])
    _either(draft)


def navigation_heading(draft: Draft, rng: Random) -> None:
    """Lines of a web site stand above a title that does not name the body."""
    draft.titles = [*_passage(draft, "navigation", rng), *_passage(draft, "bare_title", rng)]
    _either(draft)


def next_article_link(draft: Draft, rng: Random) -> None:
    """No title; below the report stand links to the reports of others and of other years."""
    draft.titles = _passage(draft, "period", rng)
    draft.below = [*draft.below, *_passage(draft, "links", rng)]
    _either(draft)


def quoted_title_of_other_body(draft: Draft, rng: Random) -> None:
    """The title of another body's report is quoted in the running text."""
    quoted = _passage(draft, "quoted", rng)
    target = draft.before if rng.random() < 0.6 else draft.after
    target[:] = [*target, *quoted] if rng.random() < 0.5 else [*quoted, *target]
    _either(draft)


def foot_of_other_body(draft: Draft, rng: Random) -> None:
    """The foot of the document is that of another body's site."""
    if rng.random() < 0.5:
        draft.titles = _passage(draft, "bare_title", rng)
    draft.below = [*_passage(draft, "foot", rng), *draft.below]
    _either(draft)


def title_two_lines(draft: Draft, rng: Random) -> None:
    """The title is broken over lines at odd places."""
    draft.titles = _passage(draft, "broken_title", rng)
    _either(draft)


def year_with_spaces(draft: Draft, rng: Random) -> None:
    """The year of the title is written with spaces, wide digits or words."""
    year = str(draft.order.figures["year"])
    ways = (
        " ".join(year),
        "".join(chr(ord(c) + 0xFEE0) for c in year),
        "\u3000".join(year),
        f"{year[:2]} {year[2:]}",
        "\u2009".join(year),
        f" {year} ",
    )
    written = rng.choice(ways)
    draft.titles = [line.replace(year, written) for line in draft.titles]
    draft.before = [line.replace(year, written) for line in draft.before]
    _either(draft)


def title_year_contradicts_period(draft: Draft, rng: Random) -> None:
    """The title says one year, the period another: no year is proven."""
    year = str(draft.order.figures["year"])
    draft.titles = [line.replace(year, str(int(year) - rng.choice((1, 1, 2)))) for line in draft.titles]
    draft.before = [*_passage(draft, "period", rng), *draft.before]
    draft.told["year"] = None
    draft.proof["year"] = "valueless"
    draft.expect = ("review", "source_inconsistent", "refuse")


def other_form_same_words(draft: Draft, rng: Random) -> None:
    """A document of quite another kind that uses the words of the form."""
    lines = []
    for line in rng.choice(draft.trap.passages["other_forms"]):
        while "{n}" in line:
            number = rng.choice((rng.randint(0, 9), rng.randint(10, 900), rng.randint(1000, 99999)))
            line = line.replace("{n}", str(number), 1)
        lines.append(_fill(draft, line, rng))
    draft.other = tuple(lines)
    draft.tables, draft.told, draft.also, draft.proof = (), {}, {}, {}
    draft.expect = ("refuse",)
