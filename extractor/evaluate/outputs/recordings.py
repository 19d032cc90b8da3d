"""A folder of recorded outputs: ``labels/DOCUMENT.json`` and ``results/SYSTEM/DOCUMENT.json``.

A label is the right record. A result is an object with the record under ``data`` (null: the system gave none), the
seconds it took under ``time_sec``, and what the endpoint said about tokens under ``meta.usage``; the last two may be
missing. evals/README.md describes the same.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from extractor.errors import ConfigurationError
from extractor.evaluate.outputs.side_by_side import Json

_TOKENS_IN = ("input_tokens", "prompt_tokens", "promptTokenCount")
_TOKENS_OUT = ("output_tokens", "completion_tokens", "candidatesTokenCount", "thoughtsTokenCount")
"""What endpoints call their counts. Thoughts stand beside the reply in one of them and within it in the others."""


@dataclass(frozen=True)
class Output:
    """What one system gave for one document. ``record``: None if it gave none; tokens: 0 where they are not known."""

    record: Json
    seconds: float = 0.0
    tokens_in: int = 0
    tokens_out: int = 0


@dataclass(frozen=True)
class OutputDocument:
    """One document: its label and, by system, what was made of it. The document itself is not there."""

    name: str
    label: Json
    outputs: dict[str, Output]


@dataclass(frozen=True)
class OutputSet:
    """A folder of recorded outputs. ``digest`` is a hash over labels and results."""

    name: str
    systems: tuple[str, ...]
    documents: tuple[OutputDocument, ...]
    digest: str

    def chosen(self, names: Iterable[str]) -> tuple[str, ...]:
        """The systems with these names, every one where none is named. ConfigurationError lists those there are."""
        asked = tuple(dict.fromkeys(names)) or self.systems
        unknown = [name for name in asked if name not in self.systems]
        if unknown:
            raise ConfigurationError(
                f"{self.name} holds no outputs of {', '.join(unknown)}; there are: {', '.join(self.systems)}"
            )
        return asked


def holds_outputs(folder: Path) -> bool:
    """Whether a folder looks like one of recorded outputs."""
    return (folder / "labels").is_dir() and (folder / "results").is_dir()


def load_outputs(folder: Path) -> OutputSet:
    """Read a folder. ConfigurationError names the file that is missing or is no JSON; a document that any system lacks
    would make every comparison one over different documents."""
    systems = tuple(sorted(path.name for path in (folder / "results").iterdir() if path.is_dir()))
    labels = sorted((folder / "labels").glob("*.json"))
    if not systems or not labels:
        raise ConfigurationError(f"{folder} holds no recorded outputs: labels/*.json and results/SYSTEM/*.json")
    digest = hashlib.sha256()
    documents = []
    for label in labels:
        outputs = {name: _output(_json(folder / "results" / name / label.name, digest)) for name in systems}
        documents.append(OutputDocument(label.stem, _json(label, digest), outputs))
    return OutputSet(folder.resolve().name, systems, tuple(documents), digest.hexdigest())


def _json(path: Path, digest: "hashlib._Hash") -> Json:
    try:
        content = path.read_bytes()
        digest.update(content)
        return cast(Json, json.loads(content))
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise ConfigurationError(f"{path} is no JSON: {error}") from None


def _output(result: Json) -> Output:
    if not isinstance(result, dict):
        return Output(None)
    seconds = result.get("time_sec")
    meta = result.get("meta")
    usage = meta.get("usage") if isinstance(meta, dict) else None
    counts = usage if isinstance(usage, dict) else {}
    return Output(
        record=result.get("data"),
        seconds=float(seconds) if isinstance(seconds, (int, float)) else 0.0,
        tokens_in=_sum(counts, _TOKENS_IN),
        tokens_out=_sum(counts, _TOKENS_OUT),
    )


def _sum(counts: dict[str, Json], names: Iterable[str]) -> int:
    found = (counts.get(name) for name in names)
    return sum(count for count in found if isinstance(count, int))
