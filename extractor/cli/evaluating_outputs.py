"""``extractor eval FOLDER`` where the folder holds recorded outputs of other systems."""

from pathlib import Path

from extractor.cli.eval_options import EvalOptions
from extractor.cli.gate import gate, show_comparison
from extractor.cli.screen import output, talk
from extractor.errors import ConfigurationError
from extractor.evaluate.baseline import Baseline, Provenance, code_version, load_baseline
from extractor.evaluate.compare import compare_runs
from extractor.evaluate.outputs import NOTICE, OutputReport, OutputSet, evaluate_outputs, load_outputs
from extractor.readers.llm.price import Price, load_prices, stated_price


def evaluate_recorded(folder: Path, options: EvalOptions, systems: str | None) -> int:
    """Evaluate the recorded outputs of some systems (``a,b,c``), of all where none is named.

    1 where a document that all of them agree on holds a wrong number or, with a gate, where the gate does not open.
    """
    if options.record or options.replies:
        raise ConfigurationError("recorded outputs ask no model: --record and --replies have nothing to do here")
    before = load_baseline(options.baseline) if options.baseline else None
    found = load_outputs(folder)
    chosen = found.chosen(name.strip() for name in (systems or "").split(",") if name.strip())
    with talk().status("comparing"):
        report = evaluate_outputs(found, chosen, _prices(options, chosen), options.limit)
    after = Baseline.of(report.chosen, _provenance(found, chosen))
    if options.save_baseline:
        after.write(options.save_baseline)
    if options.report is not None:
        from extractor.evaluate.report_page.outputs_page import write_outputs_page

        write_outputs_page(report, found, chosen, options.report)
        talk().print(f"the report to look at: {options.report}")
    limited = options.partial
    comparison = compare_runs(before, after, limited) if before is not None else None
    _show(report, options)
    if comparison is not None and not options.as_json:
        show_comparison(comparison, output())
    if comparison is not None and options.gate:
        return gate(comparison)
    return 1 if report.chosen.total.false_success.hits else 0


def _prices(options: EvalOptions, systems: tuple[str, ...]) -> dict[str, Price]:
    """Prices by system, from a file; one that is typed is that of the only system there is."""
    stated = stated_price(options.price_in, options.price_out, options.currency)
    if stated is not None and len(systems) > 1:
        raise ConfigurationError("--price-in and --price-out are those of one system: --readers NAME, or --prices FILE")
    if stated is not None:
        return {systems[0]: stated}
    return dict(load_prices(options.prices)) if options.prices is not None else {}


def _provenance(found: OutputSet, systems: tuple[str, ...]) -> Provenance:
    return Provenance(
        set_name=found.name,
        set_digest=found.digest,
        schema_version="of each document its own",
        readers=systems,
        endpoint="recorded outputs",
        policy="agreement",
        code=code_version(),
    )


def _show(report: OutputReport, options: EvalOptions) -> None:
    if options.as_json:
        print(report.to_json())
        return
    console, chosen = output(), report.chosen
    console.print(report.table())
    console.print(NOTICE)
    console.print(
        "False success: an accepted document with a number that its label has otherwise or has not at all; beside it "
        "without the latter, since a label may leave something out."
    )
    console.print(f"Together, {chosen.reader}: false success {chosen.total.false_success}")
    console.print(f"confirmed but wrong, in documents of any status: {chosen.total.confirmed_wrong}")
    console.print(f"review load {chosen.total.review_load}")
    if chosen.cost is not None:
        console.print(f"money for the tokens that are known: {chosen.cost}")
