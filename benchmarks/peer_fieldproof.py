"""fieldproof on the same answers, where it is installed: each value with the fairest quote that the document offers.

The quote of a value is the shortest run of words of the document that says it: of a number the word that reads as it,
of a date the words that its checker reads as it, of a text itself.
"""

import importlib
import importlib.util
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from benchmarks.docubench_cases import walked
from extractor.evaluate.outputs.side_by_side import Json


def has_fieldproof() -> bool:
    """Whether it is installed."""
    return importlib.util.find_spec("fieldproof") is not None


def fieldproof_confirms(path: Path, record: Json) -> Mapping[str, bool]:
    """Which values of a record it verifies; none of a document that it cannot read."""
    document = _loaded(path)
    if document is None:
        return {}
    pydantic: Any = importlib.import_module("pydantic")
    evidenced = _module("schemas.base").Evidenced
    leaves = [(name, value) for name, value in walked(record) if value is not None]

    def wrapped(node: Json, name: str) -> object:
        if isinstance(node, dict):
            inner = {key: wrapped(each, f"{name}.{key}".lstrip(".")) for key, each in node.items() if each is not None}
            model = pydantic.create_model("Part", **dict.fromkeys(inner, (Any, ...)))
            return model(**inner)
        if isinstance(node, list):
            return [wrapped(each, f"{name}.{at}".lstrip(".")) for at, each in enumerate(node)]
        value = float(node) if isinstance(node, (int, float)) and not isinstance(node, bool) else node
        quote = _quote(document.pages, value)
        order.append(name)
        return evidenced(value=value, evidence=[quote] if quote else [])

    order: list[str] = []
    report = _module("verify.engine").verify(wrapped(record, ""), document)
    statuses = [str(each.status.value) == "verified" for each in report.fields]
    return dict(zip(order, statuses, strict=True)) if len(statuses) == len(order) == len(leaves) else {}


def _quote(pages: Iterable[ModuleType], value: Json) -> str:
    checks = _module("verify.value_checks")
    if isinstance(value, bool) or not isinstance(value, (float, str)):
        return ""
    words = [word.text for page in pages for word in page.words]
    if isinstance(value, float):
        fit = (
            word
            for word in words
            if any(char.isdigit() for char in word) and checks.check_number(value, word).supported
        )
        return next(fit, "")
    if len(value) == 10 and value[4] == value[7] == "-":
        for many in (1, 2, 3):
            for at in range(len(words)):
                text = " ".join(words[at : at + many])
                if any(char.isdigit() for char in text) and checks.check_date(value, text).supported:
                    return text
    return value


@cache
def _loaded(path: Path) -> ModuleType | None:
    if path.suffix != ".pdf":
        return None
    try:
        return cast(ModuleType, _module("document").load_pdf(path))
    except Exception:
        return None


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"fieldproof.{name}")
