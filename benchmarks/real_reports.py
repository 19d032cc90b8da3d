"""Whole reports as text that a PDF was taken apart into: read right, confirmed wrong, sent to a person.

::

    python -m benchmarks.real_reports [--invented N] [--only EXTRACTION] [--misses]
    python -m benchmarks.real_reports --held-out [--sheets NAME] [--printed] [--count N] [--start N] [--keep FILE]

Reports with the figures of the published ones beside the checkout (``../shared``) are drawn as PDF, with and without
rules around their tables and with labels over many lines, and taken apart by eleven text extractions, those of them
that are installed. Then the published reports themselves, complete ones and cut or damaged pages, as they are. Nobody
who tunes a reader looks at the held-out ones: the same from invented figures, which need nothing beside the checkout.

``--held-out``: instead, pictures of reports in the looks of ``specimens.held_out_looks``, by the layout reader alone.
A reader is tuned without them and measured on them at the end; only counts are printed. ``--sheets fifth`` (the
default): six looks; every look comes round after six reports, with every form after 18, at every density after 54 and
through every channel after 216. ``--sheets later``, ``--sheets third`` and ``--sheets fourth``: six others each that
come round alike, and ``--sheets first``: eight that come round after eight, with every form at every density after 72;
these have been counted and are released for tuning. ``--printed``: the same as PDF that were never pictures.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import get_args

from benchmarks.office_scores import office_lines
from extractor.evaluate.interval import Rate
from extractor.evaluate.render.document import Rendered
from extractor.schemas.form import Value
from specimens.drawn_reports import LOOKS, TextScore, drawn, invented, score_published, score_text, taken_apart, total
from specimens.held_out_looks.held_out_reports import Sheets
from specimens.shared_truth import SHARED, shared_chinese_reports, shared_fragments, shared_seeds
from specimens.text_extractions import EXTRACTIONS, is_installed

MARKDOWN = "md"


def heads(title: str) -> str:
    """The line over a table."""
    return (
        f"{title:34} {'n':>4} {'accepted':>8} {'of them wrong':>13} {'confirmed wrong':>15} {'to a person':>11}  right"
    )


def line(name: str, score: TextScore) -> str:
    """One line of the table."""
    person = score.flagged / max(1, score.judged)
    return (
        f"{name:34} {score.documents:4} {score.accepted:8} {score.accepted_wrong:13} {len(score.wrong):15} "
        f"{person:11.1%}  {Rate.of(score.right, score.printed)}"
    )


def apart(reports: Sequence[Rendered], extractions: Sequence[str]) -> Iterator[tuple[str, TextScore]]:
    """The score of every extraction over the reports."""
    for name in extractions:
        yield name, total([score_text(f"{name}: {made.name}", *_text_of(made, name)) for made in reports])


def _text_of(made: Rendered, name: str) -> tuple[str, dict[str, Value | None], str]:
    extraction: Callable[[Path], str] = EXTRACTIONS[name]
    suffix = ".md" if name.endswith(MARKDOWN) else ".txt"
    return taken_apart(made, extraction), dict(made.truth), suffix


def printed(title: str, rows: Iterator[tuple[str, TextScore]], misses: bool) -> None:
    """Print a table as its lines are found, and all of it together."""
    print(heads(title))
    scores = []
    for name, score in rows:
        scores.append(score)
        print(line(name, score), flush=True)
        for wrong in score.wrong if misses else ():
            print(f"    WRONG {wrong}")
    print(line("all", total(scores)), end="\n\n")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.real_reports")
    parser.add_argument("--invented", type=int, default=8, help="held-out reports of every look (default: 8)")
    parser.add_argument("--only", choices=tuple(EXTRACTIONS), help="one extraction alone")
    parser.add_argument("--misses", action="store_true", help="list fields that are confirmed wrong")
    parser.add_argument("--held-out", action="store_true", help="pictures of reports in the looks that are held out")
    parser.add_argument(
        "--sheets", choices=get_args(Sheets), default="fifth", help="with --held-out: which looks (default: fifth)"
    )
    parser.add_argument("--printed", action="store_true", help="with --held-out: as PDF that were never pictures")
    parser.add_argument("--count", type=int, default=24, help="with --held-out: how many reports (default: 24)")
    parser.add_argument("--start", type=int, default=0, help="with --held-out: the number of the first one")
    parser.add_argument(
        "--keep", type=Path, help="with --held-out: a line of JSON a report, so that a run can be stopped"
    )
    given = parser.parse_args()
    if given.held_out:
        for found in office_lines(given.count, given.start, given.keep, given.sheets, given.printed):
            print(found, flush=True)
        return
    wanted = [given.only] if given.only else list(EXTRACTIONS)
    names = [name for name in wanted if is_installed(name)]
    for name in wanted:
        if name not in names:
            print(f"not measured, because it is not installed: {name}")
    if SHARED.is_dir():
        truths = (*shared_chinese_reports(), *shared_seeds())
        made = [drawn(truth, look) for truth in truths for look in LOOKS]
        printed(f"published figures ({len(truths)}), drawn", apart(made, names), given.misses)
        whole = (("complete", (*shared_chinese_reports(), *shared_seeds())), ("cut or damaged", shared_fragments()))
        rows = ((name, total([score_published(truth) for truth in truths])) for name, truths in whole)
        printed("published reports as they are", rows, given.misses)
    else:
        print(f"published figures and reports not measured, because there is no {SHARED}")
    if given.invented:
        printed("held-out figures, drawn", apart(list(invented(given.invented)), names), given.misses)


if __name__ == "__main__":
    main()
