"""Six families of documents with their truth, written as text, as pages and as paper, and how a reading compares."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pymupdf
from pydantic import BaseModel

from extractor.documents import open_document
from extractor.readers.open_layout import read_open
from extractor.readers.reading import FieldReading, Reading
from extractor.schemas.form import Value
from tests.open_models import Application, BankStatement, LabReport, PlainInvoice, PlainSheet, Yearbook, schema_of

Writer = Callable[[Path, Sequence[str]], Path]
"""Writes lines whose cells are parted by tabs into a file."""


def as_tabs(folder: Path, lines: Sequence[str]) -> Path:
    path = folder / "document.txt"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def as_pipes(folder: Path, lines: Sequence[str]) -> Path:
    return as_tabs(folder, [line.replace("\t", " | ") for line in lines])


def as_html(folder: Path, lines: Sequence[str]) -> Path:
    """Lines with tabs are rows of tables, all others paragraphs."""
    parts: list[str] = []
    inside = False
    for line in lines:
        row = "\t" in line
        if row != inside:
            parts.append("<table>" if row else "</table>")
            inside = row
        cells = "".join(f"<td>{cell}</td>" for cell in line.split("\t"))
        parts.append(f"<tr>{cells}</tr>" if row else f"<p>{line}</p>")
    path = folder / "document.html"
    end = "</table>" if inside else ""
    path.write_text(f"<html><meta charset=utf-8><body>{''.join(parts)}{end}</body></html>", "utf-8")
    return path


def as_pdf(folder: Path, lines: Sequence[str]) -> Path:
    """Columns of 95 points; numbers stand at the right of theirs."""
    document = pymupdf.Document()  # type: ignore[no-untyped-call]  # pymupdf has no types
    page = document.new_page()
    for number, line in enumerate(lines):
        for column, cell in enumerate(line.split("\t")):
            right = column and (cell == "-" or any(char.isdigit() for char in cell)) and "\t" in line
            width = pymupdf.get_text_length(cell, fontsize=9) if right else 80
            page.insert_text((50 + 95 * column + 80 - width, 60 + 14 * number), cell, fontsize=9)
    path = folder / "document.pdf"
    document.save(path)  # type: ignore[no-untyped-call]  # pymupdf has no types
    return path


def read(path: Path, model: type[BaseModel]) -> Reading:
    schema = schema_of(model)
    return read_open(open_document(path), schema, schema.forms[0])


def read_text(folder: Path, text: str, model: type[BaseModel]) -> Reading:
    return read(as_tabs(folder, text.splitlines()), model)


def is_sure(field: FieldReading) -> bool:
    return field.certainty == "exact" and not field.unclear


def compare(reading: Reading, truth: Mapping[str, Value]) -> tuple[list[str], list[str]]:
    """The fields of the truth that were not surely read, and those that were surely read otherwise."""
    missed = [path for path in truth if path not in reading.fields or not is_sure(reading.fields[path])]
    wrong = [
        f"{path}: {field.value!r}"
        for path, field in reading.fields.items()
        if field.state == "read" and is_sure(field) and (path not in truth or field.value != truth[path])
    ]
    return missed, wrong


INVOICE = """Invoice
Invoice No: R-55
Invoice date: 31/01/2024
Currency: EUR
Paid: no

Seller
Name: Mill & Sons
City: Millbury

Buyer
Name: City of Example
City: Exampleton

Items
Description\tQuantity\tUnit price\tAmount
Consulting\t8\t95.00\t760.00
Consulting\t6\t95.00\t570.00
Travel\t1\t1,120.00\t1,120.00

Net total\t2,450.00
VAT 19 %\t465.50
Grand total\t2,915.50"""
INVOICE_TRUTH: Mapping[str, Value] = {
    "invoice_number": "R-55",
    "invoice_date": "2024-01-31",
    "currency": "EUR",
    "paid": False,
    "seller.name": "Mill & Sons",
    "seller.city": "Millbury",
    "buyer.name": "City of Example",
    "buyer.city": "Exampleton",
    "items.0.description": "Consulting",
    "items.0.quantity": Decimal(8),
    "items.0.unit_price": Decimal("95.00"),
    "items.0.amount": Decimal("760.00"),
    "items.1.description": "Consulting",
    "items.1.quantity": Decimal(6),
    "items.1.unit_price": Decimal("95.00"),
    "items.1.amount": Decimal("570.00"),
    "items.2.description": "Travel",
    "items.2.quantity": Decimal(1),
    "items.2.unit_price": Decimal("1120.00"),
    "items.2.amount": Decimal("1120.00"),
    "net_total": Decimal("2450.00"),
    "vat": Decimal("465.50"),
    "grand_total": Decimal("2915.50"),
}

SHEET = """Balance sheet
\tMarch 31, 2024\tMarch 31, 2023
Current assets:
Cash\t$1,639\t$589
Receivables, net\t27,808\t23,065
Total assets\t$29,447\t$23,654
Liabilities:
Payables\t9,064\t6,310
Retained earnings (deficit)\t20,383\t(1,344)
Other\t-\t18,688
Total liabilities and equity\t$29,447\t$23,654"""
SHEET_TRUTH: Mapping[str, Value] = {
    "lines.0.name": "Cash",
    "lines.0.amounts.March 31, 2024": Decimal(1639),
    "lines.0.amounts.March 31, 2023": Decimal(589),
    "lines.1.name": "Receivables, net",
    "lines.1.amounts.March 31, 2024": Decimal(27808),
    "lines.1.amounts.March 31, 2023": Decimal(23065),
    "lines.2.name": "Payables",
    "lines.2.amounts.March 31, 2024": Decimal(9064),
    "lines.2.amounts.March 31, 2023": Decimal(6310),
    "lines.3.name": "Retained earnings (deficit)",
    "lines.3.amounts.March 31, 2024": Decimal(20383),
    "lines.3.amounts.March 31, 2023": Decimal(-1344),
    "lines.4.name": "Other",
    "lines.4.amounts.March 31, 2023": Decimal(18688),
    "total_assets.March 31, 2024": Decimal(29447),
    "total_assets.March 31, 2023": Decimal(23654),
    "total_liabilities_and_equity.March 31, 2024": Decimal(29447),
    "total_liabilities_and_equity.March 31, 2023": Decimal(23654),
}

BANK = """Account No: DE12 3456 0001
From: 01.01.2023

