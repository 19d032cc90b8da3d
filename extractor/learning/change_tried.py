"""What a change of a pack is worth: signed documents read with it and without it, beside what people said."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from extractor.documents.file_names import path_of_text
from extractor.errors import ConfigurationError, SchemaError
from extractor.learning.pack_change import changed_pack
from extractor.learning.settled_alike import LearntChange, leaf_at
from extractor.route import Result, Verdict
from extractor.schemas.registry import load_schema, resolve_schema
from extractor.schemas.schema_place import PACK_FILE, find_place, own_packs, place_named
from extractor.store import Store
from extractor.verify.edit import Edit, giving

ReadWith = Callable[[Path, str], Sequence[Result]]
"""A file read under a schema, named as people name it; nothing that anybody decided counts."""

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class ChangeTried:
    """``tried`` documents were read with the change and without. ``settled``: those accepted only with it, by name;
    ``fields`` that a person settled and that are now read so, ``contradicted``: confirmed otherwise than a person said;
    ``worse``: documents accepted only without it. ``away``: documents whose files are not at hand.
    """

    tried: int
    settled: tuple[str, ...]
    fields: int
    contradicted: tuple[str, ...]
    worse: tuple[str, ...]
    away: int


def pack_file(schema_name: str) -> Path | None:
    """The file in which a schema is written in YAML; None for one that is written otherwise."""
    place = place_named(schema_name) or find_place(schema_name)
    folder = None if place is None else place.path
    file = folder / PACK_FILE if folder is not None and folder.is_dir() else folder
    return file if file is not None and file.suffix in (".yaml", ".yml") and file.is_file() else None


def changed_text(file: Path, schema_name: str, learnt: LearntChange) -> str:
    """The text of a pack with a change. SchemaError where it cannot be written there."""
    form = load_schema(schema_name).forms[0]
    leaf = leaf_at(form, learnt.change.path.replace("{n}", "0"))
    if leaf is None:
        raise SchemaError(f"{schema_name} has no field {learnt.change.path}")
    return changed_pack(file.read_text("utf-8-sig"), learnt.change, leaf)


@contextmanager
def pack_with(file: Path, text: str) -> Iterator[str]:
    """A copy of a pack with another text, in a folder that is gone afterwards; what names it. The schema goes by its
    own file again then.
    """
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / (file.parent.name if file.name == PACK_FILE else file.stem)
        copy_pack(file, folder, text)
        try:
            resolve_schema(str(folder))
            yield str(folder)
        finally:
            resolve_schema(str(file))


def copy_pack(file: Path, folder: Path, text: str) -> Path:
    """A pack with another text, in a folder; the files beside it (lists of names, rules) go with it."""
    if file.name == PACK_FILE:
        shutil.copytree(file.parent, folder, dirs_exist_ok=True)
    else:
        folder.mkdir(parents=True, exist_ok=True)
    written = folder / PACK_FILE
    written.write_text(text, "utf-8")
    return written


def try_change(store: Store, file: Path, schema_name: str, text: str, read: ReadWith) -> ChangeTried:
    """Read every document of the schema that somebody decided about, with the changed pack and with the old one."""
    signed = list(_signed(store, schema_name))
    at_hand = [(result, edits) for result, edits in signed if path_of_text(result.path).is_file()]
    before = {result.sha256: _read(read, result, str(file)) for result, _ in at_hand}
    with pack_with(file, text) as changed:
        after = {result.sha256: _read(read, result, changed) for result, _ in at_hand}
    settled, contradicted, worse, fields = [], [], [], 0
    for result, edits in at_hand:
        old, new = before[result.sha256], after[result.sha256]
        if old is None or new is None:
            continue
        if new.status == "accepted" != old.status:
            settled.append(result.document)
        if old.status == "accepted" != new.status:
            worse.append(result.document)
        decided = giving(edits)
        right = {path for path, edit in decided.items() if _says(new, path, edit)}
        fields += len(right - {path for path, edit in decided.items() if _says(old, path, edit)})
        wrong = [path for path in decided if _confirmed(new, path) and path not in right]
        contradicted += [f"{result.document} {path}" for path in wrong]
    away = len(signed) - len(at_hand)
    return ChangeTried(len(at_hand), tuple(settled), fields, tuple(contradicted), tuple(worse), away)


def take_change(file: Path, schema_name: str, text: str, into: Path) -> Path:
    """Write a changed pack into a folder of schemas. ConfigurationError where another pack of its name stands there,
    where the folder is the program's own, and where nothing can be written.
    """
    if schema_name in own_packs() and into.resolve() in (each.resolve() for each in file.parents):
        raise ConfigurationError(f"{into} belongs to the program: name a folder of your own")
    folder = into.expanduser() / schema_name
    try:
        if folder.exists() and folder.resolve() != file.parent.resolve():
            raise ConfigurationError(
                f"{folder} is there already and is not the pack that was read: nothing was written"
            )
        if folder.resolve() == file.parent.resolve():
            file.write_text(text, "utf-8")
            return file
        return copy_pack(file, folder, text)
    except OSError as error:
        raise ConfigurationError(f"the pack cannot be written to {folder}: {error.strerror or error}") from error


def _signed(store: Store, schema_name: str) -> Iterator[tuple[Result, tuple[Edit, ...]]]:
    for result in store.results("accepted", "review"):
        edits = store.edits(result.sha256, schema_name) if result.schema_name == schema_name else ()
        if giving(edits):
            yield result, edits


def _read(read: ReadWith, result: Result, schema: str) -> Verdict | None:
    found = [each.verdict for each in read(path_of_text(result.path), schema) if each.sha256 == result.sha256]
    return found[0] if found else None


def _confirmed(verdict: Verdict, path: str) -> bool:
    return path in verdict.fields and verdict.fields[path].status == "confirmed"


def _says(verdict: Verdict, path: str, edit: Edit) -> bool:
    """Whether a field is confirmed as a person settled it."""
    if not _confirmed(verdict, path):
        return False
    field = verdict.fields[path]
    return (field.state, field.value) == (edit.state, edit.value)
