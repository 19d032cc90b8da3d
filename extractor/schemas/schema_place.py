"""Where a schema stands: what people may name it by, and the folders in which a bare name is looked for.

Python is run only where somebody named it: the file, the folder, the module, or a pack in the folder of one's schemas.
A single Python file there is run when it is asked for by its name, and never to see what there is: a folder may hold
programs that are no schemas. In the folder ``schemas`` of the directory one happens to be in, only YAML and JSON are
looked at.
"""

import os
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from extractor.errors import SchemaError
from extractor.schemas import packs

SCHEMA_FOLDERS = "EXTRACTOR_SCHEMAS"
"""The variable that names folders with schemas of one's own, parted as in PATH."""
ENTRY_POINTS = "extractor.schemas"
"""The group of entry points by which an installed package offers schemas."""
PACK_FILE = "pack.yaml"
"""The file of a pack that is written in YAML."""

_DATA = (".yaml", ".yml", ".json")
_HERE = "schemas"
_NAME = re.compile(r"[^\W\d][\w-]*")
_MODULE = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")


@dataclass(frozen=True, slots=True)
class SchemaPlace:
    """A file or a folder, or a module of an installed package; ``wanted``: the name in it that is meant, if any."""

    path: Path | None = None
    module: str = ""
    wanted: str = ""

    @property
    def text(self) -> str:
        """What names it for any process, wherever that was started."""
        name = self.module.removeprefix(f"{packs.__name__}.") if self.ours else self.module or str(self.path)
        return f"{name}:{self.wanted}" if self.wanted else name

    @property
    def ours(self) -> bool:
        """Whether it is a pack that comes with the program."""
        return self.module.startswith(f"{packs.__name__}.")


def place_named(text: str) -> SchemaPlace | None:
    """The place that a text names by itself; None for a bare name, which is looked for.

    SchemaError for a file that is not there.
    """
    head, colon, wanted = text.rpartition(":")
    if colon and wanted.isidentifier() and len(head) > 1:
        if head.endswith(".py") or "/" in head or os.sep in head:
            return SchemaPlace(_there(head), wanted=wanted)
        if _MODULE.fullmatch(head):
            return SchemaPlace(module=head, wanted=wanted)
    if _NAME.fullmatch(text):
        return None
    if Path(text).suffix in (".py", *_DATA) or "/" in text or os.sep in text or Path(text).exists():
        return SchemaPlace(_there(text))
    raise SchemaError(
        f"{text!r} names no schema: it is a name, a folder, file.py, file.py:Class, module:Class or .json"
    )


def find_place(name: str) -> SchemaPlace | None:
    """Where the schema with a bare name stands: the first place that has one; None if there is none."""
    for folder, python in _folders():
        found = next((path for path in _candidates(folder, name, python) if path.is_file()), None)
        if found is not None:
            return SchemaPlace(_whole(found))
    entry = next((each for each in _entry_points() if each.name == name), None)
    if entry is not None:
        return _of_entry_point(entry)
    if _is_own(name):
        return SchemaPlace(module=f"{packs.__name__}.{name}")
    return _within(Path(_HERE), name, False)


def place_here(name: str) -> SchemaPlace | None:
    """The folder of this name in the directory one is in: whoever names it may mean it."""
    return _within(Path(), name, True)


def found_names() -> tuple[str, ...]:
    """Every bare name under which a schema is found without running a single file of Python, sorted."""
    found = {*own_packs(), *(each.name for each in _entry_points())}
    for folder, python in (*_folders(), (Path(_HERE), False)):
        found |= set(_listed(folder, python))
    return tuple(sorted(found))


def own_packs() -> tuple[str, ...]:
    """The packs that come with the program."""
    return tuple(sorted(info.name for info in pkgutil.iter_modules(packs.__path__) if info.ispkg))


def _is_own(name: str) -> bool:
    return any((Path(place) / name / "__init__.py").is_file() for place in packs.__path__)


def _folders() -> Iterator[tuple[Path, bool]]:
    """The folders of people's own schemas, and whether Python in them is run."""
    named = os.environ.get(SCHEMA_FOLDERS, "")
    for each in filter(None, named.split(os.pathsep)):
        folder = Path(each).expanduser()
        if not folder.is_dir():
            raise SchemaError(f"{SCHEMA_FOLDERS} names {folder}, which is no folder")
        yield folder, True
    yield _settings(os.environ.get("XDG_CONFIG_HOME", "")) / _HERE, True


@cache
def _settings(_environment: str) -> Path:
    """The user's folder of settings, under this environment."""
    from platformdirs import user_config_path

    return user_config_path("extractor", appauthor=False)


def _candidates(folder: Path, name: str, python: bool) -> Iterator[Path]:
    yield folder / name / PACK_FILE
    if python:
        yield folder / name / "__init__.py"
    yield from (folder / f"{name}{suffix}" for suffix in _DATA)
    if python:
        yield folder / f"{name}.py"


def _within(folder: Path, name: str, python: bool) -> SchemaPlace | None:
    found = next((path for path in _candidates(folder, name, python) if path.is_file()), None)
    return SchemaPlace(_whole(found)) if found is not None else None


def _whole(path: Path) -> Path:
    """The pack's folder, of a file inside it."""
    found = path.absolute()
    return found.parent if found.name in (PACK_FILE, "__init__.py") else found


def _listed(folder: Path, python: bool) -> Iterator[str]:
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if (
            path.name == PACK_FILE
            or path.name.startswith((".", "_"))
            or not _NAME.fullmatch(path.stem if path.is_file() else path.name)
        ):
            continue
        inside = (PACK_FILE, "__init__.py") if python else (PACK_FILE,)
        if path.is_file() and path.suffix in _DATA:
            yield path.stem
        elif any((path / each).is_file() for each in inside):
            yield path.name


def _there(text: str) -> Path:
    path = Path(text).expanduser()
    if not path.exists():
        raise SchemaError(f"there is no file or folder {path}")
    return _whole(path)


@cache
def _entry_points() -> tuple[EntryPoint, ...]:
    """What is installed does not change while a program runs, and takes 10 ms to look through."""
    return tuple(entry_points(group=ENTRY_POINTS))


def _of_entry_point(entry: EntryPoint) -> SchemaPlace:
    return SchemaPlace(module=entry.module, wanted=entry.attr.partition(".")[0])
