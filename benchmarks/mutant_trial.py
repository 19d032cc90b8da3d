"""One trial of a mutant, in a process that has nothing of extractor imported yet."""

import importlib
import importlib.machinery
import importlib.util
import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from pathlib import Path
from types import CodeType, ModuleType

ROOT = Path(__file__).resolve().parents[1]
CONFTEST = "tests.conftest"
NOT_IMPORTED = 2
"""What pytest ends with where a module of tests cannot be imported."""
OPTIONS = ("-x", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning", "--hypothesis-profile=ci")


class Changed(MetaPathFinder):
    """Finds one module with other source than stands on the disk, and no other module."""

    def __init__(self, module: str, code: str) -> None:
        self.name = module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        self.path = str(ROOT / module)
        self.code = compile(code, self.path, "exec", dont_inherit=True)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The module, or None for the finders that come after."""
        if fullname != self.name:
            return None
        loader = _Loader(fullname, self.path, self.code)
        return importlib.util.spec_from_file_location(fullname, self.path, loader=loader)


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, fullname: str, path: str, code: CodeType) -> None:
        super().__init__(fullname, path)
        self._code = code

    def get_code(self, fullname: str) -> CodeType:
        """The changed module, compiled."""
        return self._code


def run_tests(module: str, code: str | None, tests: Sequence[str]) -> None:
    """End this process with what pytest says of the tests, with ``code`` in the place of the module if it is given.

    A change that conftest.py cannot be imported with is one that the tests notice; pytest itself says "wrong usage" (4)
    there, which is also what it says of options and names that it does not know.
    """
    assert not any(name.partition(".")[0] == "extractor" for name in sys.modules)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    os.chdir(ROOT)
    if code is not None:
        sys.meta_path.insert(0, Changed(module, code))
        _import_conftest()
    import pytest

    os._exit(int(pytest.main([*OPTIONS, *tests])))


def _import_conftest() -> None:
    """End this process where it cannot be imported; else leave it to pytest to import it in its own way."""
    sys.path.insert(0, str(ROOT))
    try:
        importlib.import_module(CONFTEST)
    except Exception:
        os._exit(NOT_IMPORTED)
    del sys.modules[CONFTEST]
