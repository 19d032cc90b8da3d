"""What of the labelled values of real documents is seen by the opener at all, beside plain rapidocr on pictures.

::

    python -m benchmarks.docubench --seen [--only NAME …]

A number is seen where the same number is printed, however it is written; a day where its day, month and year are; a
text where all of its words are printed as the label has them, their letters in order. Zeros and truth values are left
out: a dash or a box may stand for them. What a label says in other words than the document counts against everybody.
"""

import argparse
import importlib
import json
import re
import time
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal, TypeAlias

from benchmarks.docubench_cases import walked
from extractor.documents import Document, open_document
from extractor.evaluate.outputs.side_by_side import Json

Sort: TypeAlias = Literal["stored text", "picture", "right-to-left"]

GOALS = {"stored text": 0.97, "picture": 0.85, "right-to-left": 0.95}
"""The share of labelled values that each sort of document is to show."""

_PICTURES = frozenset({".png", ".jpeg", ".jpg", ".tif", ".tiff"})
_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_MANY_LEFTWARD = 40
_FEW_WORDS = 30
_DPI = 200
_NUMBER = re.compile(r"\d(?:[\d.,'’ \u00a0]*\d)?")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?")
_NEAR = 4
"""Words of a day: its month may be a word of any language."""


@dataclass(frozen=True)
class SeenCase:
    """One document: of its labelled values how many are seen by the opener, and by plain rapidocr where it is a
    picture; what is not seen; seconds."""

    name: str
    sort: Sort
    seen: int
    values: int
    missed: tuple[str, ...]
    seconds: float
    peer: int | None = None
    error: str = ""

    def __str__(self) -> str:
        share = f"{self.seen}/{self.values} {self.seen / self.values:.1%}" if self.values else "–"
        peer = "" if self.peer is None else f"  rapidocr {self.peer}/{self.values}"
        missed = f"  not seen: {', '.join(self.missed[:4])}" if self.missed else ""
        return f"{self.name:24} {self.sort:14} {share:>16} {self.seconds:6.1f} s{peer}{missed}  {self.error}".rstrip()


class SeenText:
    """What is printed: the words, the numbers, and the words in their order."""

    def __init__(self, text: str) -> None:
        self.words = [folded for word in text.split() if (folded := _folded(word))]
        self._set = frozenset(self.words)
        self._whole = "".join(self.words)
        self._numbers = frozenset(number for found in _NUMBER.findall(_plain(text)) for number in _readings(found))

    def holds(self, value: Json) -> bool:
        """Whether a labelled value is printed."""
        if value is None or isinstance(value, (dict, list)):
            return False
        if not isinstance(value, str):
            number = abs(Decimal(repr(value)))
            return bool({number.normalize(), (number * 100).normalize()} & self._numbers)
        day = _DATE.fullmatch(value)
        if day is not None and self._holds_day(int(day[1]), int(day[2]), int(day[3])):
            return True
        words = [folded for word in value.split() if (folded := _folded(word))]
        return "".join(words) in self._whole or all(word in self._set for word in words)

    def _holds_day(self, year: int, month: int, day: int) -> bool:
        try:
            printed = date(year, month, day)
        except ValueError:
            return False
        names = {printed.strftime("%B").casefold(), printed.strftime("%b").casefold(), str(month), f"{month:02}"}
        days, years = {str(day), f"{day:02}"}, {str(year), f"{year % 100:02}"}
        compact = {
            "".join(parts) for d in days for m in names for y in years for parts in ((d, m, y), (m, d, y), (y, m, d))
        }
        if compact & self._set:
            return True
        for at in range(len(self.words)):
            near = [bare for word in self.words[at : at + _NEAR] for bare in re.findall(r"\d+|[^\W\d]+", word)]
            if str(year) in near and days & set(near):
                return True
        return False


def seen_cases(documents: Path, recordings: Path, names: Iterable[str] = ()) -> Iterator[SeenCase]:
    """The documents of a folder that have a label, in the order of their names."""
    wanted = set(names)
    for path in sorted(documents.iterdir()):
        label = recordings / "labels" / f"{path.stem}.json"
        if label.exists() and (not wanted or path.stem in wanted):
            yield seen_case(path, json.loads(label.read_text("utf-8")))


