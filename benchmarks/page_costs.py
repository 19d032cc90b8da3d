"""What a page costs: this project beside PyMuPDF, pdfplumber, camelot, rapidocr, tesseract and docling, each where it
is installed, and what a second process brings.

Every reader runs in a process of its own (``page_reader.py``), the peers in an environment of their own that is made
the first time. Threads are left as each reader sets them; CPU seconds are those of all threads together.
"""

# pymupdf has no annotations.
# mypy: disallow-untyped-calls=False

import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks.peer_process import peer_python
from extractor.evaluate.render.document import Drawing
from extractor.evaluate.sets import CaseSpec, load_set
from specimens.scanned_pages import sample

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("camelot-py>=2.0", "pdfplumber>=0.11.9", "rapidocr>=3.10", "onnxruntime>=1.20")
VECTOR = (("gov_disclosure", "2021:city:9"), ("gov_disclosure", "2019:county:5"), ("us_foia", "annual:large:3"))
LOOKS = ("pdf_ruled", "pdf_borderless", "pdf_rows")
_WORDS = (
    "harbour", "bridge", "council", "minutes", "of", "the", "and", "annual", "report", "published", "in", "accordance",
    "with", "provisions", "members", "were", "present", "decision", "was", "taken", "on", "behalf", "to", "a",
)  # fmt: skip
HEAD = f"{'reader':12} {'pages':>5} {'CPU s a page':>13} {'dearest':>8} {'peak MiB':>9}"


@dataclass(frozen=True)
class Spent:
    """What a reader needed: pages, CPU seconds of them and of the dearest file by its pages, MiB, words a file."""

    pages: int
    cpu: float
    dearest: float
    peak_mib: float
    words: tuple[tuple[str, ...], ...]

    def line(self, name: str) -> str:
        """A line of the table."""
        return f"{name:12} {self.pages:5} {self.cpu / self.pages:13.3f} {self.dearest:8.2f} {self.peak_mib:9.0f}"


@dataclass(frozen=True)
class ScannedFile:
    """A scan as a PDF and its pages as picture files, and the numbers printed on it."""

    pdf: Path
    pictures: tuple[Path, ...]
    numbers: tuple[str, ...]


def costs(pages: int, peers: Path | None) -> Iterator[str]:
    """The lines to print: vector pages, scanned pages, and one process beside two."""
    python = peer_python(peers, FLOORS) if peers is not None else None
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        yield from _vector(vector_files(folder), python)
        scans = scanned_files(folder, pages)
        yield from _scans(scans, python)
        yield from _text_pages(text_pages(folder, pages), python)
        yield from _scaling([scan.pdf for scan in scans], folder)


def vector_files(folder: Path) -> list[Path]:
    """Printed reports of every set and look."""
    found = []
    for number, (name, figures) in enumerate(VECTOR):
        for look in LOOKS:
            path = folder / f"{number}-{look}.pdf"
            spec = CaseSpec(id=path.stem, figures=figures, style=look)
            path.write_bytes(load_set(name).case(spec).rendered.content)
            found.append(path)
    return found


def scanned_files(folder: Path, pages: int) -> list[ScannedFile]:
    """Scans of at least so many pages in all, lightly and moderately worn, 150 to 300 dpi."""
    found: list[ScannedFile] = []
    orders = sample("tuning", 400, conditions=("light", "medium"), resolutions=(150, 200, 300))
    while sum(len(scan.pictures) for scan in found) < pages:
        found.append(_scanned_file(folder / "scans", len(found), next(orders).drawing))
    return found


def _scanned_file(folder: Path, number: int, drawing: Drawing) -> ScannedFile:
    import cv2

    assert drawing.scanned is not None  # every order of the sample is a scan
    folder.mkdir(exist_ok=True)
    pdf, pictures = folder / f"{number}.pdf", []
    pdf.write_bytes(drawing.content)
    for page, scanned in enumerate(drawing.scanned.pages):
        pictures.append(folder.parent / f"{number}-{page}.png")
        cv2.imwrite(str(pictures[-1]), scanned.picture.pixels)
    numbers = (cell.text for cell in drawing.cells if cell.role == "value" and cell.text and not cell.continued)
    return ScannedFile(pdf, tuple(pictures), tuple(numbers))


