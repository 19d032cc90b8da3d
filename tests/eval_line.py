"""What the tests of gates and recordings share: a small set, and the line from a document to a verdict with its parts
open to be replaced."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from extractor.documents import open_document
from extractor.evaluate import EvalReport, evaluate_set, load_set
from extractor.evaluate.baseline import Baseline, Provenance
from extractor.readers.layout import read_layout
from extractor.readers.reading import Reading
from extractor.readers.recognise import recognise
from extractor.route import Result, decide
from extractor.run.pipeline import ReadDocument
from extractor.schemas.form import Form
from extractor.schemas.registry import load_schemas
from extractor.store.entries import Outcome
from extractor.verify import verify


def case(name: str, number: int, style: str, **more: object) -> dict[str, object]:
    """One case of the small set."""
    return {"id": f"{name}-{number}", "figures": f"r:county:{number}", "style": style, **more}


PLAIN = [case("plain", number, "tsv") for number in range(8)]
BLANK = [case("blank", number, "html", damages=["zeros_blank"]) for number in range(10, 14)]
MISPRINTED = [
    case("misprint", n, "cells", changes={"table3.granted.total": 31415 + n}, expect=["source_inconsistent"])
    for n in range(20, 24)
]
CASES: Sequence[dict[str, object]] = [*PLAIN, *BLANK, *MISPRINTED]


def write_set(folder: Path, cases: Sequence[dict[str, object]] = CASES) -> Path:
    """A set of these cases, with the words and a recipe of a bundled one."""
    bundled = load_set("gov_disclosure")
    file = {"schema_name": "gov_disclosure", "title": "small", "cases": list(cases)}
    folder.mkdir()
    (folder / "set.json").write_text(json.dumps(file), "utf-8")
    (folder / "words.json").write_text(bundled.words.model_dump_json(), "utf-8")
    (folder / "recipes.json").write_text(json.dumps({"r": bundled.recipes["2021"].model_dump()}), "utf-8")
    return folder


def layout_alone(document: object, schema: object, form: object) -> tuple[Reading, ...]:
    """The layout reader."""
    return (read_layout(document, schema, form),)  # type: ignore[arg-type]  # handed through


def run_line(
    folder: Path, read: ReadDocument = layout_alone, form_of: Callable[[Form], Form] = lambda form: form
) -> EvalReport:
    """Evaluate the set in ``folder``: ``read`` reads, and the form is judged as ``form_of`` changes it."""

    def one(path: Path) -> tuple[Outcome, ...]:
        document = open_document(path)
        found = recognise(document, load_schemas())
        assert found.schema is not None and found.form is not None
        readings, form = read(document, found.schema, found.form), form_of(found.form)
        verdict = decide(form, readings, verify(form, readings))
        result = Result(
            document=path.name, path=str(path), sha256=document.sha256, status=verdict.status, form=form.name,
            schema_name=found.schema.name, verdict=verdict,
        )  # fmt: skip
        return (Outcome(result, readings),)

    return evaluate_set(str(folder), one)


def kept(report: EvalReport) -> Baseline:
    """The run as a baseline."""
    return Baseline.of(
        report, Provenance(set_name="small", set_digest=report.digest, schema_version="1", readers=(), code="")
    )
