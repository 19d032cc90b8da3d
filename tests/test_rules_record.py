"""From values by path to a record of the form's own type."""

from decimal import Decimal

import pytest

from extractor.errors import SchemaError
from extractor.schemas.form import Value
from extractor.schemas.record import build_record
from tests.built_readings import FOIA, FORM


def test_a_record_has_every_field_in_the_order_of_its_form_and_none_where_there_is_no_value() -> None:
    record = build_record(FORM, {"table3.granted.natural": 3})
    assert list(record) == ["agency", "year", "form", "table2", "table3", "table4", "prose"]
    table = record["table3"]
    assert isinstance(table, dict)
    assert table["granted"] == {
        "natural": 3,
        **dict.fromkeys(("commercial", "research", "social", "legal", "other", "total")),
    }


def test_a_record_names_its_form() -> None:
    assert build_record(FORM, {})["form"] == "2021"


def test_a_blank_cell_never_becomes_zero() -> None:
    values: dict[str, Value | None] = dict.fromkeys(FORM.fields)
    record = build_record(FORM, values)
    assert "0" not in str({name: value for name, value in record.items() if name != "form"})


def test_amounts_stay_decimal_with_every_digit() -> None:
    table = build_record(FORM, {"table2.fee_wan_yuan": Decimal("12.3400")})["table2"]
    assert isinstance(table, dict)
    assert str(table["fee_wan_yuan"]) == "12.3400"
    assert isinstance(table["fee_wan_yuan"], Decimal)


def test_repeated_rows_become_lists_in_their_order() -> None:
    values: dict[str, Value | None] = {f"requests.components.{n}.name": f"Office {n}" for n in (10, 2, 0)}
    requests = build_record(FOIA, values)["requests"]
    assert isinstance(requests, dict)
    components = requests["components"]
    assert isinstance(components, list)
    names = [row["name"] for row in components if isinstance(row, dict)]
    assert names == ["Office 0", None, "Office 2", *[None] * 7, "Office 10"]


def test_a_report_without_repeated_rows_has_an_empty_list() -> None:
    requests = build_record(FOIA, {})["requests"]
    assert isinstance(requests, dict)
    assert requests["components"] == []


@pytest.mark.parametrize("values", [{"table3.granted.nobody": 1}, {"table9.x": 1}, {"table3.granted": 1}])
def test_a_path_that_is_not_of_the_form_is_refused(values: dict[str, Value | None]) -> None:
    with pytest.raises(SchemaError, match="do not fit the record of form 2021"):
        build_record(FORM, values)


def test_a_value_of_the_wrong_type_is_refused() -> None:
    with pytest.raises(SchemaError, match=r"table3\.granted\.natural"):
        build_record(FORM, {"table3.granted.natural": Decimal("1.5")})
