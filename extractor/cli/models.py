"""``extractor model``: bring the embedded model, and say whether it is there."""

import os

from pydantic import JsonValue

from extractor.cli.screen import output, talk, write_json
from extractor.errors import ConfigurationError
from extractor.readers.llm import SCALES, ModelStatus, install_model, model_status, weights_of
from extractor.run.settings import resolve_settings


def show_model(as_json: bool) -> int:
    """Which embedded models there are, and whether the one that is used can be used; 1 if not."""
    used, every = model_status(), {scale: model_status(weights) for scale, weights in SCALES.items()}
    if as_json:
        sizes: list[JsonValue] = [
            {"size": scale, **_plain(each), "used": each.path == used.path} for scale, each in every.items()
        ]
        write_json({**_plain(used), "sizes": sizes})
        return 0 if used.ready else 1
    console = output()
    for scale, each in every.items():
        size = f"{SCALES[scale].size / 1_000_000:.0f} MB"
        there = "used" if each.path == used.path and each.file else "there" if each.file else "not installed"
        console.print(f"{scale}: {each.model}, {size}, {there}; {each.path}", soft_wrap=True)
    console.print(f"runtime: {'there' if used.runtime else 'missing'}")
    if used.problem:
        console.print(used.problem, soft_wrap=True)
    return 0 if used.ready else 1


def install(size: str | None) -> int:
    """Bring a model; 1 where it is there but its runtime is not. ModelUnavailable where no source has it,
    ConfigurationError where nothing may leave this machine, or there is no model of this size.
    """
    weights = weights_of(size)
    if resolve_settings({}, os.environ).offline:
        raise ConfigurationError("EXTRACTOR_OFFLINE: the model would come from another machine; unset it to bring it")
    path = install_model(weights=weights, console=talk())
    output().print(str(path), soft_wrap=True)
    status = model_status(weights)
    if not status.ready:
        talk().print(status.problem, style="yellow", soft_wrap=True)
    return 0 if status.ready else 1


def _plain(status: ModelStatus) -> dict[str, JsonValue]:
    return {
        "model": status.model,
        "path": str(status.path),
        "file": status.file,
        "runtime": status.runtime,
        "ready": status.ready,
        "problem": status.problem,
    }
