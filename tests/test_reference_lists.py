"""A text that has to be one of the known names waits for a person unless it is."""

from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BaseModel

from extractor import FieldMark, Text, verify
from extractor.errors import SchemaError
from extractor.schemas.pack_yaml import read_pack

VENDORS = ["North Timber Ltd", "Brook & Sons"]


class Order(BaseModel):
    """An order of a known vendor."""

    number: str
    vendor: Annotated[str, FieldMark(reference=VENDORS)]


@pytest.mark.parametrize(
    ("vendor", "status"),
    [("North Timber Ltd", "confirmed"), ("NORTH TIMBER LTD", "confirmed"), ("South Ltd", "flagged")],
)
def test_a_printed_name_is_confirmed_only_if_it_is_known(vendor: str, status: str) -> None:
    found = verify(Text(f"Number: B-7\nVendor: {vendor}\n"), {"number": "B-7", "vendor": vendor}, Order, layout=False)
    assert found.fields["vendor"].status == status
    assert found.status == ("accepted" if status == "confirmed" else "review")


def test_a_pack_names_a_csv_beside_it(tmp_path: Path) -> None:
    (tmp_path / "vendors.csv").write_text("id,name\n17,North Timber Ltd\n", encoding="utf-8")
    pack = tmp_path / "pack.yaml"
    pack.write_text("fields:\n  vendor: {type: text, reference: vendors.csv}\n  buyer: text\n", encoding="utf-8")
    shape = read_pack(pack, "order").forms[0].shape
    assert shape is not None
    assert shape.leaf("vendor").reference == ("id", "name", "17", "North Timber Ltd")
    (tmp_path / "vendors.csv").unlink()
    with pytest.raises(SchemaError, match=r"pack\.yaml.*there is no reference list vendors\.csv"):
        read_pack(pack, "order")
