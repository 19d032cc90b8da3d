"""Hand-checked truth of public documents that may lie beside the checkout, as record paths and their values.

The folder is not part of the project: where it is missing every function returns an empty tuple.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias, cast

from extractor.schemas.form import Form, Schema, Value
from extractor.schemas.registry import load_schema

SHARED = Path(__file__).resolve().parents[2] / "shared"

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
Outcome: TypeAlias = Literal["right", "missed", "wrong", "invented"]

APPLICANTS = ("natural", "commercial", "research", "social", "legal", "other", "total")
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
ITEMS = ("previous", "change", "decisions")
TABLE2: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "regulations_new_public_total": ("regulations", ("newly_made", "newly_published", "total_published")),
    "normative_new_public_total": ("normative", ("newly_made", "newly_published", "total_published")),
    "licensing_prev_change_decisions": ("licensing", ITEMS),
    "other_management_prev_change_decisions": ("other_management", ITEMS),
    "punishment_prev_change_decisions": ("punishment", ITEMS),
    "coercion_prev_change_decisions": ("coercion", ITEMS),
    "fee_prev_change": ("fee", ("previous", "change")),
}
DOCUMENTS_2019 = ("newly_made", "newly_published", "total_published")
DOCUMENTS_2021 = ("issued", "repealed", "in_force")
MARKS = frozenset({"/", "-"})


@dataclass(frozen=True)
class SharedTruth:
    """One document and what stands in it.

    ``expected`` holds every table field of the form, with None for a cell that is blank, absent or a nil
    mark; ``marks`` are the paths whose cell is a nil mark. ``consistent``: the published figures obey all
    identities. ``complete``: the document is whole, so a reader may be asked for all of it. Identity fields
    stand apart (``agency`` may be shorter or longer than it is printed, None where nobody checked it).
    """

    name: str
    document: Path
    schema: str
    form: str
    agency: str | None
    year: int | None
    expected: Mapping[str, Value | None]
    marks: frozenset[str] = frozenset()
    consistent: bool = True
    complete: bool = True
    findings: tuple[tuple[str, ...], ...] = field(default=())

    @property
    def printed(self) -> Mapping[str, Value]:
        """The fields that hold a value."""
        return {path: value for path, value in self.expected.items() if value is not None}


def shared_seeds() -> tuple[SharedTruth, ...]:
    """The five reports kept as flattened text."""
    return tuple(_chinese(path) for path in sorted((SHARED / "seeds").glob("*.truth.json")))


def shared_chinese_reports() -> tuple[SharedTruth, ...]:
    """The four complete reports with numbers other than zero."""
    return tuple(_chinese(path) for path in sorted((SHARED / "corpus/cn_annual_report").glob("*.truth.json")))


def shared_fragments() -> tuple[SharedTruth, ...]:
    """The five damaged or cut pages."""
    found = sorted((SHARED / "corpus/cn_annual_report/fragments").glob("*.truth.json"))
    return tuple(_fragment(path) for path in found)


def shared_foia() -> tuple[SharedTruth, ...]:
    """The fourteen FOIA annual reports."""
    return tuple(_foia(path) for path in sorted((SHARED / "corpus/us_foia").glob("*.truth.json")))


def shared_documents() -> tuple[SharedTruth, ...]:
    """All of them."""
    return (*shared_seeds(), *shared_chinese_reports(), *shared_fragments(), *shared_foia())


def compare(truth: SharedTruth, values: Mapping[str, Value | None]) -> dict[str, Outcome]:
    """The outcome of every table field, null apart from 0; a value where the truth has none is invented."""
    outcomes: dict[str, Outcome] = {}
    for path in {
        *truth.expected,
        *(p for p, v in values.items() if v is not None and p.startswith(_tables(truth))),
    }:
        expected, found = truth.expected.get(path), values.get(path)
        if expected == found and isinstance(expected, str) == isinstance(found, str):
            outcomes[path] = "right"
        elif found is None:
            outcomes[path] = "missed"
        else:
            outcomes[path] = "invented" if expected is None else "wrong"
    return outcomes


def same_agency(truth: SharedTruth, found: Value | None) -> bool:
    """Whether a name is the agency of this document: equal, or one a longer form of the other."""
    if truth.agency is None:
        return True
    if not isinstance(found, str) or not found.strip():
        return False
    one, other = "".join(truth.agency.split()), "".join(found.split())
    return one == other or one.endswith(other) or other.endswith(one)


@cache
def _schema(name: str) -> Schema:
    return load_schema(name)


def _tables(truth: SharedTruth) -> tuple[str, ...]:
    return tuple(f"{table.key}." for table in _schema(truth.schema).form(truth.form).tables)


def _load(path: Path) -> dict[str, Json]:
    return cast(dict[str, Json], json.loads(path.read_text("utf-8")))


def _chinese(path: Path) -> SharedTruth:
    data = _load(path)
    name = path.name.removesuffix(".truth.json")
    document = path.with_name(str(data.get("file", f"{name}.html")))
    values = dict(_table2(data["table2"]))
    for row, cells in _mapping(_mapping(data["table3"])["rows"]).items():
        values.update(_cells(f"table3.{row}", APPLICANTS, cells))
    for group, cells in _mapping(data["table4"]).items():
        values.update(_cells(f"table4.{group}", OUTCOMES, cells))
    agency = data.get("agency_as_printed") or data["agency"]
    return _truth(name, document, data, values, agency=str(agency))


def _fragment(path: Path) -> SharedTruth:
    data = _load(path)
    name = path.name.removesuffix(".truth.json")
    values: dict[str, Value | None] = {}
    for key, cells in _mapping(data["truth"]).items():
        if key == "table2" and not isinstance(cells, str):
            values.update(_table2(cells))
        elif key.startswith("table3.") and not isinstance(cells, str):
            values.update(_cells(key, APPLICANTS, cells))
    # The agency of these pages was not checked by anyone; only the tables were.
    return _truth(name, path.with_name(f"{name}.txt"), data, values, agency=None, complete=False)


def _truth(
    name: str,
    document: Path,
    data: Mapping[str, Json],
    values: Mapping[str, Value | None],
    agency: str | None,
    complete: bool = True,
) -> SharedTruth:
    form = str(data["form"])[:4]
    expected, marks = _fill(_schema("gov_disclosure").form(form), values)
    year = data["year"]
    return SharedTruth(
        name=name,
        document=document,
        schema="gov_disclosure",
        form=form,
        agency=agency,
        year=year if isinstance(year, int) else None,
        expected=expected,
        marks=marks,
        complete=complete,
    )


def _table2(table: Json) -> Iterable[tuple[str, Value | None]]:
    for key, cells in _mapping(table).items():
        if key in TABLE2:
            row, columns = TABLE2[key]
            yield from _cells(f"table2.{row}", columns, cells)
        elif key.startswith("procurement_"):
            if not key.endswith("_printed"):
                yield f"table2.procurement.{key.removeprefix('procurement_')}", _value(key, cells)
        elif not isinstance(cells, list):
            yield f"table2.{key}", _value(key, cells)
        elif key in ("regulations", "normative"):
            columns = DOCUMENTS_2019 if "other_management" in _mapping(table) else DOCUMENTS_2021
            yield from _cells(f"table2.{key}", columns, cells)
        elif key != "other_public_docs":  # a row one province added: the form has no field for it
            yield from _cells(f"table2.{key}", ITEMS, cells)


def _cells(prefix: str, columns: Sequence[str], cells: Json) -> Iterable[tuple[str, Value | None]]:
    assert isinstance(cells, list) and len(cells) <= len(columns), prefix
    for column, cell in zip(columns, cells, strict=False):
        yield f"{prefix}.{column}", _value(column, cell)


def _value(key: str, cell: Json) -> Value | None:
    if cell is None or isinstance(cell, int):
        return cell
    assert isinstance(cell, str)
    return cell if cell in MARKS else Decimal(cell)


def _fill(form: Form, values: Mapping[str, Value | None]) -> tuple[dict[str, Value | None], frozenset[str]]:
    """Every table field of the form, with marks set apart; an unknown path is a mistake of ours."""
    tables = tuple(f"{table.key}." for table in form.tables)
    expected: dict[str, Value | None] = {path: None for path in form.fields if path.startswith(tables)}
    unknown = set(values) - set(expected)
    assert not unknown, unknown
    expected.update({path: None if value in MARKS else value for path, value in values.items()})
    return expected, frozenset(path for path, value in values.items() if value in MARKS)


def _foia(path: Path) -> SharedTruth:
    data = _load(path)
    name = path.name.removesuffix(".truth.json")
    form = _schema("us_foia").form("annual")
    expected: dict[str, Value | None] = {}
    tables = _mapping(data["tables"])
    for table in form.tables:
        block = table.blocks[0]
        rows = _mapping(tables[table.title.printed])["rows"]
        assert isinstance(rows, list)
        expected.update(dict.fromkeys(block.rows[0].paths))
        for index, row in enumerate(_components(rows)):
            expected[block.name_path.format(n=index)] = str(row[0])
            paths = (pattern.format(n=index) for pattern in block.repeat_paths)
            expected.update(zip(paths, (_value("", cell) for cell in row[1:]), strict=True))
        for last in rows[-1:]:
            assert isinstance(last, list)
            if last[0] == "AGENCY OVERALL":
                expected.update(zip(block.rows[0].paths, (_value("", cell) for cell in last[1:]), strict=True))
    findings = cast(list[list[str]], data["findings"])
    (document,) = (file for file in path.parent.glob(f"{name}.*.txt"))
    return SharedTruth(
        name=name,
        document=document,
        schema="us_foia",
        form=form.name,
        agency=str(data["agency"]),
        year=int(str(data["fiscal_year"])),
        expected=expected,
        consistent=not findings,
        findings=tuple(tuple(finding) for finding in findings),
    )


def _components(rows: list[Json]) -> list[list[Json]]:
    return [row for row in rows if isinstance(row, list) and row[0] != "AGENCY OVERALL"]


def _mapping(data: Json) -> dict[str, Json]:
    assert isinstance(data, dict)
    return data
