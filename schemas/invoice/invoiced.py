"""The lines of an invoice, and what is taxed at each rate."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, Field

from extractor.schemas.model_shape import FieldMark


def labelled(*labels: str, signs: Mapping[str, str] | None = None) -> FieldMark:
    """What is printed beside or above a value; ``signs`` as :class:`FieldMark` says."""
    return FieldMark(labels=labels, signs=signs)


class InvoicedLine(BaseModel):
    """One invoiced item."""

    number: Annotated[
        str | None,
        Field(description="BT-126"),
        labelled(
            "Pos",
            "Position",
            "Line",
            "Line no.",
            "Item no.",
            "Pos.-Nr.",
            "Lfd. Nr.",
            "N° ligne",
            "N.º línea",
            "Línea",
            "Regel",
        ),
    ] = None
    name: Annotated[
        str | None,
        Field(description="BT-153"),
        labelled(
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
            "Artikel-Bezeichnung",
            "Warenbezeichnung",
            "Leistungsbeschreibung",
            "Text",
            "Produkt",
            "Leistung",
            "Désignation",
            "Libellé",
            "Article",
            "Descripción",
            "Artículo",
            "Concepto",
            "Omschrijving",
            "Artikelbeschreibung",
            "Artikel-Beschreibung",
        ),
    ] = None
    quantity: Annotated[
        Decimal | None,
        Field(description="BT-129"),
        labelled(
            "Quantity",
            "Qty",
            "Menge",
            "Anzahl",
            "Anz.",
            "Stückzahl",
            "Quantité",
            "Qté",
            "Cantidad",
            "Cant.",
            "Aantal",
        ),
    ] = None
    unit: Annotated[
        str | None,
        Field(description="BT-130"),
        labelled("Unit", "Einheit", "ME", "Mengeneinheit", "Meng.-Einheit", "Unité", "Unidad", "Eenheid"),
    ] = None
    price: Annotated[
        Decimal | None,
        Field(description="BT-146"),
        labelled(
            "Unit price",
            "Price",
            "Net price",
            "Price per unit",
            "Rate",
            "Einzelpreis",
            "Preis",
            "Nettopreis",
            "Stückpreis",
            "Einzel",
            "E-Preis",
            "EP",
            "Preis/Einheit",
            "Preis je Einheit",
            "Preis/Stk",
            "Preis je Stück",
            "Einzelpreis netto",
            "Unit cost",
            "Price each",
            "Prix unit.",
            "Prix unit. HT",
            "Preis pro Einheit",
            "Prix unitaire",
            "Prix unitaire HT",
            "P.U.",
            "PU HT",
            "Precio unitario",
            "Precio",
            "Prijs per stuk",
            "Stukprijs",
            "Prijs",
            "Item net price",
            "Nettopreis des Artikels",
            "Nettoeinzelpreis",
            "Nettostückpreis",
        ),
    ] = None
    tax_rate: Annotated[
        Decimal | None,
        Field(description="BT-152"),
        labelled(
            "VAT",
            "VAT rate",
            "VAT %",
            "Tax rate",
            "Tax %",
            "USt.",
            "USt. %",
            "USt-Satz",
            "MwSt.",
            "MwSt-Satz",
            "Steuer %",
            "MwSt.-%",
            "Steuersatz",
            "TVA",
            "TVA %",
            "Taux TVA",
            "IVA %",
            "IVA",
            "Tipo IVA",
            "BTW %",
            "BTW",
        ),
    ] = None
    total: Annotated[
        Decimal | None,
        Field(description="BT-131"),
        labelled(
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
            "G-Preis",
            "GP",
            "Netto",
            "Netto gesamt",
            "Gesamt netto",
            "Betrag netto",
            "Gesamtpreis netto",
            "Wert",
            "Line amount",
            "Extended price",
            "Price without tax",
            "Price w/o tax",
            "Total net",
            "Summe",
            "Montant",
            "Montant HT",
            "Prix HT",
            "Prix total",
            "Total HT",
            "Importe",
            "Bedrag",
            "Totaal",
            "Invoice line net amount",
            "Nettobetrag der Rechnungsposition",
            "Positionssumme",
            "Positionsgesamtbetrag",
            "Montant net de la ligne de facture",
        ),
    ] = None


class TaxLine(BaseModel):
    """What is taxed at one rate."""

    rate: Annotated[
        Decimal | None,
        Field(description="BT-119"),
        labelled(
            "VAT rate",
            "Rate",
            "VAT %",
            "Tax rate",
            "USt. %",
            "USt. Satz",
            "MwSt-%",
            "Steuersatz",
            "Taux",
            "Taux TVA",
            "TVA %",
            "Tipo IVA",
            "IVA %",
            "BTW %",
        ),
    ] = None
    base: Annotated[
        Decimal | None,
        Field(description="BT-116"),
        labelled(
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
            "Base imponible",
            "Grondslag",
            "Steuerbasisbetrag",
            "Steuerbasis",
        ),
    ] = None
    amount: Annotated[
        Decimal | None,
        Field(description="BT-117"),
        labelled(
            "Tax amount",
            "VAT amount",
            "VAT",
            "Steuerbetrag",
            "USt.-Betrag",
            "MwSt-Betrag",
            "Montant TVA",
            "Montant",
            "Cuota IVA",
            "Cuota",
            "BTW-bedrag",
        ),
    ] = None
