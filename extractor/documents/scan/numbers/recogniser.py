"""The character recogniser: pictures of single lines to probabilities of characters.

PP-OCRv6 (Apache-2.0) as rapidocr ships it in its wheel; nothing is downloaded. The network sees lines 48 pixels high
and says for every eight pixels of width how likely each character is (connectionist temporal classification).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from extractor.documents.scan.paper.raster import Grey
from extractor.documents.scan.paper.shipped_network import load_network

if TYPE_CHECKING:
    import onnxruntime

ENGINE = "rapidocr"
"""What words recognised by it name as who saw them."""

Likelihoods: TypeAlias = NDArray[np.float32]
"""Of one line: shape (steps, characters), the first character is "none"."""

Taken = TypeVar("Taken")

_HEIGHT = 48
_STEP = 8
_TOGETHER = 64
"""Steps that are computed at once at most: 0.58 ms of a core for each, 0.75 where 500 leave the caches."""
_WIDEST = 3200
_MODEL = "PP-OCRv6_rec_small.onnx"


@dataclass
class Recogniser:
    """A loaded network. ``threads`` it may use; loading takes half a second and 100 MB."""

    threads: int = 1
    characters: tuple[str, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        listed = self._session.get_modelmeta().custom_metadata_map["character"].splitlines()
        self.characters = ("", *listed, " ")

    @cached_property
    def _session(self) -> "onnxruntime.InferenceSession":
        return load_network(_MODEL, self.threads)

    def read(self, lines: Sequence[Grey], take: Callable[[Likelihoods], Taken]) -> list[Taken]:
        """What ``take`` makes of the likelihoods of every line, in the order given. They are large (a line of forty
        characters has 4 million of them) and dropped at once.
        """
        found: dict[int, Taken] = {}
        scaled = [_scaled(line) for line in lines]
        name = self._session.get_inputs()[0].name
        for steps, batch in _batches([-(-line.shape[1] // _STEP) for line in scaled]):
            tensor = np.zeros((len(batch), 3, _HEIGHT, _STEP * steps), np.float32)
            for row, index in enumerate(batch):
                tensor[row, :, :, : scaled[index].shape[1]] = scaled[index]
            answers = self._session.run(None, {name: tensor})[0]
            for row, index in enumerate(batch):
                found[index] = take(np.asarray(answers[row], np.float32))
        return [found[index] for index in range(len(lines))]


def step_width(height: int) -> float:
    """How many pixels wide a step is in the picture of a line that is so many high."""
    return _STEP * height / _HEIGHT


def _scaled(line: Grey) -> NDArray[np.float32]:
    """A line at the height the network knows, its grey from -1 to 1."""
    height, width = line.shape
    wide = min(_WIDEST, max(_STEP * 2, round(width * _HEIGHT / height)))
    way = cv2.INTER_CUBIC if height < _HEIGHT else cv2.INTER_AREA
    return np.asarray(cv2.resize(line, (wide, _HEIGHT), interpolation=way).astype(np.float32) / 127.5 - 1)


def _batches(steps: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """Indices of lines of one width, with that: what a line says does not depend on the lines read with it."""
    by_width: dict[int, list[int]] = {}
    for index, wide in enumerate(steps):
        by_width.setdefault(wide, []).append(index)
    for wide, alike in by_width.items():
        most = max(1, _TOGETHER // wide)
        yield from ((wide, alike[at : at + most]) for at in range(0, len(alike), most))
