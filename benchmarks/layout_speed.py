"""CPU time of the layout reader per document, beside what a parser alone needs to open the same file.

::

    python -m benchmarks.layout_speed [FOLDER ...]
    python -m benchmarks.layout_speed --before CHECKOUT [--kinds text html] [FOLDER ...]

With ``--before``, the same documents are read by this checkout and by another one in turn, each in a process of its
own, and the ratio of their CPU times is printed by kind. What is above 1 became slower.

Without a folder: the bundled samples, and the folder of real documents beside the checkout where there is one. The
aim is under 50 ms for a report in text. Every document is read once before the clock starts, so start-up (imports,
schemas, the first use of a library) is not in the figures; the least of several runs is shown, since whatever else the
machine does can only add to it.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from extractor.documents import open_document
from extractor.errors import DocumentError
from extractor.readers.layout import read_layout
from extractor.readers.recognise import recognise
from extractor.route import judge_readings
from extractor.schemas.form import Schema
from extractor.schemas.registry import load_schemas

ROOT = Path(__file__).resolve().parents[1]
PLACES = (ROOT / "evals", ROOT.parent / "shared" / "seeds", ROOT.parent / "shared" / "corpus")
KINDS = {".txt": "text", ".md": "text", ".html": "html", ".htm": "html", ".pdf": "pdf"}
AIM_MS = 50.0


@dataclass(frozen=True)
class Measurement:
    """One document: CPU milliseconds of the whole layout pipeline and of the parser alone, and what came out."""

    name: str
    kind: str
    size: int
    pipeline_ms: float
    parser_ms: float
    outcome: str


def pipeline(path: Path, schemas: tuple[Schema, ...]) -> str:
    """File to verdict with the layout reader alone; the status, or the kind of error."""
    try:
        document = open_document(path)
    except DocumentError as error:
        return error.kind
    found = recognise(document, schemas)
    if found.schema is None or found.form is None:
        return "unrecognised"
    reading = read_layout(document, found.schema, found.form)
    return judge_readings(found.form, [reading], source=document).status


def parser(path: Path) -> Callable[[Path], object]:
    """The bare parser for a file: decoding for text, lxml for HTML, the words of every page for PDF."""
    return {"text": _decode, "html": _parse_html, "pdf": _parse_pdf}[KINDS[path.suffix.lower()]]


def _decode(path: Path) -> object:
    data = path.read_bytes()
    for encoding in ("utf-8", "gb18030", "utf-16"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _parse_html(path: Path) -> object:
    from lxml import html

    return html.document_fromstring(path.read_bytes())


def _parse_pdf(path: Path) -> object:
    import pymupdf

    try:
        with pymupdf.open(path) as pages:  # type: ignore[no-untyped-call]  # the library is typed in part
            return [page.get_text("words") for page in pages]
    except (RuntimeError, ValueError):
        return None


def cpu_ms(work: Callable[[], object], repeats: int) -> float:
    """The least CPU time of ``repeats`` runs, in milliseconds, after one run that does not count."""
    work()
    least = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
    return least * 1000


def measure(path: Path, schemas: tuple[Schema, ...], repeats: int) -> Measurement:
    """One document, both ways."""
    outcome = pipeline(path, schemas)
    parse = parser(path)
    return Measurement(
        name=path.name,
        kind=KINDS[path.suffix.lower()],
        size=path.stat().st_size,
        pipeline_ms=cpu_ms(lambda: pipeline(path, schemas), repeats),
        parser_ms=cpu_ms(lambda: parse(path), repeats),
        outcome=outcome,
    )


def documents(places: tuple[Path, ...], kinds: Collection[str] = frozenset(KINDS.values())) -> Iterator[Path]:
    """Every file of these kinds below the places that exist."""
    for place in places:
        yield from (path for path in sorted(place.rglob("*")) if KINDS.get(path.suffix.lower()) in kinds)


def table(measured: list[Measurement]) -> Iterator[str]:
    """The lines to print."""
    yield f"{'document':48.48} {'kind':5} {'KB':>6} {'layout ms':>10} {'parser ms':>10} {'ratio':>8}  outcome"
    for one in measured:
        ratio = one.pipeline_ms / one.parser_ms if one.parser_ms else float("inf")
        yield (
            f"{one.name:48.48} {one.kind:5} {one.size / 1024:6.0f} {one.pipeline_ms:10.2f} {one.parser_ms:10.3f}"
            f" {ratio:8.1f}  {one.outcome}"
        )
    yield ""
    for kind in sorted({one.kind for one in measured}):
        times = [one.pipeline_ms for one in measured if one.kind == kind]
        line = f"{kind}: n={len(times)}, median {median(times):.1f} ms, slowest {max(times):.1f} ms"
        yield line + (f", {sum(t < AIM_MS for t in times)} under {AIM_MS:.0f} ms" if kind == "text" else "")


def compared(before: Path, paths: list[Path], rounds: int) -> Iterator[str]:
    """The ratio of CPU times of this checkout to another one, by kind of file; the two take turns."""
    least: dict[Path, dict[str, float]] = {ROOT: {}, before: {}}
    for _ in range(rounds):
        for tree, times in least.items():
            for name, spent in _timed_in(tree, paths).items():
                times[name] = min(times.get(name, float("inf")), spent)
    yield f"{'kind':6} {'n':>4} {'before ms':>10} {'now ms':>10} {'ratio':>6}"
    for kind in sorted(set(KINDS.values())):
        names = [str(path) for path in paths if KINDS[path.suffix.lower()] == kind]
        then, now = (sum(least[tree][name] for name in names) for tree in (before, ROOT))
        if names:
            yield f"{kind:6} {len(names):4} {then / len(names):10.2f} {now / len(names):10.2f} {now / then:6.2f}"


def _timed_in(tree: Path, paths: list[Path]) -> dict[str, float]:
    """CPU milliseconds of every document in the program of a checkout."""
    command = [sys.executable, str(Path(__file__).resolve()), "--times", *map(str, paths)]
    given = {**os.environ, "PYTHONPATH": str(tree)}
    done = subprocess.run(command, cwd=tree, env=given, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description="CPU time of the layout reader, per document.")
    arguments.add_argument("folders", nargs="*", type=Path, help="what to read (default: the bundled documents)")
    arguments.add_argument("--repeats", type=int, default=3, help="runs of which the fastest counts (default: 3)")
    every = sorted(set(KINDS.values()))
    arguments.add_argument("--kinds", nargs="+", choices=every, default=every, help="kinds of files (default: all)")
    arguments.add_argument("--before", type=Path, help="another checkout to compare with")
    arguments.add_argument("--times", action="store_true", help="print the CPU times of the given files as JSON")
    given = arguments.parse_args()
    schemas = load_schemas()
    if given.times:
        times = {str(path): cpu_ms(partial(pipeline, path, schemas), given.repeats) for path in given.folders}
        print(json.dumps(times))
        return
    found = documents(tuple(given.folders) or PLACES, given.kinds)
    if given.before is not None:
        print(*compared(given.before.resolve(), list(found), given.repeats), sep="\n")
        return
    print(*table([measure(path, schemas, given.repeats) for path in found]), sep="\n")


if __name__ == "__main__":
    main()
