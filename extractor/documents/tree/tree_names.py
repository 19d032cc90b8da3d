"""Names of values as words: how programs write names, undone, and as much of the path as tells them apart."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from extractor.documents.tree.named_node import NamePath

_WITHIN = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\-.]+")
_WRITTEN = re.compile(r"[A-Za-z_][\w\-.]*", re.ASCII)


@lru_cache(maxsize=8192)
def name_in_words(name: str) -> str:
    """``unitPriceCents`` and ``unit_price_cents`` as the words they are made of; other names as they are."""
    if not _WRITTEN.fullmatch(name):
        return " ".join(name.split())
    words = " ".join(_WITHIN.sub(" ", name).split()) or name
    return words.lower() if name[0].islower() else words


def told_apart(paths: Iterable[NamePath]) -> Mapping[NamePath, str]:
    """What each path is called: its last name, and where several share it, the nearest name before it that only one of
    them has as well. Paths that are still alike are called by all their names.
    """
    alike: dict[str, list[NamePath]] = {}
    for path in dict.fromkeys(paths):
        alike.setdefault(path[-1] if path else "", []).append(path)
    called: dict[NamePath, str] = {}
    for group in alike.values():
        many = Counter(name for path in group for name in set(path[:-1]))
        for path in group:
            called[path] = _words(path if len(group) == 1 else _told(path, many), len(group) > 1)
    times = Counter(called.values())
    return {path: said if times[said] == 1 else _words(path, True) for path, said in called.items()}


def _told(path: NamePath, many: Counter[str]) -> NamePath:
    own = [name for name in reversed(path[:-1]) if many[name] == 1]
    before = own[:1] or list(path[-2:-1])
    return (*before, path[-1])


def _words(path: NamePath, whole: bool) -> str:
    return " ".join(name_in_words(name) for name in (path if whole else path[-1:]))
