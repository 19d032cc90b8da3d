"""The proof layer on real documents: what it confirms of the answers that recorded systems gave, and what is wrong.

::

    python -m benchmarks.docubench [--documents FOLDER] [--recordings FOLDER] [--only NAME …] [--without NAME …]
                                   [--plants N] [--seed N] [--groups 1 2 3] [--json]
    python -m benchmarks.docubench --reader [SYSTEM] [--readers layout,llm] [--only NAME …]
    python -m benchmarks.docubench --seen [--only NAME …]

For every recorded system, every pair and every triple: of the numbers, dates and texts that are right how many are
confirmed, how many of the confirmed are wrong, and how many values are left to review. What is right the labels say,
which were checked by hand; rows that they leave out count neither way. Of errors planted into the answers of one
system, one at a time: how many are confirmed. Beside it stands fieldproof on the same answers with fair quotes, where
it is installed.
Documents that are pictures, and those whose text runs from right to left, are counted apart.

With ``--reader`` the model reader reads the documents that store their text, and a model on loopback answers as that
system did, by default the one that has most right; documents that are accepted whole are listed.
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from benchmarks import docubench_seen as seen
from benchmarks.docubench_cases import LabelledCase, LabelledLeaf, load_cases
from benchmarks.docubench_reader import best_system, read_case, show_reader
from benchmarks.peer_fieldproof import fieldproof_confirms, has_fieldproof
from benchmarks.planted_errors import KINDS, planted
from extractor.evaluate.interval import wilson_interval
from extractor.readers.reading import Reading
from extractor.readers.record import RecordPlacer
from extractor.readers.record.together import together
from extractor.route import judge_readings

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
TEXT = "stored text"
PEER = "fieldproof"


@dataclass
class ProofTally:
    """What was confirmed. ``leaves``: by kind, whether right, whether confirmed; ``plants``: by kind, whether so."""

    leaves: Counter[tuple[str, bool, bool]] = field(default_factory=Counter)
    plants: Counter[tuple[str, bool]] = field(default_factory=Counter)

    def add(self, other: "ProofTally") -> None:
        """Count another one to it."""
        self.leaves.update(other.leaves)
        self.plants.update(other.plants)

    def share(self, kind: str) -> tuple[int, int]:
        """Of the right values of a kind those that are confirmed, and all."""
        confirmed, left = self.leaves[kind, True, True], self.leaves[kind, True, False]
        return confirmed, confirmed + left

    def wrong(self, kind: str) -> tuple[int, int]:
        """Of the confirmed values of a kind those that are wrong, and all."""
        return self.leaves[kind, False, True], self.leaves[kind, False, True] + self.leaves[kind, True, True]

    def fooled(self, kinds: Sequence[str] = KINDS) -> tuple[int, int]:
        """Of planted errors those that are confirmed, and all."""
        confirmed = sum(self.plants[kind, True] for kind in kinds)
        return confirmed, confirmed + sum(self.plants[kind, False] for kind in kinds)


class CaseProof:
    """One document: the readings of all systems, and what becomes of them alone and together."""

    def __init__(self, case: LabelledCase) -> None:
        self.case = case
        self.placer = RecordPlacer(case.document, case.shape)
        self.leaves = {name: case.leaves(record) for name, record in case.records.items() if record is not None}
        self.placed = {name: self.placer.place(case.records[name], name) for name in self.leaves}

    def group(self, names: Sequence[str]) -> ProofTally | None:
        """What is confirmed of these systems together; None where one of them gave no record."""
        if any(name not in self.leaves for name in names):
            return None
        readings = together(self.placed, {name: self.case.records[name] for name in names})
        confirmed = self._confirmed(readings)
        return _tally(self.leaves[names[0]], confirmed)

    def fooled(self, name: str, chance: random.Random, many: int) -> ProofTally:
        """How many errors planted into the record of one system are confirmed."""
        found = ProofTally()
        case = self.case
        for error in planted(case.records[name], case.label, self.leaves[name], case.document, chance, many):
            confirmed = self._confirmed([self.placer.place(error.record, name)])
            found.plants[error.kind, confirmed.get(error.path, False)] += 1
        return found

    def peer(self, name: str) -> ProofTally:
        """What fieldproof verifies of the record of one system."""
        return _tally(self.leaves[name], fieldproof_confirms(self.case.path, self.case.records[name]))

    def peer_fooled(self, name: str, chance: random.Random, many: int) -> ProofTally:
        """How many planted errors fieldproof verifies."""
        found = ProofTally()
        case = self.case
        for error in planted(case.records[name], case.label, self.leaves[name], case.document, chance, many):
            confirmed = fieldproof_confirms(case.path, error.record)
            found.plants[error.kind, confirmed.get(error.path, False)] += 1
        return found

    def _confirmed(self, readings: Sequence[Reading]) -> Mapping[str, bool]:
        verdict = judge_readings(self.case.form, readings, source=self.case.document)
        return {path: found.status == "confirmed" for path, found in verdict.fields.items()}


def _tally(leaves: Sequence[LabelledLeaf], confirmed: Mapping[str, bool]) -> ProofTally:
    found = ProofTally()
    for leaf in leaves:
        if leaf.known:
            found.leaves[leaf.kind, leaf.right, confirmed.get(leaf.path, False)] += 1
    return found


def measure(arguments: argparse.Namespace) -> dict[str, dict[str, ProofTally]]:
    """The tallies by what kind of document it is, and by who is judged."""
    tallies: dict[str, dict[str, ProofTally]] = {}
    for case in load_cases(arguments.documents, arguments.recordings, arguments.only):
        if case.name in arguments.without:
            continue
        proof = CaseProof(case)
        here = tallies.setdefault(case.apart or TEXT, {})
        for size in arguments.groups:
            for names in combinations(sorted(case.records), size):
                found = proof.group(names)
                if found is not None:
                    here.setdefault(" + ".join(names), ProofTally()).add(found)
        for name in sorted(proof.leaves):
            seed = f"{arguments.seed} {case.name} {name}"
            here.setdefault(name, ProofTally()).add(proof.fooled(name, random.Random(seed), arguments.plants))
            if has_fieldproof() and arguments.peer:
                peer = here.setdefault(f"{PEER}: {name}", ProofTally())
                peer.add(proof.peer(name))
                peer.add(proof.peer_fooled(name, random.Random(seed), arguments.plants))
    return tallies


def show(tallies: Mapping[str, Mapping[str, ProofTally]], seed: int) -> Iterator[str]:
    """The table, a line for everybody who is judged, singles, pairs and triples summed up."""
    for kind, found in tallies.items():
        yield f"{kind}:"
        yield f"  {'judged':<44} {'numbers':>16} {'wrong':>14} {'dates':>12} {'texts':>16} {'review':>8} planted"
        yield from (_line(name, tally) for name, tally in found.items())
        for size, title in ((1, "one system"), (2, "two systems"), (3, "three systems")):
            members = [tally for name, tally in found.items() if name.count(" + ") == size - 1 and PEER not in name]
            yield from _sum(f"all of {title}", members)
        yield from _sum(f"all of {PEER}", [tally for name, tally in found.items() if PEER in name])
    yield f"seed of the planted errors: {seed}"
    if not has_fieldproof():
        yield f"{PEER} is not installed and stands beside nothing"


def _sum(title: str, members: Sequence[ProofTally]) -> Iterator[str]:
    total = ProofTally()
    for each in members:
        total.add(each)
    if members:
        yield _line(title, total)
        wrong, all_numbers = total.wrong("number")
        low, high = wrong_interval = wilson_interval(wrong, all_numbers) if all_numbers else (0.0, 0.0)
        if all_numbers and wrong_interval:
            yield f"    wrong among confirmed numbers: {low:.2%} to {high:.2%} (95 %)"
        if sum(total.plants.values()):
            yield "    planted: " + ", ".join(f"{each} {_of(*total.fooled([each]))}" for each in KINDS)


def _line(name: str, tally: ProofTally) -> str:
    dates, wrong_dates = tally.share("date"), tally.wrong("date")[0]
    review = sum(many for (_, _, confirmed), many in tally.leaves.items() if not confirmed)
    every = sum(tally.leaves.values())
    return (
        f"  {name:<44} {_of(*tally.share('number')):>16} {_of(*tally.wrong('number')):>14} "
        f"{_of(*dates)} ({wrong_dates}) {_of(*tally.share('text')):>16} {_of(review, every):>8} {_of(*tally.fooled())}"
    )


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole} {part / whole:.1%}" if whole else "–"


def read(arguments: argparse.Namespace) -> Iterator[str]:
    """What the model reader comes to, in words."""
    cases = [
        case
        for case in load_cases(arguments.documents, arguments.recordings, arguments.only)
        if not case.apart and case.name not in arguments.without
    ]
    system = arguments.reader or best_system(cases)
    found = [each for case in cases if (each := read_case(case, system, arguments.readers)) is not None]
    yield from show_reader(found, system)


def main() -> None:
    parser = argparse.ArgumentParser(
        description="What the proof layer confirms of recorded answers, and what is wrong."
    )
    parser.add_argument("--documents", type=Path, default=CORPUS / "docubench")
    parser.add_argument("--recordings", type=Path, default=CORPUS / "recorded_outputs")
    parser.add_argument("--only", nargs="*", default=(), help="names of documents")
    parser.add_argument("--without", nargs="*", default=(), help="names of documents to leave out")
    parser.add_argument("--plants", type=int, default=3, help="errors of each kind in each record")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--groups", type=int, nargs="*", default=(1, 2, 3), help="how many systems together")
    parser.add_argument("--no-peer", dest="peer", action="store_false", help="leave fieldproof out")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("--reader", nargs="?", const="", help="read by a model that answers as this system did")
    parser.add_argument("--readers", default="layout,llm", help="who reads then: layout, llm or both")
    parser.add_argument("--seen", action="store_true", help="what of the labelled values the opener sees at all")
    arguments = parser.parse_args()
    if arguments.seen:
        for line in seen.show(arguments):
            print(line, flush=True)
        return
    if arguments.reader is not None:
        print("\n".join(read(arguments)))
        return
    tallies = measure(arguments)
    if arguments.json:
        print(json.dumps(_plain(tallies) | {"seed": arguments.seed}, indent=1))
    else:
        print("\n".join(show(tallies, arguments.seed)))


def _plain(tallies: Mapping[str, Mapping[str, ProofTally]]) -> dict[str, object]:
    return {
        kind: {
            name: {
                "confirmed": {each: tally.share(each) for each in ("number", "date", "text")},
                "wrong": {each: tally.wrong(each) for each in ("number", "date", "text")},
                "planted": {each: tally.fooled([each]) for each in KINDS},
            }
            for name, tally in found.items()
        }
        for kind, found in tallies.items()
    }


if __name__ == "__main__":
    main()
