"""A number that was clicked: which characters of the document stand under a column of a line as the screen shows it.

There a line has cells of other widths than in the document, and parts may be left out; its numbers keep their order.
"""

import re

from rich.cells import cell_len

from extractor.documents import Span
from extractor.review.source_view import SourceLine

_NUMBER = re.compile(r"[-−+]?\d[\d,.，]*")


def clicked_number(line: SourceLine, shown: str, column: int) -> Span | None:
    """Offsets within the line of the number under a column of its set text; None where there is no number, or where it
    cannot be told which of several equal ones it is.
    """
    at = next((match for match in _NUMBER.finditer(shown) if _covers(shown, match.span(), column)), None)
    if at is None:
        return None
    text = at[0].rstrip(".,，")
    here = [match.span() for match in _NUMBER.finditer(line.text) if match[0].rstrip(".,，") == text]
    there = [match.span() for match in _NUMBER.finditer(shown) if match[0].rstrip(".,，") == text]
    if len(here) != len(there):
        return None
    begin, _ = here[there.index(at.span())]
    return begin, begin + len(text)


def _covers(shown: str, span: Span, column: int) -> bool:
    return cell_len(shown[: span[0]]) <= column < cell_len(shown[: span[1]])
