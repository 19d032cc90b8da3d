"""Invented receipts: tax on top of prices in English, included in them elsewhere."""

from decimal import Decimal
from random import Random

from extractor.evaluate.render.open_sheet import SheetBlock, SheetHeading
from specimens.drawn_sets.drawn_case import DrawnRecord, Item, cents, pairs, table
from specimens.drawn_sets.drawn_set import DrawnSet
from specimens.drawn_sets.spoiling import digit_in, digit_of, exchanged, row_lost
from specimens.drawn_sets.tongue import Tongue

_KEYS = (
    "title", "merchant", "number", "date", "time", "subtotal", "tax", "total", "paid", "change", "lines.name",
    "lines.quantity", "lines.price", "lines.amount", "taxes.rate", "taxes.net", "taxes.tax", "taxes.gross",
)  # fmt: skip
_LABELS = {
    "en": ("Thank you", "Store", "Receipt no.", "Date", "Time", "Subtotal", "Sales tax", "Total", "Cash", "Change",
           "Item", "Qty", "Price", "Amount", "VAT rate", "Net", "VAT", "Gross"),
    "de": ("Vielen Dank", "Filiale", "Bon-Nr.", "Datum", "Uhrzeit", "Zwischensumme", "zzgl. MwSt.", "Gesamtbetrag",
           "Gegeben", "Rückgeld", "Artikel", "Menge", "Preis", "Betrag", "MwSt %", "Netto", "MwSt.", "Brutto"),
    "fr": ("Merci de votre visite", "Magasin", "Ticket n°", "Date", "Heure", "Sous-total", "TVA en sus",
           "Total à payer", "Espèces", "Rendu", "Article", "Qté", "Prix", "Montant", "Taux TVA", "HT", "TVA", "TTC"),
    "es": ("Gracias por su visita", "Tienda", "N.º de ticket", "Fecha", "Hora", "Subtotal", "Impuesto",
           "Total a pagar", "Efectivo", "Cambio", "Artículo", "Cantidad", "Precio", "Importe", "IVA %", "Base",
           "Cuota", "Total"),
    "nl": ("Tot ziens", "Winkel", "Bonnr.", "Datum", "Tijd", "Subtotaal", "Plus btw", "Te betalen", "Contant",
           "Wisselgeld", "Artikel", "Aantal", "Prijs", "Bedrag", "BTW %", "Excl. btw", "BTW", "Incl. btw"),
}  # fmt: skip
_GOODS = ("Milk", "Rye bread", "Apples", "Coffee beans", "Soap", "Olive oil", "Candles")
_SHOPS = ("Corner Market", "Moss und Sohn", "Le Panier", "La Esquina", "De Hoek")
_CENT = Decimal("0.01")


def _draw(tongue: Tongue, rng: Random) -> DrawnRecord:
    lines: list[Item] = []
    for name in rng.sample(_GOODS, rng.randint(2, 6)):
        quantity, price = rng.randint(2, 6), cents(rng.randint(110, 1500))
        lines.append({"name": name, "quantity": Decimal(quantity), "price": price, "amount": quantity * price})
    summed = sum((line["amount"] for line in lines if isinstance(line["amount"], Decimal)), Decimal(0))
    values: Item = {
        "merchant": rng.choice(_SHOPS),
        "number": str(rng.randint(1000, 9999)),
        "date": f"2024-0{rng.randint(1, 9)}-{rng.randint(13, 28)}",
        "time": f"{rng.randint(10, 19)}:{rng.randint(10, 59)}:00",
    }
    taxes: list[Item] = []
    if tongue.code == "en":
        tax = (summed * Decimal("0.08")).quantize(_CENT)
        values |= {"subtotal": summed, "tax": tax, "total": summed + tax}
    else:
        net = (summed / Decimal("1.2")).quantize(_CENT)
        values["total"] = summed
        taxes.append({"rate": Decimal(20), "net": net, "tax": summed - net, "gross": summed})
    total = values["total"]
    assert isinstance(total, Decimal)
    paid = (total // 10 + 1) * 10
    values |= {"paid": paid.quantize(_CENT), "change": paid - total}
    return DrawnRecord(values, {"lines": lines, "taxes": taxes}, dates=frozenset({"date"}))


def _lay(tongue: Tongue, draft: DrawnRecord, colon: bool) -> list[SheetBlock]:
    clock = draft.copy()
    clock.values["time"] = str(draft.values["time"])[:5]
    blocks: list[SheetBlock] = [
        pairs(tongue, clock, ("merchant", "number", "date", "time"), colon),
        table(tongue, draft, "lines"),
        pairs(tongue, draft, ("subtotal", "tax", "total", "paid", "change"), colon),
    ]
    if draft.lists["taxes"]:
        blocks.append(table(tongue, draft, "taxes"))
    return [*blocks, SheetHeading(tongue.words["title"])]


def _tax(draft: DrawnRecord, rng: Random) -> None:
    if draft.lists["taxes"]:
        digit_in("taxes", "gross")(draft, rng)
    else:
        digit_of("tax")(draft, rng)


RECEIPTS = DrawnSet(
    "receipt",
    {code: dict(zip(_KEYS, labels, strict=True)) for code, labels in _LABELS.items()},
    _draw,
    _lay,
    {
        "digit_of_amount": digit_in("lines", "amount"),
        "digit_of_total": digit_of("total"),
        "digit_of_change": digit_of("change"),
        "digit_of_tax": _tax,
        "row_lost": row_lost("lines"),
        "columns_exchanged": exchanged("lines", "price", "amount"),
    },
)
