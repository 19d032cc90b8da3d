"""Decisions from a file: from another store, or from another tool that people review with."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from extractor.errors import ConfigurationError
from extractor.settlement import settle_decisions
from extractor.store import Store
from extractor.verify.edit import Edit


@dataclass(frozen=True, slots=True)
class TakenOver:
    """How many decisions of a file were appended, were there already, and are about nothing that is in the store."""

    added: int = 0
    known: int = 0
    without_document: int = 0


def read_edits(file: Path) -> tuple[Edit, ...]:
    """The decisions in a file. ConfigurationError says which of them is none."""
    try:
        held = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{file} cannot be read as JSON: {error}") from error
    listed = held.get("edits") if isinstance(held, dict) else None
    if not isinstance(listed, list):
        raise ConfigurationError(
            f'{file} holds no decisions: {{"format": "extractor edits", "edits": […]}} is expected'
        )
    return tuple(_edit(file, number, each) for number, each in enumerate(listed, start=1))


def _edit(file: Path, number: int, each: object) -> Edit:
    known = {name: value for name, value in each.items() if name in Edit.model_fields} if isinstance(each, dict) else {}
    try:
        edit = Edit.model_validate_json(json.dumps(known))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise ConfigurationError(f"decision {number} of {file} is none: {where}: {first['msg']}") from error
    if not edit.path and not edit.rule:
        raise ConfigurationError(f"decision {number} of {file} is about nothing: it names no path and no rule")
    return edit


def take_over(store: Store, edits: Sequence[Edit]) -> TakenOver:
    """Append what is not there, document by document, each with the result it leads to."""
    groups: dict[tuple[str, str], list[Edit]] = defaultdict(list)
    for edit in edits:
        groups[edit.sha256, edit.schema_name].append(edit)
    added = known = without = 0
    for (sha256, schema), given in groups.items():
        new: list[Edit] = []

        def missing(
            there: tuple[Edit, ...], given: Sequence[Edit] = tuple(given), new: list[Edit] = new
        ) -> Sequence[Edit]:
            new[:] = [each for each in given if each not in there]
            return new

        if settle_decisions(store, sha256, schema, missing) is None:
            for each in missing(store.edits(sha256, schema)):
                store.add_edit(each)
            without += len(new)
        added += len(new)
        known += len(given) - len(new)
    return TakenOver(added, known, without)
