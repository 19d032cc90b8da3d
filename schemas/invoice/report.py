"""The record of an invoice."""

import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, Field

from extractor.schemas.model_shape import FieldMark


def _labels(*labels: str) -> FieldMark:
    return FieldMark(labels=labels)


class InvoicedLine(BaseModel):
    """One invoiced item."""

    number: Annotated[
        str | None,
        Field(description="BT-126"),
        _labels("Pos", "Position", "Line", "Line no.", "Item no.", "Pos.-Nr.", "Lfd. Nr.", "N° ligne"),
    ] = None
    name: Annotated[
        str | None,
        Field(description="BT-153"),
        _labels(
            "Description",
            "Item",
            "Item description",
            "Product",
            "Product description",
            "Service",
            "Beschreibung",
            "Bezeichnung",
            "Artikel",
            "Artikelbezeichnung",
            "Produkt",
            "Leistung",
            "Désignation",
            "Libellé",
            "Article",
        ),
    ] = None
    quantity: Annotated[
        Decimal | None,
        Field(description="BT-129"),
        _labels("Quantity", "Qty", "Menge", "Anzahl", "Quantité", "Qté"),
    ] = None
    unit: Annotated[str | None, Field(description="BT-130"), _labels("Unit", "Einheit", "ME", "Unité")] = None
    price: Annotated[
        Decimal | None,
        Field(description="BT-146"),
        _labels(
            "Unit price",
            "Price",
            "Net price",
            "Price per unit",
            "Rate",
            "Einzelpreis",
            "Preis",
            "Nettopreis",
            "Stückpreis",
            "Preis pro Einheit",
            "Prix unitaire",
            "Prix unitaire HT",
            "P.U.",
            "PU HT",
        ),
    ] = None
    tax_rate: Annotated[
        Decimal | None,
        Field(description="BT-152"),
        _labels(
            "VAT",
            "VAT rate",
            "VAT %",
            "Tax rate",
            "Tax %",
            "USt.",
            "USt. %",
            "USt-Satz",
            "MwSt.",
            "MwSt.-%",
            "Steuersatz",
            "TVA",
            "TVA %",
            "Taux TVA",
        ),
    ] = None
    total: Annotated[
        Decimal | None,
        Field(description="BT-131"),
        _labels(
            "Amount",
            "Line total",
            "Net amount",
            "Total",
            "Betrag",
            "Gesamt",
            "Gesamtbetrag",
            "Gesamtpreis",
            "Nettobetrag",
            "Nettowert",
            "Positionsbetrag",
            "Positionsbetrag ohne USt.",
            "Summe",
            "Montant",
            "Montant HT",
            "Prix HT",
            "Prix total",
            "Total HT",
        ),
    ] = None


class TaxLine(BaseModel):
    """What is taxed at one rate."""

    rate: Annotated[
        Decimal | None,
        Field(description="BT-119"),
        _labels(
            "VAT rate", "Rate", "VAT %", "Tax rate", "USt. %", "USt. Satz", "MwSt-%", "Steuersatz", "Taux", "Taux TVA"
        ),
    ] = None
    base: Annotated[
        Decimal | None,
        Field(description="BT-116"),
        _labels(
            "Taxable amount",
            "Tax base",
            "Net amount",
            "Basis",
            "Basisbetrag",
            "Bemessungsgrundlage",
            "Nettobetrag",
            "Nettopreis",
            "Base",
            "Base HT",
        ),
    ] = None
    amount: Annotated[
        Decimal | None,
        Field(description="BT-117"),
        _labels(
            "Tax amount", "VAT amount", "VAT", "Steuerbetrag", "USt.-Betrag", "MwSt-Betrag", "Montant TVA", "Montant"
        ),
    ] = None