def spent(reader: str, files: Sequence[Path], python: Path | None = None) -> Spent:
    """What a reader needs for these files, in a process of its own; CalledProcessError if it fails."""
    script = ROOT / "benchmarks" / "page_reader.py"
    command = [str(python or sys.executable), str(script), reader, *map(str, files)]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    *read, last = [json.loads(line) for line in done.stdout.splitlines()]
    return Spent(
        pages=sum(each["pages"] for each in read),
        cpu=sum(each["cpu"] for each in read),
        dearest=max(each["cpu"] / max(1, each["pages"]) for each in read),
        peak_mib=last["peak_mib"],
        words=tuple(tuple(each["words"]) for each in read),
    )


def _vector(files: Sequence[Path], python: Path | None) -> Iterator[str]:
    yield f"printed pages, {len(files)} reports"
    yield HEAD
    for reader in ("extractor", "PyMuPDF"):
        yield spent(reader, files).line(reader)
    for reader in ("pdfplumber", "camelot") if python is not None else ():
        yield spent(reader, files, python).line(reader)


def _scans(scans: Sequence[ScannedFile], python: Path | None) -> Iterator[str]:
    printed = [number for scan in scans for number in scan.numbers]
    yield f"scanned pages, {len(scans)} documents, 150 to 300 dpi, lightly and moderately worn, {len(printed)} numbers"
    yield f"{HEAD}  numbers among the words of their document"
    ours = spent("extractor", [scan.pdf for scan in scans])
    yield f"{ours.line('extractor')}  {_seen(scans, ours.words)}"
    for reader, runs in _picture_readers(python):
        peer = spent(reader, [picture for scan in scans for picture in scan.pictures], runs)
        words = iter(peer.words)
        yield f"{peer.line(reader)}  {_seen(scans, [_joined(words, len(scan.pictures)) for scan in scans])}"


def _picture_readers(python: Path | None) -> Iterator[tuple[str, Path | None]]:
    """The readers of pictures that are installed, each with the interpreter it runs in; None is ours."""
    if python is not None or find_spec("rapidocr") is not None:
        yield "rapidocr", python
    if shutil.which("tesseract") is not None:
        yield "tesseract", None
    if find_spec("docling") is not None:
        yield "docling", None


def text_pages(folder: Path, pages: int) -> list[Path]:
    """Pictures of pages of running text without a table, 200 dots an inch, drawn with a seed."""
    import pymupdf

    chance = random.Random(15)
    found = []
    for number in range(pages):
        with pymupdf.open() as document:
            page = document.new_page()
            for line in range(40):
                words = " ".join(chance.choice(_WORDS) for _ in range(chance.randint(8, 11)))
                page.insert_text((60, 70 + 17 * line), words, fontsize=11)
            found.append(folder / f"text-{number}.png")
            page.get_pixmap(dpi=200).save(found[-1])
    return found


def _text_pages(pictures: Sequence[Path], python: Path | None) -> Iterator[str]:
    yield f"pages of text without a table, {len(pictures)} at 200 dpi, {40 * len(pictures)} lines"
    yield HEAD
    ours = spent("extractor", pictures)
    yield ours.line("extractor")
    for reader, runs in _picture_readers(python):
        peer = spent(reader, pictures, runs)
        times = f"; extractor needs {ours.cpu / peer.cpu:.2f} times as much" if reader == "rapidocr" else ""
        yield f"{peer.line(reader)}{times}"


def _joined(words: Iterator[tuple[str, ...]], pages: int) -> tuple[str, ...]:
    return tuple(word for _ in range(pages) for word in next(words))


def _seen(scans: Sequence[ScannedFile], words: Sequence[Sequence[str]]) -> int:
    return sum((Counter(scan.numbers) & Counter(found)).total() for scan, found in zip(scans, words, strict=True))


def _scaling(files: Sequence[Path], folder: Path) -> Iterator[str]:
    yield f"a run over these {len(files)} scans"
    walls = []
    for jobs in (1, 2):
        before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        store = folder / f"{jobs}.sqlite"
        words = ["run", str(folder / "scans"), "--jobs", str(jobs), "--readers", "layout", "--store", str(store)]
        subprocess.run([sys.executable, "-m", "extractor", *words], cwd=ROOT, capture_output=True, check=False)
        walls.append(time.monotonic() - begun)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        yield f"--jobs {jobs}: {walls[-1]:.1f} s on the clock, {cpu:.1f} s CPU"
    load = os.getloadavg()[2]
    yield f"two processes are {walls[0] / walls[1]:.2f} times as fast as one; load of the last quarter hour {load:.1f}"
