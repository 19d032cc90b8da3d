"""The whole page: one file that needs nothing else and may load nothing else."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from extractor.evaluate.page.cases import case_list
from extractor.evaluate.page.chooser import chooser
from extractor.evaluate.page.exhibit import exhibits
from extractor.evaluate.page.groups import groups
from extractor.evaluate.page.headline import headline
from extractor.evaluate.page.heat import HeatMap, heat_key, heat_table
from extractor.evaluate.page.markup import Content, Markup, tag
from extractor.evaluate.page.seen import Seen
from extractor.evaluate.page.trust import trust
from extractor.evaluate.report import EvalReport
from extractor.schemas.form import Schema

_SECTIONS = {
    "numbers": "Numbers",
    "groups": "Styles and other groups",
    "trust": "Trust",
    "fields": "Fields and styles",
    "looked": "Cases to look at",
}


def write_page(report: EvalReport, schema: Schema, seen: Mapping[str, Seen], target: Path) -> None:
    """Write the page of a report to ``target``. ``seen`` holds by name what became of the cases that were read."""
    target.write_text(page(report, schema, seen), "utf-8")


def page(report: EvalReport, schema: Schema, seen: Mapping[str, Seen]) -> str:
    """The page of a report as HTML. Cases that are not among ``seen`` are listed without their source."""
    look, behaviour = _asset("look.css"), _asset("behaviour.js")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(look, behaviour)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", f"Evaluation of {report.set_name}: {report.reader}"),
        tag("style", Markup(look)),
    )
    body = tag("body", _top(report, schema), _main(report, schema, seen), tag("script", Markup(behaviour)))
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}\n"


def _asset(name: str) -> str:
    return files("extractor.evaluate.page").joinpath(name).read_text("utf-8")


def _policy(look: str, behaviour: str) -> str:
    """Nothing may be fetched, and no script or style counts but the page's own, which are named by their hashes."""
    own = f"style-src {_hash(look)}; script-src {_hash(behaviour)}"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _top(report: EvalReport, schema: Schema) -> list[Markup]:
    links = (tag("li", tag("a", name, href=f"#{key}")) for key, name in _SECTIONS.items())
    facts = {
        "schema": f"{schema.name} {schema.version}",
        "readers": report.reader,
        "extractor": report.version,
        "hash of the set": report.digest[:16],
    }
    header = tag(
        "header",
        tag("h1", "Evaluation of ", report.set_name),
        tag("dl", (tag("div", tag("dt", key), tag("dd", value)) for key, value in facts.items())),
        tag("button", "Theme: as the system", type="button", id="theme"),
    )
    skip = tag("a", "Skip to the numbers", href="#main", class_="skip-link")
    return [skip, header, tag("nav", tag("ul", links), aria_label="Sections")]


def _main(report: EvalReport, schema: Schema, seen: Mapping[str, Seen]) -> Markup:
    heat = heat_table(HeatMap.of(report.cases, schema, seen), schema.language)
    shown = exhibits(report.cases, schema, seen)
    return tag(
        "main",
        _section("numbers", headline(report.total)),
        _section("groups", groups(report)),
        _section("trust", trust(report)),
        _section(
            "fields", heat_key(), tag("div", heat, class_="wide", role="region", aria_label="fields", tabindex="0")
        ),
        _section("looked", chooser(shown), case_list(shown, schema.language)),
        id="main",
        tabindex="-1",
    )


def _section(key: str, *content: Content) -> Markup:
    return tag("section", tag("h2", _SECTIONS[key], id=f"{key}-title"), content, id=key, aria_labelledby=f"{key}-title")
