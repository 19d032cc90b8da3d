"""The style sheets of a page: rules, selectors and the cascade. Sheets outside the file are never fetched.

Only properties that decide what is seen of text are kept (:data:`PROPERTIES`), each with its value as it is written.
Order of the cascade: CSS Cascading and Inheritance Level 5, https://www.w3.org/TR/css-cascade-5/
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

import tinycss2
from cssselect2 import SelectorError, compile_selector_list
from lxml import etree

from extractor.documents.web.style_match import Match, SelectorBook
from extractor.documents.web.style_media import is_for_screen

_NAMES = (
    "display visibility opacity color -webkit-text-fill-color background-color background-image font-size"
    " text-decoration-line vertical-align position left top right bottom float order flex-direction flex-flow"
    " clip clip-path overflow width height max-width max-height text-indent margin-left direction unicode-bidi"
    " content transform scale rotate translate filter mso-hide content-visibility font-variant-position"
    " -webkit-text-security border border-top border-bottom border-left"
)
PROPERTIES = frozenset(_NAMES.split())
"""What is kept of a declaration block; shorthands are taken apart into these."""

_SHORTHANDS = frozenset({"background", "font", "text-decoration", "overflow-x", "overflow-y", "inset", "margin"})
_MENTIONED = re.compile("|".join(sorted((*PROPERTIES, *_SHORTHANDS, "--"), key=len, reverse=True)), re.IGNORECASE)
_FONT_SIZE = re.compile(
    r"(?:^|\s)((?:\d+\.?\d*|\.\d+)(?:[a-z]+|%)?|(?:xx?-)?(?:small|large)|medium|smaller|larger)(?=\s*/|\s)"
)
_IMAGE = re.compile(r"(?:url|[a-z-]*gradient|image-set|cross-fade|image)\(")
_DEEPEST = 20
_NEVER = frozenset({"before", "after", "first-letter", "first-line"})


class StyleDeclaration(NamedTuple):
    """One declaration: a property, its value as written, and whether it is ``!important``."""

    name: str
    value: str
    important: bool


class _Rule(NamedTuple):
    layered: bool
    declared: tuple[StyleDeclaration, ...]


class StyleSheets:
    """What the style sheets and the ``style`` attributes of one page say of its elements."""

    def __init__(self, root: etree._Element) -> None:
        self._book = SelectorBook(root)
        self.parts: set[str] = set()
        self.outside = any(
            "stylesheet" in (link.get("rel") or "").lower() and link.get("href") for link in root.iter("link")
        )
        """Whether the page has style sheets in other files, of which nothing is known."""
        for style in root.iter("style"):
            text = style.text or ""
            self.outside = self.outside or "@import" in text
            if _MENTIONED.search(text) and is_for_screen(style.get("media") or ""):
                self._add(tinycss2.parse_stylesheet(text, True, True))

    def said(self, element: etree._Element) -> dict[str, str]:
        """The values that win for an element itself; nothing where no sheet and no attribute says anything."""
        style = element.get("style")
        inline = declarations_of(style) if style else ()
        matched = [each for each in self._book.match(element) if each[2] is None]
        return _cascaded(matched, inline) if matched or inline else {}

    def asks_around(self, tag: str) -> bool:
        """Whether what is said of an element without class, identity and style may depend on more than its tag."""
        return self._book.asks_around(tag)

    def said_beside(self, element: etree._Element) -> Mapping[str, dict[str, str]]:
        """The values that win for ``before``, ``after`` and other parts of an element that a sheet styles apart."""
        parts: dict[str, list[Match]] = {}
        for each in self._book.match(element) if self.parts else ():
            if each[2] is not None:
                parts.setdefault(each[2], []).append(each)
        return {name: _cascaded(matched, ()) for name, matched in parts.items()}

    def _add(self, rules: Iterable[object], around: str = "", layered: bool = False, depth: int = 0) -> int:
        """Take in rules; ``around`` is the selector of the rule they are nested in. How many count."""
        count = 0
        if depth > _DEEPEST:
            return 0
        for rule in rules:
            kind = getattr(rule, "type", "")
            if kind == "at-rule":
                count += self._add_at_rule(rule, around, layered, depth)
            elif kind == "qualified-rule":
                count += self._add_rule(rule, around, layered, depth)
        return count

    def _add_at_rule(self, rule: object, around: str, layered: bool, depth: int) -> int:
        name = getattr(rule, "lower_at_keyword", "")
        content = getattr(rule, "content", None)
        prelude = tinycss2.serialize(getattr(rule, "prelude", None) or []).strip().lower()
        if content is None or name not in ("media", "supports", "layer", "scope"):
            return 0
        if (name == "media" and not is_for_screen(prelude)) or (name == "supports" and prelude.startswith("not")):
            return 0
        inside = tinycss2.parse_blocks_contents(content, True, True)
        count = self._add(inside, around, layered or name == "layer", depth + 1)
        if around:
            count += self._select(around, tuple(_declared(inside)), layered)
        return count

    def _add_rule(self, rule: object, around: str, layered: bool, depth: int) -> int:
        inside = tinycss2.parse_blocks_contents(getattr(rule, "content", []), True, True)
        selector = tinycss2.serialize(getattr(rule, "prelude", [])).strip()
        if around:
            outer = f":is({around})"
            parts = [part.strip() for part in _parted(selector)]
            selector = ",".join(part.replace("&", outer) if "&" in part else f"{outer} {part}" for part in parts)
        count = self._select(selector, tuple(_declared(inside)), layered)
        nested = [each for each in inside if each.type in ("qualified-rule", "at-rule")]
        return count + (self._add(nested, selector, layered, depth + 1) if nested else 0)

    def _select(self, selector: str, declared: tuple[StyleDeclaration, ...], layered: bool) -> int:
        """One rule for every selector of a list; one that cannot be understood selects nothing."""
        if not declared:
            return 0
        for part in _parted(selector):
            try:
                compiled = compile_selector_list(part.strip())
            except SelectorError:
                continue
            for each in compiled:
                if each.pseudo_element is not None:
                    if each.pseudo_element not in _NEVER:
                        continue
                    self.parts.add(each.pseudo_element)
                self._book.add(each, part.strip(), _Rule(layered, declared))
        return 1


@lru_cache(maxsize=8192)
def declarations_of(style: str) -> tuple[StyleDeclaration, ...]:
    """What a ``style`` attribute says of the properties that count."""
    if not style or not _MENTIONED.search(style):
        return ()
    return tuple(_declared(tinycss2.parse_blocks_contents(style, True, True)))


def _cascaded(matched: Iterable[Match], inline: Iterable[StyleDeclaration]) -> dict[str, str]:
    """The declarations that win: normal before important, layered before others, then as specific as they are."""
    rules: list[_Rule] = [each[-1] for each in matched]
    ordered = [rule for rule in rules if rule.layered] + [rule for rule in rules if not rule.layered]
    blocks = [*(rule.declared for rule in ordered), tuple(inline)]
    found: dict[str, str] = {}
    for important in (False, True):
        for block in blocks:
            found.update((each.name, each.value) for each in block if each.important is important)
    return found


def _declared(parsed: Iterable[object]) -> Iterator[StyleDeclaration]:
    for each in parsed:
        if getattr(each, "type", "") != "declaration":
            continue
        name, value = getattr(each, "lower_name", ""), getattr(each, "value", [])
        important = bool(getattr(each, "important", False))
        if name.startswith("--"):
            yield StyleDeclaration(getattr(each, "name", name), tinycss2.serialize(value).strip(), important)
        elif name in PROPERTIES or name in _SHORTHANDS:
            text = tinycss2.serialize(value).strip()
            yield from (StyleDeclaration(*pair, important) for pair in _longhands(name, text))


def _longhands(name: str, value: str) -> Iterator[tuple[str, str]]:
    plain = value if name == "content" else value.lower()
    if name == "background":
        image = _IMAGE.search(plain) is not None
        yield "background-image", "image" if image else "none"
        yield "background-color", plain
    elif name == "font":
        size = _FONT_SIZE.search(f"{plain} ")
        if size is not None:
            yield "font-size", size[1]
    elif name == "text-decoration":
        yield "text-decoration-line", plain
    elif name in ("overflow-x", "overflow-y"):
        yield "overflow", plain
    elif name == "inset":
        sides = plain.split() or ["auto"]
        for side, at in zip(("top", "right", "bottom", "left"), (0, 1, 2, 3), strict=True):
            yield side, sides[at] if at < len(sides) else sides[at % 2 if len(sides) > 1 else 0]
    elif name == "margin":
        sides = plain.split()
        yield "margin-left", (sides[3] if len(sides) == 4 else sides[1] if len(sides) > 1 else plain)
    else:
        yield name, plain


def _parted(selectors: str) -> list[str]:
    """A list of selectors parted at the commas that stand in no brackets and no quotes."""
    parts, depth, quote, start = [], 0, "", 0
    for at, char in enumerate(selectors):
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == "," and depth == 0:
            parts.append(selectors[start:at])
            start = at + 1
    return [*parts, selectors[start:]]
