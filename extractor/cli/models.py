"""``extractor model``: bring the embedded model, and say whether it is there."""

import os

from extractor.cli.screen import output, talk, write_json
from extractor.errors import ConfigurationError
from extractor.readers.llm import install_model, model_status
from extractor.run.settings import resolve_settings


def show_model(as_json: bool) -> int:
    """Whether the embedded model can be used; 1 if not."""
    status = model_status()
    if as_json:
        write_json(
            {
                "model": status.model,
                "path": str(status.path),
                "file": status.file,
                "runtime": status.runtime,
                "ready": status.ready,
                "problem": status.problem,
            }
        )
        return 0 if status.ready else 1
    console = output()
    console.print(f"{status.model} in {status.path}", soft_wrap=True)
    console.print(f"file: {'there' if status.file else 'missing'}; runtime: {'there' if status.runtime else 'missing'}")
    if status.problem:
        console.print(status.problem, soft_wrap=True)
    return 0 if status.ready else 1


def install() -> int:
    """Bring the model; 1 where it is there but its runtime is not. ModelUnavailable where no source has it,
    ConfigurationError where nothing may leave this machine.
    """
    if resolve_settings({}, os.environ).offline:
        raise ConfigurationError("EXTRACTOR_OFFLINE: the model would come from another machine; unset it to bring it")
    path = install_model(console=talk())
    output().print(str(path), soft_wrap=True)
    status = model_status()
    if not status.ready:
        talk().print(status.problem, style="yellow", soft_wrap=True)
    return 0 if status.ready else 1
