"""The bundled sample reports: ``python -m extractor.evaluate.samples`` makes ``evals/samples`` from ``samples.json``.

The files are kept in the repository, so that a newcomer has something to run on; a test holds them to their source.
"""

import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extractor.evaluate.folder import evals_folder
from extractor.evaluate.render.document import Rendered
from extractor.evaluate.sets import CaseSpec, load_set


class Sample(BaseModel):
    """A report rendered with the words and recipes of a set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    set: str
    case: CaseSpec


class Other(BaseModel):
    """A file that is no report of any schema."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    lines: tuple[str, ...]


class SamplesFile(BaseModel):
    """``evals/samples.json``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    samples: tuple[Sample, ...]
    others: tuple[Other, ...] = ()


def samples_folder() -> Path:
    """Where the sample reports lie."""
    return evals_folder() / "samples"


def render_samples() -> Iterator[Rendered]:
    """Every sample, with its truth."""
    file = SamplesFile.model_validate_json((evals_folder() / "samples.json").read_text("utf-8"))
    for sample in file.samples:
        yield load_set(sample.set).case(sample.case).rendered
    for other in file.others:
        content = ("\n".join(other.lines) + "\n").encode()
        yield Rendered(other.name, partial(bytes, content), truth={}, states={}, expect=("refuse",))


def main(arguments: list[str]) -> None:
    """Write all samples to the folder named in the arguments, or over the bundled ones."""
    folder = Path(arguments[0]) if arguments else samples_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for sample in render_samples():
        (folder / sample.name).write_bytes(sample.content)
        sys.stderr.write(f"{folder / sample.name}: {len(sample.content)} bytes\n")


if __name__ == "__main__":
    main(sys.argv[1:])
