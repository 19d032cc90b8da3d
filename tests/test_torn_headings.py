"""Headings that are torn or joined are told by their pieces, and those in another order are not."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from extractor.documents import open_document
from extractor.readers.layout import read_layout
from extractor.readers.reading import Reading
from extractor.schemas.form import Schema
from tests.test_column_headings import AS_DECLARED, FIGURES, TONGUES, Tongue, certainties, values

every_tongue = pytest.mark.parametrize("tongue", TONGUES)


def torn(headings: Sequence[str], rng: Random) -> list[str]:
    """Two lines: the beginnings of headings joined, and what is left of them."""
    cuts = [rng.randint(3, len(heading) - 1) for heading in headings]
    upper = "".join(heading[:at].strip() for heading, at in zip(headings, cuts, strict=True))
    return [upper, " ".join(heading[at:].strip() for heading, at in zip(headings, cuts, strict=True))]


def read(folder: Path, tongue: Tongue, head: Sequence[str]) -> Reading:
    schema: Schema = tongue.schema
    rows = [" | ".join((name, *line)) for name, line in zip(tongue.rows, FIGURES, strict=True)]
    table = [f"| {row} |" for row in rows]
    path = folder / "table.md"
    path.write_text("\n".join((tongue.title, "", *head, *table, "")), encoding="utf-8")
    return read_layout(open_document(path), schema, schema.forms[0])


@every_tongue
@pytest.mark.parametrize("seed", range(8))
def test_pieces_that_can_be_read_in_one_way_are_the_headings(tmp_path: Path, tongue: Tongue, seed: int) -> None:
    reading = read(tmp_path, tongue, torn(tongue.headings, Random(seed)))
    assert (values(reading), certainties(reading)) == (AS_DECLARED, {"exact"})


@every_tongue
@pytest.mark.parametrize("seed", range(8))
def test_pieces_in_another_order_prove_nothing(tmp_path: Path, tongue: Tongue, seed: int) -> None:
    rng = Random(seed)
    mixed = rng.sample(tongue.headings, len(tongue.headings))
    if mixed == list(tongue.headings):
        mixed.reverse()
    reading = read(tmp_path, tongue, torn(mixed, rng))
    assert "exact" not in certainties(reading)


@every_tongue
@pytest.mark.parametrize("seed", range(8))
def test_a_piece_too_few_or_a_strange_one_proves_nothing(tmp_path: Path, tongue: Tongue, seed: int) -> None:
    rng = Random(seed)
    lost = [each for n, each in enumerate(tongue.headings) if n != seed % len(tongue.headings)]
    assert "exact" not in certainties(read(tmp_path, tongue, torn(lost, rng)))
    at = seed % len(tongue.headings)
    strange = [tongue.unknown if n == at else each for n, each in enumerate(tongue.headings)]
    assert "exact" not in certainties(read(tmp_path, tongue, torn(strange, rng)))
