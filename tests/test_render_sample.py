"""The sample of scanned documents: even over its strata, and never the same for tuning as for held-out tests."""

import json
from collections import Counter
from itertools import product
from pathlib import Path

import pytest

from extractor.evaluate.render.condition import CONDITIONS
from specimens.scanned_pages import FIRST_SEED, KINDS, LOOKS, RESOLUTIONS, TYPEFACES, Split, sample, write

LAP = len(CONDITIONS) * len(RESOLUTIONS)


@pytest.mark.parametrize("split", FIRST_SEED)
def test_a_lap_holds_every_condition_at_every_resolution_once(split: Split) -> None:
    for start in (0, LAP):
        orders = list(sample(split, LAP, start))
        pairs = Counter((order.scan.condition, order.scan.dpi) for order in orders)
        assert pairs == Counter(product(CONDITIONS, RESOLUTIONS))
        assert Counter(order.scan.look for order in orders) == dict.fromkeys(LOOKS, LAP // len(LOOKS))
        assert {(order.schema, order.recipe) for order in orders} == {(kind.schema, kind.recipe) for kind in KINDS}


def test_the_splits_share_no_seed_and_no_chinese_typeface() -> None:
    seeds = {split: {order.seed for order in sample(split, 5 * LAP)} for split in FIRST_SEED}
    assert not seeds["tuning"] & seeds["held_out"]
    assert abs(FIRST_SEED["tuning"] - FIRST_SEED["held_out"]) >= 1_000_000
    faces = {split: {face.chinese for face in TYPEFACES[split]} for split in TYPEFACES}
    assert not faces["tuning"] & faces["held_out"]


def test_the_sample_goes_on_where_it_is_told_to() -> None:
    assert list(sample("tuning", 9))[4:7] == list(sample("tuning", 3, start=4))


def test_a_sample_of_some_conditions_holds_no_other() -> None:
    chosen = list(sample("held_out", 6, conditions=("light", "fax"), resolutions=(150, 200)))
    assert {order.scan.condition for order in chosen} == {"light", "fax"}
    assert {order.scan.dpi for order in chosen} == {150, 200}


def test_a_written_document_has_its_cells_beside_it(tmp_path: Path) -> None:
    orders = sample("tuning", 3, conditions=("clean",), resolutions=(100,))
    for order in orders:
        path = write(order, tmp_path)
        cells = json.loads(path.with_suffix(".json").read_text("utf-8"))
        assert path.read_bytes().startswith(b"%PDF")
        values = [cell for cell in cells if cell["role"] == "value"]
        assert len(values) > 20
        assert all(len(cell["pixels"]) == 4 for cell in cells)


def test_invented_tables_hold_every_kind_of_cell() -> None:
    found: set[str] = set()
    for order in sample("tuning", 30, conditions=("clean",), resolutions=(100,)):
        if order.schema == "invented" and not {"blank", "0", "/", "—", "-", ",", ".", "%"} <= found:
            for cell in (cell for cell in order.drawing.cells if cell.role == "value"):
                found |= {"blank"} if not cell.text else {cell.text, *cell.text}
                assert cell.ink is None or cell.ink.right <= cell.box.right + 0.01, cell
    assert {"blank", "0", "/", "—", "-", ",", ".", "%"} <= found
