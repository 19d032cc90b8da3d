"""The record of an invoice."""

import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from extractor.schemas.model_shape import FieldMark
from extractor.schemas.packs.invoice.invoice_sums import Totals
from extractor.schemas.packs.invoice.invoiced import InvoicedLine, TaxLine, labelled


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
                "Invoice ID",
                "Credit Note ID",
                "Exchanged Document ID",
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
                "Rechnung vom",
                "Rechnung Nr. vom",
                "Handelsrechnung Nr. vom",
                "Invoice dated",
                "Invoice no. dated",
                "Invoice no. of",
                "Facture du",
                "Facture n° du",
                "Factuur nr. van",
                "Issue Date Time Date Time String",
                "Issue Date Time String",
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
            "Payable by",
            "Payment due by",
            "Due by",
            "Zahlbar innerhalb Tagen bis",
            "Zahlbar innerhalb Tagen netto bis",
            "Zahlbar innerhalb von Tagen bis",
            "Zahlbar netto bis",
            "Zahlbar ohne Abzug bis",
            "Zahlbar spätestens bis",
            "Bitte zahlen Sie bis",
            "Bitte überweisen Sie bis",
            "Bitte überweisen Sie bis zum",
            "Zu zahlen bis",
            "Fällig am",
            "Fällig bis",
            "Der Betrag in Höhe von EUR wird am",
            "Payable within days by",
            "À payer avant le",
            "Payable avant le",
            "Due Date Date Time Date Time String",
            "Due Date Date Time String",
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
            "Accounting Supplier Party Registration Name",
            "Accounting Supplier Party Party Legal Entity Registration Name",
            "Seller Trade Party Name",
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
            "Accounting Customer Party Registration Name",
            "Accounting Customer Party Party Legal Entity Registration Name",
            "Buyer Trade Party Name",
        ),
    ] = None
    currency: Annotated[
        str | None,
        Field(description="BT-5"),
        labelled(
            "Currency",
            "Invoice currency",
            "Währung",
            "Rechnungswährung",
            "Devise",
            "Moneda",
            "Valuta",
            "Document Currency Code",
            "Invoice Currency Code",
        ),
    ] = None
    lines: Annotated[
        list[InvoicedLine], labelled("Invoice Line", "Credit Note Line", "Included Supply Chain Trade Line Item")
    ] = []
    taxes: Annotated[list[TaxLine], labelled("Tax Subtotal", "Applicable Trade Tax")] = []
    totals: Totals = Totals()