Movements
Date\tText\tDebit\tCredit\tBalance
01.01.2023\tBrought forward\t\t\t1.000,00
03.01.2023\tRent\t500,00\t\t500,00
05.01.2023\tSalary\t\t2.100,00\t2.600,00

Movements (continued)
Date\tText\tDebit\tCredit\tBalance
12.01.2023\tCard payment 4711\t12,00\t\t2.588,00"""
BANK_TRUTH: Mapping[str, Value] = {
    "account": "DE12 3456 0001",
    "period_from": "2023-01-01",
    "movements.0.date": "2023-01-01",
    "movements.0.text": "Brought forward",
    "movements.0.balance": Decimal("1000.00"),
    "movements.1.date": "2023-01-03",
    "movements.1.text": "Rent",
    "movements.1.debit": Decimal("500.00"),
    "movements.1.balance": Decimal("500.00"),
    "movements.2.date": "2023-01-05",
    "movements.2.text": "Salary",
    "movements.2.credit": Decimal("2100.00"),
    "movements.2.balance": Decimal("2600.00"),
    "movements.3.date": "2023-01-12",
    "movements.3.text": "Card payment 4711",
    "movements.3.debit": Decimal("12.00"),
    "movements.3.balance": Decimal("2588.00"),
}

YEARBOOK = """Waste water treated, million m3
Region\t2019\t2020\t2021
North\t10.5\t11.2\t12.0
South\t3.25\t...\t4.1
Country\t13.75\t-\t16.1"""
YEARBOOK_TRUTH: Mapping[str, Value] = {
    "regions.0.region": "North",
    "regions.0.y2019": Decimal("10.5"),
    "regions.0.y2020": Decimal("11.2"),
    "regions.0.y2021": Decimal("12.0"),
    "regions.1.region": "South",
    "regions.1.y2019": Decimal("3.25"),
    "regions.1.y2021": Decimal("4.1"),
    "country.y2019": Decimal("13.75"),
    "country.y2021": Decimal("16.1"),
}

LAB = """Report No.: L-7
Sampled on: 4 March 2022
[x] accredited
Methods: EN 27888; EN 1484

Results
Parameter\tResult\tUnit\tMin\tMax\tAssessment
pH\t7.2\t-\t6.5\t9.5\tpass
Nitrate\t12\tmg/l\t0\t50\tpass
Lead\t0.02\tmg/l\t0\t0.01\tfail"""
LAB_TRUTH: Mapping[str, Value] = {
    "report_number": "L-7",
    "sampled": "2022-03-04",
    "accredited": True,
    "methods.0": "EN 27888",
    "methods.1": "EN 1484",
    "results.0.parameter": "pH",
    "results.0.result": Decimal("7.2"),
    "results.0.unit": "-",
    "results.0.minimum": Decimal("6.5"),
    "results.0.maximum": Decimal("9.5"),
    "results.0.verdict": "pass",
    "results.1.parameter": "Nitrate",
    "results.1.result": Decimal(12),
    "results.1.unit": "mg/l",
    "results.1.minimum": Decimal(0),
    "results.1.maximum": Decimal(50),
    "results.1.verdict": "pass",
    "results.2.parameter": "Lead",
    "results.2.result": Decimal("0.02"),
    "results.2.unit": "mg/l",
    "results.2.minimum": Decimal(0),
    "results.2.maximum": Decimal("0.01"),
    "results.2.verdict": "fail",
}

APPLICATION = """Förderantrag
Aktenzeichen: AZ-12/2021
Datum: 03.04.2021
Beantragte Förderung: 12.500 EUR
Förderquote: 62,5 %
Mitarbeiterzahl: 1.250
Fläche: 1.234,5 m²
Gemeinnützig: Ja

Kostenaufstellung
\tBetrag
Materialkosten\t8.000,00
Personalkosten\t10.500,50
Gesamtkosten\t18.500,50"""
APPLICATION_TRUTH: Mapping[str, Value] = {
    "file_number": "AZ-12/2021",
    "day": "2021-04-03",
    "grant": Decimal(12500),
    "share": Decimal("62.5"),
    "employees": 1250,
    "area": Decimal("1234.5"),
    "nonprofit": True,
    "costs.material": Decimal("8000.00"),
    "costs.personnel": Decimal("10500.50"),
    "costs.whole": Decimal("18500.50"),
}

FAMILIES: Mapping[str, tuple[type[BaseModel], str, Mapping[str, Value]]] = {
    "invoice": (PlainInvoice, INVOICE, INVOICE_TRUTH),
    "balance sheet": (PlainSheet, SHEET, SHEET_TRUTH),
    "bank statement": (BankStatement, BANK, BANK_TRUTH),
    "yearbook": (Yearbook, YEARBOOK, YEARBOOK_TRUTH),
    "laboratory": (LabReport, LAB, LAB_TRUTH),
    "application": (Application, APPLICATION, APPLICATION_TRUTH),
}
