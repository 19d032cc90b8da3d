"""Tesseract by its command, as far as it is installed: words with their boxes as lines of tab-separated fields."""

import csv
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import cached_property

import cv2

from extractor.documents.scan import ENGINES
from extractor.documents.scan.engines.text_engine import SeenWord
from extractor.documents.scan.paper.raster import Grey
from extractor.errors import ConfigurationError, OpenerDefect

LANGUAGES = "EXTRACTOR_TESSERACT_LANGUAGES"
"""Name of the variable that names its models, as its option ``-l`` takes them."""
_COMMAND = "tesseract"
_SPARSE = "11"
"""Page segmentation: as much text as possible in no particular order, which tables need."""
_SECONDS = 120
_WORD = "5"
"""What its fields call the level of a word."""


class Tesseract:
    """The command ``tesseract``. ConfigurationError where it, or a model that is asked for, is not installed."""

    name = "tesseract"

    def __init__(self) -> None:
        found = shutil.which(_COMMAND)
        if found is None:
            raise ConfigurationError(f"{ENGINES}: the command {_COMMAND} is not installed")
        self._command = found
        self._languages = os.environ.get(LANGUAGES, "").strip() or "eng"
        installed = self._told("--list-langs").splitlines()[1:]
        lacks = [name for name in self._languages.split("+") if name not in installed]
        if lacks:
            there = ", ".join(installed) or "none"
            raise ConfigurationError(f"{LANGUAGES}: {_COMMAND} has no model {', '.join(lacks)}; installed are {there}")

    @cached_property
    def version(self) -> str:
        """Of the program, with the models that it is asked for."""
        return f"{self._told('--version').partition(chr(10))[0].strip()}, {self._languages}"

    def _told(self, option: str) -> str:
        said = subprocess.run([self._command, option], capture_output=True, text=True, timeout=_SECONDS)
        return said.stdout or said.stderr

    def read(self, pixels: Grey, dpi: float) -> Sequence[SeenWord]:
        """The words of a page."""
        _, picture = cv2.imencode(".png", pixels)
        asked = [
            self._command,
            "stdin",
            "stdout",
            "-l",
            self._languages,
            "--psm",
            _SPARSE,
            "--dpi",
            f"{dpi:.0f}",
            "tsv",
        ]
        try:
            answer = subprocess.run(asked, input=picture.tobytes(), capture_output=True, timeout=_SECONDS, check=True)
        except (OSError, subprocess.SubprocessError) as error:
            raise OpenerDefect(f"{_COMMAND} failed ({error})") from error
        return tuple(_words(answer.stdout.decode("utf-8", "replace")))


def _words(table: str) -> Iterator[SeenWord]:
    for line in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if line["level"] == _WORD and (text := (line["text"] or "").strip()):
            x, y, wide, high = (float(line[name]) for name in ("left", "top", "width", "height"))
            yield SeenWord(text, x, y, x + wide, y + high, float(line["conf"]) / 100)
