"""Prompts are files in ``prompts/``: front matter, then the sections system, request and examples.

A schema may have its own version of a prompt in ``prompts/SCHEMA/``, and a user a folder of prompts that goes before
both. The hash of the file is part of every reading.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.errors import ConfigurationError
from extractor.readers.llm.own_folder import own_folder

_PACKAGE = Path(__file__).resolve().parents[2]
_PLACES = (_PACKAGE / "builtin" / "prompts", _PACKAGE.parent / "prompts")
PROMPTS = next((place for place in _PLACES if place.is_dir()), _PLACES[0])
"""The folder with the prompts, beside the checkout or inside the installed package."""

_SECTION = re.compile(r"^## (\w+)\n", re.MULTILINE)
_EXAMPLE = re.compile(r"^(?P<label>[^:\n]+): (?P<cells>.+)\n=> \[(?P<answer>.*)\]$", re.MULTILINE)
_PLACE = re.compile(r"\{(\w+)\}")
_TURNS = re.compile(r"^### request\n(?P<request>.*?)^### answer\n(?P<answer>.*?)(?=^### request\n|\Z)", re.M | re.S)


@dataclass(frozen=True, slots=True)
class ExampleTurn:
    """A request as it could have been made and its answer, sent before the real one."""

    request: str
    answer: str


@dataclass(frozen=True, slots=True)
class Example:
    """One printed row and the answer to it, element by element as it is written in the file."""

    label: str
    cells: tuple[str, ...]
    answer: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt file. ``request`` is a template with named places in braces. Examples are rows or, where requests are
    made of more than rows, whole ``turns``.
    """

    name: str
    version: str
    system: str
    request: str
    examples: tuple[Example, ...]
    sha256: str
    turns: tuple[ExampleTurn, ...] = ()

    def fill(self, **parts: str) -> str:
        """The request with its places filled in. Braces inside the parts stay as they are."""
        return _PLACE.sub(lambda match: parts.get(match[1], match[0]), self.request)


def load_prompt(name: str, schema: str = "") -> Prompt:
    """The prompt called ``name``: of the user's own, in the schema's own version or in the general one, the first that
    there is. ConfigurationError if it is damaged.
    """
    own = own_folder()
    folders = [*([own / schema, own] if own is not None else []), PROMPTS / schema]
    found = (folder / f"{name}.md" for folder in folders if schema or folder != PROMPTS / schema)
    path = next((path for path in found if path.is_file()), PROMPTS / f"{name}.md")
    return _read(path, path.stat().st_mtime_ns if path.is_file() else 0)


def check_own_prompts() -> None:
    """Whether every prompt in the user's own folder can be used. ConfigurationError names the first that cannot."""
    own = own_folder()
    known = {path.name for path in PROMPTS.rglob("*.md")}
    for path in sorted(own.rglob("*.md")) if own is not None else ():
        if path.name not in known:
            raise ConfigurationError(f"no prompt is called {path.stem} ({path}); there are {_names(known)}")
        prompt, shipped = _read(path, path.stat().st_mtime_ns), load_shipped(path.stem)
        lost = set(_PLACE.findall(shipped.request)) - set(_PLACE.findall(prompt.request))
        if lost:
            raise ConfigurationError(f"the prompt {path} cannot be used: its request has no place for {_names(lost)}")


def load_shipped(name: str) -> Prompt:
    """The general prompt of this name as it came with the program."""
    return _read(PROMPTS / f"{name}.md", 0)


def _names(found: Iterable[str]) -> str:
    return ", ".join(sorted(name.removesuffix(".md") for name in found))


@cache
def _read(path: Path, _changed: int) -> Prompt:
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
        turns=tuple(_turn(match) for match in _TURNS.finditer(sections.get("examples", ""))),
    )


def _fact(line: str) -> tuple[str, str]:
    key, _, value = line.partition(":")
    return key.strip(), value.strip()


def _turn(match: re.Match[str]) -> ExampleTurn:
    answer = json.loads(match["answer"])
    if not isinstance(answer, dict) or not isinstance(answer.get("answers"), list):
        raise ValueError('the answer of an example is not {"answers": [...]}')
    return ExampleTurn(match["request"].strip(), json.dumps(answer, ensure_ascii=False, separators=(",", ":")))


def _example(match: re.Match[str]) -> Example:
    cells = tuple(cell.strip() for cell in match["cells"].split("|"))
    return Example(match["label"], cells, tuple(part.strip() for part in match["answer"].split(",")))
