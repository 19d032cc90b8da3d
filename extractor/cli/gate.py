"""Two evaluations compared: what is shown of it, and whether the later one may pass."""

from collections.abc import Sequence

from rich.console import Console

from extractor.cli.screen import talk
from extractor.evaluate.compare import RunComparison, names_of
from extractor.evaluate.trap_report import KindScore, gate_reasons


def show_comparison(comparison: RunComparison, console: Console) -> None:
    """The rates of both runs, and every case that changed."""
    console.print(comparison.table())
    for change in comparison.changes:
        console.print(f"{'worse ' if change.worse else 'better'}  {change.case}: {change.what}")
    if not comparison.changes:
        console.print("every case ended as before")
    for name, cases in (("new", comparison.new), ("gone or another document", comparison.unpaired)):
        if cases:
            console.print(f"{name}: {', '.join(cases)}")


def gate(comparison: RunComparison) -> int:
    """Say why a run may not pass, or that it may: the exit code."""
    err = talk()
    for reason in comparison.reasons:
        err.print(f"gate: {reason}", style="red")
    if comparison.not_run:
        err.print(
            f"gate: {len(comparison.not_run)} cases of the baseline were not run and are not compared: "
            f"{names_of(comparison.not_run)}",
            style="yellow",
        )
    if comparison.too_small:
        err.print(f"gate: {comparison.too_small}", style="yellow")
    if not comparison.reasons:
        err.print(f"gate: open, {comparison.cases} cases compared")
    return 1 if comparison.reasons else 0


def gate_of_traps(kinds: Sequence[KindScore]) -> int:
    """Say which kinds of traps were fallen into: the exit code. One wrong value accepted or confirmed closes it."""
    err = talk()
    reasons = gate_reasons(kinds)
    for reason in reasons:
        err.print(f"gate: {reason}", style="red")
    if not reasons:
        err.print(f"gate: open, {len(kinds)} kinds of traps")
    return 1 if reasons else 0
