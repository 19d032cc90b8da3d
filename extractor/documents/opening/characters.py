"""Files of characters: web pages, XML, JSON, delimited fields or text, whichever the characters say they are."""

from pathlib import PurePath
from typing import TYPE_CHECKING

from extractor.documents.limits import OpeningLimits
from extractor.documents.model import Document
from extractor.documents.opening.signature import looks_like_html, looks_like_json, root_name
from extractor.documents.text.encoding import Decoded, decode_html, decode_text
from extractor.errors import DocumentError, EmptyDocument, UnsupportedFormat

if TYPE_CHECKING:
    from lxml import etree

DELIMITED = frozenset({".csv", ".tsv", ".tab"})
_HEAD = 1024
_JSON_NAMES = frozenset({".json", ".jsonl", ".ndjson"})
_WORKBOOK = "{urn:schemas-microsoft-com:office:spreadsheet}Workbook"
_REFUSED_ROOTS = {
    "wordDocument": "a Word document as XML (2003); save it as docx",
    "svg": "a drawing (SVG); save it as PDF",
    "document-content": "a part of an OpenDocument file; open the file itself",
    "package": "an Office file as one XML file; save it as docx or xlsx",
}
"""Names of first elements of XML files that hold no named values but print."""


def open_characters(data: bytes, name: str, digest: str, limits: OpeningLimits, charset: str = "") -> Document:
    """Text, HTML, XML, JSON or delimited fields, whichever the characters say, and for fields the name. ``charset``:
    what is said around them.
    """
    message = _open_message(data, name, digest, limits)
    if message is not None:
        return message
    known = bool(charset) or _may_declare(data)
    decoded = decode_html(data, name, charset) if known else decode_text(data, name)
    text, encoding = decoded
    if not text.strip("\ufeff \t\r\n\f\v\u3000\u00a0"):
        raise EmptyDocument(f"{name}: the file holds only white space.")
    if looks_like_html(text):
        from extractor.documents.web.html import open_html

        return open_html(text, name=name, sha256=digest, encoding=encoding)
    suffix = PurePath(name).suffix.lower()
    found = _open_values(decoded, suffix, name, digest, limits)
    if found is not None:
        return found
    if suffix in DELIMITED:
        from extractor.documents.sheets.delimited import find_delimiter, open_delimited

        delimiter = find_delimiter(text)
        if delimiter:
            return open_delimited(text, delimiter, name=name, sha256=digest, encoding=encoding, limits=limits)
    from extractor.documents.text.plain_text import open_text

    media_type = "text/markdown" if suffix in {".md", ".markdown"} else "text/plain"
    return open_text(text, name=name, sha256=digest, encoding=encoding, media_type=media_type)


def _open_message(data: bytes, name: str, digest: str, limits: OpeningLimits) -> Document | None:
    """A message of segments, whose marks may be signs that stand in no text; None for any other file."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:3] not in (b"ISA", b"UNA", b"UNB"):
        return None
    from extractor.documents.tree.segments import open_segments, segment_marks

    marks = segment_marks(data[:_HEAD].decode("utf-8-sig", errors="replace"))
    if marks is None:
        return None
    try:
        text, encoding = data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        text, encoding = data.decode("cp1252", errors="replace"), "cp1252"
    return open_segments(text, marks, name=name, sha256=digest, encoding=encoding, limits=limits)


def _may_declare(data: bytes) -> bool:
    """A cheap look at the bytes: a declared charset is only believed where tags are."""
    return data[:64].lstrip().startswith(b"<?xml") or (b"<" in data[:4096] and b"charset" in data[:4096].lower())


def _open_values(decoded: Decoded, suffix: str, name: str, digest: str, limits: OpeningLimits) -> Document | None:
    """A file of named values; None for characters that are none."""
    text, encoding = decoded
    if looks_like_json(text) or suffix in _JSON_NAMES:
        from extractor.documents.tree.json_tree import JsonTrees, open_json

        trees = JsonTrees(text)
        error = trees.error(name)
        if error is None:
            return open_json(trees, name=name, sha256=digest, encoding=encoding, limits=limits)
        if suffix in _JSON_NAMES or trees.deep:
            raise error
    declared = text.lstrip("\ufeff \t\r\n").startswith("<?xml")
    if declared or suffix == ".xml" or (root_name(text) and text.rstrip().endswith(">")):
        return _open_xml(decoded, declared or suffix == ".xml", name, digest, limits)
    return None


def _open_xml(decoded: Decoded, called: bool, name: str, digest: str, limits: OpeningLimits) -> Document | None:
    """An XML file; None for characters that only begin as one. ``called``: they say that they are XML."""
    from extractor.documents.tree.xml_tree import open_xml, parse_xml

    try:
        root = parse_xml(decoded.text, name)
    except DocumentError:
        if called:
            raise
        return None
    _check_root(root, name)
    if root.tag == _WORKBOOK:
        from extractor.documents.sheets.spreadsheet_xml import open_spreadsheet_xml

        return open_spreadsheet_xml(root, name=name, sha256=digest, limits=limits)
    return open_xml(root, name=name, sha256=digest, encoding=decoded.encoding, limits=limits)


def _check_root(root: "etree._Element", name: str) -> None:
    """UnsupportedFormat for XML that describes print: its values have no names."""
    refused = _REFUSED_ROOTS.get(str(root.tag).rpartition("}")[2])
    if refused and str(root.tag).startswith("{"):
        raise UnsupportedFormat(f"{name}: {refused}.")
