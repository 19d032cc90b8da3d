"""Text files: the running text as it stands, cut into rows by the style each stretch of lines is flattened in."""

import re

from extractor.documents.model import Document
from extractor.documents.printing import cut_words
from extractor.documents.shown_order import text_in_shown_order
from extractor.documents.text.flattened import find_rows

_LINE_BREAK = re.compile("\r\n|[\r\f\v\x1c-\x1e\x85\u2028\u2029]")


def open_text(text: str, *, name: str, sha256: str, encoding: str | None, media_type: str = "text/plain") -> Document:
    """A Document over ``text`` itself; all kinds of line and page breaks become one newline each."""
    text = text_in_shown_order(_LINE_BREAK.sub("\n", text).replace("\ufeff", ""))
    rows = find_rows(text)
    return Document(
        name=name,
        sha256=sha256,
        media_type=media_type,
        method="text",
        text=text,
        rows=rows,
        words=cut_words(text, rows),
        encoding=encoding,
    )
