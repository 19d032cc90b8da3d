"""Pictures of real paper given to this reader and to others, each in a process of its own."""

import json
import os
import pickle
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import cv2
import numpy as np

from benchmarks.page_costs import HEAD, ROOT, Spent, spent
from extractor.documents import Document
from specimens.real_paper.paper_sample import PaperPicture
from specimens.real_paper.paper_scores import PaperScore, among_words, read_numbers, score_picture

_SHOWN = 12
"""Numbers that are not right, of one picture, that are listed."""


@dataclass
class MeasuredPictures:
    """What was found, by kind. ``peers``: of each other reader the numbers among its words, by kind."""

    scores: dict[str, PaperScore] = field(default_factory=lambda: defaultdict(PaperScore))
    peers: dict[str, Counter[str]] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)
    costs: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)


def measured(pictures: Iterable[PaperPicture], show: bool = False, alone: bool = False) -> MeasuredPictures:
    """Draw the pictures, read them with everything that is installed, or ``alone`` with this reader, and count."""
    found = MeasuredPictures()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        drawn, files, plain = _drawn(pictures, folder)
        own, why = _opened(files, folder)
        found.refusals = [each for each in why if each]
        found.costs = [HEAD, own.line("extractor")]
        for picture, path in zip(drawn, files, strict=True):
            kept = path.with_suffix(".pickle")
            document: Document | None = pickle.loads(kept.read_bytes()) if kept.exists() else None
            found.scores[picture.kind] += score_picture(picture, document)
            if show:
                found.shown += _not_right(picture, document)
        for name, peer in () if alone else _peers(plain):
            found.costs.append(peer.line(name))
            found.peers[name] = Counter()
            for picture, words in zip(drawn, peer.words, strict=True):
                printed = [piece.text for piece in picture.page.numbers]
                found.peers[name][picture.kind] += among_words(printed, words)
    return found


def _drawn(pictures: Iterable[PaperPicture], folder: Path) -> tuple[list[PaperPicture], list[Path], list[Path]]:
    """The pictures without their pixels, their files, and the same as pictures for readers that take nothing else."""
    drawn, files, plain = [], [], []
    for number, picture in enumerate(pictures):
        files.append(folder / f"{number:05}{picture.suffix}")
        files[-1].write_bytes(picture.content)
        plain.append(folder / f"{number:05}-plain.png")
        cv2.imwrite(str(plain[-1]), picture.pixels)
        drawn.append(replace(picture, pixels=np.zeros((0, 0, 3), np.uint8)))
    return drawn, files, plain


def _opened(files: Sequence[Path], folder: Path) -> tuple[Spent, list[str]]:
    """This reader."""
    command = [sys.executable, "-m", "benchmarks.opened_files", str(folder), *map(str, files)]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT
    )
    *read, last = [json.loads(line) for line in done.stdout.splitlines()]
    cpu = [each["cpu"] for each in read]
    return Spent(len(read), sum(cpu), max(cpu), last["peak_mib"], ()), [each["why"] for each in read]


def _peers(files: Sequence[Path]) -> Iterator[tuple[str, Spent]]:
    """Other readers."""
    yield "rapidocr", spent("rapidocr", files)
    if shutil.which("tesseract"):
        yield "tesseract", _tesseract(files)


def _tesseract(files: Sequence[Path]) -> Spent:
    """Tesseract with all the languages it has, told to find out which way up a page lies."""
    known = subprocess.run(["tesseract", "--list-langs"], check=True, capture_output=True, text=True).stdout.split()
    languages = [name for name in ("eng", "chi_sim", "deu") if name in known] or ["eng"]
    words, costs = [], []
    for path in files:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        command = ["tesseract", str(path), "stdout", "-l", "+".join(languages), "--psm", "1"]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        words.append(tuple(done.stdout.split()))
    return Spent(len(words), sum(costs), max(costs), after.ru_maxrss / 1024, tuple(words))


def _not_right(picture: PaperPicture, document: Document | None) -> Iterator[str]:
    """What is not right of one picture, in a line each."""
    if document is None:
        yield f"{picture.name}: refused"
        return
    wrong = [number for number in read_numbers(picture, document) if number.fate != "right"]
    for number in wrong[:_SHOWN]:
        touched = f", under {number.piece.touched}" if number.piece.touched else ""
        yield f"{picture.name}: {number.piece.text} read as {number.read!r}: {number.fate}{touched}"
