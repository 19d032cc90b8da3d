"""What a set is: its cases, what they are made from, and how some of them are chosen."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import filter as filter_names
from fnmatch import fnmatchcase
from functools import cache, cached_property
from importlib import metadata
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from extractor.errors import ConfigurationError
from extractor.evaluate.families import Family, KindSpec
from extractor.evaluate.figures import Packed, Recipe, invent, unpack
from extractor.evaluate.folder import cache_folder
from extractor.evaluate.render.document import Order, Rendered, render
from extractor.evaluate.render.scanner import Scan
from extractor.evaluate.render.styles import STYLES
from extractor.evaluate.render.table_change import Expect
from extractor.evaluate.render.traps.draft import TrapWords
from extractor.evaluate.render.traps.trap_kinds import render_trap
from extractor.evaluate.render.words import Words
from extractor.schemas import packs
from extractor.schemas.form import Form, Schema, Value

NO_WORDS = Words(titles=())


class CaseSpec(BaseModel):
    """One case as it stands in ``set.json``.

    ``figures``: the name of figures in the set, or ``recipe:size:seed``. ``without``: patterns of paths that are not
    printed. ``changes``: figures to print instead, for documents whose numbers contradict. ``told``: figures that the
    running text tells otherwise than the tables. ``second``: figures of another report in the same file. ``scan``:
    how pages that are pictures were photographed. ``expect``: the right outcomes, where style and damages alone do
    not say. ``schema_name``: another schema than that of the set. ``kind``: the kind of trap, empty for other cases.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    figures: str
    style: str
    encoding: str = "utf-8"
    damages: tuple[str, ...] = ()
    seed: int = 0
    without: tuple[str, ...] = ()
    changes: Packed = {}
    told: Packed = {}
    second: str = ""
    scan: Scan = Scan()
    expect: tuple[Expect, ...] = ()
    schema_name: str = ""
    kind: str = ""


class NamedFigures(BaseModel):
    """Figures of one form in their short form."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    form: str
    values: Packed


class SetFile(BaseModel):
    """``set.json``. The file a case makes is named by its ``id``. ``kinds``: many cases of a trap in one line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_name: str
    title: str
    figures: dict[str, NamedFigures] = {}
    cases: tuple[CaseSpec, ...] = ()
    kinds: tuple[KindSpec, ...] = ()


@dataclass(frozen=True)
class EvalCase:
    """A case ready to be rendered and judged."""

    spec: CaseSpec
    schema: str
    order: Order
    trap: TrapWords | None = None

    @cached_property
    def rendered(self) -> Rendered:
        """The document and its truth. Outcomes the set asks for replace those of the damages."""
        if self.trap is not None:
            return render_trap(self.order, self.spec.kind, self.trap)
        made = render(self.order)
        if not self.spec.expect:
            return made
        return replace(made, expect=self.spec.expect)

    @property
    def apart(self) -> str:
        """Why the case is counted apart from all others; empty if it is not."""
        return _apart(self.spec.style)

    @cached_property
    def key(self) -> str:
        """A hash of everything the document is made from but the program: equal keys, equal documents."""
        trap = f"{self.spec.kind}/{self.trap.model_dump_json()}/" if self.trap else ""
        return hashlib.sha256(f"{trap}{self.schema}/{_facts(self.order)}/{self.spec.expect}".encode()).hexdigest()

    def write(self, folder: Path) -> Path:
        """The document as a file below ``folder``. It is rendered only if the same program has not made it before."""
        made = hashlib.sha256(f"{self.key}/{_program()}".encode()).hexdigest()[:16]
        path = folder / made / self.rendered.name
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f"{path.name}.part")
            part.write_bytes(self.rendered.content)
            part.replace(path)
        return path


def _apart(style: str) -> str:
    return STYLES[style].apart if style in STYLES else ""


def _facts(order: Order | None) -> str:
    if order is None:
        return ""
    what = (order.name, order.form.name, order.style, order.seed, order.damages, order.encoding)
    figures = (sorted(order.figures.items()), sorted(order.told.items()))
    # How pages are photographed says nothing about a document that is no picture.
    scan = order.scan if _apart(order.style) else ""
    return f"{what} {figures} {order.words.model_dump_json()} {scan} {_facts(order.second)}"


