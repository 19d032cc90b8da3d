"""Sets of documents with truth: read from ``evals/NAME``, rendered when they are needed.

A set is a folder with ``set.json`` (its cases), ``words.json`` (running text) and ``recipes.json`` (invented
figures); evals/README.md describes them.
"""

import hashlib
import json
from pathlib import Path

from extractor.errors import ConfigurationError
from extractor.evaluate.eval_set import NO_WORDS, CaseSpec, EvalCase, EvalSet, NamedFigures, SetFile
from extractor.evaluate.families import load_families, set_packs, sources_of
from extractor.evaluate.figures import Recipe
from extractor.evaluate.folder import evals_folder
from extractor.evaluate.folder_set import is_folder_set, load_folder_set
from extractor.evaluate.render.words import Words
from extractor.schemas.registry import load_schema

__all__ = ["CaseSpec", "EvalCase", "EvalSet", "NamedFigures", "SetFile", "folder_set_names", "load_set", "set_names"]


def set_names() -> tuple[str, ...]:
    """Names of all bundled sets of drawn forms, sorted."""
    return tuple(sorted(path.parent.name for path in evals_folder().glob("*/set.json")))


def folder_set_names() -> tuple[str, ...]:
    """Names of all bundled sets of files, sorted."""
    return tuple(sorted(path.parent.name for path in evals_folder().glob("*/set.toml")))


def load_set(name: str) -> EvalSet:
    """The set called ``name``, or the set in the folder ``name``. ConfigurationError lists the names there are."""
    places = (evals_folder() / name, Path(name))
    folder = next((each for each in places if (each / "set.json").is_file() or is_folder_set(each)), None)
    if folder is None:
        names = ", ".join(sorted((*set_names(), *folder_set_names())))
        raise ConfigurationError(
            f"there is no eval set called {name!r}; there are: {names}. A folder is a set if it holds set.toml beside "
            "documents with NAME.truth.json, or set.json, or labels/ and results/ with recorded outputs"
        )
    if not (folder / "set.json").is_file():
        return load_folder_set(folder)
    file = SetFile.model_validate_json((folder / "set.json").read_text("utf-8"))
    if file.kinds:
        with set_packs(folder):
            families = load_families(folder, {name for kind in file.kinds for name in kind.schemas})
            schema = load_schema(file.schema_name)
        digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources_of(folder))).hexdigest()
        return EvalSet(folder.name, file, schema, NO_WORDS, {}, digest, str(folder), families)
    texts = {part: (folder / f"{part}.json").read_text("utf-8") for part in ("set", "words", "recipes")}
    schema = load_schema(file.schema_name)
    words = Words.model_validate_json(texts["words"])
    recipes = {key: Recipe.model_validate(data) for key, data in json.loads(texts["recipes"]).items()}
    digest = hashlib.sha256("".join(texts.values()).encode()).hexdigest()
    return EvalSet(folder.name, file, schema, words, recipes, digest, str(folder))
