"""Sets of real files: a folder with ``set.toml``, documents, and beside each ``NAME.truth.json``."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.errors import ConfigurationError
from extractor.evaluate.case_truth import CaseTruth, read_truth_file, truth_of
from extractor.evaluate.eval_set import NO_WORDS, CaseSpec, EvalCase, EvalSet, SetFile
from extractor.evaluate.render.document import Order, Rendered
from extractor.evaluate.render.table_change import Expect
from extractor.evaluate.render.words import Words
from extractor.policy import Policy
from extractor.schemas.form import Form
from extractor.schemas.registry import resolve_schema
from extractor.schemas.shape import Shape

SET_FILE = "set.toml"
TRUTH = ".truth.json"


class FolderFile(BaseModel):
    """``set.toml``. ``schema``: what ``--schema`` takes, a file as seen from the folder. ``gate``: what closes it.
    ``expect``: the right outcomes of a document whose truth names none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_text: str
    title: str = ""
    policy: Policy = "standard"
    readers: str = ""
    gate: Literal["significant", "any_loss"] = "significant"
    expect: tuple[Expect, ...] = ("accept",)


@dataclass(frozen=True)
class FolderCase(EvalCase):
    """A file as it is, with its truth."""

    path: Path = Path()
    truth: CaseTruth | None = None

    @cached_property
    def rendered(self) -> Rendered:
        """The document and its truth; nothing is rendered."""
        known = self.truth
        assert known is not None
        return Rendered(
            self.path.name,
            self.path.read_bytes,
            known.values,
            known.states,
            known.file.expect,
            also=known.also,
            left_out="unread",
        )

    @property
    def apart(self) -> str:
        """Real files are counted together, whatever they are."""
        return ""

    @cached_property
    def key(self) -> str:
        """A hash of the document and of its truth."""
        truth = self.path.with_name(self.path.stem + TRUTH).read_bytes()
        return hashlib.sha256(self.path.read_bytes() + b"/" + truth).hexdigest()

    def write(self, folder: Path) -> Path:
        """The file itself: nothing has to be made."""
        return self.path


@dataclass(frozen=True)
class FolderSet(EvalSet):
    """The set of a folder."""

    given: FolderFile = field(default_factory=lambda: FolderFile(schema_text=""))
    text: str = ""

    @property
    def settings(self) -> Mapping[str, object]:
        """What documents of the set are read with unless something else is typed."""
        readers = {"readers": self.given.readers} if self.given.readers else {}
        return {"schema_name": self.text, "policy": self.given.policy, **readers}

    @property
    def any_loss(self) -> bool:
        """Whether the gate of the set closes on any loss."""
        return self.given.gate == "any_loss"

    @cached_property
    def cases(self) -> tuple[EvalCase, ...]:
        """A case for every truth, by name. ConfigurationError for one without its document."""
        return tuple(self._case(truth) for truth in sorted(Path(self.folder).glob(f"*{TRUTH}")))

    def _case(self, path: Path) -> FolderCase:
        name = path.name.removesuffix(TRUTH)
        document = next((each for each in _documents(Path(self.folder)) if each.stem == name), None)
        if document is None:
            raise ConfigurationError(f"{path} is the truth of a document that is not there")
        shape = self.schema.forms[0].shape
        file = read_truth_file(path, _top(shape))
        form = self._form(file.form or str((file.record or {}).get("form") or ""), path)
        if shape is None and file.record is not None:
            file = file.model_copy(update={"record": {key: v for key, v in file.record.items() if key != "form"}})
        file = file.model_copy(update={"expect": file.expect or self.given.expect})
        style = file.style or document.suffix.lstrip(".").lower()
        spec = CaseSpec(id=name, figures="", style=style, damages=file.damages, expect=file.expect)
        truth = truth_of(file, form, path)
        order = Order(name, form, truth.values, self.words, style, damages=file.damages)
        return FolderCase(spec, self.schema.name, order, path=document, truth=truth)

    def _form(self, name: str, path: Path) -> Form:
        found = [form for form in self.schema.forms if not name or form.name == name]
        if len(found) != 1:
            names = ", ".join(form.name for form in self.schema.forms)
            raise ConfigurationError(f'{path}: which form is it? "form" names one of {names}')
        return found[0]


def _top(shape: Shape | None) -> frozenset[str]:
    return frozenset(shape.root.members) if shape is not None else frozenset()


def is_folder_set(folder: Path) -> bool:
    """Whether a folder says that it is a set of files."""
    return (folder / SET_FILE).is_file()


def load_folder_set(folder: Path) -> FolderSet:
    """The set in a folder. ConfigurationError says what is wrong with it, SchemaError what is with its schema."""
    try:
        written = tomllib.loads((folder / SET_FILE).read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(f"{folder / SET_FILE} is no TOML: {error}") from error
    try:
        text = written.pop("schema", "")
        given = FolderFile.model_validate({**written, "schema_text": text})
    except ValidationError as error:
        problem = error.errors()[0]
        raise ConfigurationError(
            f"{folder / SET_FILE}: {'.'.join(map(str, problem['loc']))}: {problem['msg']}"
        ) from error
    if not given.schema_text:
        raise ConfigurationError(f'{folder / SET_FILE} names no schema: schema = "NAME"')
    text = _from(folder, given.schema_text)
    schema = resolve_schema(text)
    file = SetFile(schema_name=schema.name, title=given.title or folder.name)
    words: Words = NO_WORDS
    return FolderSet(folder.name, file, schema, words, {}, _digest(folder), str(folder), given=given, text=text)


def _from(folder: Path, text: str) -> str:
    """A schema that is named by a file beside the set, as seen from here."""
    file, mark, name = text.partition(":")
    place = folder / file
    return f"{place.resolve()}{mark}{name}" if place.exists() and ("." in file or "/" in file) else text


def _documents(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.name != SET_FILE and path.suffix not in (".json", ".py"):
            yield path
    yield from (path for path in sorted(folder.glob("*.json")) if not path.name.endswith(TRUTH))


def _digest(folder: Path) -> str:
    """A hash over everything in the folder, names included."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        found.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()
