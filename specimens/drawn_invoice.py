"""A small invented invoice on a page of PDF, with what it says: for pages of the documentation and for tests."""

from decimal import Decimal
from pathlib import Path

from extractor.schemas.form import Value

_HEAD = (
    (72, 72, 18, "Millbrook Tools"),
    (72, 92, 9, "14 Weir Lane, Millbrook"),
    (72, 150, 14, "Invoice"),
    (72, 180, 10, "Invoice number:"),
    (170, 180, 10, "MT-2024-117"),
    (72, 196, 10, "Date:"),
    (170, 196, 10, "5 March 2024"),
)
_COLUMNS = (72, 300, 380, 460)
_ROWS = (
    ("Description", "Quantity", "Unit price", "Amount"),
    ("Claw hammer, 16 oz", "2", "14.50", "29.00"),
    ("Wire nails 60 mm", "350", "0.04", "14.00"),
    ("Delivery", "1", "1,180.00", "1,180.00"),
)
_TOTAL = ("Total", "1,223.00")

INVOICE: dict[str, Value | None] = {
    "number": "MT-2024-117",
    "date": "2024-03-05",
    "lines.0.description": "Claw hammer, 16 oz",
    "lines.0.quantity": 2,
    "lines.0.amount": Decimal("29.00"),
    "lines.1.description": "Wire nails 60 mm",
    "lines.1.quantity": 350,
    "lines.1.amount": Decimal("14.00"),
    "lines.2.description": "Delivery",
    "lines.2.quantity": 1,
    "lines.2.amount": Decimal("1180.00"),
    "total": Decimal("1223.00"),
}
"""What it says, by the paths of a record."""


def draw_invoice(path: Path) -> None:
    """Write the invoice as a file."""
    import pymupdf

    with pymupdf.open() as document:  # type: ignore[no-untyped-call]  # no types
        page = document.new_page()
        for x, y, size, text in _HEAD:
            page.insert_text((x, y), text, fontsize=size)
        for number, row in enumerate(_ROWS):
            for x, text in zip(_COLUMNS, row, strict=True):
                page.insert_text((x, 240 + 18 * number), text, fontsize=10)
        for x, text in zip((_COLUMNS[0], _COLUMNS[3]), _TOTAL, strict=True):
            page.insert_text((x, 250 + 18 * len(_ROWS)), text, fontsize=10)
        document.save(path)