@cache
def _program() -> str:
    """A hash of what turns facts into bytes: the renderer, the schemas whose labels it prints, the PDF library."""
    folders = (Path(__file__).parent / "render", Path(packs.__path__[0]))
    sources = (path for folder in folders for path in sorted(folder.rglob("*.py")))
    content = b"".join(path.read_bytes() for path in sources) + metadata.version("pymupdf").encode()
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class EvalSet:
    """A set: what its documents are made from, and a hash over all of that."""

    name: str
    file: SetFile
    schema: Schema
    words: Words
    recipes: Mapping[str, Recipe]
    digest: str
    folder: str
    families: Mapping[str, Family] = field(default_factory=dict)

    @cached_property
    def cases(self) -> tuple[EvalCase, ...]:
        """All cases in the order of the file."""
        trapped = (case for kind in self.file.kinds for case in self._of_kind(kind))
        return (*(self.case(spec) for spec in self.file.cases), *trapped)

    @property
    def settings(self) -> Mapping[str, object]:
        """What its documents are read with unless something else is typed."""
        return {}

    @property
    def any_loss(self) -> bool:
        """Whether any loss closes its gate, not only one that chance does not explain."""
        return False

    @property
    def schemas(self) -> tuple[Schema, ...]:
        """The schemas of its cases, that of the set first."""
        return (self.schema, *(family.schema for family in self.families.values() if family.schema != self.schema))

    def _of_kind(self, kind: KindSpec) -> Iterator[EvalCase]:
        for name, variant in kind.expand():
            family = self.families[variant.schema_name]
            yield EvalCase(
                CaseSpec(
                    id=name,
                    figures=variant.figures_of(family.trap),
                    style=variant.style,
                    seed=variant.seed,
                    schema_name=variant.schema_name,
                    kind=kind.kind,
                ),
                variant.schema_name,
                family.order(name, variant),
                family.trap,
            )

    def case(self, spec: CaseSpec) -> EvalCase:
        """A case made with this set's words, figures and recipes."""
        form, figures = self._figures(spec.figures)
        figures = {path: v for path, v in figures.items() if not any(fnmatchcase(path, p) for p in spec.without)}
        identity = self.words.identity(form.name, spec.id, spec.seed)
        figures = {**identity, **figures, **unpack(form, spec.changes)}
        order = Order(
            spec.id,
            form,
            figures,
            self.words,
            spec.style,
            spec.seed,
            spec.damages,
            spec.encoding,
            told=unpack(form, spec.told),
            second=self._second(spec),
            scan=spec.scan,
        )
        return EvalCase(spec, self.schema.name, order)

    def _second(self, spec: CaseSpec) -> Order | None:
        if not spec.second:
            return None
        form, figures = self._figures(spec.second)
        identity = self.words.identity(form.name, f"{spec.id}/second", spec.seed)
        return Order(f"{spec.id}/second", form, {**identity, **figures}, self.words, spec.style, spec.seed)

    def _figures(self, name: str) -> tuple[Form, dict[str, Value | None]]:
        if name in self.file.figures:
            named = self.file.figures[name]
            form = self.schema.form(named.form)
            return form, unpack(form, named.values)
        recipe, size, seed = name.split(":")
        form = self.schema.form(self.recipes[recipe].form)
        return form, invent(self.recipes[recipe], size, int(seed))

    def some(self, limit: int | None, only: Sequence[str] = ()) -> tuple[EvalCase, ...]:
        """At most ``limit`` cases, taken in turn from every style so that a small number still shows all of them; of
        traps from every kind. ``only``: patterns of the shell, one of which the style, kind or name of a case must fit.

        ConfigurationError if a pattern fits nothing.
        """
        chosen = self._fitting(only) if only else self.cases
        if limit is None or limit >= len(chosen):
            return chosen
        styles: dict[str, list[EvalCase]] = {}
        for case in chosen:
            styles.setdefault(case.spec.kind or case.spec.style, []).append(case)
        rounds = range(max(map(len, styles.values())))
        turns = (case for turn in rounds for cases in styles.values() for case in cases[turn : turn + 1])
        return tuple(case for case, _ in zip(turns, range(limit), strict=False))

    def _fitting(self, only: Sequence[str]) -> tuple[EvalCase, ...]:
        named = {case.spec.id: (case.spec.style, case.spec.kind, case.spec.id) for case in self.cases}
        fits = {each: {id_ for id_, names in named.items() if filter_names(names, each)} for each in only}
        empty = [each for each, found in fits.items() if not found]
        if empty:
            known = sorted({case.spec.kind or case.spec.style for case in self.cases})
            raise ConfigurationError(f"no case of {self.name} fits {', '.join(empty)}; there are: {', '.join(known)}")
        wanted = set().union(*fits.values())
        return tuple(case for case in self.cases if case.spec.id in wanted)

    def files(self, limit: int | None = None) -> Iterator[tuple[EvalCase, Path]]:
        """The cases with their documents, rendered into the cache."""
        for case in self.some(limit):
            yield case, case.write(cache_folder())
