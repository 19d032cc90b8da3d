"""JSON as it lies in a column: compressed (zlib), behind one sign; short JSON as it is.

A store is a tenth as large so. SQLite takes the bytes, PostgreSQL text made of them (base64), since a column of text is
what its stores have. A value that was stored as plain JSON, which begins with a bracket, is read like any other: no
store has to be upgraded for it.
"""

import zlib
from base64 import b64decode, b64encode
from typing import TypeAlias

import sqlalchemy as sa

PackedJson: TypeAlias = bytes
"""What :func:`pack` made of JSON: it may be handed to a column in place of the text."""

_PLAIN = ("{", "[")
"""Signs that plain JSON begins with."""
_SAID, _NOT_SAID = "y", "n"
"""The sign in front of packed JSON, by whether what is searched for stands in it."""
_WORTH = 200
"""Bytes from which on packing is worth a sign and the time."""
_LEVEL = 1
"""Of zlib: 19 kB of the JSON of a small report for half a millisecond; level 6 is 15 % smaller and takes 2.5 times as
long."""


def pack(data: bytes, sought: str = "") -> PackedJson:
    """JSON in UTF-8, ready to be stored. ``sought``: what is told by the first sign to stand in it or not."""
    if len(data) < _WORTH:
        return data
    return (_SAID if sought and sought.encode() in data else _NOT_SAID).encode() + zlib.compress(data, _LEVEL)


def unpack(stored: bytes | str) -> str:
    """The JSON that was stored, packed or plain."""
    if isinstance(stored, str):
        return stored if stored.startswith(_PLAIN) else zlib.decompress(b64decode(stored[1:])).decode()
    return (stored if _is_plain(stored) else zlib.decompress(stored[1:])).decode()


def _is_plain(data: bytes) -> bool:
    return chr(data[0]) in _PLAIN


class PackedText(sa.types.TypeDecorator[str]):
    """A column of packed JSON: text in, or what :func:`pack` made of it; text out. ``sought``: as of :func:`pack`."""

    impl = sa.Text
    cache_ok = True

    def __init__(self, sought: str = "") -> None:
        super().__init__()
        self.sought = sought

    def process_bind_param(self, value: str | PackedJson | None, dialect: sa.Dialect) -> str | bytes | None:
        """What the database is given."""
        if value is None:
            return None
        packed = pack(value.encode(), self.sought) if isinstance(value, str) else value
        if _is_plain(packed):
            return packed.decode()
        return packed if dialect.name == "sqlite" else packed[:1].decode() + b64encode(packed[1:]).decode()

    def process_result_value(self, value: str | bytes | None, _dialect: sa.Dialect) -> str | None:
        """What whoever asks is given."""
        return None if value is None else unpack(value)

    def process_literal_param(self, value: str | None, _dialect: sa.Dialect) -> str:
        """Nobody writes packed JSON into a statement."""
        raise NotImplementedError


def says(column: sa.Column[str]) -> sa.ColumnElement[bool]:
    """Whether what is searched for in a packed column stands in a value."""
    kind = column.type
    assert isinstance(kind, PackedText)
    sign = sa.cast(sa.func.substr(sa.type_coerce(column, sa.Text), 1, 1), sa.Text)
    plain = sa.type_coerce(column, sa.Text).contains(kind.sought, autoescape=True)
    return (sign == _SAID) | (sign.in_(_PLAIN) & plain)
