"""Which page styles the pages of an OpenDocument text are of: what is printed around them is theirs."""

from collections.abc import Iterator, Mapping

from lxml import etree

from extractor.documents.package import attribute, tag_of
from extractor.documents.word.odf_style import OdfStyles, is_drawn

_FAMILIES = {"p": "paragraph", "h": "paragraph", "table": "table"}
_ASIDE = frozenset({"tracked-changes", "forms", "sequence-decls", "index-title-template"})
_Styles = Mapping[tuple[str, str], etree._Element]


def masters_in_use(
    body: etree._Element | None, content: etree._Element, common: etree._Element | None, styles: OdfStyles
) -> list[etree._Element]:
    """The page styles in use, in the order of the pages: that of the first block, or the first one of the file where
    no block before the first page names one, those that later blocks change to, and all that follow these.

    ``body``: the element whose blocks are printed; ``content``: ``content.xml``; ``common``: ``styles.xml``.
    """
    holders = [each for each in common if tag_of(each) == "master-styles"] if common is not None else []
    masters = {attribute(each, "name"): each for holder in holders for each in holder if tag_of(each) == "master-page"}
    known = _known_styles(content, common)
    named = [_named_by(block, known) for block in _blocks(body, styles)]
    if not named or named[0] not in masters:
        named.insert(0, next(iter(masters), None))
    used: dict[str | None, etree._Element] = {}
    for name in named:
        while name in masters and name not in used:
            used[name] = masters[name]
            name = attribute(masters[name], "next-style-name")
    return list(used.values())


def _known_styles(content: etree._Element, common: etree._Element | None) -> _Styles:
    """The styles that the body can name, by family and name: all of its own part, the common ones of the other."""
    holders = [each for each in common if tag_of(each) == "styles"] if common is not None else []
    found = [each for holder in [*holders, content] for each in holder.iter() if tag_of(each) == "style"]
    return {(attribute(each, "family") or "", attribute(each, "name") or ""): each for each in found}


def _blocks(holder: etree._Element | None, styles: OdfStyles) -> Iterator[etree._Element]:
    """The printed blocks that can begin a page: none inside tables, frames or notes."""
    for element in holder if holder is not None else ():
        tag = tag_of(element)
        if not tag or tag in _ASIDE or is_drawn(element) or styles.hides(element):
            continue
        if tag in _FAMILIES:
            yield element
        else:
            yield from _blocks(element, styles)


def _named_by(block: etree._Element, known: _Styles) -> str | None:
    """The page style that a block begins a page of, by its style or those that this one is derived from."""
    key = (_FAMILIES[tag_of(block)], attribute(block, "style-name") or "")
    seen: set[tuple[str, str]] = set()
    while key in known and key not in seen:
        seen.add(key)
        named = attribute(known[key], "master-page-name")
        if named is not None:
            return named
        key = (key[0], attribute(known[key], "parent-style-name") or "")
    return None