class Totals(BaseModel):
    """The sums of an invoice."""

    lines: Annotated[
        Decimal | None,
        Field(description="BT-106"),
        _labels(
            "Subtotal",
            "Sum of lines",
            "Total of items",
            "Positionssumme",
            "Summe der Positionen",
            "Gesamtbetrag der Positionen",
            "Warenwert",
            "Zwischensumme",
            "Sous-total",
        ),
    ] = None
    charges: Annotated[
        Decimal | None,
        Field(description="BT-108"),
        _labels("Total charges", "Gesamtbetrag der Zuschläge", "Summe der Zuschläge", "Total des charges"),
    ] = None
    allowances: Annotated[
        Decimal | None,
        Field(description="BT-107"),
        _labels("Total allowances", "Gesamtbetrag der Abschläge", "Summe der Abschläge", "Total des remises"),
    ] = None
    net: Annotated[
        Decimal | None,
        Field(description="BT-109"),
        _labels(
            "Total without VAT",
            "Net total",
            "Total net",
            "Total excl. VAT",
            "Total excluding VAT",
            "Rechnungssumme ohne USt.",
            "Rechnungssumme netto",
            "Nettobetrag",
            "Nettosumme",
            "Summe netto",
            "Gesamtsumme netto",
            "Summe ohne USt.",
            "Total HT",
            "Montant total HT",
            "Total hors taxes",
        ),
    ] = None
    tax: Annotated[
        Decimal | None,
        Field(description="BT-110"),
        _labels(
            "Total VAT",
            "VAT",
            "VAT amount",
            "Tax",
            "Tax total",
            "Total tax",
            "Steuerbetrag",
            "Steuerbetrag in",
            "USt. Gesamt",
            "Summe USt.",
            "Umsatzsteuer",
            "Mehrwertsteuer",
            "MwSt-Betrag",
            "Total taxes",
            "Total TVA",
            "Montant TVA",
        ),
    ] = None
    gross: Annotated[
        Decimal | None,
        Field(description="BT-112"),
        _labels(
            "Total with VAT",
            "Grand total",
            "Total incl. VAT",
            "Total including VAT",
            "Total",
            "Invoice total",
            "Rechnungsbetrag",
            "Rechnungssumme brutto",
            "Bruttosumme",
            "Bruttobetrag",
            "Gesamtbetrag",
            "Gesamtsumme",
            "Endbetrag",
            "Total TTC",
            "Montant total TTC",
        ),
    ] = None
    prepaid: Annotated[
        Decimal | None,
        Field(description="BT-113"),
        _labels("Paid amount", "Amount paid", "Erhaltene Anzahlungen", "Anzahlung", "Acompte", "Montant payé"),
    ] = None
    due: Annotated[
        Decimal | None,
        Field(description="BT-115"),
        _labels(
            "Amount due",
            "Balance due",
            "Amount due for payment",
            "Zahlbetrag",
            "Zu zahlen",
            "Fälliger Betrag",
            "Solde à payer",
            "Net à payer",
            "Montant dû",
        ),
    ] = None


class Invoice(BaseModel):
    """An invoice."""

    number: Annotated[
        str,
        Field(description="BT-1"),
        FieldMark(
            labels=(
                "Invoice number",
                "Invoice no.",
                "Invoice #",
                "Invoice",
                "Rechnungsnummer",
                "Rechnung Nr.",
                "Rechnungs-Nr.",
                "Beleg-Nr.",
                "Belegnummer",
                "Rechnung",
                "Handelsrechnung Nr.",
                "Numéro de facture",
                "Facture n°",
                "N° facture",
                "Facture",
            ),
            identity=True,
        ),
    ]
    date: Annotated[
        datetime.date,
        Field(description="BT-2"),
        FieldMark(
            labels=(
                "Invoice date",
                "Date",
                "Date of issue",
                "Issue date",
                "Rechnungsdatum",
                "Belegdatum",
                "Beleg-Datum",
                "Datum",
                "Date de facture",
                "Date de facturation",
            ),
            identity=True,
        ),
    ]
    due_date: Annotated[
        datetime.date | None,
        Field(description="BT-9"),
        _labels("Due date", "Payment due date", "Fälligkeitsdatum", "Zahlbar bis", "Date d'échéance"),
    ] = None
    seller: Annotated[
        str | None,
        Field(description="BT-27"),
        _labels(
            "Seller",
            "Supplier",
            "Vendor",
            "From",
            "Verkäufer",
            "Lieferant",
            "Rechnungssteller",
            "Vendeur",
            "Fournisseur",
        ),
    ] = None
    buyer: Annotated[
        str | None,
        Field(description="BT-44"),
        _labels(
            "Buyer", "Customer", "Bill to", "Sold to", "Käufer", "Kunde", "Rechnungsempfänger", "Client", "Acheteur"
        ),
    ] = None
    currency: Annotated[
        str | None,
        Field(description="BT-5"),
        _labels("Currency", "Invoice currency", "Währung", "Rechnungswährung", "Devise"),
    ] = None
    lines: list[InvoicedLine] = []
    taxes: list[TaxLine] = []
    totals: Totals = Totals()
