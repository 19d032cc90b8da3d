"""The networks in rapidocr's wheel (Apache-2.0), loaded to run here; nothing is downloaded."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import onnxruntime


def load_network(name: str, threads: int = 1) -> "onnxruntime.InferenceSession":
    """The network of a file in the wheel. ``threads`` it may use. Raises ModuleNotFoundError without rapidocr."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(_shipped(name)), options, providers=["CPUExecutionProvider"])


def _shipped(name: str) -> Path:
    spec = find_spec("rapidocr")
    places = spec.submodule_search_locations if spec is not None else None
    if not places:
        raise ModuleNotFoundError("rapidocr")
    return Path(places[0]) / "models" / name
