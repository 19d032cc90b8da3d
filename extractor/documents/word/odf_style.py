"""What an OpenDocument file hides, and the characters it prints."""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from extractor.documents.package import attribute, tag_of

_UNPRINTED = frozenset(
    {"annotation", "annotation-end", "tracked-changes", "note-citation", "hidden-text", "ruby-text", "desc", "title"}
    | {
        "bookmark",
        "change",
        "change-start",
        "change-end",
        "forms",
        "sequence-decls",
        "variable-decls",
        "user-field-decls",
    }
)
_BLOCKS = frozenset({"p", "h"})
_MOST_SPACES = 1000


@dataclass(frozen=True)
class OdfStyles:
    """Names of the automatic and common styles that hide: text, sections, tables."""

    hidden: frozenset[str]

    @classmethod
    def of(cls, roots: Iterable[etree._Element]) -> "OdfStyles":
        """Read the styles of ``content.xml`` and ``styles.xml``."""
        names = set()
        for root in roots:
            for style in root.iter():
                if tag_of(style) == "style" and any(attribute(each, "display") in ("none", "false") for each in style):
                    names.add(attribute(style, "name") or "")
        return cls(frozenset(names))

    def hides(self, element: etree._Element) -> bool:
        """Whether an element is not printed, by its style or by itself."""
        if tag_of(element) in _UNPRINTED or attribute(element, "display") in ("none", "false"):
            return True
        return (attribute(element, "style-name") or "") in self.hidden


def printed_text(block: etree._Element, styles: OdfStyles, apart: list[etree._Element]) -> str:
    """The characters of a paragraph. What is anchored in it but printed elsewhere (boxes, notes) goes to ``apart``."""
    parts: list[str] = []
    _collect(block, styles, parts, apart)
    return "".join(parts)


def _collect(element: etree._Element, styles: OdfStyles, parts: list[str], apart: list[etree._Element]) -> None:
    parts.append(_bare(element.text))
    for each in element:
        tag = tag_of(each)
        if tag in ("frame", "note", "custom-shape"):
            apart.append(each)
        elif tag == "s":
            count = attribute(each, "c") or "1"
            parts.append(" " * min(int(count) if count.isdigit() else 1, _MOST_SPACES))
        elif tag == "tab":
            parts.append("\t")
        elif tag == "line-break":
            parts.append("\n")
        elif tag and not styles.hides(each):
            _collect(each, styles, parts, apart)
        parts.append(_bare(each.tail))


def _bare(text: str | None) -> str:
    """White space of the file is one space."""
    return "" if not text else "".join(char if not char.isspace() or char == "\u3000" else " " for char in text)


def lines_of(holder: etree._Element, styles: OdfStyles) -> list[str]:
    """The paragraphs of a spreadsheet cell."""
    return [printed_text(each, styles, []) for each in holder if tag_of(each) in _BLOCKS and not styles.hides(each)]
