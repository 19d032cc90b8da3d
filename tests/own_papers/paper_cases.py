"""The papers of six families with what they say, and how what was made of one compares with that."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import BaseModel, JsonValue

from extractor import Extraction
from extractor.schemas.form import Schema
from extractor.schemas.open_form import schema_of_model
from extractor.schemas.registry import resolve_schema
from tests.own_papers.paper_files import Block
from tests.own_papers.paper_models import RULES, BloodReport, SupplierInvoice, YearlyFigures

HERE = Path(__file__).parent
FAMILIES = ("invoice", "balance", "balance_years", "bank", "yearbook", "lab", "german")


class Paper(NamedTuple):
    """A document of a family: how it looks, what stands in it, and its record."""

    family: str
    name: str
    look: str
    blocks: tuple[Block, ...]
    truth: dict[str, JsonValue]

    @property
    def file(self) -> str:
        """What it is called."""
        return f"{self.family}_{self.name}"


@cache
def papers() -> tuple[Paper, ...]:
    """All of them."""
    return tuple(
        Paper(family, name, each["look"], tuple(each["blocks"]), each["truth"])
        for family in FAMILIES
        for name, each in yaml.safe_load((HERE / f"{family}.yaml").read_text("utf-8")).items()
    )


@cache
def schema_of_family(family: str) -> Schema:
    """The schema that somebody wrote for a family: a model, or a pack in YAML."""
    if family == "invoice":
        return schema_of_model(SupplierInvoice, RULES)
    if family == "yearbook":
        return schema_of_model(YearlyFigures)
    if family == "lab":
        return schema_of_model(BloodReport)
    return resolve_schema(str(HERE / f"{family}_pack.yaml"))


def leaves(record: JsonValue, path: str = "") -> Iterator[tuple[str, JsonValue]]:
    """The values of a record by their paths."""
    if isinstance(record, dict):
        for name, inner in record.items():
            yield from leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(record, list):
        for number, inner in enumerate(record):
            yield from leaves(inner, f"{path}.{number}")
    else:
        yield path, record


def same(one: JsonValue, other: JsonValue) -> bool:
    """Whether two values say the same."""
    if one is None or other is None or isinstance(one, bool) or isinstance(other, bool):
        return one is other
    try:
        return Decimal(str(one)) == Decimal(str(other))
    except InvalidOperation:
        return "".join(str(one).split()).casefold() == "".join(str(other).split()).casefold()


def wrong_values(found: Extraction[BaseModel], truth: Mapping[str, JsonValue]) -> set[str]:
    """The paths of all values that are not what the document says, missing ones among them."""
    said, held = dict(leaves(dict(truth))), dict(leaves(found.data))
    return {path for path in {*said, *held} if not same(said.get(path), held.get(path))}


def wrongly_confirmed(found: Extraction[BaseModel], truth: Mapping[str, JsonValue]) -> set[str]:
    """Those of them that are confirmed all the same."""
    confirmed = {path.replace("%2E", ".") for path, field in found.fields.items() if field.status == "confirmed"}
    return wrong_values(found, truth) & confirmed
