"""Office files and archives: ZIP files whose parts are read one by one, within limits.

Nothing is ever written to the disk, so no part can leave its folder. What a part claims to be long is not believed:
reading stops at the limit.
"""

import io
import lzma
import stat
import zipfile
import zlib
from collections.abc import Iterator
from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

from extractor.documents.limits import DEFAULT_LIMITS, OpeningLimits
from extractor.errors import EncryptedDocument, LimitExceeded, UnreadableDocument

if TYPE_CHECKING:
    from lxml import etree

MOST_PARTS = 10_000
MOST_PART_BYTES = 128 * 2**20
_HIGHEST_RATIO = 200
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_RATIO_MATTERS = 8 * 2**20
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, OSError, ValueError)


class Package:
    """A ZIP file in memory. Raises UnreadableDocument where it is damaged, LimitExceeded beyond the limits."""

    def __init__(self, source: bytes | BinaryIO, name: str, limits: OpeningLimits = DEFAULT_LIMITS) -> None:
        self.name = name
        self._limits = limits
        self._taken = 0
        try:
            self._file = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
        except _DAMAGE as error:
            raise UnreadableDocument(f"{name}: a damaged ZIP file ({error}). Save or fetch it again.") from error
        entries = self._file.infolist()
        if len(entries) > MOST_PARTS:
            raise LimitExceeded(f"{name}: {len(entries)} parts; at most {MOST_PARTS} are opened. Unpack it.")
        limits.check_unpacked(sum(entry.file_size for entry in entries), name)
        self._entries = entries
        self._doubled: set[str] = set()
        self.parts: dict[str, zipfile.ZipInfo] = {}
        """The parts by what they are called: names are often stored in another encoding. Two of one name are told
        apart by a number, as file managers do it: ``a.txt`` and ``a (2).txt``.
        """
        names = {_plain_name(entry) for entry in entries if _is_plain(entry)}
        others: dict[str, Iterator[str]] = {}
        for entry in filter(_is_plain, entries):
            name = _plain_name(entry)
            if name in self.parts:
                self._doubled.add(name)
                name = next(other for other in others.setdefault(name, _numbered(name)) if other not in names)
                names.add(name)
            self.parts[name] = entry

    @property
    def left_out(self) -> int:
        """How many entries are links, or are named as if they stood outside the archive."""
        return sum(not entry.is_dir() for entry in self._entries) - len(self.parts)

    def __contains__(self, part: object) -> bool:
        return part in self.parts

    def read(self, part: str, limit: int = MOST_PART_BYTES) -> bytes:
        """The bytes of a part. KeyError where there is none, EncryptedDocument where it asks for a password."""
        entry = self.parts[part]
        if entry.flag_bits & 1:
            raise EncryptedDocument(f"{self.name}: {part} asks for a password. Save it without one.")
        ratio = entry.file_size / max(1, entry.compress_size)
        if ratio > _HIGHEST_RATIO and entry.file_size > _RATIO_MATTERS:
            raise LimitExceeded(f"{self.name}: {part} is packed {ratio:.0f} to 1, as no document is.")
        try:
            with self._file.open(entry) as file:
                data = file.read(limit + 1)
        except (*_DAMAGE, RuntimeError) as error:
            raise UnreadableDocument(f"{self.name}: {part} is damaged ({error}). Save or fetch it again.") from error
        if len(data) > limit:
            raise LimitExceeded(f"{self.name}: {part} is longer than {limit // 2**20} MB. Split the file.")
        self._taken += len(data)
        self._limits.check_unpacked(self._taken, self.name)
        return data

    def xml(self, part: str) -> bytes:
        """The bytes of a part that is XML. UnreadableDocument for one that declares entities, as bombs do."""
        if part in self._doubled:
            raise UnreadableDocument(f"{self.name}: two parts are called {part}. Save or fetch it again.")
        data = self.read(part)
        if any(mark in data for mark in _DOCTYPES):
            raise UnreadableDocument(f"{self.name}: {part} declares a document type, which no office program writes.")
        return data

    def tree(self, part: str) -> "etree._Element":
        """A part that is XML, as its root. No entity is resolved, nothing is fetched."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        try:
            return etree.fromstring(self.xml(part), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableDocument(f"{self.name}: {part} is not well-formed XML ({error}).") from error


def _is_plain(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry is an ordinary file inside the archive."""
    parts = entry.filename.replace("\\", "/").split("/")
    outside = entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]
    link = stat.S_ISLNK(entry.external_attr >> 16)
    return not outside and not link and not entry.is_dir()


def _numbered(name: str) -> Iterator[str]:
    path = PurePosixPath(name)
    return (path.with_name(f"{path.stem} ({number}){path.suffix}").as_posix() for number in count(2))


def _plain_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry with plain slashes."""
    return PurePosixPath(_true_name(entry).replace("\\", "/")).as_posix()


def _true_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry. Where it does not say that it is UTF-8, it is in the code page of whoever packed it."""
    if entry.flag_bits & 0x800 or entry.filename.isascii():
        return entry.filename
    try:
        stored = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return stored.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def tag_of(element: "etree._Element") -> str:
    """The name of an element without its namespace: the strict and the usual variant of a format differ in it only."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: "etree._Element", name: str) -> str | None:
    """An attribute, whatever its namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None
