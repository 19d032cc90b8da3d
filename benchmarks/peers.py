"""What a user would pick instead, on the same cases with the same model: plain instructor, and langextract.

::

    EXTRACTOR_MODEL_DIR=… python -m benchmarks.peers [--cases N] [--set NAME] [--seconds S] [--only NAME …]
                                              [--keep FILE]

The peers run in an environment of their own, made in the user's cache on first use. All ask the embedded model
through one server, whose context takes a whole document with its answer; a meter before it counts tokens as the model
counted them. Peers are told the right form and get the text as our own opener reads it, from web pages and PDF too.
A record that a peer returns counts as accepted, since nothing about it asks for a look. The metrics are those of
``extractor eval``. Cases that must not be accepted are left out: no peer can say so.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import platformdirs
from pydantic import BaseModel

from benchmarks.metered import Meter, metered
from benchmarks.peer_process import PeerProcess, peer_python, peer_versions
from benchmarks.peer_records import extracted_values, lessons, peer_result, record_values
from extractor.documents import open_document
from extractor.evaluate import EvalSet, load_set
from extractor.evaluate.folder import cache_folder
from extractor.evaluate.group import GroupScore
from extractor.evaluate.score import CaseScore, score_case
from extractor.evaluate.sets import EvalCase
from extractor.readers.llm import LlmReader, model_status, profile_for
from extractor.readers.llm.address import Endpoint
from extractor.readers.llm.embedded import EmbeddedModel
from extractor.run.pipeline import Job, ReadDocument, Task, process
from extractor.run.reader_set import read_with_layout, readers_with
from extractor.run.selection import group_by_content
from extractor.run.settings import RunSettings
from extractor.store.entries import Outcome

CONTEXT = 16384
HEADINGS = (
    "accepted", "of these with a wrong value", "fields exact", "to review",
    "requests", "tokens in", "tokens out", "CPU s", "wall s",
)  # fmt: skip
NAMES = ("layout", "layout+llm", "instructor", "langextract")
Contestant = Callable[[EvalCase], tuple[list[Outcome], float]]
"""A case to what became of it, and CPU seconds spent in another process."""


class Turn(BaseModel):
    """One case of one contestant: its score, and what it cost. CPU and wall in seconds."""

    contestant: str
    key: str
    score: CaseScore
    requests: int
    tokens_in: int
    tokens_out: int
    cpu: float
    wall: float


def chosen_cases(found: EvalSet, count: int) -> list[EvalCase]:
    """Cases that may be accepted, damaged ones among them, evenly spaced over all styles."""
    fit = sorted((c for c in found.cases if not c.apart and "accept" in c.rendered.expect), key=lambda c: c.spec.style)
    count = min(count, len(fit))
    return [fit[number * len(fit) // count] for number in range(count)]


def ours(read: ReadDocument, schema: str) -> Contestant:
    """Our own pipeline with some readers."""

    def judge(case: EvalCase) -> tuple[list[Outcome], float]:
        path = case.write(cache_folder())
        return [process(Task(content), Job((schema,)), read) for content in group_by_content([path])], 0.0

    return judge


def theirs(peer: PeerProcess, found: EvalSet, meter: Meter, seconds: float, examples: bool) -> Contestant:
    """A peer; ``examples`` are shown to it out of another case of the same style and form."""

    def judge(case: EvalCase) -> tuple[list[Outcome], float]:
        form = case.order.form
        document: dict[str, Any] = {"form": form.name, "text": open_document(case.write(cache_folder())).text}
        if examples:
            document["examples"] = _examples(found, case)
        answer = peer.ask(document, seconds)
        meter.hang_up()
        if answer is None:
            return [Outcome(peer_result(form, found.schema, None, f"no answer within {seconds:.0f} s"))], 0.0
        values = None
        if "record" in answer:
            values = record_values(form, answer["record"])
        elif "values" in answer:
            values = extracted_values(form, found.schema, answer["values"])
        return [Outcome(peer_result(form, found.schema, values, answer.get("problem", "")))], answer["cpu"]

    return judge


def _examples(found: EvalSet, case: EvalCase) -> list[dict[str, Any]]:
    """Out of an undamaged case of the same style and form: of those with other figures, the one that varies most."""
    style, form, figures = case.spec.style, case.order.form, case.spec.figures
    fit = [c for c in found.cases if c.order.form is form and c.spec.figures != figures and not c.spec.damages]
    fit.sort(key=lambda c: (c.spec.style == style, len(set(c.rendered.truth.values())), c.spec.id), reverse=True)
    made = (lessons(open_document(other.write(cache_folder())), found.schema, form) for other in fit)
    return next(filter(None, made), [])


def measure(
    name: str, contestant: Contestant, cases: Sequence[EvalCase], meter: Meter, kept: Path | None
) -> list[Turn]:
    """All cases, one after the other; those that are kept already are not read again."""
    found = {(turn.contestant, turn.key): turn for turn in _kept(kept)}
    turns = []
    for case in cases:
        turn = found.get((name, case.key)) or _turn(name, contestant, case, meter)
        if kept is not None and (name, case.key) not in found:
            with kept.open("a", encoding="utf-8") as file:
                file.write(turn.model_dump_json() + "\n")
        score = turn.score
        said = f"{score.outcome}, {score.right}/{score.fields} fields, {turn.wall:.0f} s"
        sys.stderr.write(f"{name}: {score.case}: {said}\n")
        turns.append(turn)
    return turns


def _kept(kept: Path | None) -> list[Turn]:
    lines = kept.read_text("utf-8").splitlines() if kept is not None and kept.is_file() else []
    return [Turn.model_validate_json(line) for line in lines]


def _turn(name: str, contestant: Contestant, case: EvalCase, meter: Meter) -> Turn:
    meter.take()
    wall, cpu = time.monotonic(), time.process_time()
    outcomes, beside = contestant(case)
    cpu, wall = time.process_time() - cpu + beside, time.monotonic() - wall
    problem = outcomes[0].result.problem
    if problem is not None:
        sys.stderr.write(f"{name}: {problem.message[:300]}\n")
    requests, read, written = meter.take()
    return Turn(
        contestant=name,
        key=case.key,
        score=score_case(case, outcomes),
        requests=requests,
        tokens_in=read,
        tokens_out=written,
        cpu=cpu,
        wall=wall,
    )


def table(lines: Sequence[Sequence[Turn]]) -> Iterator[str]:
    """The comparison as a Markdown table, a line for the turns of each contestant."""
    yield "| | " + " | ".join(HEADINGS) + " |"
    yield "|---" * (len(HEADINGS) + 1) + "|"
    for turns in lines:
        total = GroupScore.of(turns[0].contestant, [turn.score for turn in turns])
        exact, load = total.exact.share or 0.0, total.review_load.share or 0.0
        requests, read = sum(turn.requests for turn in turns), sum(turn.tokens_in for turn in turns)
        written, cpu, wall = (sum(n) for n in zip(*((t.tokens_out, t.cpu, t.wall) for t in turns), strict=True))
        yield (
            f"| {total.name} | {total.accepted}/{total.documents} | {total.false_success.hits}/{total.accepted} "
            f"| {exact:.1%} ({total.exact.hits}/{total.exact.n}) | {load:.1%} | {requests} | {read} | {written} "
            f"| {cpu:.0f} | {wall:.0f} |"
        )


def contestants(
    stack: ExitStack, found: EvalSet, endpoint: Endpoint, meter: Meter, given: argparse.Namespace
) -> Iterator[tuple[str, Contestant]]:
    """Those asked for, in order; a peer is started when it is its turn and ended afterwards."""
    schema = found.schema.name
    if "layout" in given.only:
        yield "layout", ours(read_with_layout, schema)
    if "layout+llm" in given.only:
        profile = profile_for(endpoint.model).model_copy(update={"seconds": given.seconds})
        reader = LlmReader(endpoint, profile)
        stack.callback(reader.close)
        yield "layout+llm", ours(readers_with(reader, RunSettings(llm="always")).read, schema)
    peers = [name for name in NAMES[2:] if name in given.only]
    if not peers:
        return
    python = peer_python(given.environment)
    sys.stderr.write(f"peers: {peer_versions(python)}\n")
    setting: Mapping[str, str] = {
        "address": endpoint.base_url, "key": endpoint.api_key, "model": endpoint.model, "schema": schema,
    }  # fmt: skip
    for name in peers:
        peer = PeerProcess(python, f"benchmarks.peer_{name}", setting)
        stack.callback(peer.close)
        yield name, theirs(peer, found, meter, given.seconds, examples=name == "langextract")
        peer.close()


def main() -> None:
    """Measure and print."""
    cache = Path(platformdirs.user_cache_dir("extractor", appauthor=False)) / "peers"
    arguments = argparse.ArgumentParser(description="Ours beside what a user would pick instead, with one model.")
    arguments.add_argument("--set", default="gov_disclosure", help="an eval set (default: gov_disclosure)")
    arguments.add_argument("--cases", type=int, default=6, help="how many cases, over all styles (default: 6)")
    arguments.add_argument("--seconds", type=float, default=1200.0, help="longest wait for a document (default: 1200)")
    arguments.add_argument("--only", nargs="+", choices=NAMES, default=NAMES, help="leave the others out")
    arguments.add_argument("--environment", type=Path, default=cache, help=f"the peers' environment (default: {cache})")
    arguments.add_argument("--keep", type=Path, help="keep every turn in this file, and go on from it after a stop")
    given = arguments.parse_args()
    status = model_status()
    if not status.ready:
        raise SystemExit(status.problem)
    found = load_set(given.set)
    cases = chosen_cases(found, given.cases)
    running = EmbeddedModel(status.path, context=CONTEXT).open()
    with metered(running.base_url) as meter, ExitStack() as stack:
        endpoint = Endpoint(meter.address, running.model, running.api_key)
        lines = [measure(n, c, cases, meter, given.keep) for n, c in contestants(stack, found, endpoint, meter, given)]
    print(f"{time.strftime('%Y-%m-%d')}, {found.name}, n = {len(cases)}, {running.model}")
    print(", ".join(case.spec.id for case in cases))
    print(*table(lines), sep="\n")


if __name__ == "__main__":
    main()
