"""Records invented by a seed, written as XML, JSON and JSON Lines, with where each value stands."""

import json
import random
from collections.abc import Iterator, Mapping
from typing import TypeAlias
from xml.sax.saxutils import escape

Record: TypeAlias = "dict[str, str | Record | list[Record]]"

_NAMES = ("orderRef", "placed_on", "BuyerName", "unit-price", "netAmount", "Country", "carrier", "ID", "note", "vatID")
_TEXTS = ("Dune Rug", "2025-09-23", "1,286.50", "007", "-3", "Ä & <B>", "0.10", "سعر 5", "价格", "x" * 90)


def invented_record(seed: int, depth: int = 3) -> Record:
    """A record of some values, groups and lists."""
    chance = random.Random(seed)
    return _record(chance, depth)


def _record(chance: random.Random, depth: int) -> Record:
    names = chance.sample(_NAMES, chance.randint(2, 6))
    found: Record = {}
    for name in names:
        kind = chance.random()
        if depth and kind < 0.2:
            found[name] = _record(chance, depth - 1)
        elif depth and kind < 0.4:
            found[name] = [_record(chance, depth - 1) for _ in range(chance.randint(2, 4))]
        else:
            found[name] = chance.choice(_TEXTS)
    return found


def as_json(record: Record) -> bytes:
    """The record as JSON."""
    return json.dumps(record, ensure_ascii=False, indent=1).encode()


def as_json_lines(record: Record) -> bytes:
    """The record three times, a line each."""
    return b"\n".join([json.dumps(record, ensure_ascii=False).encode()] * 3)


def as_xml(record: Record, head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    """The record as XML in a namespace, lists as repeated elements."""
    return f'{head}<r:Record xmlns:r="urn:records">{"".join(_elements(record))}</r:Record>'.encode()


def _elements(record: Record) -> Iterator[str]:
    for name, held in record.items():
        for each in held if isinstance(held, list) else [held]:
            inner = escape(each) if isinstance(each, str) else "".join(_elements(each))
            yield f"<r:{name}>{inner}</r:{name}>"


def placed_in_json(record: Record, place: str = "$") -> Mapping[str, str]:
    """Every value by its place in JSON."""
    found: dict[str, str] = {}
    for name, held in record.items():
        at = f"{place}.{name}" if "-" not in name else f'{place}["{name}"]'
        for number, each in enumerate(held) if isinstance(held, list) else [(-1, held)]:
            here = at if number < 0 else f"{at}[{number}]"
            found |= {here: each} if isinstance(each, str) else placed_in_json(each, here)
    return found


def placed_in_xml(record: Record, place: str = "/Record") -> Mapping[str, str]:
    """Every value by its place in XML."""
    found: dict[str, str] = {}
    for name, held in record.items():
        for number, each in enumerate(held if isinstance(held, list) else [held], start=1):
            here = f"{place}/{name}[{number}]" if isinstance(held, list) else f"{place}/{name}"
            found |= {here: each} if isinstance(each, str) else placed_in_xml(each, here)
    return found
