"""What every page has around its sections: one file that needs nothing else and may load nothing else."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files

from extractor.evaluate.report_page.markup import Content, Markup, tag


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a page under its heading. ``key`` is what links lead to."""

    key: str
    title: str
    content: Content


def shell(title: str, name: str, facts: Mapping[str, str], sections: Sequence[Section]) -> str:
    """A whole page as HTML: ``title`` for the window, ``name`` of what was evaluated, what it depended on, and the
    sections."""
    look, behaviour = _asset("look.css"), _asset("behaviour.js")
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=_policy(look, behaviour)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Markup(look)),
    )
    main = tag("main", (_section(each) for each in sections), id="main", tabindex="-1")
    body = tag("body", _top(name, facts, sections), main, tag("script", Markup(behaviour)))
    return f"<!DOCTYPE html>\n{tag('html', head, body, lang='en')}\n"


def scrolled(name: str, content: Content) -> Markup:
    """Something wide that scrolls by itself and can be reached with the keyboard."""
    return tag("div", content, class_="wide", role="region", aria_label=name, tabindex="0")


def _asset(name: str) -> str:
    return files("extractor.evaluate.report_page").joinpath(name).read_text("utf-8")


def _policy(look: str, behaviour: str) -> str:
    """Nothing may be fetched, and no script or style counts but the page's own, which are named by their hashes."""
    own = f"style-src {_hash(look)}; script-src {_hash(behaviour)}"
    return f"default-src 'none'; {own}; base-uri 'none'; form-action 'none'"


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _top(name: str, facts: Mapping[str, str], sections: Sequence[Section]) -> list[Markup]:
    links = (tag("li", tag("a", each.title, href=f"#{each.key}")) for each in sections)
    header = tag(
        "header",
        tag("h1", "Evaluation of ", name),
        tag("dl", (tag("div", tag("dt", key), tag("dd", value)) for key, value in facts.items())),
        tag("button", "Theme: as the system", type="button", id="theme"),
    )
    skip = tag("a", "Skip to the numbers", href="#main", class_="skip-link")
    return [skip, header, tag("nav", tag("ul", links), aria_label="Sections")]


def _section(each: Section) -> Markup:
    key = each.key
    return tag(
        "section", tag("h2", each.title, id=f"{key}-title"), each.content, id=key, aria_labelledby=f"{key}-title"
    )
