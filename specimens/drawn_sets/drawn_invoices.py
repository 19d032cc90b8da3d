"""Invented invoices."""

from decimal import Decimal
from random import Random

from extractor.evaluate.render.open_sheet import SheetBlock, SheetHeading
from specimens.drawn_sets.drawn_case import DrawnRecord, Item, cents, pairs, table
from specimens.drawn_sets.drawn_set import DrawnSet
from specimens.drawn_sets.spoiling import digit_in, digit_of, exchanged, row_lost, shifted
from specimens.drawn_sets.tongue import Tongue

_KEYS = (
    "title", "number", "date", "due_date", "buyer", "lines.name", "lines.quantity", "lines.price", "lines.total",
    "totals.lines", "totals.net", "totals.tax", "totals.gross", "totals.prepaid", "totals.due",
)  # fmt: skip
_LABELS = {
    "en": ("Invoice", "Invoice number", "Invoice date", "Due date", "Customer", "Description", "Quantity",
           "Unit price", "Amount", "Subtotal", "Total excl. VAT", "Total VAT", "Total incl. VAT",
           "Amount paid", "Amount due"),
    "de": ("Rechnung", "Rechnungsnummer", "Rechnungsdatum", "Fälligkeitsdatum", "Kunde", "Bezeichnung", "Menge",
           "Einzelpreis", "Gesamtpreis", "Zwischensumme", "Summe netto", "Umsatzsteuer", "Rechnungsbetrag",
           "Bereits gezahlt", "Zahlbetrag"),
    "fr": ("Facture", "Numéro de facture", "Date de facture", "Date d'échéance", "Client", "Désignation", "Quantité",
           "Prix unitaire", "Montant", "Sous-total", "Total HT", "Total TVA", "Total TTC",
           "Montant payé", "Net à payer"),
    "es": ("Factura", "Número de factura", "Fecha de factura", "Fecha de vencimiento", "Cliente", "Descripción",
           "Cantidad", "Precio unitario", "Importe", "Subtotal", "Base imponible", "Total IVA", "Total factura",
           "Pagado", "Total a pagar"),
    "nl": ("Factuur", "Factuurnummer", "Factuurdatum", "Vervaldatum", "Klant", "Omschrijving", "Aantal",
           "Prijs per stuk", "Bedrag", "Subtotaal", "Totaal excl. btw", "Totaal btw", "Totaal incl. btw",
           "Reeds betaald", "Te betalen"),
}  # fmt: skip
_GOODS = ("Claw hammer", "Wire nails 60 mm", "Oak board", "Work gloves", "Paint roller", "Hinge set", "Drill bit 8 mm")
_BUYERS = ("Larkfield Joinery", "Atelier Monet", "Holm und Partner", "Vega Obras", "Van Dalen Bouw")
_SUMS = ("totals.lines", "totals.net", "totals.tax", "totals.gross", "totals.prepaid", "totals.due")


def _draw(tongue: Tongue, rng: Random) -> DrawnRecord:
    lines: list[Item] = []
    for name in rng.sample(_GOODS, rng.randint(2, 6)):
        quantity, price = rng.randint(2, 40), cents(rng.randint(150, 45000))
        lines.append({"name": name, "quantity": Decimal(quantity), "price": price, "total": quantity * price})
    net = sum((line["total"] for line in lines if isinstance(line["total"], Decimal)), Decimal(0))
    tax = (net * Decimal("0.2")).quantize(Decimal("0.01"))
    paid = ((net + tax) * Decimal("0.3")).quantize(Decimal("0.01"))
    day = rng.randint(13, 27)
    values: Item = {
        "number": f"{rng.choice('ABKR')}-2024-{rng.randint(100, 999)}",
        "date": f"2024-0{rng.randint(1, 8)}-{day}",
        "due_date": f"2024-09-{day + 1}",
        "buyer": rng.choice(_BUYERS),
        "totals.lines": net,
        "totals.net": net,
        "totals.tax": tax,
        "totals.gross": net + tax,
        "totals.prepaid": paid,
        "totals.due": net + tax - paid,
    }
    return DrawnRecord(values, {"lines": lines}, dates=frozenset({"date", "due_date"}))


def _lay(tongue: Tongue, draft: DrawnRecord, colon: bool) -> list[SheetBlock]:
    return [
        SheetHeading(tongue.words["title"], large=True),
        pairs(tongue, draft, ("number", "date", "due_date", "buyer"), colon),
        table(tongue, draft, "lines"),
        pairs(tongue, draft, _SUMS, colon),
    ]


INVOICES = DrawnSet(
    "invoice",
    {code: dict(zip(_KEYS, labels, strict=True)) for code, labels in _LABELS.items()},
    _draw,
    _lay,
    {
        "digit_of_amount": digit_in("lines", "total"),
        "digit_of_gross": digit_of("totals.gross"),
        "digit_of_tax": digit_of("totals.tax"),
        "digit_of_due": digit_of("totals.due"),
        "row_lost": row_lost("lines"),
        "columns_exchanged": exchanged("lines", "price", "total"),
        "row_shifted": shifted("lines", ("quantity", "price", "total")),
    },
)
