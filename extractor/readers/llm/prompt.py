"""Prompts are files in ``prompts/``: front matter, then the sections system, request and examples.

A schema may have its own version of a prompt in ``prompts/SCHEMA/``. The hash of the file is part of every reading.
"""

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.errors import ConfigurationError

_PACKAGE = Path(__file__).resolve().parents[2]
_PLACES = (_PACKAGE / "builtin" / "prompts", _PACKAGE.parent / "prompts")
PROMPTS = next((place for place in _PLACES if place.is_dir()), _PLACES[0])
"""The folder with the prompts, beside the checkout or inside the installed package."""

_SECTION = re.compile(r"^## (\w+)\n", re.MULTILINE)
_EXAMPLE = re.compile(r"^(?P<label>[^:\n]+): (?P<cells>.+)\n=> \[(?P<answer>.*)\]$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Example:
    """One printed row and the answer to it, element by element as it is written in the file."""

    label: str
    cells: tuple[str, ...]
    answer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt file. ``request`` is a template with named places in braces."""

    name: str
    version: str
    system: str
    request: str
    examples: tuple[Example, ...]
    sha256: str

    def fill(self, **parts: str) -> str:
        """The request with its places filled in. Braces inside the parts stay as they are."""
        return re.sub(r"\{(\w+)\}", lambda match: parts.get(match[1], match[0]), self.request)


@cache
def load_prompt(name: str, schema: str = "") -> Prompt:
    """The prompt called ``name``, in the schema's own version if it has one. ConfigurationError if it is damaged."""
    own = PROMPTS / schema / f"{name}.md"
    path = own if schema and own.is_file() else PROMPTS / f"{name}.md"
    try:
        return parse_prompt(path.read_text("utf-8"))
    except (OSError, KeyError, ValueError) as error:
        raise ConfigurationError(f"the prompt {path} cannot be used: {error}") from error


def parse_prompt(source: str) -> Prompt:
    """Take a prompt file apart. ValueError or KeyError if a part is missing."""
    _, front, body = re.split(r"^---\n", source, maxsplit=2, flags=re.MULTILINE)
    facts = dict(_fact(line) for line in front.splitlines() if line.strip())
    pieces = _SECTION.split(body)
    sections = {title: text.strip() for title, text in zip(pieces[1::2], pieces[2::2], strict=True)}
    return Prompt(
        name=facts["name"],
        version=facts["version"],
        system=sections["system"],
        request=sections["request"],
        examples=tuple(_example(match) for match in _EXAMPLE.finditer(sections.get("examples", ""))),
        sha256=hashlib.sha256(source.encode()).hexdigest(),
    )


def _fact(line: str) -> tuple[str, str]:
    key, _, value = line.partition(":")
    return key.strip(), value.strip()


def _example(match: re.Match[str]) -> Example:
    cells = tuple(cell.strip() for cell in match["cells"].split("|"))
    return Example(match["label"], cells, tuple(part.strip() for part in match["answer"].split(",")))
