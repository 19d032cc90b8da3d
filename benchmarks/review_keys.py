"""Key to screen: CPU of moving and deciding in the review, beside what Textual alone needs to redraw the same screen.

    python -m benchmarks.review_keys --documents 1000

A store of so many documents in review, each a report with so many components (404 fields for 13), and
the list of all fields open. Every figure is the median of CPU time of this process over so many keys of one run.
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.pilot import Pilot

from extractor.documents import open_document
from extractor.evidence import DoubtKind, doubt
from extractor.readers.layout import read_layout
from extractor.readers.reading import Reading
from extractor.review.session import ReviewSession
from extractor.review.tui.review_app import ReviewApp
from extractor.route import Result, judge_readings
from extractor.schemas.registry import load_schema
from extractor.store import Outcome, Source, Store

SIZE = (120, 36)
_FLAGGED = 12
"""Fields of every document that wait."""


def report(components: int) -> str:
    """A consistent report with so many components."""
    schema = load_schema("us_foia").form("annual")
    lines = ["Bureau of Keys", "Freedom of Information Act Annual Report", "", "Fiscal Year 2021", ""]
    for table in schema.tables:
        block = table.blocks[0]
        lines += [table.title.printed, "", "\t".join(["Component", *(each.label.printed for each in block.columns)])]
        width = len(block.repeat_paths)
        lines += [f"Office {number}\t" + "\t".join("0" * width) for number in range(components)]
        lines += [block.rows[0].label.printed + "\t" + "\t".join("0" * width), ""]
    return "\n".join(lines)


def stocked(store: Store, folder: Path, documents: int, components: int) -> int:
    """Fill a store; the number of fields of one document."""
    path = folder / "report.txt"
    path.write_text(report(components), "utf-8")
    schema = load_schema("us_foia")
    form = schema.form("annual")
    document = open_document(path)
    reading = _doubted(read_layout(document, schema, form))
    verdict = judge_readings(form, [reading])
    for number in range(documents):
        result = Result(
            document=f"report-{number:04}.txt",
            path=str(path),
            sha256=f"{number:064x}",
            status=verdict.status,
            schema_name=schema.name,
            schema_version=schema.version,
            form=form.name,
            verdict=verdict,
        )
        store.save(Outcome(result, (reading,), Source.of(document)))
    return len(verdict.fields)


def _doubted(reading: Reading) -> Reading:
    """The reading with some of its fields in doubt."""
    fields = dict(reading.fields)
    for path in [path for path, field in fields.items() if field.state == "read"][:_FLAGGED]:
        fields[path] = fields[path].model_copy(update={"doubts": (doubt(DoubtKind.HEADINGS_FEW, "6", "7"),)})
    return reading.model_copy(update={"fields": fields})


async def spent_ms(act: Callable[[], Awaitable[None]]) -> float:
    """CPU milliseconds of this process."""
    before = time.process_time()
    await act()
    return 1000 * (time.process_time() - before)


async def measure(store: Store, times: int) -> dict[str, float]:
    """The medians, by what is done. The screen is redrawn before every key, so that what else the machine does weighs
    alike on all of them.
    """
    app = ReviewApp(ReviewSession(store, "anna"), settle=0)
    redrawn, moved, decided = [], [], []
    async with app.run_test(size=SIZE) as pilot:

        async def redraw() -> None:
            app.screen.refresh(layout=True, repaint=True, recompose=False)
            for widget in app.screen.query("*"):
                widget.refresh(layout=True)
            await pilot.pause()

        await _press(pilot, "f")
        for _ in range(times):
            redrawn.append(await spent_ms(redraw))
            moved.append(await spent_ms(lambda: _press(pilot, "n")))
        await _press(pilot, "f")
        for _ in range(min(times, _FLAGGED - 2)):
            redrawn.append(await spent_ms(redraw))
            decided.append(await spent_ms(lambda: _press(pilot, "c")))
    assert app.session.decided == len(decided), "every key has to decide"
    spent = {"redraw": redrawn, "move": moved, "decide": decided}
    return {name: statistics.median(each) for name, each in spent.items()}


async def _press(pilot: Pilot[None], key: str) -> None:
    await pilot.press(key)
    await pilot.pause()


def main() -> None:
    """Measure and say it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--components", type=int, default=13)
    parser.add_argument("--times", type=int, default=30)
    asked = parser.parse_args()
    os.environ.pop("NO_COLOR", None)
    with tempfile.TemporaryDirectory() as place, Store(str(Path(place) / "store.sqlite")) as store:
        fields = stocked(store, Path(place), asked.documents, asked.components)
        found = asyncio.run(measure(store, asked.times))
    print(f"{asked.documents} documents queued, {fields} fields, {SIZE[0]}x{SIZE[1]}, medians of CPU time")
    for name, spent in found.items():
        print(f"{name:8} {spent:7.1f} ms   {spent / found['redraw']:.2f} x")


if __name__ == "__main__":
    main()
