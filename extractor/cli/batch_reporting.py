"""``extractor status --html``: a page about the whole store."""

from pathlib import Path

from extractor.cli.screen import talk
from extractor.cli.storing import open_store, store_place
from extractor.evidence.sentences import spoken
from extractor.export.batch_figures import BatchFigures
from extractor.export.batch_page import batch_page
from extractor.export.files import text_output
from extractor.review.upper_bound import CONFIDENCE, most_wrong


def write_batch_page(store: str | None, target: Path) -> int:
    """Write the page. ConfigurationError where it cannot be written, StoreError where there is no store."""
    with open_store(store_place(store), create=False) as opened:
        tally = opened.audits.tally()
        figures = BatchFigures(runs=opened.runs(), reviewers=opened.reviewers(), audits=tally, confidence=CONFIDENCE)
        figures.wrong_at_most = (
            most_wrong(tally.wrong, tally.fields) if tally.fields else None,
            most_wrong(tally.documents_wrong, tally.documents) if tally.documents else None,
        )
        figures.take(opened.results())
    with text_output(str(target), "utf-8") as out:
        out.write(batch_page(figures, spoken()))
    talk().print(f"{target}: {figures.documents} documents on one page.", soft_wrap=True)
    return 0
