"""Which further engines of recognition are asked.

The engine that is built in reads every page by itself. Others are named, with commas between them, by the variable
``EXTRACTOR_ENGINES``; a package offers one by an entry point of the group :data:`GROUP`, a class or function without
arguments that makes a :class:`TextEngine`.
"""

import os
from collections.abc import Callable, Mapping
from functools import cache
from importlib.metadata import entry_points

from extractor.documents.scan import ENGINES
from extractor.documents.scan.engines.doctr_engine import Doctr
from extractor.documents.scan.engines.paddle_engine import Paddle
from extractor.documents.scan.engines.tesseract import Tesseract
from extractor.documents.scan.engines.text_engine import TextEngine
from extractor.errors import ConfigurationError

GROUP = "extractor.engines"
"""Entry points of packages that bring an engine."""
BUILT_IN = "rapidocr"
"""The engine that always reads; to name it changes nothing."""

_KNOWN: Mapping[str, Callable[[], TextEngine]] = {each.name: each for each in (Tesseract, Doctr, Paddle)}


def named_engines() -> tuple[str, ...]:
    """The engines that are to look besides the one that is built in, in the order in which they are named."""
    named = (name.strip() for name in os.environ.get(ENGINES, "").split(","))
    return tuple(dict.fromkeys(name for name in named if name and name != BUILT_IN))


def second_engines() -> tuple[TextEngine, ...]:
    """Those engines themselves. ConfigurationError for one that is not installed."""
    return tuple(map(second_engine, named_engines()))


def engine_versions() -> tuple[str, ...]:
    """Each of them with its version: results depend on it. ConfigurationError as :func:`second_engines`."""
    return tuple(f"{engine.name} {engine.version}" for engine in second_engines())


@cache
def second_engine(name: str) -> TextEngine:
    """The engine of that name, made once a process. ConfigurationError where none is installed."""
    if name in _KNOWN:
        return _KNOWN[name]()
    found = next(iter(entry_points(group=GROUP, name=name)), None)
    if found is None:
        known = ", ".join([BUILT_IN, *_KNOWN, *sorted(each.name for each in entry_points(group=GROUP))])
        raise ConfigurationError(f"{ENGINES}: there is no engine {name}; there are {known}")
    engine: TextEngine = found.load()()
    return engine
