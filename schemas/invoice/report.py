"""The record of an invoice."""

import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, Field

from extractor.schemas.model_shape import FieldMark
from extractor.schemas.packs.invoice.invoiced import InvoicedLine, TaxLine, labelled


class Totals(BaseModel):
    """The sums of an invoice."""

    lines: Annotated[
        Decimal | None,
        Field(description="BT-106"),
        labelled(
            "Subtotal",
            "Sum of lines",
            "Total of items",
            "Positionssumme",
            "Summe der Positionen",
            "Gesamtbetrag der Positionen",
            "Warenwert",
            "Zwischensumme",
            "Sous-total",
            "Subtotaal",
        ),
    ] = None
    charges: Annotated[
        Decimal | None,
        Field(description="BT-108"),
        labelled(
            "Total charges",
            "Gesamtbetrag der Zuschläge",
            "Summe der Zuschläge",
            "Total des charges",
            "Total cargos",
            "Totaal toeslagen",
        ),
    ] = None
    allowances: Annotated[
        Decimal | None,
        Field(description="BT-107"),
        labelled(
            "Total allowances",
            "Gesamtbetrag der Abschläge",
            "Summe der Abschläge",
            "Total des remises",
            "Total descuentos",
            "Totaal kortingen",
        ),
    ] = None
    net: Annotated[
        Decimal | None,
        Field(description="BT-109"),
        labelled(
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
            "Base imponible",
            "Total sin IVA",
            "Totaal excl. btw",
            "Totaal exclusief btw",
        ),
    ] = None
    tax: Annotated[
        Decimal | None,
        Field(description="BT-110"),
        labelled(
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
            "Total IVA",
            "Cuota IVA",
            "Totaal btw",
            "Btw-bedrag",
        ),
    ] = None
    gross: Annotated[
        Decimal | None,
        Field(description="BT-112"),
        labelled(
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
            "Total factura",
            "Total con IVA",
            "Totaal incl. btw",
            "Totaal inclusief btw",
            "Factuurbedrag",
        ),
    ] = None
    prepaid: Annotated[
        Decimal | None,
        Field(description="BT-113"),
        labelled(
            "Paid amount",
            "Amount paid",
            "Erhaltene Anzahlungen",
            "Anzahlung",
            "Acompte",
            "Montant payé",
            "Anticipo",
            "Pagado",
            "Reeds betaald",
        ),
    ] = None
    due: Annotated[
        Decimal | None,
        Field(description="BT-115"),
        labelled(
            "Amount due",
            "Balance due",
            "Amount due for payment",
            "Zahlbetrag",
            "Zu zahlen",
            "Fälliger Betrag",
            "Solde à payer",
            "Net à payer",
            "Montant dû",
            "Importe pendiente",
            "Total a pagar",
            "Te betalen",
            "Openstaand bedrag",
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
                "Número de factura",
                "Factura n.º",
                "N.º de factura",
                "Factura",
                "Factuurnummer",
                "Factuur nr.",
                "Factuur",
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
                "Fecha de factura",
                "Fecha de emisión",
                "Fecha",
                "Factuurdatum",
            ),
            identity=True,
        ),
    ]
    due_date: Annotated[
        datetime.date | None,
        Field(description="BT-9"),
        labelled(
            "Due date",
            "Payment due date",
            "Fälligkeitsdatum",
            "Zahlbar bis",
            "Date d'échéance",
            "Fecha de vencimiento",
            "Vencimiento",
            "Vervaldatum",
        ),
    ] = None
    seller: Annotated[
        str | None,
        Field(description="BT-27"),
        labelled(
            "Seller",
            "Supplier",
            "Vendor",
            "From",
            "Verkäufer",
            "Lieferant",
            "Rechnungssteller",
            "Vendeur",
            "Fournisseur",
            "Vendedor",
            "Emisor",
            "Proveedor",
            "Verkoper",
            "Leverancier",
        ),
    ] = None
    buyer: Annotated[
        str | None,
        Field(description="BT-44"),
        labelled(
            "Buyer",
            "Customer",
            "Bill to",
            "Sold to",
            "Käufer",
            "Kunde",
            "Rechnungsempfänger",
            "Client",
            "Acheteur",
            "Cliente",
            "Comprador",
            "Klant",
            "Koper",
        ),
    ] = None
    currency: Annotated[
        str | None,
        Field(description="BT-5"),
        labelled("Currency", "Invoice currency", "Währung", "Rechnungswährung", "Devise", "Moneda", "Valuta"),
    ] = None
    lines: list[InvoicedLine] = []
    taxes: list[TaxLine] = []
    totals: Totals = Totals()
