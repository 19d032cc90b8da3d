"""A label that stands over the values of two fields: which of them a number is, its sign tells."""

from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import JsonValue

from extractor.errors import SchemaError
from extractor.schemas.json_schema import MARKS, shape_of_schema
from extractor.schemas.pack_yaml import parse_pack
from tests.test_open_layout_sums import HEAD, ITEMS, read_lines, sure

HEADED = "Warenwert\tZu-/Abschlag\tNettobetrag\tMwSt-Betrag\tMwSt-%\tEndbetrag"


@pytest.mark.parametrize(
    ("mixed", "charges", "allowances"), [("-8,00", None, Decimal("8.00")), ("8,00", Decimal("8.00"), None)]
)
def test_the_sign_tells_allowances_from_charges(
    tmp_path: Path, mixed: str, charges: Decimal | None, allowances: Decimal | None
) -> None:
    reading = read_lines(tmp_path, *HEAD, *ITEMS[:2], "", HEADED, f"198,00\t{mixed}\t190,00\t36,10\t19,0\t226,10")
    assert sure(reading.fields["totals.charges"]) == charges
    assert sure(reading.fields["totals.allowances"]) == allowances


def test_what_the_sign_gives_to_one_field_may_hold_the_other(tmp_path: Path) -> None:
    reading = read_lines(tmp_path, *HEAD, *ITEMS[:2], "", HEADED, "198,00\t-8,00\t190,00\t36,10\t19,0\t226,10")
    charges = reading.fields["totals.charges"]
    assert (charges.state, [each.kind for each in charges.doubts]) == ("absent", ["may_be_stated"])


def test_a_column_with_both_signs_may_have_added_them_up(tmp_path: Path) -> None:
    rows = ("198,00\t-8,00\t190,00\t36,10\t19,0\t226,10", "275,00\t3,00\t278,00\t19,46\t7,0\t297,46")
    total = "473,00\t-5,00\t468,00\t55,56\t\t523,56"
    fields = read_lines(tmp_path, *HEAD, *ITEMS, HEADED, *rows, total).fields
    for name in ("totals.charges", "totals.allowances"):
        assert fields[name].state == "absent"
        assert fields[name].doubts


@pytest.mark.parametrize("heading", ["Abschlag/Zuschlag", "Discounts, allowances", "Zuschlag oder Abschlag"])
def test_a_number_under_a_heading_with_a_word_of_a_field_may_be_its_value(tmp_path: Path, heading: str) -> None:
    headed = HEADED.replace("Zu-/Abschlag", heading)
    reading = read_lines(tmp_path, *HEAD, *ITEMS[:2], "", headed, "198,00\t-8,00\t190,00\t36,10\t19,0\t226,10")
    allowances = reading.fields["totals.allowances"]
    assert allowances.state == "absent"
    assert "may_be_stated" in [each.kind for each in allowances.doubts]


def test_signs_are_written_in_yaml_and_in_json_schema() -> None:
    text = 'fields:\n  less: {type: amount, signs: {Both: "-"}}\n'
    shape = parse_pack(text, "a.yaml", "a").forms[0].shape
    assert shape is not None
    assert shape.leaf("less").signs == {"Both": "-"}
    wrong: dict[str, JsonValue] = {
        "type": "object",
        "properties": {"less": {"type": "number", MARKS: {"signs": {"Both": "minus"}}}},
    }
    with pytest.raises(SchemaError, match="less: signs are labels"):
        shape_of_schema(wrong, "a")
