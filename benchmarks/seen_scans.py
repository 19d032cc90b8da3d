"""Every scan of the bundled sets that may be accepted, read by the layout reader and by a model that sees its pages.

::

    python -m benchmarks.seen_scans [--only PART_OF_AN_ID ...]

The model is the oracle on loopback: it answers from truth, and of a picture it is told the ids. A line for each scan:
what the policy ``standard`` makes of the layout reader alone and ``strict`` of both, what waits for a person and why,
and every value that nobody is asked about and that is not what is printed.
"""

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.documents import open_document
from extractor.evaluate.folder import cache_folder
from extractor.evaluate.loopback.known_truth import KnownTruth
from extractor.evaluate.loopback.loopback_server import loopback
from extractor.evaluate.loopback.shown_pages import ShownPages
from extractor.evaluate.mistake import compare
from extractor.evaluate.sets import EvalCase, load_set
from extractor.readers.layout import read_layout
from extractor.readers.llm.profile import LARGE
from extractor.readers.llm.reader import LlmReader
from extractor.readers.recognise import recognise
from extractor.route import Verdict, judge_readings
from extractor.schemas.registry import load_schemas

SETS = ("gov_disclosure", "us_foia")
_SECONDS = 600.0


@dataclass(frozen=True)
class SeenScan:
    """What becomes of a scan: read by the layout reader alone, and together with the model; ``wrong``: paths of values
    that are confirmed in either and are none that is printed.
    """

    name: str
    alone: Verdict
    both: Verdict
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        kinds = Counter(
            each.kind.value for field in self.both.fields.values() if field.status == "flagged" for each in field.doubts
        )
        why = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common(5))
        wrong = f"; WRONG {', '.join(self.wrong[:5])}" if self.wrong else ""
        return (
            f"{self.name}: standard {_said(self.alone)}, strict with the model {_said(self.both)} {why}{wrong}".strip()
        )


def _said(verdict: Verdict) -> str:
    flagged = sum(field.status == "flagged" for field in verdict.fields.values())
    return verdict.status if verdict.status == "accepted" else f"{verdict.status} ({flagged} fields)"


def scans() -> Iterator[tuple[str, EvalCase]]:
    """The scans of the sets that may be accepted, each with the name of its set."""
    for name in SETS:
        for case in load_set(name).cases:
            if case.spec.style == "pdf_scan" and "accept" in case.rendered.expect:
                yield f"{name}/{case.spec.id}", case


def seen(name: str, case: EvalCase) -> SeenScan:
    """One scan, opened, read twice and judged."""
    form, truth = case.order.form, case.rendered.truth
    document = open_document(case.write(cache_folder()))
    schema = recognise(document, load_schemas()).schema
    if schema is None:
        raise SystemExit(f"{name} was not recognised")
    layout = read_layout(document, schema, form)
    with loopback([KnownTruth(form, truth, pages=ShownPages(document, schema, form))]) as server:
        reader = LlmReader(server.endpoint, LARGE.model_copy(update={"seconds": _SECONDS}))
        try:
            reading = reader.read(document, schema, form)
        finally:
            reader.close()
    alone = judge_readings(form, (layout,), (), "standard", source=document)
    both = judge_readings(form, (layout, reading), (), "strict", source=document)
    wrong = {path for verdict in (alone, both) for path in _wrong(case, verdict)}
    return SeenScan(name, alone, both, tuple(sorted(wrong)))


def _wrong(case: EvalCase, verdict: Verdict) -> Iterator[str]:
    truth, also = case.rendered.truth, case.rendered.also
    for path, field in verdict.fields.items():
        said = field.status != "flagged" and field.value not in also.get(path, ())
        if said and compare(truth.get(path), field.value):
            yield path


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seen_scans")
    parser.add_argument("--only", nargs="*", default=[], help="parts of ids; all scans if none is given")
    asked = parser.parse_args().only
    found = []
    for name, case in scans():
        if not asked or any(part in name for part in asked):
            found.append(seen(name, case))
            print(found[-1], flush=True)
    accepted = {"standard": 0, "strict": 0}
    for each in found:
        accepted["standard"] += each.alone.status == "accepted"
        accepted["strict"] += each.both.status == "accepted"
    print(
        f"{len(found)} scans: the layout reader alone under standard {accepted['standard']} accepted, with the model "
        f"under strict {accepted['strict']}; {sum(len(each.wrong) for each in found)} wrong values confirmed"
    )


if __name__ == "__main__":
    main()
