"""The page of an evaluation."""

from collections.abc import Mapping
from pathlib import Path

from extractor.evaluate.eval_report import EvalReport
from extractor.evaluate.report_page.cases import case_list
from extractor.evaluate.report_page.chooser import chooser
from extractor.evaluate.report_page.doubt_table import doubts
from extractor.evaluate.report_page.exhibit import exhibits
from extractor.evaluate.report_page.groups import groups
from extractor.evaluate.report_page.headline import headline
from extractor.evaluate.report_page.heat import HeatMap, heat_key, heat_table
from extractor.evaluate.report_page.seen import Seen
from extractor.evaluate.report_page.shell import Section, scrolled, shell
from extractor.evaluate.report_page.trust import trust
from extractor.schemas.form import Schema


def write_page(report: EvalReport, schema: Schema, seen: Mapping[str, Seen], target: Path) -> None:
    """Write the page of a report to ``target``. ``seen`` holds by name what became of the cases that were read."""
    target.write_text(page(report, schema, seen), "utf-8")


def page(report: EvalReport, schema: Schema, seen: Mapping[str, Seen]) -> str:
    """The page of a report as HTML. Cases that are not among ``seen`` are listed without their source."""
    heat = heat_table(HeatMap.of(report.cases, schema, seen), schema.language)
    shown = exhibits(report.cases, schema, seen)
    facts = {
        "schema": f"{schema.name} {schema.version}",
        "readers": report.reader,
        "extractor": report.version,
        "hash of the set": report.digest[:16],
    }
    sections = (
        Section("numbers", "Numbers", headline(report.total)),
        Section("groups", "Styles and other groups", groups(report)),
        Section("trust", "Trust", trust(report)),
        Section("doubts", "Doubts", doubts(report.doubts)),
        Section("fields", "Fields and styles", [heat_key(), scrolled("fields", heat)]),
        Section("looked", "Cases to look at", [chooser(shown), case_list(shown, schema.language)]),
    )
    return shell(f"Evaluation of {report.set_name}: {report.reader}", report.set_name, facts, sections)
