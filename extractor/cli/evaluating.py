"""``extractor eval``: the line of a run, without a store, on documents whose truth is known."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from extractor.cli.eval_options import EvalOptions
from extractor.cli.gate import gate, gate_of_traps, show_comparison
from extractor.cli.screen import output, talk
from extractor.errors import ConfigurationError
from extractor.evaluate import CaseScore, EvalReport, EvalSet, evaluate_set, folder_set_names, load_set, set_names
from extractor.evaluate.baseline import Baseline, Provenance, code_version, load_baseline
from extractor.evaluate.compare import RunComparison, compare_runs
from extractor.evaluate.doubt_score import doubt_table, say_contradicted
from extractor.evaluate.families import set_packs
from extractor.evaluate.outputs import holds_outputs
from extractor.evaluate.recorded import Made, Recorder, load_recording
from extractor.evaluate.report_page import Witness, write_page
from extractor.evaluate.trap_report import kind_table
from extractor.run.pipeline import Task, process
from extractor.run.preparing import job_of
from extractor.run.reader_set import ReaderSet, open_readers, readers_with
from extractor.run.selection import group_by_content
from extractor.run.settings import RunSettings, resolve_settings
from extractor.schemas.form import Schema
from extractor.store.entries import Outcome

_ADD, _DIFF, _MATRIX = "add", "diff", "matrix"


def evaluate(names: Sequence[str], options: EvalOptions, given: Mapping[str, object]) -> int:
    """Evaluate and show the report; list the sets where none is named; compare two baselines after ``diff``.

    1 where an accepted document holds a wrong value or, with a gate or among traps, where the gate does not open.
    """
    if not names:
        for each in sorted((*set_names(), *folder_set_names())):
            output().print(each)
        return 0
    if names[0] == _DIFF:
        return _compare_files(names[1:], options)
    if names[0] == _ADD:
        from extractor.cli.evaluating_signed import add_cases

        return add_cases(names[1:], options.from_review, options.only, options.store)
    if names[0] == _MATRIX:
        from extractor.cli.evaluating_matrix import evaluate_matrix

        return evaluate_matrix(names[1:], options, given, partial(_evaluated, names[-1], options))
    if len(names) > 1:
        raise ConfigurationError(f"one set at a time, not {', '.join(names)}")
    if (options.gate or options.strict_gate) and options.baseline is None:
        raise ConfigurationError("a gate needs something to compare with: --baseline FILE")
    if not any((Path(names[0]) / file).is_file() for file in ("set.json", "set.toml")) and holds_outputs(
        Path(names[0])
    ):
        from extractor.cli.evaluating_outputs import evaluate_recorded

        systems = given.get("readers")
        return evaluate_recorded(Path(names[0]), options, systems if isinstance(systems, str) else None)
    before = load_baseline(options.baseline) if options.baseline else None
    chosen = load_set(names[0])
    report, provenance = _run(chosen, _settings(chosen, given), options)
    after = Baseline.of(report, provenance)
    any_loss = options.strict_gate or chosen.any_loss
    comparison = compare_runs(before, after, limited=options.partial, any_loss=any_loss) if before else None
    if options.save_baseline:
        after.write(options.save_baseline)
    _show(report, comparison, options)
    if comparison is not None and (options.gate or options.strict_gate):
        return gate(comparison)
    if report.kinds:
        return gate_of_traps(report.kinds)
    return 1 if report.total.false_success.hits else 0


def _settings(chosen: EvalSet, given: Mapping[str, object]) -> RunSettings:
    typed = {name: value for name, value in given.items() if value is not None}
    return resolve_settings({**chosen.settings, **typed}, os.environ)


def _evaluated(name: str, options: EvalOptions, given: Mapping[str, object]) -> EvalReport:
    chosen = load_set(name)
    return _run(chosen, _settings(chosen, given), options)[0]


def _run(chosen: EvalSet, settings: RunSettings, options: EvalOptions) -> tuple[EvalReport, Provenance]:
    err = talk()
    with set_packs(Path(chosen.folder)), _readers(chosen.schema, settings, options) as readers:
        if readers.notice:
            err.print(readers.notice, style="yellow")
        job = job_of(settings, readers)  # What a set costs is measured as well: nothing was opened before.
        price = options.price(readers.model)

        def read(path: Path) -> tuple[Outcome, ...]:
            return tuple(process(Task(content), job, readers.read) for content in group_by_content([path]))

        def tell(score: CaseScore) -> None:
            status.update(f"{score.case}: {score.outcome}")

        witness = Witness(read)
        with err.status("reading") as status:
            found = evaluate_set(
                chosen.folder, witness, options.limit, ", ".join(readers.versions), tell, options.patterns
            )
            report = found.priced(price)
        provenance = Provenance(
            set_name=chosen.name,
            set_digest=chosen.digest,
            schema_version=f"{chosen.schema.name}.{chosen.schema.version}",
            readers=tuple(readers.depends_on((chosen.schema,)).split(", ")),
            endpoint=_place(settings, options, readers),
            policy=settings.policy,
            code=code_version(),
            price=price,
        )
    if options.report is not None:
        write_page(report, chosen.schema, witness.seen, options.report)
        err.print(f"the report to look at: {options.report}")
    return report, provenance


@contextmanager
def _readers(schema: Schema, settings: RunSettings, options: EvalOptions) -> Iterator[ReaderSet]:
    """The readers of the settings, with a recorder beside the model or a recording in its place."""
    if options.replies is not None:
        from extractor.readers.llm import LlmReader, profile_for

        recording = load_recording(options.replies)
        model = LlmReader(recording, profile_for(recording.model), recording, vision=settings.endpoint.vision)
        recording.check((model.version(schema),))
        yield readers_with(model, settings)
        return
    recorder = Recorder(options.record) if options.record else None
    with open_readers(settings, recorder) as readers:
        version = readers.model_version
        if recorder is not None and version is None:
            raise ConfigurationError("there is no model whose replies could be recorded: name one, or install it")
        yield readers
        if recorder is not None and version is not None:
            address, additions = readers.asked_at
            made = Made(model=readers.model, versions=(version(schema),), address=address, additions=additions)
            recorder.write(made)


def _place(settings: RunSettings, options: EvalOptions, readers: ReaderSet) -> str:
    """Where the model answered, without what an address may hold of names and keys."""
    if options.replies is not None:
        return f"recorded: {options.replies.name}"
    if not readers.model:
        return ""
    if settings.endpoint.base_url is None:
        return "embedded" if settings.endpoint.model is None else "api.openai.com"
    return urlsplit(settings.endpoint.base_url).netloc.rpartition("@")[2]


def _show(report: EvalReport, comparison: RunComparison | None, options: EvalOptions) -> None:
    console = output()
    if options.as_json:
        print(report.to_json())
        return
    console.print(report.table())
    console.print(report.rate_table())
    if report.doubts:
        console.print(doubt_table(report.doubts))
        if said := say_contradicted(report.doubts):
            console.print(said)
    if report.kinds:
        console.print(kind_table(report.kinds, report.cases))
    elif report.failures:
        console.print(report.case_table())
    for line in report.unbroken_because:
        console.print(line, style="yellow", markup=False)
    for line in report.not_run_because:
        console.print(line, style="yellow", markup=False)
    if comparison is not None:
        show_comparison(comparison, console)


def _compare_files(names: Sequence[str], options: EvalOptions) -> int:
    if len(names) != 2:
        raise ConfigurationError("two baselines are compared: extractor eval diff BEFORE AFTER")
    before, after = (load_baseline(Path(name)) for name in names)
    if before.provenance.set_name != after.provenance.set_name:
        raise ConfigurationError(f"these are of two sets: {before.provenance.set_name}, {after.provenance.set_name}")
    comparison = compare_runs(before, after)
    console = output()
    if options.as_json:
        print(comparison.model_dump_json(indent=1))
    else:
        for key in Provenance.model_fields:
            old, new = getattr(before.provenance, key), getattr(after.provenance, key)
            if old != new:
                console.print(f"{key.replace('_', ' ')}: {_plain(old)} → {_plain(new)}")
        show_comparison(comparison, console)
    return gate(comparison) if options.gate else 0


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value or "none")
