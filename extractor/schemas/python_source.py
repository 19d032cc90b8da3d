"""Python that somebody named as a schema: imported, with its mistakes told by file and line."""

import hashlib
import importlib
import importlib.util
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from extractor.errors import SchemaError
from extractor.schemas import packs

_INIT = "__init__.py"


def module_of_name(name: str) -> ModuleType:
    """An installed module, or one of the directory one is in. SchemaError where there is none, or where it fails."""
    try:
        with _neighbours(Path.cwd()):
            return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and f"{name}.".startswith(f"{error.name}."):
            raise SchemaError(f"there is no module {name}") from error
        raise refusal(error, Path(name)) from error
    except (Exception, SystemExit) as error:
        raise refusal(error, Path(name)) from error


def module_of_file(path: Path) -> ModuleType:
    """A Python file, or the folder of a pack, imported as it is now. SchemaError with the line that fails.

    A file finds its neighbours, as one that is run does; a file of a package is imported as a part of that package.
    A pack is called ``extractor.schemas.packs.NAME``, as if it were one of ours, unless one of ours is called so.
    """
    init = path / _INIT if path.is_dir() else path
    try:
        if path.is_dir():
            return _imported(_pack_name(path), init, path)
        top = path.parent
        while (top / _INIT).is_file():
            top = top.parent
        if top != path.parent:
            with _neighbours(top):
                return importlib.import_module(".".join(path.relative_to(top).with_suffix("").parts))
        stamp = hashlib.sha256(f"{path}\n".encode() + path.read_bytes()).hexdigest()[:12]
        with _neighbours(path.parent):
            return _imported(f"extractor_schema_{stamp}", path)
    except (Exception, SystemExit) as error:
        raise refusal(error, path) from error


def refusal(error: BaseException, path: Path) -> SchemaError:
    """What went wrong in somebody's Python, in one line with its place."""
    lines = [each for each in traceback.extract_tb(error.__traceback__) if _is_inside(each.filename, path)]
    file, line = (Path(lines[-1].filename).name, lines[-1].lineno) if lines else (path.name, None)
    if isinstance(error, SyntaxError) and error.filename:
        file, line = Path(error.filename).name, error.lineno
    said = str(error) if isinstance(error, SchemaError) else f"{type(error).__name__}: {error}"
    where = f"{file}, line {line}" if line else file
    return SchemaError(f"{where}: {' '.join(said.split())}")


def _is_inside(file: str, path: Path) -> bool:
    return Path(file) == path or path in Path(file).parents


def _pack_name(folder: Path) -> str:
    name = f"{packs.__name__}.{folder.name}"
    ours = any((Path(place) / folder.name / _INIT).is_file() for place in packs.__path__)
    return f"extractor_pack_{hashlib.sha256(str(folder).encode()).hexdigest()[:12]}" if ours else name


def _imported(name: str, file: Path, folder: Path | None = None) -> ModuleType:
    for each in [known for known in sys.modules if known == name or known.startswith(f"{name}.")]:
        del sys.modules[each]
    importlib.invalidate_caches()
    inside = [str(folder)] if folder is not None else None
    spec = importlib.util.spec_from_file_location(name, file, submodule_search_locations=inside)
    if spec is None or spec.loader is None:
        raise SchemaError("it is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


@contextmanager
def _neighbours(folder: Path) -> Iterator[None]:
    """The modules beside a file can be imported meanwhile, after all that is installed. A folder that is looked in
    anyway stays where it is in the order."""
    here = str(folder)
    if here in sys.path:
        yield
        return
    sys.path.append(here)
    try:
        yield
    finally:
        sys.path.remove(here)
