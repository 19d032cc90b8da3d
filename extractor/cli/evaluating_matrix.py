"""``extractor eval matrix``: several models, prompts and readers over one set."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from extractor.cli.eval_options import EvalOptions
from extractor.cli.screen import output, talk
from extractor.errors import ConfigurationError
from extractor.evaluate.eval_report import EvalReport
from extractor.evaluate.matrix import SIGNIFICANT, EvalMatrix, MatrixChoice
from extractor.readers.llm.own_folder import prompts_in

SHIPPED = "shipped"
"""Names the prompts that come with the program."""


@dataclass(frozen=True, slots=True)
class MatrixRun:
    """One cell before it is run: the settings that it needs besides those that were typed, and its prompts."""

    choice: MatrixChoice
    settings: Mapping[str, object]
    prompts: Path | None = None


Evaluate = Callable[[Mapping[str, object]], EvalReport]
"""One evaluation of the set with these settings."""


def evaluate_matrix(names: Sequence[str], options: EvalOptions, given: Mapping[str, object], run: Evaluate) -> int:
    """Evaluate every choice on the set, and show them beside the first; ``run`` evaluates one."""
    if len(names) != 1:
        raise ConfigurationError("a matrix is of one set: extractor eval matrix SET")
    if options.baseline or options.gate or options.strict_gate or options.save_baseline or options.report:
        raise ConfigurationError("a matrix takes no baseline, no gate and no --report: those are of one run")
    if options.record or options.replies:
        raise ConfigurationError("a matrix asks every model itself: leave out --record and --replies")
    runs = tuple(matrix_runs(given, options))
    reports: list[tuple[MatrixChoice, EvalReport]] = []
    for each in runs:
        talk().print(f"{len(reports) + 1} of {len(runs)}: {each.choice}", markup=False)
        with prompts_in(each.prompts):
            reports.append((each.choice, run({**given, **each.settings})))
    matrix = EvalMatrix.of(reports)
    if options.as_json:
        print(matrix.model_dump_json(indent=1))
        return 0
    output().print(matrix.table())
    output().print(
        "p: McNemar's exact test on documents read exactly by one of the two alone (lost/gained), adjusted for the "
        f"number of rows after Holm; * is below {SIGNIFICANT}.",
        soft_wrap=True,
    )
    return 0


def matrix_runs(given: Mapping[str, object], options: EvalOptions) -> Iterator[MatrixRun]:
    """Every combination that means something: readers without a model come once. ConfigurationError for what is none.

    Readers of one cell are joined by +, cells parted by commas: ``layout,llm,layout+llm``. A model may name its own
    address: ``NAME@https://…``.
    """
    readers = _listed(given.get("readers")) or ["layout", "layout+llm"]
    models = _listed(options.models) or _listed(given.get("model")) or [""]
    folders = _listed(options.prompts) or [SHIPPED]
    for chosen in readers:
        known = tuple(chosen.split("+"))
        if not set(known) <= {"layout", "llm"}:
            raise ConfigurationError(f"--readers {chosen!r}: a matrix knows layout, llm and layout+llm")
        settings: dict[str, object] = {"readers": ",".join(known)}
        if "llm" not in known:
            yield MatrixRun(MatrixChoice(model="", prompts="", readers=chosen), settings)
            continue
        for model in models:
            for folder in folders:
                name, at = _addressed(model)
                choice = MatrixChoice(
                    model=_named(name, at), prompts=Path(folder).name if folder != SHIPPED else "", readers=chosen
                )
                asked = {**settings, **({"model": name} if name else {}), **({"base_url": at} if at else {})}
                yield MatrixRun(choice, asked, None if folder == SHIPPED else _folder(folder))


def _listed(typed: object) -> list[str]:
    words = typed.split(",") if isinstance(typed, str) else []
    return list(dict.fromkeys(word.strip() for word in words if word.strip()))


def _addressed(model: str) -> tuple[str, str]:
    name, sign, address = model.partition("@http")
    return name, f"http{address}" if sign else ""


def _named(name: str, address: str) -> str:
    """A model as the table names it, without what an address may hold of names and keys."""
    host = urlsplit(address).netloc.rpartition("@")[2]
    return f"{name}@{host}" if host else name or "embedded"


def _folder(typed: str) -> Path:
    folder = Path(typed)
    if not folder.is_dir():
        raise ConfigurationError(f"--prompts {typed!r} is no folder; {SHIPPED} names those of the program")
    return folder
