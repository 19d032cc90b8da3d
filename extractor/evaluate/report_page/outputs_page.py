"""The page of recorded outputs: groups of systems, documents against systems, and every number they differ on."""

from collections.abc import Sequence
from pathlib import Path

from extractor.evaluate.interval import Rate
from extractor.evaluate.outputs import OutputReport, OutputSet
from extractor.evaluate.outputs.judgement import OutputLine, document_lines
from extractor.evaluate.report_page.cases import FAILED, GRADE_WORDS
from extractor.evaluate.report_page.exhibit import Grade, grade_of
from extractor.evaluate.report_page.groups import percent
from extractor.evaluate.report_page.headline import headline
from extractor.evaluate.report_page.heat import heat_key, shade, shade_text
from extractor.evaluate.report_page.markup import Content, Markup, tag
from extractor.evaluate.report_page.shell import Section, scrolled, shell
from extractor.evaluate.report_page.trust import trust
from extractor.evaluate.score import CaseScore
from extractor.schemas.form import Value

_HEADINGS = (
    "systems", "n", "accepted", "false successes", "of these not only invented", "review load", "exact",
    "wrong, missed, invented", "not flagged",
)  # fmt: skip
_MOST_LINES = 120


def write_outputs_page(report: OutputReport, found: OutputSet, systems: Sequence[str], target: Path) -> None:
    """Write the page of an evaluation of recorded outputs to ``target``; ``systems`` are those it shows in full."""
    chosen = report.chosen
    lines = {each.name: document_lines(each, systems) for each in found.documents}
    facts = {"systems": ", ".join(systems), "extractor": chosen.version, "hash of the set": chosen.digest[:16]}
    alone = [tag("p", tag("b", "The numbers here are those of "), chosen.reader, ". ", report.notice)]
    if chosen.cost is not None:
        alone.append(tag("p", f"Money for the tokens that are known: {chosen.cost}."))
    sections = (
        Section("numbers", "Numbers", [alone, headline(chosen.total, expected=False)]),
        Section("groups", "Systems alone and together", scrolled("rates by group of systems", _groups(report))),
        Section("trust", "Trust", trust(chosen)),
        Section(
            "fields",
            "Documents and systems",
            [heat_key(), scrolled("documents", _documents(chosen.cases, lines, systems))],
        ),
        Section("looked", "Documents to look at", _cases(chosen.cases, lines, systems)),
    )
    target.write_text(shell(f"Evaluation of {chosen.set_name}", chosen.set_name, facts, sections), "utf-8")


def _groups(report: OutputReport) -> Markup:
    rows = []
    for group in report.groups:
        score, false = group.score, group.score.false_success
        rows.append(
            tag(
                "tr",
                tag("th", score.name, scope="row"),
                tag("td", score.documents),
                tag("td", score.accepted),
                tag(
                    "td", f"{false.hits}/{false.n} ", tag("small", _bounds(false)), class_="bad" if false.hits else None
                ),
                tag("td", f"{group.contradicted.hits}/{group.contradicted.n}"),
                tag("td", percent(score.review_load), title=str(score.review_load)),
                tag("td", percent(score.exact), title=str(score.exact)),
                tag("td", f"{score.wrong} · {score.missed} · {score.invented}"),
                tag("td", score.unnoticed),
            )
        )
    head = tag("thead", tag("tr", (tag("th", name, scope="col") for name in _HEADINGS)))
    return tag("table", head, tag("tbody", rows), class_="groups")


def _bounds(rate: Rate) -> str | None:
    return f"{100 * rate.low:.1f} to {rate.high:.1%}" if rate.n else None


def _documents(cases: Sequence[CaseScore], lines: dict[str, tuple[OutputLine, ...]], systems: Sequence[str]) -> Markup:
    """Every document against every system alone, and against all of them together."""
    head = tag("tr", (tag("th", name, scope="col") for name in ("document", *systems, "to look at")))
    rows = [
        tag(
            "tr",
            tag("th", case.case, scope="row"),
            (_tile(lines[case.case], at) for at, _ in enumerate(systems)),
            tag("td", shade_text(_share(case)), class_=f"h{shade(_share(case))}", title=f"{case.to_review} numbers"),
        )
        for case in cases
    ]
    said = "✗: numbers a system gives otherwise than the label. The last column: of 100 numbers, how many are routed."
    return tag("table", tag("caption", said), tag("thead", head), tag("tbody", rows), class_="heat")


def _share(case: CaseScore) -> float:
    return case.to_review / case.fields if case.fields else 0.0


def _tile(lines: Sequence[OutputLine], at: int) -> Markup:
    wrong = sum(line.given[at] != line.truth for line in lines)
    said = f"{wrong} of {len(lines)} numbers otherwise than the label"
    return tag("td", tag("b", f"✗{wrong}") if wrong else "·", title=said)


def _cases(cases: Sequence[CaseScore], lines: dict[str, tuple[OutputLine, ...]], systems: Sequence[str]) -> Content:
    graded = [(grade, case) for case in cases if (grade := grade_of(case)) is not None]
    graded.sort(key=lambda each: (each[0] not in FAILED, each[1].case))
    return [_case(grade, case, lines[case.case], systems) for grade, case in graded] or tag("p", "Nothing to look at.")


def _case(grade: Grade, case: CaseScore, lines: Sequence[OutputLine], systems: Sequence[str]) -> Markup:
    failed = grade in FAILED
    summary = tag(
        "summary",
        tag("span", GRADE_WORDS[grade], class_=f"grade {grade}"),
        tag("span", case.case, class_="name"),
        tag("span", f"{case.to_review} of {case.fields} numbers to look at", class_="counts"),
    )
    bad = sorted((line for line in lines if line.flagged or line.mistake), key=lambda line: line.flagged)
    head = tag("tr", (tag("th", name, scope="col") for name in ("number", "label", *systems, "")))
    rows = [
        tag(
            "tr",
            tag("th", line.path, scope="row"),
            tag("td", _said(line.truth)),
            (tag("td", _said(value), class_=None if value == line.truth else "not") for value in line.given),
            tag("td", _verdict(line)),
            class_="unnoticed" if line.mistake and not line.flagged else None,
        )
        for line in bad[:_MOST_LINES]
    ]
    more = tag("p", f"{len(bad) - _MOST_LINES} more are not listed.", class_="none") if len(bad) > _MOST_LINES else None
    table = scrolled(f"numbers of {case.case}", tag("table", tag("thead", head), tag("tbody", rows), class_="groups"))
    source = tag("p", "The document is not part of the recordings: its place cannot be shown.", class_="none")
    return tag(
        "details", summary, tag("div", source, table, more, class_="read"), class_="case", id=f"c-{case.case}",
        data_grade=grade, data_failed="yes" if failed else None,
    )  # fmt: skip


def _said(value: Value | None) -> str:
    return "nothing" if value is None else f"{value:f}" if not isinstance(value, str | int) else str(value)


def _verdict(line: OutputLine) -> str:
    if line.mistake is None:
        return "✓ by most, flagged"
    return f"✗ {line.mistake}, flagged" if line.flagged else f"‼ {line.mistake}, not flagged"
