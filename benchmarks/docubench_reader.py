"""The model reader on real documents, with a model on loopback that answers as a recorded system did.

What that system gave is its truth: where it was wrong and the wrong value is printed, the model points there. Read are
the documents that store their text. Counted is what is confirmed of the values that the system had right, how many of
the confirmed are wrong by the labels, and which documents are accepted whole.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from benchmarks.docubench_cases import LabelledCase, LabelledLeaf
from extractor.door.reading_options import readers_of
from extractor.evaluate.interval import wilson_interval
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.loopback_server import loopback
from extractor.evaluate.outputs.side_by_side import plain
from extractor.readers.record.record_items import Json, parts_of
from extractor.route import Verdict, judge_readings
from extractor.schemas.record_keys import key_of_path
from extractor.schemas.shape import Shape, ShapeGroup, ShapeLeaf, ShapeNode
from extractor.schemas.state import Value

KINDS = ("number", "date", "text")


@dataclass(frozen=True)
class ReadCase:
    """One document as it was read. ``given``: what the system gave; ``read``: what was read, each with the label;
    ``confirmed``: the paths of what was."""

    name: str
    given: Sequence[LabelledLeaf]
    read: Sequence[LabelledLeaf]
    confirmed: frozenset[str]
    verdict: Verdict

    def right(self, kind: str) -> int:
        """How many values of a kind the system had right."""
        return sum(leaf.right and leaf.known and leaf.kind == kind for leaf in self.given)

    def proven(self, kind: str) -> list[LabelledLeaf]:
        """What of a kind is confirmed, where the label says anything."""
        return [leaf for leaf in self.read if leaf.kind == kind and leaf.known and leaf.path in self.confirmed]

    @property
    def wrong(self) -> list[LabelledLeaf]:
        """What is confirmed and not as the label has it."""
        return [leaf for kind in KINDS for leaf in self.proven(kind) if not leaf.right]


def read_case(case: LabelledCase, system: str, readers: str) -> ReadCase | None:
    """What becomes of a document read by a model that answers as a system did; None where that gave no record."""
    record = case.records.get(system)
    if not isinstance(record, dict):
        return None
    truth = KnownTruth(case.form, dict(_values(case.shape, record)), case.name)
    with loopback([truth]) as server:
        endpoint = server.endpoint
        with readers_of({"base_url": endpoint.base_url, "model": endpoint.model, "readers": readers}) as work:
            readings = work.readers.read(case.document, case.schema, case.form)
    verdict = judge_readings(case.form, readings, source=case.document)
    values = {path: field.value for path, field in verdict.fields.items() if field.value is not None}
    confirmed = frozenset(path for path, field in verdict.fields.items() if field.status == "confirmed")
    given = case.leaves(record)
    read = [_labelled_as(given, leaf) for leaf in case.leaves(_nested(case.shape.root, "", values))]
    return ReadCase(case.name, given, read, confirmed, verdict)


def _labelled_as(given: Sequence[LabelledLeaf], leaf: LabelledLeaf) -> LabelledLeaf:
    """A value that was read, with the label of what the system gave at its path where both are the same: rows that
    are read in part may be matched to another row of the label."""
    same = (each for each in given if each.path == leaf.path and plain(each.given) == plain(leaf.given))
    return next(same, leaf)


def best_system(cases: Iterable[LabelledCase]) -> str:
    """The system that has most values right."""
    right: Counter[str] = Counter()
    for case in cases:
        for name, record in case.records.items():
            if isinstance(record, dict):
                right[name] += sum(leaf.right and leaf.known for leaf in case.leaves(record))
    return right.most_common(1)[0][0]


def show_reader(found: Sequence[ReadCase], system: str) -> Iterator[str]:
    """A line for every document, then what all come to and which are accepted."""
    yield f"the model answers as {system} did:"
    for each in found:
        parts = ", ".join(f"{kind}s {_share(each, kind)}" for kind in KINDS if each.right(kind))
        waiting = sum(field.waits for field in each.verdict.fields.values())
        yield f"  {each.name}: {parts}; wrong {len(each.wrong)}; {each.verdict.status}, {waiting} fields wait"
        yield from (f"    {leaf.path}: {leaf.given!r}, by the label {leaf.truth!r}" for leaf in each.wrong)
    for kind in KINDS:
        proven = [leaf for each in found for leaf in each.proven(kind)]
        right, all_right = sum(leaf.right for leaf in proven), sum(each.right(kind) for each in found)
        wrong = len(proven) - right
        if all_right and proven:
            low, high = wilson_interval(wrong, len(proven))
            interval = f"{wrong / len(proven):.2%}, 95 %: {low:.2%} to {high:.2%}"
            yield f"  {kind}s confirmed {right}/{all_right} {right / all_right:.1%}, wrong {wrong} ({interval})"
    accepted = [each for each in found if each.verdict.status == "accepted"]
    yield f"  accepted whole: {len(accepted)} of {len(found)}"
    yield from (f"    {each.name}: {len(each.read)} values, wrong {len(each.wrong)}" for each in accepted)


def _share(each: ReadCase, kind: str) -> str:
    return f"{sum(leaf.right for leaf in each.proven(kind))}/{each.right(kind)}"


def _values(shape: Shape, record: Json) -> Iterator[tuple[str, Value | None]]:
    parts = parts_of(shape, record)
    yield from ((leaf.path, leaf.value) for leaf in parts.single)
    for items in parts.lists.values():
        yield from ((leaf.path, leaf.value) for item in items for leaf in item.leaves)


def _nested(node: ShapeNode, path: str, values: Mapping[str, Value]) -> Json:
    """The nested record with numbers as JSON has them."""
    if isinstance(node, ShapeLeaf):
        value = values.get(path)
        return float(value) if isinstance(value, Decimal) else value
    if isinstance(node, ShapeGroup):
        return {name: _nested(inner, f"{path}.{name}".lstrip("."), values) for name, inner in node.members.items()}
    names = dict.fromkeys(each[len(path) + 1 :].partition(".")[0] for each in values if each.startswith(f"{path}."))
    if node.keyed:
        return {key_of_path(name): _nested(node.item, f"{path}.{name}", values) for name in names}
    last = max((int(name) for name in names), default=-1)
    return [_nested(node.item, f"{path}.{number}", values) for number in range(last + 1)]
