"""Lists of a file of named values: the items of one list are children of one element.

Where elements of several parents carry the names of a list (the lines of every order), nothing says whether the list is
all of them or those of one.
"""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import takewhile

from extractor.documents.model import Document
from extractor.readers.open_layout.item_rows import ListTable

_IN_TREE = ("/", "$")
"""What the addresses of named values begin with."""
_BETWEEN = re.compile(r"[./]")


def lists_of_several(document: Document, tables: Sequence[ListTable], paths: Collection[str]) -> dict[str, int]:
    """Those of some lists whose items stand in several elements of which any holds more than one, by their paths, and
    in how many."""
    grids: dict[str, set[int | None]] = {path: set() for path in paths}
    for table in tables:
        grids.setdefault(table.contenders[0].spec.path, set()).update(item.band.table for item in table.items)
    asked = {path for path in paths if len(grids[path]) > 1}
    if not asked:
        return {}
    addresses = {cell.place.span[0]: cell.address for row in document.rows for cell in row.cells if cell.address}
    parents: dict[str, Counter[tuple[str, ...]]] = {path: Counter() for path in asked}
    for table in tables:
        path = table.contenders[0].spec.path
        for item in table.items if path in asked else ():
            said = [addresses.get(piece.place.span[0], "") for piece in item.band.fragments]
            if found := [address for address in said if address.startswith(_IN_TREE)]:
                parents[path][_parent(found)] += 1
    return {path: len(found) for path, found in parents.items() if len(found) > 1 and max(found.values()) > 1}


def _parent(addresses: Sequence[str]) -> tuple[str, ...]:
    """The element in which an item stands that holds the values at some addresses, by the names that lead there."""
    names = zip(*(_BETWEEN.split(address)[:-1] for address in addresses), strict=False)
    return tuple(each[0] for each in takewhile(lambda each: len(set(each)) == 1, names))[:-1]
