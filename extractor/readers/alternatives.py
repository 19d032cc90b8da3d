"""What a recognised cell may say as well, as values of its field."""

from collections.abc import Callable

from extractor.documents.model import Cell
from extractor.readers.reading import Alternative
from extractor.schemas.values import Printed

LISTED = 5


def alternatives_of(cell: Cell, read: Callable[[str], Printed]) -> tuple[Alternative, ...]:
    """The other ways to read the characters of a picture that are values of the field, each once, likeliest first.

    ``read`` makes a value of characters. What it cannot read, what says the same as the cell, and a blank are left out:
    that nothing is printed is no other way to read what is there. Characters that the file itself says have none.
    """
    if not cell.seen_by and not cell.doubts:
        return ()
    held = read(cell.text)
    seen = {(held.state, held.value)}
    found: list[Alternative] = []
    for text in cell.alternatives:
        printed = read(text)
        if printed.state in ("read", "not_applicable") and (printed.state, printed.value) not in seen:
            seen.add((printed.state, printed.value))
            found.append(Alternative(text=text, state=printed.state, value=printed.value))
    return tuple(found[:LISTED])
