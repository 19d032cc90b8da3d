"""Baselines: what a run found, case by case, small enough to be kept beside the code, with everything it depends on."""

import hashlib
import json
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from extractor.errors import ConfigurationError
from extractor.evaluate.eval_report import EvalReport
from extractor.evaluate.folder import evals_folder
from extractor.evaluate.render.table_change import Expect
from extractor.evaluate.score import CaseScore
from extractor.readers.llm.price import Price
from extractor.release import __version__


class CaseLine(BaseModel):
    """One case of a baseline. Counts are of fields, ``printed`` and ``accounted`` of numbers. ``unnoticed``: fields
    that are confirmed but wrong, and printed ones that the verdict lacks; nobody is asked to look at them.
    ``key``: the hash of what the document was made from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case: str
    key: str
    outcome: Expect
    met: bool
    fields: int
    right: int
    to_review: int
    unnoticed: int
    printed: int
    accounted: int

    @classmethod
    def of(cls, score: CaseScore) -> "CaseLine":
        """The line of a scored case."""
        return cls(
            case=score.case,
            key=score.key,
            outcome=score.outcome,
            met=score.met,
            fields=score.fields,
            right=score.right,
            to_review=score.to_review,
            unnoticed=len(score.unnoticed),
            printed=score.printed_numbers,
            accounted=score.accounted,
        )

    @property
    def accepted(self) -> bool:
        """Whether the document was accepted."""
        return self.outcome == "accept"

    @property
    def false_success(self) -> bool:
        """Accepted although a value is not what is printed."""
        return self.accepted and self.right < self.fields

    @property
    def unsafe(self) -> bool:
        """Accepted although a value is wrong or although it must not be."""
        return self.accepted and (self.right < self.fields or not self.met)


class Provenance(BaseModel):
    """What a run depended on.

    ``readers``: each reader with its version, which for a model names the model, its profile, the hashes of the prompts
    and the version of the schema. ``endpoint``: where the model answered. ``code``: version of the program and a hash
    of its sources. ``price``: what a million tokens cost, where it was stated.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    set_name: str
    set_digest: str
    schema_version: str
    readers: tuple[str, ...]
    endpoint: str = ""
    policy: str = "standard"
    code: str
    price: Price | None = None


class Baseline(BaseModel):
    """A run as it is kept. Cases that are counted apart are in it like all others. ``not_run``: cases of the set that
    the installation could not make or not read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    provenance: Provenance
    cases: tuple[CaseLine, ...]
    not_run: tuple[str, ...] = ()

    @classmethod
    def of(cls, report: EvalReport, provenance: Provenance) -> "Baseline":
        """The baseline of a report."""
        left = tuple(each.case for each in report.not_run)
        return cls(provenance=provenance, cases=tuple(CaseLine.of(case) for case in report.cases), not_run=left)

    @cached_property
    def by_name(self) -> dict[str, CaseLine]:
        """The cases by their names."""
        return {line.case: line for line in self.cases}

    def to_text(self) -> str:
        """The file: JSON, one line a case, so that changes can be read where files are compared."""
        head = json.dumps(self.provenance.model_dump(mode="json", exclude_none=True), ensure_ascii=False, indent=1)
        lines = (f"  {json.dumps(line.model_dump(mode='json'), ensure_ascii=False)}" for line in self.cases)
        left = f'"not_run": {json.dumps(self.not_run, ensure_ascii=False)},\n' if self.not_run else ""
        return f'{{\n"provenance": {head},\n{left}"cases": [\n' + ",\n".join(lines) + "\n]\n}\n"

    def write(self, path: Path) -> None:
        """Keep the baseline in a file, its folder made if need be."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self.to_text(), "utf-8")


def load_baseline(path: Path) -> Baseline:
    """Read a baseline, by its bare name from ``evals/baselines``. ConfigurationError if there is none or it is none."""
    place = path if path.is_file() else evals_folder() / "baselines" / path.with_suffix(".json").name
    try:
        return Baseline.model_validate_json(place.read_bytes())
    except OSError:
        raise ConfigurationError(f"there is no baseline {path}; --save-baseline {path} makes one") from None
    except ValidationError as error:
        raise ConfigurationError(f"{place} is no baseline: {error.errors()[0]['msg']}") from None


def code_version() -> str:
    """Version of the program and a hash of its sources, so that two working copies can be told apart."""
    folder = Path(__file__).resolve().parents[1]
    return f"{__version__}+{_hash(sorted(folder.rglob('*.py')))}"


def _hash(paths: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for path in paths:
        found.update(path.read_bytes())
    return found.hexdigest()[:12]
