"""Plain text opened in the process that reads it: nothing but Python looks at it, so no process need stand between.

Handing a document from one process to another takes about as long as opening a text.
"""

from pathlib import Path

from extractor.documents.file_parts import split_part
from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.documents.model import Document
from extractor.documents.opening.dispatch import open_document
from extractor.documents.opening.guarded import open_guarded
from extractor.documents.opening.signature import FileKind, detect_kind
from extractor.errors import DocumentError, OpenerDefect

_SUFFIXES = frozenset({".txt", ".md", ".markdown", ".text"})
_MOST_BYTES = 1 << 18
_MARKUP = b"<"
_VALUES = (b"{", b"[", b"ISA", b"UNA", b"UNB")
"""How files of named values and messages of segments begin."""


def open_near(path: Path, limits: OpeningLimits = DEFAULT_LIMITS) -> Document:
    """Open a file, as :func:`extractor.documents.opening.guarded.open_guarded`: a small text in UTF-8 that is nothing
    else in this process, whatever else in a process of its own.
    """
    if not _is_plain(path):
        return open_guarded(path, limits)
    try:
        document = open_document(path, limits)
    except (DocumentError, MemoryError):
        raise
    except Exception as error:
        raise OpenerDefect(f"{path.name}: {type(error).__name__}: {error}") from error
    limits.check_words(len(document.words) + sum(len(row.cells) for row in document.rows), document.name)
    return document


def _is_plain(path: Path) -> bool:
    if path.suffix.lower() not in _SUFFIXES or split_part(path)[1] is not None:
        return False
    try:
        if not path.is_file() or not 0 < path.stat().st_size <= _MOST_BYTES:
            return False
        data = path.read_bytes()
        data.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    begins = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    return _MARKUP not in data and not begins.startswith(_VALUES) and detect_kind(data) is FileKind.TEXT
