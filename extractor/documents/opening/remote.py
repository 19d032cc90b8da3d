"""Documents at URLs (``s3://…``, ``https://…``): listed, hashed, and fetched to be opened like any file, by fsspec.

Who may read them is that package's affair: it takes keys from where each kind of store keeps them.
"""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from extractor.documents.file_names import is_on_web, name_of_file, url_of
from extractor.documents.limits import MAX_FILE_BYTES
from extractor.errors import ConfigurationError, ExtractorError, ExtraMissing, LimitExceeded, UnreadableDocument

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_CHUNK = 1 << 20
_LONGEST_NAME = 100
"""Characters of a name that a copy keeps, from its end: systems differ in how long names may be."""


class Listed(NamedTuple):
    """A file at a URL below one that was named; ``what`` is wrong with it where it cannot be read."""

    path: Path
    what: str = ""


def is_there(path: Path) -> bool:
    """Whether there is anything at the URL that a path stands for. ConfigurationError where nobody can look."""
    with _looking(path) as (found, place):
        if is_on_web(path):
            with suppress(FileNotFoundError):  # Its head alone: asked whether it exists, a server sends all of it.
                found.info(place)
                return True
        if found.exists(place):
            return True
        if is_on_web(path):  # there whatever goes wrong counts as nothing being there, and only fetching says what
            with suppress(FileNotFoundError):
                found.cat_file(place, start=0, end=1)
        return False


def is_folder(path: Path) -> bool:
    """Whether it names a folder. A page of a web server that holds links looks like one, so whoever can tell from the
    name does not ask. ConfigurationError where nobody can look.
    """
    with _looking(path) as (found, place):
        return bool(found.isdir(place))


def files_below(path: Path) -> Iterator[Listed]:
    """The files in a folder at a URL and in the folders in it, sorted, hidden ones left out."""
    try:
        found, place = _at(path)
        names = sorted(found.find(place))
    except ExtractorError:
        raise
    except Exception as error:
        yield Listed(path, f"a folder that cannot be read: {_said(error)}")
        return
    begin = place.rstrip("/")
    for name in names:
        if not any(part.startswith(".") for part in name.removeprefix(begin).split("/")):
            yield _listed(found, name)


def fitting(pattern: Path) -> Iterable[Path]:
    """The files at URLs that fit a pattern, sorted."""
    with _looking(pattern) as (found, place):
        return [_listed(found, name).path for name in sorted(found.glob(place))]


def hash_at(path: Path) -> str:
    """The hash of the bytes at a URL; empty where they cannot be read, or are more than is opened."""
    digest = hashlib.sha256()
    try:
        for chunk in chunks_at(path):
            digest.update(chunk)
    except ExtractorError:
        return ""
    return digest.hexdigest()


@contextmanager
def fetched(path: Path) -> Iterator[Path]:
    """A copy of what is at a URL, under the same name, as long as this lasts. UnreadableDocument where it cannot be
    fetched, LimitExceeded where it is more than is opened.
    """
    with copy_of(path) as copy:
        with copy.open("wb") as file:
            for chunk in chunks_at(path):
                file.write(chunk)
        yield copy


@contextmanager
def copy_of(path: Path) -> Iterator[Path]:
    """Where to put a copy of what is at a URL, so that it has the same name, as long as this lasts."""
    with TemporaryDirectory(prefix="extractor-") as folder:
        yield Path(folder) / name_of_file(path)[-_LONGEST_NAME:]


def chunks_at(path: Path) -> Iterator[bytes]:
    """The bytes at a URL, piece by piece. UnreadableDocument where they cannot be fetched, LimitExceeded where they are
    more than is opened.
    """
    left = MAX_FILE_BYTES
    try:
        found, place = _at(path)
        with cast("IO[bytes]", found.open(place, "rb")) as file:
            while chunk := file.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    break
                yield chunk
    except ExtractorError:
        raise
    except Exception as error:
        raise UnreadableDocument(f"{path.name}: {url_of(path)} cannot be fetched: {_said(error)}") from error
    if left < 0:
        raise LimitExceeded(f"{path.name}: it is longer than {MAX_FILE_BYTES // 2**20} MB.")


@contextmanager
def _looking(path: Path) -> Iterator[tuple["AbstractFileSystem", str]]:
    """Who reads what is at a URL, and its name there. ConfigurationError where nobody does, or what goes wrong."""
    try:
        yield _at(path)
    except ExtractorError:
        raise
    except Exception as error:
        raise ConfigurationError(f"{url_of(path)} cannot be looked at: {_said(error)}") from error


def _at(path: Path) -> tuple["AbstractFileSystem", str]:
    """Who reads what is at a URL, and its name there; of a server that has to be called first, whatever goes wrong.
    ConfigurationError where nobody reads such URLs.
    """
    url = url_of(path)
    kind = _kind(url.partition("://")[0])
    return kind(**kind._get_kwargs_from_urls(url)), str(kind._strip_protocol(url))


@cache
def _kind(scheme: str) -> type["AbstractFileSystem"]:
    try:
        import fsspec
        from fsspec.registry import known_implementations
    except ImportError as error:
        raise ExtraMissing(f"{scheme}://… needs fsspec: pip install 'extractor-proof[cluster]'") from error
    try:
        kind: type[AbstractFileSystem] = fsspec.get_filesystem_class(scheme)
    except ImportError as error:
        wanted = known_implementations.get(scheme, {}).get("err", str(error))
        raise ExtraMissing(f"{scheme}://… needs a package that is not installed: {wanted}") from error
    except ValueError as error:
        raise ConfigurationError(f"{scheme}://… is no kind of address that documents are read from") from error
    return kind


def _listed(found: "AbstractFileSystem", name: str) -> Listed:
    path = Path(str(found.unstrip_protocol(name)))
    if found._strip_protocol(url_of(path)) != name:
        return Listed(path, "a name with empty steps, which no path can hold")
    return Listed(path)


def _said(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
