"""The embedded model's file: what it is, where it lies, whether it is there."""

import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

MODEL_NAME = "qwen2.5-coder-0.5b-instruct-q4_k_m"
FILE_NAME = f"{MODEL_NAME}.gguf"
SIZE = 491_400_064
SHA256 = "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32"
FOLDER_VARIABLE = "EXTRACTOR_MODEL_DIR"
INSTALL = "extractor model install"
INSTALL_RUNTIME = 'pip install "extractor[embedded]"'
RUNTIME = "xllamacpp"


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
    path = model_folder() / FILE_NAME
    file = path.is_file() and path.stat().st_size == SIZE
    runtime = find_spec(RUNTIME) is not None
    steps = [] if runtime else [INSTALL_RUNTIME]
    steps += [] if file else [INSTALL]
    problem = f"the embedded model is not installed; type: {' && '.join(steps)}" if steps else ""
    return ModelStatus(MODEL_NAME, path, file, runtime, problem)
