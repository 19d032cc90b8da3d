"""Invented bank statements."""

from decimal import Decimal
from random import Random

from extractor.evaluate.render.open_sheet import SheetBlock, SheetHeading
from specimens.drawn_sets.drawn_case import DrawnRecord, Item, cents, pairs, table
from specimens.drawn_sets.drawn_set import DrawnSet, Spoil
from specimens.drawn_sets.spoiling import digit_in, digit_of, exchanged, row_lost
from specimens.drawn_sets.tongue import Tongue

_KEYS = (
    "title", "holder", "iban", "number", "start", "end", "opening", "closing", "total_debit", "total_credit",
    "movements.date", "movements.text", "movements.debit", "movements.credit", "movements.balance",
)  # fmt: skip
_LABELS = {
    "en": ("Statement of account", "Customer", "IBAN", "Statement number", "Period from", "Period to",
           "Opening balance", "Closing balance", "Total debits", "Total credits", "Date", "Description", "Debit",
           "Credit", "Balance"),
    "de": ("Kontoauszug", "Kunde", "IBAN", "Auszugsnummer", "Zeitraum von", "Zeitraum bis", "Anfangssaldo",
           "Endsaldo", "Summe Soll", "Summe Haben", "Buchungstag", "Buchungstext", "Soll", "Haben", "Saldo"),
    "fr": ("Relevé bancaire", "Titulaire", "IBAN", "Numéro de relevé", "Période du", "Au", "Solde initial",
           "Solde final", "Total des débits", "Total des crédits", "Date", "Libellé", "Débit", "Crédit", "Solde"),
    "es": ("Extracto bancario", "Titular", "IBAN", "Número de extracto", "Desde", "Hasta", "Saldo inicial",
           "Saldo final", "Total cargos", "Total abonos", "Fecha", "Concepto", "Cargo", "Abono", "Saldo"),
    "nl": ("Rekeningafschrift", "Rekeninghouder", "IBAN", "Afschriftnummer", "Vanaf", "Tot en met", "Beginsaldo",
           "Eindsaldo", "Totaal af", "Totaal bij", "Boekdatum", "Omschrijving", "Af", "Bij", "Saldo"),
}  # fmt: skip
_TEXTS = ("Rent", "Salary", "Bookshop Linden", "Tram pass", "Bakery Moss", "Refund", "Water works", "Library fee")
_HOLDERS = ("Ann Moss", "Jan de Wit", "Clara Sol", "Emil Brandt", "Louise Roche")
_LETTERS = {"D": "13", "E": "14"}


def _iban(rng: Random) -> str:
    """A German number with right check digits (ISO 13616), in groups of four."""
    number = "".join(str(rng.randint(0, 9)) for _ in range(18))
    check = 98 - int(number + _LETTERS["D"] + _LETTERS["E"] + "00") % 97
    text = f"DE{check:02}{number}"
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def _draw(tongue: Tongue, rng: Random) -> DrawnRecord:
    month = rng.randint(1, 9)
    balance = opening = cents(rng.randint(200000, 900000))
    movements: list[Item] = []
    went = came = Decimal(0)
    days = sorted(rng.sample(range(13, 29), rng.randint(4, 8)))
    for number, (day, text) in enumerate(zip(days, rng.sample(_TEXTS, len(days)), strict=True)):
        amount = cents(rng.randint(500, 40000))
        out = number != 1 and (number == 0 or rng.random() < 0.6)
        went, came = (went + amount, came) if out else (went, came + amount)
        balance += -amount if out else amount
        movements.append(
            {
                "date": f"2024-0{month}-{day}",
                "text": text,
                "debit": amount if out else None,
                "credit": None if out else amount,
                "balance": balance,
            }
        )
    values: Item = {
        "holder": rng.choice(_HOLDERS),
        "iban": _iban(rng),
        "number": str(rng.randint(1, 12)),
        "start": f"2024-0{month}-13",
        "end": f"2024-0{month}-28",
        "opening": opening,
        "closing": balance,
        "total_debit": went,
        "total_credit": came,
    }
    return DrawnRecord(values, {"movements": movements}, dates=frozenset({"start", "end", "movements.date"}))


def _lay(tongue: Tongue, draft: DrawnRecord, colon: bool) -> list[SheetBlock]:
    return [
        SheetHeading(tongue.words["title"], large=True),
        pairs(tongue, draft, ("holder", "iban", "number", "start", "end", "opening"), colon),
        table(tongue, draft, "movements"),
        pairs(tongue, draft, ("total_debit", "total_credit", "closing"), colon),
    ]


def _other_iban(draft: DrawnRecord, rng: Random) -> None:
    text = str(draft.values["iban"])
    draft.values["iban"] = text[:-1] + str((int(text[-1]) + rng.randint(1, 9)) % 10)


def _turned_period(draft: DrawnRecord, rng: Random) -> None:
    draft.values["start"], draft.values["end"] = draft.values["end"], draft.values["start"]


_DAMAGES: dict[str, Spoil] = {
    "digit_of_balance": digit_in("movements", "balance"),
    "digit_of_closing": digit_of("closing"),
    "digit_of_debits": digit_of("total_debit"),
    "digit_of_credits": digit_of("total_credit"),
    "digit_of_iban": _other_iban,
    "period_turned": _turned_period,
    "row_lost": row_lost("movements"),
    "columns_exchanged": exchanged("movements", "debit", "credit"),
}
STATEMENTS = DrawnSet(
    "bank_statement",
    {code: dict(zip(_KEYS, labels, strict=True)) for code, labels in _LABELS.items()},
    _draw,
    _lay,
    _DAMAGES,
)
