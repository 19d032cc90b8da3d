"""Writes the measured parts of README.md again: what a run over the samples prints, and the numbers of the eval sets.

::

    python -m benchmarks.readme [--store PLACE]

Without ``--store`` the samples are read anew, with the model where there is one; with it, what a run left there is
shown. Parts stand between ``<!-- NAME -->`` and ``<!-- end -->``.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from extractor.evaluate import EvalReport, Rate, set_names

ROOT = Path(__file__).resolve().parents[1]
MISPRINT = "qinghechuan-2022-misprint.txt"
HEAD = (
    "| set | documents | accepted | accepted with a wrong value | fields sent to review | fields exactly right "
    "| printed numbers accounted for |\n|---|---|---|---|---|---|---|"
)


def said(*command: str) -> str:
    """What the command line prints on standard output, wide enough for its tables."""
    environment = {**os.environ, "COLUMNS": "140", "PYTHONIOENCODING": "utf-8"}
    program = Path(sys.executable).with_name("extractor")
    done = subprocess.run([program, *command], cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=False)
    if done.returncode > 2:
        raise SystemExit(f"extractor {' '.join(command)} ended with {done.returncode}")
    return done.stdout.decode("utf-8")


def transcript(store: str) -> str:
    """The table of a run over the samples, and what stands against the misprinted total."""
    table = "\n".join(line.rstrip() for line in said("run", "evals/samples", "--store", store).splitlines())
    flagged = said("show", MISPRINT, "--store", store).partition("  flagged ")[2]
    reason = [line.strip() for line in flagged.splitlines()[2:] if line.strip()]
    return (
        f"```text\n{table}\n```\n\nThe misprint is found and narrowed down to one cell, because everything around that "
        f"cell agrees.\n`extractor show` says why:\n\n```text\n{reason[0]}\n{reason[-1]}\n```"
    )


def share(rate: Rate) -> str:
    """A share with its numbers and its 95 % interval."""
    return f"{rate.hits} of {rate.n} ({rate.low:.1%} to {rate.high:.1%})"


def measured(name: str) -> str:
    """The line of one set, read with the layout reader alone."""
    total = EvalReport.model_validate(json.loads(said("eval", name, "--readers", "layout", "--json"))).total
    rates = (total.false_success, total.review_load, total.exact, total.completeness)
    return f"| `{name}` | {total.documents} | {total.accepted} | {' | '.join(share(rate) for rate in rates)} |"


def replaced(page: str, name: str, text: str) -> str:
    """The page with one of its parts written anew."""
    part = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=\n<!-- end -->)", re.DOTALL)
    if not part.search(page):
        raise SystemExit(f"README.md has no part called {name}")
    return part.sub(lambda _: text, page, count=1)


def main() -> None:
    """Measure and write."""
    arguments = argparse.ArgumentParser(description="Write the measured parts of README.md again.")
    arguments.add_argument("--store", help="show what a run over the samples left here, instead of a new run")
    given = arguments.parse_args()
    readme = ROOT / "README.md"
    page = readme.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        page = replaced(page, "run", transcript(given.store or str(Path(folder) / "reports.sqlite")))
    page = replaced(page, "evals", "\n".join((HEAD, *(measured(name) for name in set_names()))))
    readme.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
