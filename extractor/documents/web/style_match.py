"""Which rules of style sheets an element is selected by.

Most selectors of real pages name a tag, classes and an identity, and nothing around the element: what they select is
the same for all elements that are named alike, and is found once. Only for the others the tree is asked.
"""

import re
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple, TypeAlias

from cssselect2 import ElementWrapper, Matcher
from lxml import etree

_PLAIN = re.compile(
    r"(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<names>(?:[.#][a-zA-Z_][\w-]*)*)(?P<part>::?(?:before|after|first-letter|first-line))?"
)
_NAME = re.compile(r"([.#])([\w-]+)")

Match: TypeAlias = tuple[object, int, str | None, Any]
"""How specific a selector is, its number in the order of the sheets, the part of the element it is about, its rule."""


class _PlainSelector(NamedTuple):
    tag: str
    names: frozenset[str]
    match: Match


class _Node(ElementWrapper):  # type: ignore[misc]  # cssselect2 publishes no types
    """An element as selectors see it. Ancestors and siblings are walked, for a page may nest or list thousands."""

    @property
    def ancestors(self) -> tuple["_Node", ...]:
        """From the root to the parent."""
        found, at = [], self.parent
        while at is not None:
            found.append(at)
            at = at.parent
        return tuple(reversed(found))

    @property
    def previous_siblings(self) -> tuple["_Node", ...]:
        """From the first sibling to the one before."""
        found, at = [], self.previous
        while at is not None:
            found.append(at)
            at = at.previous
        return tuple(reversed(found))


class SelectorBook:
    """Rules by their selectors, for the elements of one page."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._matcher = Matcher()
        self._order = 0
        self._plain: list[_PlainSelector] = []
        self._alike: dict[tuple[str, ...], tuple[Sequence[Match], bool]] = {}
        self._nodes: Mapping[etree._Element, _Node] | None = None

    def add(self, selector: Any, text: str, rule: object) -> None:  # noqa: ANN401 - cssselect2 publishes no types
        """Take in a rule with a compiled selector, which was written as ``text``."""
        self._order += 1
        plain = _PLAIN.fullmatch(text)
        if plain is None or selector.never_matches:
            self._matcher.order = self._order - 1
            self._matcher.add_selector(selector, rule)
            return
        names = frozenset("".join(pair) for pair in _NAME.findall(plain["names"]))
        tag = (plain["tag"] or "*").lower()
        match = (selector.specificity, self._order, selector.pseudo_element, rule)
        self._plain.append(_PlainSelector("" if tag == "*" else tag, names, match))

    def match(self, element: etree._Element) -> Sequence[Match]:
        """The rules that select an element or a part of it, the one that wins last."""
        if not self._order:
            return ()
        found, more = self._named(str(element.tag), element.get("class") or "", element.get("id") or "")
        if not more and not (self._matcher.lang_attr_selectors and "lang" in element.attrib):
            return found
        if self._nodes is None:
            self._nodes = {node.etree_element: node for node in _Node.from_html_root(self._root).iter_subtree()}
        node = self._nodes.get(element)
        others: Sequence[Match] = self._matcher.match(node) if node is not None else ()
        return sorted((*found, *others), key=itemgetter(0, 1)) if others else found

    def asks_around(self, tag: str) -> bool:
        """Whether selectors may tell elements of a tag apart that have neither class nor identity."""
        return bool(self._matcher.lang_attr_selectors) or self._named(tag, "", "")[1]

    def _named(self, *named: str) -> tuple[Sequence[Match], bool]:
        known = self._alike.get(named)
        if known is None:
            known = self._alike[named] = self._find(*named)
        return known

    def _find(self, tag: str, classes: str, identity: str) -> tuple[Sequence[Match], bool]:
        """What selects elements that are named so, and whether other selectors may do so as well."""
        names = {f".{name}" for name in classes.split()}
        if identity:
            names.add(f"#{identity}")
        found = [each.match for each in self._plain if each.tag in ("", tag.lower()) and each.names <= names]
        matcher = self._matcher
        more = bool(
            matcher.other_selectors
            or matcher.namespace_selectors
            or tag.lower() in matcher.lower_local_name_selectors
            or (identity and identity in matcher.id_selectors)
            or any(name[1:] in matcher.class_selectors for name in names if name[0] == ".")
        )
        return sorted(found, key=itemgetter(0, 1)), more