def seen_case(path: Path, label: Json) -> SeenCase:
    """What is seen of one document."""
    values = [(at, value) for at, value in walked(label) if _counts(value)]
    begun, document, error = time.monotonic(), None, ""
    try:
        document = open_document(path)
    except Exception as found:
        error = f"{type(found).__name__}: {found}"
    seconds = time.monotonic() - begun
    shown = SeenText(document.text if document is not None else "")
    missed = tuple(f"{at}={value!r}"[:60] for at, value in values if not shown.holds(value))
    sort = _sort(path, document, label)
    peer = None
    if sort == "picture":
        plain = SeenText(_plain_text(path))
        peer = sum(plain.holds(value) for _, value in values)
    return SeenCase(path.name, sort, len(values) - len(missed), len(values), missed, seconds, peer, error)


def show_seen(cases: Iterable[SeenCase]) -> Iterator[str]:
    """A line for every document, then what each sort comes to beside its goal."""
    found = []
    for each in cases:
        found.append(each)
        yield str(each)
    for sort, goal in GOALS.items():
        here = [each for each in found if each.sort == sort]
        values = sum(each.values for each in here)
        if not values:
            continue
        seen = sum(each.seen for each in here)
        peers = [each.peer for each in here if each.peer is not None]
        peer = f", rapidocr {sum(peers)}/{values} {sum(peers) / values:.1%}" if peers else ""
        yield f"{sort}: {seen}/{values} {seen / values:.1%} in {len(here)} documents, goal {goal:.0%}{peer}"


def show(arguments: argparse.Namespace) -> Iterator[str]:
    """The whole output for the arguments of ``benchmarks.docubench``."""
    yield from show_seen(seen_cases(arguments.documents, arguments.recordings, arguments.only))


def _counts(value: Json) -> bool:
    if isinstance(value, bool) or value is None or isinstance(value, (dict, list)):
        return False
    return bool(_folded(value)) if isinstance(value, str) else value != 0


def _sort(path: Path, document: Document | None, label: Json) -> Sort:
    suffix = path.suffix.lower()
    if suffix in _PICTURES or (suffix == ".pdf" and _has_few_words(document)):
        return "picture"
    texts = (document.text if document is not None else "") + json.dumps(label, ensure_ascii=False)
    return "right-to-left" if len(_LEFTWARD.findall(texts)) > _MANY_LEFTWARD else "stored text"


def _has_few_words(document: Document | None) -> bool:
    if document is None or document.method == "scan":
        return True
    return len(document.words) < _FEW_WORDS * len(document.pages)


def _plain_text(path: Path) -> str:
    """What rapidocr reads of a picture, or of the pages of a PDF drawn as pictures, with its defaults."""
    engine: Any = importlib.import_module("rapidocr").RapidOCR(params={"Global.log_level": "critical"})
    return "\n".join(text for picture in _pictures(path) for text in engine(picture).txts or ())


def _pictures(path: Path) -> Iterator[bytes]:
    if path.suffix.lower() != ".pdf":
        yield path.read_bytes()
        return
    import pymupdf

    with pymupdf.open(path) as pdf:  # type: ignore[no-untyped-call]  # pymupdf has no annotations
        for page in pdf:
            yield page.get_pixmap(dpi=_DPI).tobytes("png")


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _folded(word: str) -> str:
    """The letters and digits of a word."""
    apart = unicodedata.normalize("NFKD", _plain(word))
    return "".join(char for char in apart if char.isalnum())


def _readings(printed: str) -> Iterator[Decimal]:
    """The numbers that digits with marks among them may be, in any country, and each of those between spaces."""
    for part in {printed, *printed.split()}:
        bare = re.sub(r"['’\s]", "", part)
        last = max(bare.rfind("."), bare.rfind(","))
        whole = re.sub(r"[.,]", "", bare)
        for each in {whole, f"{re.sub('[.,]', '', bare[:last])}.{bare[last + 1 :]}" if last >= 0 else whole}:
            try:
                yield Decimal(each).normalize()
            except InvalidOperation:
                continue
