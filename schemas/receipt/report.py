"""What a receipt holds, and what is printed beside or above it."""

import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel

from extractor.schemas.model_shape import FieldMark


def _labels(*labels: str) -> FieldMark:
    return FieldMark(labels=labels)


class BoughtLine(BaseModel):
    """One thing that was bought."""

    name: Annotated[
        str | None,
        _labels(
            "Item",
            "Description",
            "Product",
            "Article",
            "Artikel",
            "Bezeichnung",
            "Désignation",
            "Libellé",
            "Artículo",
            "Descripción",
            "Omschrijving",
        ),
    ] = None
    quantity: Annotated[
        Decimal | None,
        _labels("Qty", "Quantity", "Menge", "Anzahl", "Qté", "Quantité", "Cant.", "Cantidad", "Aantal"),
    ] = None
    price: Annotated[
        Decimal | None,
        _labels(
            "Price", "Unit price", "Each", "Preis", "Einzelpreis", "Prix", "Prix unitaire", "P.U.", "Precio", "Prijs"
        ),
    ] = None
    amount: Annotated[
        Decimal | None,
        _labels("Amount", "Total", "Betrag", "Summe", "Gesamt", "Montant", "Importe", "Bedrag", "Totaal"),
    ] = None


class IncludedTax(BaseModel):
    """What is taxed at one rate."""

    rate: Annotated[
        Decimal | None,
        _labels("VAT rate", "Tax rate", "VAT %", "MwSt %", "USt %", "Steuersatz", "Taux TVA", "Taux", "IVA %", "BTW %"),
    ] = None
    net: Annotated[
        Decimal | None, _labels("Net", "Net amount", "Netto", "Nettobetrag", "HT", "Montant HT", "Base", "Excl. btw")
    ] = None
    tax: Annotated[
        Decimal | None,
        _labels("VAT", "VAT amount", "MwSt", "MwSt.", "Steuer", "TVA", "Montant TVA", "IVA", "Cuota", "BTW"),
    ] = None
    gross: Annotated[
        Decimal | None,
        _labels("Gross", "Gross amount", "Brutto", "Bruttobetrag", "TTC", "Montant TTC", "Total", "Incl. btw"),
    ] = None


class Receipt(BaseModel):
    """A receipt."""

    merchant: Annotated[
        str | None,
        _labels(
            "Merchant", "Store", "Shop", "Händler", "Filiale", "Geschäft", "Magasin", "Tienda", "Comercio", "Winkel"
        ),
    ] = None
    number: Annotated[
        str | None,
        FieldMark(
            labels=(
                "Receipt no.",
                "Receipt number",
                "Receipt",
                "Ticket no.",
                "Bon-Nr.",
                "Bonnummer",
                "Beleg-Nr.",
                "Ticket n°",
                "N° ticket",
                "N.º de ticket",
                "Ticket",
                "Bonnr.",
            ),
            identity=True,
        ),
    ] = None
    date: Annotated[
        datetime.date | None,
        FieldMark(labels=("Date", "Datum", "Fecha"), identity=True),
    ] = None
    time: Annotated[datetime.time | None, _labels("Time", "Uhrzeit", "Zeit", "Heure", "Hora", "Tijd")] = None
    currency: Annotated[str | None, _labels("Currency", "Währung", "Devise", "Moneda", "Valuta")] = None
    lines: list[BoughtLine] = []
    subtotal: Annotated[
        Decimal | None,
        _labels("Subtotal", "Sub-total", "Zwischensumme", "Sous-total", "Subtotaal"),
    ] = None
    tax: Annotated[
        Decimal | None,
        _labels(
            "Sales tax", "Tax", "Tax total", "zzgl. MwSt.", "Zuzüglich MwSt.", "TVA en sus", "Impuesto", "Plus btw"
        ),
    ] = None
    tip: Annotated[
        Decimal | None, _labels("Tip", "Gratuity", "Service charge", "Trinkgeld", "Pourboire", "Propina", "Fooi")
    ] = None
    total: Annotated[
        Decimal | None,
        _labels(
            "Total",
            "Total due",
            "Amount due",
            "Grand total",
            "Summe",
            "Gesamtbetrag",
            "Gesamtsumme",
            "Zu zahlen",
            "Total TTC",
            "Total à payer",
            "Net à payer",
            "Total a pagar",
            "Totaal",
            "Te betalen",
        ),
    ] = None
    paid: Annotated[
        Decimal | None,
        _labels(
            "Cash",
            "Paid",
            "Amount paid",
            "Amount tendered",
            "Gegeben",
            "Bar",
            "Espèces",
            "Montant reçu",
            "Efectivo",
            "Entregado",
            "Contant",
            "Ontvangen",
        ),
    ] = None
    change: Annotated[
        Decimal | None,
        _labels("Change", "Change due", "Rückgeld", "Wechselgeld", "Rendu", "Monnaie", "Cambio", "Wisselgeld"),
    ] = None
    taxes: list[IncludedTax] = []
