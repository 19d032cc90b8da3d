"""What passes between a process that opens files and the one that asked it to: frames, and documents inside them.

A document comes back pickled, but is unpickled by rules of its own: nothing but the types of the document model is ever
built, so that a worker that was taken over by the file it opened cannot make the asking process run anything.
"""

import io
import json
import pickle
from collections.abc import Callable
from copyreg import dispatch_table
from dataclasses import fields
from typing import IO, Literal, NamedTuple, TypeAlias, cast

from extractor.documents import model
from extractor.documents.limits import OpeningLimits
from extractor.documents.model import Cell, Document, Page, Place, Row, RuleLine, Word
from extractor.evidence import About, Doubt, DoubtKind, Weight

Kind: TypeAlias = Literal[b"R", b"P", b"D", b"E", b"M", b"X"]
"""R: ready to work. P: another page is begun. D: a document. E: a typed error. M: the same, for want of memory. X: an
opener failed in an unknown way."""

_LENGTH = 8


class OpenRequest(NamedTuple):
    """What a worker is asked: to open the file at an absolute path."""

    path: str
    limits: OpeningLimits


class Frame(NamedTuple):
    """One message of a worker."""

    kind: Kind
    payload: bytes = b""


def write_frame(stream: IO[bytes], kind: Kind, payload: bytes = b"") -> None:
    """Send one message."""
    stream.write(kind + len(payload).to_bytes(_LENGTH, "big") + payload)
    stream.flush()


def read_frame(stream: IO[bytes]) -> Frame | None:
    """The next message; None where the other end is gone, even in the middle of one."""
    head = stream.read(1 + _LENGTH)
    if len(head) < 1 + _LENGTH:
        return None
    length = int.from_bytes(head[1:], "big")
    payload = stream.read(length)
    return Frame(cast("Kind", head[:1]), payload) if len(payload) == length else None


def pack_words(*words: str) -> bytes:
    """A few strings as bytes, whatever characters they hold."""
    return json.dumps(words).encode("ascii")


def unpack_words(data: bytes) -> tuple[str, ...]:
    """The strings that were packed. ValueError for anything else."""
    found = json.loads(data)
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        raise ValueError("no list of strings")
    return tuple(found)


def pack_document(document: Document) -> bytes:
    """A document as bytes, without the path: whoever asked for it knows that."""
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = {**dispatch_table, **_REDUCED}
    values = {each.name: getattr(document, each.name) for each in fields(document)}
    pickler.dump({**values, "kinds": dict(document.kinds), "path": None})
    return buffer.getvalue()


def unpack_document(data: bytes) -> Document:
    """The document that was packed. UnpicklingError for bytes that would build anything else."""
    values = _ModelUnpickler(io.BytesIO(data)).load()
    return Document(**values)


_EVIDENCE = {(kind.__module__, kind.__name__): kind for kind in (About, Doubt, DoubtKind, Weight)}


class _ModelUnpickler(pickle.Unpickler):
    """Builds the types of the document model, and plain values."""

    def find_class(self, module: str, name: str) -> type:
        """A type of the model by its name, or one of what its doubts are made of."""
        if (module, name) in _EVIDENCE:
            return _EVIDENCE[module, name]
        found = getattr(model, name, None) if module == model.__name__ else None
        if not isinstance(found, type) or found.__module__ != model.__name__:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a document")
        return found


_Reduce: TypeAlias = Callable[[object], tuple[type, tuple[object, ...]]]


def _by_fields(kind: type) -> _Reduce:
    """A type called with its fields in order: half the time that frozen dataclasses take by themselves."""
    names = tuple(each.name for each in fields(kind))

    def reduced(value: object) -> tuple[type, tuple[object, ...]]:
        return kind, tuple([getattr(value, name) for name in names])

    return reduced


_REDUCED = cast("dict[type, _Reduce]", {kind: _by_fields(kind) for kind in (Place, Word, Cell, Row, Page, Doubt)})
_REDUCED[RuleLine] = lambda value: (RuleLine, tuple(cast("RuleLine", value)))
