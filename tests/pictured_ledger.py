"""The invented ledger as a scan, shown to a model on loopback whose answers may be changed on their way back."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from extractor.documents import Document, open_document
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.loopback_model import LoopbackModel
from extractor.evaluate.loopback.shown_pages import ShownPages
from extractor.policy import Policy
from extractor.readers.layout import read_layout
from extractor.readers.llm.profile import LARGE, ModelProfile, PictureProfile
from extractor.readers.llm.reader import LlmReader, Vision
from extractor.readers.llm.rehearsed_endpoint import ChatRequest, Rehearsal, Scene, completion
from extractor.readers.reading import Reading
from extractor.route import Verdict, decide
from extractor.verify import verify
from tests.ledger import FORM, LEDGER, TEXT
from tests.llm_stage import QUICK
from tests.printed_ledger import photograph, print_ledger, scanned

Told = dict[str, object]
Edit = Callable[[Told], None]


@dataclass
class PicturedLedger:
    """A rehearsed endpoint behind which the loopback model looks at the scan. ``shown``: requests with a page."""

    stage: Rehearsal
    folder: Path
    shown: list[ChatRequest] = field(default_factory=list)

    def scan(self, text: str = TEXT, **misread: str) -> Document:
        """The ledger as a picture; keywords say as what printed texts were recognised, ``_`` before a number."""
        pdf = print_ledger(self.folder / "ledger.pdf", text)
        wrong = {printed.removeprefix("_"): recognised for printed, recognised in misread.items()}
        return scanned(pdf, photograph(pdf, self.folder / "ledger.png"), wrong)

    def read(
        self,
        document: Document,
        edit: Edit = lambda told: None,
        mode: str = "ok",
        vision: Vision = "auto",
        profile: ModelProfile = LARGE,
        pictures: PictureProfile | None = None,
    ) -> Reading:
        """What a model reads that answers so; ``edit`` changes its answers about pages in place."""
        model = LoopbackModel([self.truth(document)], mode)

        def act(request: ChatRequest) -> Scene:
            scene = model.answer(request)
            properties = request.schema.get("properties", {})
            if not isinstance(properties, dict) or "seen" not in properties:
                return scene
            self.shown.append(request)
            told = json.loads(json.loads(scene.body)["choices"][0]["message"]["content"])
            edit(told)
            return completion(json.dumps(told))

        self.stage.always(act)
        reader = LlmReader(self.stage.endpoint, profile, None, QUICK, vision, pictures)
        try:
            return reader.read(document, LEDGER, FORM)
        finally:
            reader.close()

    def truth(self, document: Document) -> KnownTruth:
        """What the ledger prints, whatever was recognised in its picture."""
        printed = read_layout(open_document(self.folder / "ledger.pdf"), LEDGER, FORM)
        values = {
            path: field.value for path, field in printed.fields.items() if field.state not in ("absent", "unread")
        }
        return KnownTruth(FORM, values, pages=ShownPages(document, LEDGER, FORM))


def judged(document: Document, *readings: Reading, policy: Policy = "strict") -> Verdict:
    """The verdict on some readings."""
    return decide(FORM, readings, verify(FORM, readings, source=document), (), policy)


def confirmed(verdict: Verdict) -> set[str]:
    """The fields that nobody is asked to look at."""
    return {path for path, found in verdict.fields.items() if found.status == "confirmed"}
