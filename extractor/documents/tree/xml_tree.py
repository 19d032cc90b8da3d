"""XML of any vocabulary as a tree of named values. No entity is resolved, nothing is fetched."""

import re
from collections import Counter

from lxml import etree

from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document
from extractor.documents.package import tag_of
from extractor.documents.tree.named_node import NamedNode, NodeCount
from extractor.documents.tree.tree_rows import document_of_tree
from extractor.errors import LimitExceeded, UnreadableDocument

_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"
"""Attributes that say how an element is to be checked, and nothing about what it holds."""
_MOST_ATTRIBUTES = 1000
_ENTITY = re.compile(r"<!ENTITY\b")
_DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse_xml(text: str, name: str) -> etree._Element:
    """The root of an XML file. UnreadableDocument for one that is not well-formed or declares entities, as bombs do."""
    if _ENTITY.search(text):
        raise UnreadableDocument(f"{name}: an XML file that declares entities, which no record does.")
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(_DECLARED.sub("", text).encode("utf-8", errors="replace"), parser)
    except etree.XMLSyntaxError as error:
        if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
            raise LimitExceeded(f"{name}: elements nested too deeply, or a text too long. No record is.") from error
        raise UnreadableDocument(f"{name}: an XML file that is not well-formed ({error.msg}).") from error


def open_xml(
    root: etree._Element, *, name: str, sha256: str, encoding: str | None, limits: OpeningLimits = DEFAULT_LIMITS
) -> Document:
    """A document of the values of an XML file, each beside its name, repeated elements as tables."""
    count = NodeCount(limits, name)
    tag = tag_of(root)
    tree = _node(root, f"/{tag}", 0, count)
    return document_of_tree(
        tree,
        name=name,
        sha256=sha256,
        media_type="application/xml",
        source="XML",
        limits=limits,
        encoding=encoding,
    )


def _node(element: etree._Element, place: str, depth: int, count: NodeCount) -> NamedNode:
    count.enter(depth)
    if len(element.attrib) > _MOST_ATTRIBUTES:
        raise LimitExceeded(f"{count.file}: an element of over {_MOST_ATTRIBUTES} attributes. No record has one.")
    node = NamedNode(tag_of(element), place)
    for key, value in element.attrib.items():
        if not str(key).startswith(_INSTANCE):
            count.enter(depth + 1)
            bare = str(key).rpartition("}")[2]
            node.children.append(NamedNode(bare, f"{place}/@{bare}", str(value).strip()))
    inner = [child for child in element if tag_of(child)]
    if not inner or _is_mixed(element):
        node.value = "".join(str(part) for part in element.itertext()).strip()
        if not inner:
            return node
    times = Counter(tag_of(child) for child in inner)
    seen: Counter[str] = Counter()
    for child in inner:
        tag = tag_of(child)
        seen[tag] += 1
        at = f"[{seen[tag]}]" if times[tag] > 1 else ""
        made = _node(child, f"{place}/{tag}{at}", depth + 1, count)
        if node.value is None or made.children:
            node.children.append(made)
    return node


def _is_mixed(element: etree._Element) -> bool:
    """Whether text stands between the elements inside: then all of it is one text."""
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)
