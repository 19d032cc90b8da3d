"""One document judged: what several systems gave for it, what they agree on, and what of that is wrong.

Numbers are judged, since numbers are what this program is about: those the label holds, and those that a system gives
where the label holds nothing. A number counts as confirmed when all systems give it alike, and is for a person to look
at otherwise; one system alone confirms everything it gives. The records are matched to each other before the label is
looked at.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractor.evaluate.mistake import FieldMistake, Mistake, compare
from extractor.evaluate.ordering import MOST_DIFFER, LevelCounts
from extractor.evaluate.outputs.recordings import Output, OutputDocument
from extractor.evaluate.outputs.side_by_side import Leaf, Plain, side_by_side
from extractor.evaluate.score import CaseScore
from extractor.evaluate.tally import ReaderScore, count_permuted, count_region
from extractor.schemas.form import Value

_LABEL = "\0label"
"""No folder of a system can be called this."""


@dataclass(frozen=True, slots=True)
class OutputLine:
    """One number of a document: what the label holds, what each system gave, and what follows from that.

    ``read`` is what most systems gave, of equally many the first named. None: nothing.
    """

    path: str
    labelled: bool
    truth: Value | None
    given: tuple[Value | None, ...]
    read: Value | None
    flagged: bool

    @property
    def mistake(self) -> Mistake | None:
        """How the number that was read differs from the label."""
        return compare(self.truth, self.read)

    @property
    def others(self) -> int:
        """How many systems are not of the commonest opinion."""
        return sum(each != self.read for each in self.given)


def document_lines(document: OutputDocument, systems: Sequence[str]) -> tuple[OutputLine, ...]:
    """The numbers of a document as these systems gave them. Where any of them gave no record, nothing is read and
    everything is flagged: nothing stands beside the others."""
    records = {name: document.outputs[name].record for name in systems}
    refused = any(record is None for record in records.values())
    leaves = side_by_side({**records, _LABEL: document.label})
    return tuple(_line(leaf, systems, refused) for leaf in leaves if _counts(leaf))


def _line(leaf: Leaf, systems: Sequence[str], refused: bool) -> OutputLine:
    given = tuple(_value(leaf.values.get(name)) for name in systems)
    ((common, _),) = Counter(given).most_common(1)
    return OutputLine(
        path=leaf.path,
        labelled=_LABEL in leaf.numeric,
        truth=_value(leaf.values.get(_LABEL)),
        given=given,
        read=None if refused else common,
        flagged=refused or len(set(given)) > 1,
    )


def _counts(leaf: Leaf) -> bool:
    """A number of the label, or a number where the label has nothing."""
    return _LABEL in leaf.numeric or (leaf.values.get(_LABEL) is None and bool(leaf.numeric))


def _value(plain: Plain) -> Value | None:
    return plain if plain is None or isinstance(plain, Decimal) else str(plain)


def judge_document(document: OutputDocument, systems: Sequence[str]) -> CaseScore:
    """The score of one document read by these systems together."""
    lines = document_lines(document, systems)
    outputs = [document.outputs[name] for name in systems]
    flagged = tuple(sorted(line.path for line in lines if line.flagged))
    mistakes = tuple(
        FieldMistake(path=line.path, mistake=line.mistake, truth=line.truth, read=line.read, flagged=line.flagged)
        for line in lines
        if line.mistake is not None
    )
    numbers = sum(line.labelled for line in lines)
    refused = any(output.record is None for output in outputs)
    return CaseScore(
        case=document.name,
        style=" + ".join(systems),
        damages=(),
        expect=("accept", "review"),
        outcome="refuse" if refused else "review" if flagged else "accept",
        fields=len(lines),
        right=len(lines) - len(mistakes),
        mistakes=mistakes,
        to_review=len(flagged),
        states_wrong=0,
        printed_numbers=numbers,
        accounted=numbers - sum(found.mistake != "invented" for found in mistakes),
        cpu_seconds=0.0,
        key=document.name,
        flagged=flagged,
        confirmed=len(lines) - len(flagged),
        confirmed_wrong=sum(not found.flagged for found in mistakes),
        regions=(count_region("numbers", len(lines), mistakes, len(flagged)),) if lines else (),
        permuted=count_permuted(mistakes),
        levels=_levels(lines, len(systems)),
        readers=tuple(_alone(at, name, document.outputs[name], lines) for at, name in enumerate(systems)),
        wall_seconds=sum(output.seconds for output in outputs),
    )


def _levels(lines: Sequence[OutputLine], systems: int) -> LevelCounts:
    """Two orderings: what is routed, and how many systems are not of the commonest opinion."""
    found: LevelCounts = {"flags": {}, "systems": {}} if systems > 1 else {"flags": {}}
    for line in lines:
        levels = {"flags": int(line.flagged), "systems": min(line.others, MOST_DIFFER)}
        for name in found:
            many, wrong = found[name].get(levels[name], (0, 0))
            found[name][levels[name]] = (many + 1, wrong + (line.mistake is not None))
    return found


def _alone(at: int, name: str, output: Output, lines: Sequence[OutputLine]) -> ReaderScore:
    """What one system gave, at the same places."""
    kinds = Counter(compare(line.truth, line.given[at]) for line in lines)
    return ReaderScore(
        reader=name,
        fields=len(lines),
        wrong=kinds["wrong"],
        missed=kinds["missed"],
        invented=kinds["invented"],
        tokens_in=output.tokens_in,
        tokens_out=output.tokens_out,
    )
