"""What becomes of the numbers of recorded outputs when some systems must agree on them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from extractor.evaluate.outputs.side_by_side import Json, Leaf, side_by_side

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "recorded_outputs"
TRUTH = "the label"


@dataclass(frozen=True)
class AgreementTally:
    """What becomes of numbers when these systems must agree.

    ``fields``: numbers in the labels. ``routed``: those the systems differ on. ``wrong``: all systems give the same
    other value. ``missed``: all systems give nothing. ``unlabelled``: numbers that all systems give alike where the
    label has nothing (a number the labels leave out, or one that all invented alike: the labels cannot tell).
    ``doubtful``: numbers the systems differ on where the label has nothing; a person would look at these as well.
    """

    systems: tuple[str, ...]
    fields: int = 0
    routed: int = 0
    wrong: int = 0
    missed: int = 0
    unlabelled: int = 0
    doubtful: int = 0

    @property
    def left(self) -> int:
        """Errors among the numbers that the systems agree on."""
        return self.wrong + self.missed


def measure(folder: Path, systems: Sequence[str]) -> AgreementTally:
    """The tally over all documents of the folder."""
    counts = dict.fromkeys(("fields", "routed", "wrong", "missed", "unlabelled", "doubtful"), 0)
    for label in sorted((folder / "labels").glob("*.json")):
        records = {name: _record(folder, name, label.stem) for name in systems}
        for leaf in side_by_side({**records, TRUTH: _load(label)}):
            outcome = judge(leaf, systems)
            counts["fields"] += TRUTH in leaf.numeric
            if outcome in counts:
                counts[outcome] += 1
    return AgreementTally(tuple(systems), **counts)


def judge(leaf: Leaf, systems: Sequence[str]) -> str:
    """What becomes of one number: right, routed, wrong, missed, unlabelled or doubtful; empty for anything else."""
    values = [leaf.values.get(name) for name in systems]
    agreed = all(value == values[0] for value in values)
    if TRUTH in leaf.numeric:
        if not agreed:
            return "routed"
        right = values[0] == leaf.values[TRUTH]
        return "right" if right else "missed" if values[0] is None else "wrong"
    if leaf.values.get(TRUTH) is None and leaf.numeric:
        return "unlabelled" if agreed else "doubtful"
    return ""


def _record(folder: Path, system: str, document: str) -> Json:
    recorded = _load(folder / "results" / system / f"{document}.json")
    return recorded.get("data") if isinstance(recorded, dict) else None


def _load(path: Path) -> Json:
    return cast(Json, json.loads(path.read_text("utf-8")))
