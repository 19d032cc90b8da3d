"""One scanned report through the whole pipeline, with the layout reader alone."""

import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from extractor.documents import open_document
from extractor.errors import DocumentError
from extractor.evaluate.render.document import Rendered
from extractor.readers.layout import read_layout
from extractor.readers.recognise import recognise
from extractor.route import judge_readings
from extractor.schemas.registry import load_schemas
from specimens.scanned_pages import ScannedDocument


@dataclass(frozen=True)
class Judged:
    """What became of one report. ``wrong`` lists confirmed fields that are not what is printed: path, printed, read."""

    name: str
    dpi: int
    condition: str
    outcome: str
    fields: int = 0
    flagged: int = 0
    wrong: tuple[tuple[str, str, str], ...] = ()
    cpu: float = 0.0
    pages: int = 0


def judge(order: ScannedDocument, rendered: Rendered) -> Judged:
    """Read and judge one report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.pdf"
        path.write_bytes(rendered.content)
        began = time.process_time()
        try:
            document = open_document(path)
        except DocumentError as error:
            return Judged(order.name, order.scan.dpi, order.scan.condition or "", error.kind)
        cpu = time.process_time() - began
    found = recognise(document, load_schemas())
    said = Judged(order.name, order.scan.dpi, order.scan.condition or "", "unrecognised", cpu=cpu)
    if found.schema is None or found.form is None:
        return said
    readings = (read_layout(document, found.schema, found.form),)
    verdict = judge_readings(found.form, readings, source=document)
    wrong = tuple(
        (path, str(rendered.truth.get(path)), str(field.value))
        for path, field in verdict.fields.items()
        if field.status == "confirmed" and field.value != rendered.truth.get(path)
    )
    return Judged(
        order.name,
        order.scan.dpi,
        order.scan.condition or "",
        verdict.status,
        len(verdict.fields),
        len(verdict.flagged),
        wrong,
        cpu,
        len(document.pages),
    )
