"""The embedded model: llama.cpp's server inside this process, asked through the same client as any endpoint."""

import atexit
import os
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import ModelUnavailable
from extractor.readers.llm.address import Endpoint
from extractor.readers.llm.weights import INSTALL, MODEL_NAME, model_status

if TYPE_CHECKING:
    import xllamacpp

THREADS_VARIABLE = "EXTRACTOR_MODEL_THREADS"
_CONTEXT = 4096
_CACHE_MIB = 256
_MOST_THREADS = 8
_SILENT = -1

_lock = threading.Lock()
_running: "dict[EmbeddedModel, tuple[xllamacpp.Server, Endpoint]]" = {}


@dataclass(frozen=True, slots=True)
class EmbeddedModel:
    """The model in ``path``; started by the first request, once a process, stopped when the process ends.

    ``context``: how many tokens a request and its answer may have together.
    """

    path: Path
    model: str = MODEL_NAME
    context: int = _CONTEXT
    address: str = ""
    additions: str = ""

    def open(self) -> Endpoint:
        """The endpoint of the running model. ModelUnavailable if it cannot be started."""
        with _lock:
            if self not in _running:
                _running[self] = _start(self)
            return _running[self][1]


def embedded_endpoint() -> EmbeddedModel:
    """The installed model. ModelUnavailable says what to type if there is none."""
    status = model_status()
    if not status.ready:
        raise ModelUnavailable(status.problem)
    return EmbeddedModel(status.path, status.model)


def stop_embedded() -> None:
    """Stop every model running in this process; the next request starts it again."""
    with _lock:
        _running.clear()


def thread_count() -> int:
    """Threads for the model: as set, one in CI, otherwise one for every processor up to eight."""
    chosen = os.environ.get(THREADS_VARIABLE, "")
    if chosen.isdigit() and int(chosen) > 0:
        return int(chosen)
    if os.environ.get("CI"):
        return 1
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(available, _MOST_THREADS))


def _start(model: EmbeddedModel) -> "tuple[xllamacpp.Server, Endpoint]":
    # Threads that wait actively for each other slow a busy machine down several times over. Read at import.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")
    try:
        import xllamacpp
    except ImportError as error:
        raise ModelUnavailable(
            f'the model\'s runtime is missing ({error}); type: pip install "extractor-proof[embedded]"'
        ) from error
    key = secrets.token_urlsafe(24)
    try:
        server = xllamacpp.Server(_parameters(model, key))
    except Exception as error:
        raise ModelUnavailable(f"the model in {model.path} cannot be started ({error}); type: {INSTALL}") from error
    # Stopped before the interpreter takes modules apart: its threads call into them.
    atexit.register(stop_embedded)
    return server, Endpoint(f"{server.listening_address}/v1", model.model, key, embedded=True)


def _parameters(model: EmbeddedModel, key: str) -> "xllamacpp.CommonParams":
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(model.path)
    parameters.model_alias = {model.model}
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.api_keys = [key]
    parameters.n_parallel = 1
    parameters.n_ctx = model.context
    parameters.cache_ram_mib = _CACHE_MIB
    parameters.n_gpu_layers = 0
    parameters.cpuparams.n_threads = thread_count()
    parameters.cpuparams_batch.n_threads = thread_count()
    parameters.verbosity = _SILENT
    parameters.ui = False
    parameters.endpoint_slots = False
    return parameters
