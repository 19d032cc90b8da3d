"""What a result depends on, layer by layer in the order of the work, and the mark of each: a short hash.

A mark covers the code of the layer, the installed packages that decide what that code finds, and its settings.
"""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from extractor.documents.scan import ENGINES, ocr_ready
from extractor.policy import Policy
from extractor.readers.llm.own_folder import own_folder
from extractor.readers.llm.prompt import PROMPTS
from extractor.schemas.form import Schema
from extractor.schemas.registry import resolve_schema, rule_files, schema_files
from extractor.schemas.schema_place import own_packs
from extractor.sources import SourceFile, hash_of, hash_of_facts, hash_of_files, version_of

LayerKind: TypeAlias = Literal[
    "opening", "schema", "recognition", "choice", "layout", "llm", "rules", "verify", "policy", "consulting"
]
"""opening: a file to rows. schema: the language and one pack. recognition: which form it is, and where its rows are.
choice: whether the schema is recognised or given. layout, llm: what one reader reads. rules: those written down beside
a pack. verify: what is proven. policy: the verdict. consulting: when a model is asked, where it is not always."""

KINDS: tuple[LayerKind, ...] = get_args(LayerKind)


@dataclass(frozen=True, slots=True)
class Layer:
    """What layers of one kind are made of: parts of the package (:func:`extractor.sources.sources_of`), and installed
    packages that decide what they find.
    """

    parts: tuple[str, ...]
    packages: tuple[str, ...] = ()


LAYERS: Mapping[LayerKind, Layer] = {
    "opening": Layer(
        ("errors.py", "evidence", "sources.py", "documents"),
        ("pymupdf", "lxml", "charset-normalizer", "xlrd", "tinycss2", "cssselect2", "python-bidi"),
    ),
    "schema": Layer(("schemas/*", "schemas/packs"), ("PyYAML", "python-stdnum")),
    "recognition": Layer(
        (
            "readers/*",
            "readers/open_layout",
            "readers/record",
            "readers/model_reading",
            "readers/parting",
            "run/pipeline.py",
        ),
        ("rapidfuzz",),
    ),
    "layout": Layer(("readers/layout",), ("rapidfuzz",)),
    "llm": Layer(("readers/llm",)),
    "verify": Layer(("verify",), ("ortools", "rapidfuzz")),
    "policy": Layer(
        (
            "policy.py",
            "route.py",
            "verdict_receipt.py",
            "relations.py",
            "carrying_over.py",
            "consequences.py",
            "settlement.py",
            "store/identity.py",
            "store/proven.py",
        )
    ),
    "consulting": Layer(("run/consulting.py",)),
}
"""Every module with a say in what becomes of a document; a test follows their imports. How much opening a file may cost
is not among it: that decides whether a file is opened, never what is read, and what failed is tried again anyway."""

PICTURES = ("rapidocr", "onnxruntime", "opencv-python", "opencv-python-headless", "numpy", "pillow")
"""Packages that decide what is seen on pages that are pictures, where those are read at all."""


def opening_mark() -> str:
    """Files may be read otherwise by another Python, and pages that are pictures are read or not."""
    pictures = (*map(version_of, PICTURES), *_engines()) if ocr_ready() else ("no pictures",)
    return _mark("opening", f"Python {sys.version_info.major}.{sys.version_info.minor}", *pictures)


def _engines() -> tuple[str, ...]:
    """The engines that look at pictures besides the built-in one. ConfigurationError for one that is missing."""
    if not os.environ.get(ENGINES):
        return ()
    from extractor.documents.scan.engines.engine_choice import engine_versions

    return engine_versions()


def schema_mark(text: str) -> str:
    """All files of the schema, apart from the rules written down beside it: what is read does not depend on those.

    Of one that is no pack of ours what was made of them as well: a model may lean on files that nobody named.
    """
    made = () if text in own_packs() else (_compiled(text),)
    return _mark("schema", hash_of_files(schema_files(text)), *made)


def _compiled(text: str) -> str:
    return hash_of_facts(*_shapes(resolve_schema(text)))


def _shapes(schema: Schema) -> Iterable[str]:
    """The JSON Schema of every form that is any model."""
    for form in schema.forms:
        if form.shape is not None:
            yield json.dumps(form.shape.source, sort_keys=True, ensure_ascii=False)


def recognition_mark() -> str:
    """Code alone: which schemas there are to choose from, their own layers say."""
    return _mark("recognition")


def reader_mark(reader: LayerKind, depends_on: str) -> str:
    """``depends_on``: what the reader depends on besides its code and the prompts that all schemas share."""
    prompts = (_hash_of_paths(_prompts()),) if reader == "llm" else ()
    return _mark(reader, depends_on, *prompts)


def own_prompts_mark(schema_name: str) -> str:
    """The prompts that a schema has for itself, the user's own among them; empty where it has none."""
    return _hash_of_paths(_prompts(schema_name))


def rules_mark(text: str) -> str:
    """The rules written down for a schema; empty where there are none."""
    return _hash_of_paths(rule_files(text))


def verify_mark() -> str:
    """Code, how labels are compared, and whether the solver is there that goes beyond three wrong cells."""
    return _mark("verify")


def policy_mark(policy: Policy) -> str:
    """The policy by its name, and the code that knows what it means."""
    return f"{policy}+{_mark('policy')}"


def _mark(kind: LayerKind, *facts: str) -> str:
    layer = LAYERS[kind]
    return hash_of_facts(hash_of(*layer.parts), *map(version_of, layer.packages), *facts)


def _prompts(schema_name: str = "") -> Iterable[Path]:
    """The prompts for all schemas or for one, the user's own first."""
    own = own_folder()
    for folder in (*([own] if own is not None else []), PROMPTS):
        yield from sorted((folder / schema_name).glob("*.md"))


def _hash_of_paths(paths: Iterable[Path]) -> str:
    found = [SourceFile(path.name, path) for path in sorted(paths)]
    return hash_of_files(found) if found else ""
