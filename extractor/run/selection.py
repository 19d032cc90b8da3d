"""Which files a run takes: the files it was given, and the documents inside the folders it was given."""

import codecs
import glob
import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, NamedTuple, overload

from extractor.documents.file_names import is_on_web, path_as_text, url_of
from extractor.documents.file_parts import key_of_part, split_part
from extractor.documents.irregular import irregularity
from extractor.documents.limits import MAX_FILE_BYTES
from extractor.documents.opening.members import CONTAINERS, Members, find_member, list_members, read_file
from extractor.documents.opening.remote import files_below, fitting, hash_at, is_folder, is_there
from extractor.errors import ConfigurationError, DocumentError

_TEXTS = frozenset({".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".eml"})
_FIELDS = frozenset({".csv", ".tsv", ".tab", ".xml", ".edi", ".x12"})
_PAGES = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"})
_OFFICE = frozenset(
    {".docx", ".docm", ".doc", ".odt", ".rtf", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".pptx", ".pptm"}
)
SUFFIXES = _TEXTS | _FIELDS | _PAGES | _OFFICE
"""Suffixes taken from folders and archives. A file that is named itself is always taken; its content decides how it
is read. JSON has to be named: what lies in folders of reports as JSON are records, schemas and settings. Of a ZIP
archive and a mail the documents inside are taken, as ``archive.zip/inner.txt``.
"""

_TAKEN = SUFFIXES | CONTAINERS
_CHUNK = 1 << 20

_FILE = "file://"
_FETCHED_AT_ONCE = 16
"""Documents at URLs that are hashed at the same time: most of that is waiting."""

STANDARD_INPUT = Path("-")
"""In place of a path: the paths are read from standard input."""


@dataclass(frozen=True)
class Selection:
    """The files of a run in order, and how many of the folders and archives were left out because of their names.

    ``irregular``: what stands in the folders and is no file or folder that could be read, each with what it is.
    """

    files: tuple[Path, ...]
    skipped: int = 0
    irregular: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedContent:
    """One content and all the files that hold it, in order. ``sha256`` is empty for a file that cannot be read; of a
    part of a file it is that of the file with the name of the part behind it. ``number``: where it comes among others.
    ``claim``: the token of the claim that a run has on it.
    """

    sha256: str
    paths: tuple[Path, ...]
    number: int = field(default=0, compare=False)
    claim: str = field(default="", compare=False)

    @property
    def path(self) -> Path:
        """The first of the files: the one that is read."""
        return self.paths[0]

    def as_it_is(self) -> "NamedContent":
        """The same with the hash of what the first of the files holds at this moment; at a URL it is what it was."""
        return self if url_of(self.path) else replace(self, sha256=_sha256(self.path))


class NamedContents(Sequence[NamedContent]):
    """Contents in order, as many as there are, in a few hundred bytes each: hashes and paths as text."""

    def __init__(self, each: Iterable[NamedContent] = ()) -> None:
        self._keys: list[str] = []
        self._paths: list[str | tuple[str, ...]] = []
        for content in each:
            self._keys.append(content.sha256)
            self._paths.append(str(content.path) if len(content.paths) == 1 else tuple(map(str, content.paths)))

    @classmethod
    def of_files(cls, files: Iterable[Path], at_url: Callable[[Path], str] = hash_at) -> "NamedContents":
        """Files with the same bytes together, in the order of their first file. ``at_url`` makes the hash of one at a
        URL.
        """
        found, numbers = cls(), dict[bytes, int]()
        for path, sha256 in _hashed(files, at_url):
            known = hashlib.sha256((sha256 or f"path:{path}").encode("utf-8", "surrogateescape")).digest()
            number = numbers.setdefault(known, len(found._keys))
            if number == len(found._keys):
                found._keys.append(sha256)
                found._paths.append(str(path))
                continue
            before = found._paths[number]
            found._paths[number] = (*((before,) if isinstance(before, str) else before), str(path))
        return found

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, number: int) -> NamedContent: ...

    @overload
    def __getitem__(self, number: slice) -> Sequence[NamedContent]: ...

    def __getitem__(self, number: int | slice) -> NamedContent | Sequence[NamedContent]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        paths = self._paths[number]
        return NamedContent(
            self._keys[number], tuple(map(Path, (paths,) if isinstance(paths, str) else paths)), number % len(self)
        )


def taken_below(path: Path, folder: Path) -> list[Path]:
    """What is taken of a path in a folder when the folder is read: the file itself, or those in it; nothing of what is
    hidden, or behind a link to a folder.
    """
    way = [each for each in (path, *path.parents) if folder in each.parents]
    if any(each.name.startswith(".") or (each.is_symlink() and each.is_dir()) for each in way):
        return []
    found = _inside(path) if path.is_dir() else [_Inside(path)] if path.is_file() else []
    return sorted(each.path for each in found if not each.what and each.path.suffix.lower() in _TAKEN)


def named_paths(given: Iterable[Path], listed: IO[bytes]) -> tuple[Path, ...]:
    """The paths that were typed: of ``-`` those that ``listed`` holds, one a line or with NULs between them (as
    ``find -print0`` writes them), of a pattern (``reports/**/*.pdf``) those that fit it, sorted.

    ConfigurationError where nothing is listed, or a pattern fits nothing.
    """
    found: dict[Path, None] = {}
    for path in map(_here, given):
        if path == STANDARD_INPUT:
            found.update(dict.fromkeys(map(_here, _listed(listed))))
        elif glob.has_magic(str(path)) and not (url_of(path) or _is_there(path)):
            found.update(dict.fromkeys(_fitting(path, map(Path, glob.iglob(str(path), recursive=True)))))  # noqa: PTH207
        elif _is_pattern(path):
            found.update(dict.fromkeys(_fitting(path, fitting(path))))
        else:
            found[path] = None
    return tuple(found)


def _is_pattern(path: Path) -> bool:
    """Whether a URL is a pattern: of a web server what follows a question mark is none."""
    return glob.has_magic(str(path)) and bool(url_of(path)) and not is_on_web(path)


def _here(path: Path) -> Path:
    """The path itself, of a ``file://…`` that of the file."""
    url = url_of(path)
    return Path(f"/{url.removeprefix(_FILE)}") if url.startswith(_FILE) else path


def _is_there(path: Path) -> bool:
    """Whether a path leads to anything; one that is too long for this system leads nowhere."""
    if url_of(path):
        return is_there(path)
    try:
        return path.exists() or find_member(path) is not None
    except OSError:
        return False


def _listed(listed: IO[bytes]) -> list[Path]:
    data = listed.read().removeprefix(codecs.BOM_UTF8)
    lines = data.split(b"\0") if b"\0" in data else data.splitlines()
    paths = [Path(os.fsdecode(line)) for line in lines if line.strip()]
    if not paths:
        raise ConfigurationError("no path came on standard input: nothing was started")
    return paths


def _fitting(pattern: Path, fits: Iterable[Path]) -> list[Path]:
    paths = sorted(fits)
    if not paths:
        raise ConfigurationError(f"nothing fits {path_as_text(pattern)}: check the pattern, nothing was started")
    return paths


def check_paths(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The paths, each of a file, a folder or a member of an archive. ConfigurationError names the first that is not."""
    given = tuple(paths)
    for path in given:
        name = path_as_text(path)
        if not _is_there(path):
            raise ConfigurationError(f"{name} {_why_absent(path)}: check the path, nothing was started")
        if found := irregularity(path):
            raise ConfigurationError(
                f"{name} is {found}, and only files and folders are read: save it as a file first, nothing was started"
            )
    return given


def _why_absent(path: Path) -> str:
    try:
        path.stat()
    except PermissionError as error:
        return f"cannot be looked at ({error.strerror})"
    except (OSError, ValueError):
        pass
    return "does not exist"


def still_there(paths: Iterable[Path]) -> list[Path]:
    """Those that :func:`check_paths` finds nothing wrong with at this moment."""
    return [path for path in paths if _is_there(path) and not irregularity(path)]


def select_files(paths: Iterable[Path]) -> Selection:
    """Expand folders, sorted, without hidden files and folders, and archives.

    ConfigurationError for a path that does not exist, and where there is no document in all of them.
    """
    walk = FileWalk(check_paths(paths))
    files = tuple(walk)
    return Selection(files, walk.skipped, tuple(walk.irregular))


class FileWalk:
    """The files below paths, in order and each once, as they are come by; what is left out is known at the end.

    ConfigurationError where there was no document in all of them.
    """

    def __init__(self, paths: Iterable[Path]) -> None:
        self._paths = tuple(paths)
        self.skipped = 0
        self.irregular: list[str] = []

    def __iter__(self) -> Iterator[Path]:
        several, seen = len(self._paths) > 1, set[Path]()
        count = 0
        for path in self._paths:
            for each in map(_absolute, self._taken(path) if _is_folder(path) else (path,)):
                container = each.suffix.lower() in CONTAINERS
                if container and url_of(each):
                    self.irregular.append(f"{path_as_text(each)} (an archive or mail at a URL: read a copy of it)")
                    continue
                members = list_members(each, SUFFIXES) if container else Members((), 0)
                self.skipped += members.left_out
                for file in members.paths or (each,):
                    if file not in seen:
                        count += 1
                        yield file
                    if several:
                        seen.add(file)
        if not count:
            raise ConfigurationError(self._nothing())

    def _taken(self, folder: Path) -> Iterator[Path]:
        for each in files_below(folder) if url_of(folder) else _inside(folder):
            if each.what:
                self.irregular.append(f"{path_as_text(each.path)} ({each.what})")
            elif each.path.suffix.lower() in _TAKEN:
                yield each.path
            else:
                self.skipped += 1

    def _nothing(self) -> str:
        named = [f"{self.skipped} files of other kinds are left out"] if self.skipped else []
        named += [f"not a file: {each}" for each in self.irregular[:1]]
        left_out = f" ({'; '.join(named)})" if named else ""
        return f"there is no document in the folders named{left_out}; name files to read them anyway"


def group_by_content(files: Iterable[Path]) -> Sequence[NamedContent]:
    """Files with the same bytes together, in the order of their first file."""
    return NamedContents.of_files(files)


def _is_folder(path: Path) -> bool:
    """Whether a path names a folder; at a URL one that looks like a document is none."""
    return path.is_dir() if not url_of(path) else path.suffix.lower() not in _TAKEN and is_folder(path)


def _hashed(files: Iterable[Path], at_url: Callable[[Path], str]) -> Iterator[tuple[Path, str]]:
    """Files with their hashes, in order; of those at URLs some are fetched at the same time."""
    with ThreadPoolExecutor(_FETCHED_AT_ONCE) as pool:
        waiting: deque[tuple[Path, Future[str]]] = deque()
        for path in files:
            if not url_of(path):
                yield from ((each, found.result()) for each, found in waiting)
                waiting.clear()
                yield path, _sha256(path)
                continue
            waiting.append((path, pool.submit(at_url, path)))
            if len(waiting) >= 2 * _FETCHED_AT_ONCE:
                first, found = waiting.popleft()
                yield first, found.result()
        yield from ((each, found.result()) for each, found in waiting)


class _Inside(NamedTuple):
    """Something in a folder; ``what`` it is where that is no file."""

    path: Path
    what: str = ""


def _inside(folder: Path) -> Iterator[_Inside]:
    """What a folder holds and the folders in it, in order, hidden ones left out. A link to a folder is not followed: it
    may lead back to where it stands.
    """
    left = [folder]
    while left:
        place = left.pop()
        try:
            inner = place == folder or place.is_dir()
            what = "" if inner else _irregular(place)
        except OSError as error:  # In a folder that may be listed and not be entered.
            yield _Inside(place, f"it cannot be looked at: {error.strerror}")
            continue
        if not inner:
            yield _Inside(place, what)
        elif place != folder and place.is_symlink():
            yield _Inside(place, "a link to a folder: name it to have it read")
        else:
            try:
                with os.scandir(place) as listed:
                    names = sorted((each.name for each in listed if not each.name.startswith(".")), reverse=True)
            except OSError as error:
                yield _Inside(place, f"a folder that cannot be read: {error.strerror}")
                continue
            left += [place / name for name in names]


def _irregular(path: Path) -> str:
    """What something in a folder is, where it is neither file nor folder."""
    return irregularity(path) or ("a link that leads nowhere" if path.is_symlink() and not path.exists() else "")


def _absolute(path: Path) -> Path:
    return path if url_of(path) else Path(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow links and lose the file's own name)


def _sha256(path: Path) -> str:
    """The hash of the file's bytes; empty where they cannot be read or are more than is opened, which the opener then
    says in words.
    """
    digest, left = hashlib.sha256(), MAX_FILE_BYTES
    try:
        if not path.is_file():
            _, part = split_part(path)
            found = "" if irregularity(path) else hashlib.sha256(read_file(path)).hexdigest()
            return found if part is None else key_of_part(found, part)
        if path.stat().st_size > left:
            return ""
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                left -= len(chunk)
                if left < 0:
                    return ""
                digest.update(chunk)
    except (OSError, DocumentError):
        return ""
    return digest.hexdigest()
