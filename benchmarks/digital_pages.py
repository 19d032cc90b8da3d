"""Numbers of rendered born-digital tables: how many stand in their row and column, and what a page costs.

::

    python -m benchmarks.digital_pages [--documents N] [--seeds tuning|held-out] [--open]

How the documents are made and what counts as right is said in ``specimens/digital_tables.py``; of tables whose rules
say little (``--open``) in ``specimens/open_tables.py``. The cost is CPU seconds
a page beside that of the PDF library giving out its
words alone, both after one run that does not count.
"""

import argparse
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from extractor.documents.pdf.pdf_document import open_pdf
from extractor.evaluate.interval import wilson_interval
from specimens.digital_tables import LOOKS, SEEDS, Count, DigitalSample, count_numbers, samples
from specimens.open_counts import OpenCount, count_open
from specimens.open_tables import KINDS, open_samples


@dataclass
class LookTally:
    """One look: numbers, pages, and CPU seconds of the opener and of the PDF library alone."""

    count: Count = field(default_factory=Count)
    documents: int = 0
    pages: int = 0
    seconds: float = 0.0
    library: float = 0.0

    def add(self, sample: DigitalSample) -> Count:
        """Open one document and count."""
        start = time.process_time()
        document = open_pdf(sample.content, name="a.pdf", sha256="")
        self.seconds += time.process_time() - start
        self.library += _library_seconds(sample.content)
        self.pages += len(document.pages)
        self.documents += 1
        count = count_numbers(document, sample.grids)
        self.count += count
        return count


def _library_seconds(content: bytes) -> float:
    """CPU seconds that the PDF library takes to give out the words of all pages."""
    import pymupdf

    start = time.process_time()
    with pymupdf.open(stream=content, filetype="pdf") as pages:  # type: ignore[no-untyped-call]  # no types
        for page in pages:
            page.get_text("words")
    return time.process_time() - start


def measure(kind: str, number: int, misses: bool = False) -> Mapping[str, LookTally]:
    """All looks. ``misses``: say which documents are not read in full."""
    tallies = {look: LookTally() for look in LOOKS}
    for look in LOOKS:
        LookTally().add(next(samples(kind, 1, (look,))))
    for sample in samples(kind, number):
        count = tallies[sample.look].add(sample)
        if misses and (count.right < count.printed or count.invented):
            print(f"{sample.look} seed {sample.seed}: {count}")
    return tallies


def table(tallies: Mapping[str, LookTally]) -> Iterator[str]:
    """The lines to print."""
    heads = f"{'look':24} {'n':>4} {'numbers right':>16} {'share':>8} {'95 % interval':>20}"
    yield f"{heads} {'invented':>8} {'CPU s/page':>10} {'library':>8}"
    for look, tally in tallies.items():
        count = tally.count
        low, high = wilson_interval(count.right, count.printed)
        yield (
            f"{look:24} {tally.documents:4} {f'{count.right}/{count.printed}':>16} "
            f"{count.right / max(1, count.printed):8.3%} {f'{low:.3%} to {high:.3%}':>20} {count.invented:8}"
            f" {tally.seconds / max(1, tally.pages):10.4f} {tally.library / max(1, tally.pages):8.4f}"
        )


def open_table(kind: str, number: int, misses: bool) -> Iterator[str]:
    """Tables whose rules say little: the lines to print."""
    yield f"{'kind':24} {'whole':>9} {'numbers right':>16} {'invented':>8} {'headings over their column':>28}"
    for name in KINDS:
        total, whole = OpenCount(), 0
        for sample in open_samples(kind, number, (name,)):
            count = count_open(open_pdf(sample.content, name="a.pdf", sha256=""), sample.tables)
            total, whole = total + count, whole + count.whole
            if misses and not count.whole:
                print(f"{name} seed {sample.seed}: {count}")
        right, headed = f"{total.right}/{total.printed}", f"{total.headed}/{total.columns}"
        yield f"{name:24} {f'{whole}/{number}':>9} {right:>16} {total.invented:8} {headed:>28}"


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="Numbers of rendered born-digital tables in their places.")
    arguments.add_argument("--documents", type=int, default=40, help="documents of every look (default: 40)")
    arguments.add_argument("--seeds", choices=tuple(SEEDS), default="held-out", help="which documents")
    arguments.add_argument("--misses", action="store_true", help="name documents that are not read in full")
    arguments.add_argument("--open", action="store_true", help="tables whose rules say little")
    given = arguments.parse_args()
    print(f"{given.seeds} documents, seeds from {SEEDS[given.seeds]}")
    if given.open:
        print(*open_table(given.seeds, given.documents, given.misses), sep="\n")
        return
    print(*table(measure(given.seeds, given.documents, given.misses)), sep="\n")


if __name__ == "__main__":
    main()
