"""Documents that a person has signed, made cases of a set: the file with its truth, and where that comes from.

A document is signed when it is accepted and somebody decided about it. What nobody looked at is no truth: a field
counts as known only where a person gave or confirmed its value; every other field of the document is left open.
"""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import JsonValue

from extractor.documents.file_names import path_of_text
from extractor.documents.file_parts import name_of_part
from extractor.errors import ConfigurationError
from extractor.evaluate.folder_set import SET_FILE, TRUTH, load_folder_set
from extractor.route import Result
from extractor.schemas.form import State, Value
from extractor.schemas.record import plain_value
from extractor.store import Store
from extractor.verify.edit import Edit, standing

_SHOWN = 8


@dataclass
class AddedCases:
    """Names of the cases that were added, and of the documents that were left out with the reason."""

    added: list[str] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


def add_signed(store: Store, folder: Path, schema_name: str = "") -> AddedCases:
    """Copy signed documents of one schema into a set. ConfigurationError where it cannot be told which schema."""
    signed = [(result, _signed(store, result)) for result in store.results("accepted")]
    chosen = [(result, edits) for result, edits in signed if edits and schema_name in ("", result.schema_name)]
    name = _schema_of(folder, {str(result.schema_name) for result, _ in chosen})
    done = AddedCases()
    for result, edits in chosen:
        if result.schema_name != name:
            continue
        problem = _problem(result)
        if problem:
            done.left_out[result.path] = problem
        else:
            _add(result, edits, folder, done)
    return done


def _signed(store: Store, result: Result) -> tuple[Edit, ...]:
    edits = standing(store.edits(result.sha256, result.schema_name))
    return tuple(edit for edit in edits if edit.gives_value)


def _schema_of(folder: Path, found: set[str]) -> str:
    """The schema of the set; a folder that is none yet becomes one of the only schema there is."""
    if (folder / SET_FILE).is_file():
        return load_folder_set(folder).schema.name
    if len(found) != 1:
        named = ", ".join(sorted(found)) or "none"
        raise ConfigurationError(f"signed documents are of these schemas: {named}; say which with --only SCHEMA")
    (name,) = found
    folder.mkdir(parents=True, exist_ok=True)
    (folder / SET_FILE).write_text(f'schema = {json.dumps(name)}\ntitle = "signed in review"\n', "utf-8")
    return name


def _problem(result: Result) -> str:
    """Why a document cannot become a case; empty where it can."""
    if name_of_part(result.sha256):
        return "it is part of a file"
    path = path_of_text(result.path)
    if not path.is_file():
        return "the file is not there any more"
    if hashlib.sha256(path.read_bytes()).hexdigest() != result.sha256:
        return "the file has changed since it was signed"
    return ""


def _add(result: Result, edits: Sequence[Edit], folder: Path, done: AddedCases) -> None:
    path = path_of_text(result.path)
    name = f"{path.stem}-{result.sha256[:_SHOWN]}"
    truth = folder / f"{name}{TRUTH}"
    if truth.exists():
        done.there.append(name)
        return
    decided: dict[str, JsonValue] = {edit.path: _known(edit.state, edit.value) for edit in edits}
    provenance: Mapping[str, JsonValue] = {
        "sha256": result.sha256,
        "path": result.path,
        "signed_by": [*sorted({edit.author for edit in edits})],
        "signed_at": max(edit.at for edit in edits).isoformat(),
        "decisions": len(edits),
    }
    written = {"fields": decided, "form": result.form or "", "provenance": provenance}
    shutil.copyfile(path, folder / f"{name}{path.suffix}")
    truth.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", "utf-8")
    done.added.append(name)


def _known(state: State, value: Value | None) -> JsonValue:
    return plain_value(value) if state == "read" else {"state": state}
