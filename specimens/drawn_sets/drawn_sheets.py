"""Invented balance sheets with two dates."""

from decimal import Decimal
from random import Random

from extractor.evaluate.render.open_sheet import SheetBlock, SheetHeading, SheetTable
from extractor.schemas.record_keys import key_in_path, key_of_path
from specimens.drawn_sets.drawn_case import DrawnRecord, Item, shown
from specimens.drawn_sets.drawn_set import DrawnSet, Spoil
from specimens.drawn_sets.spoiling import digit_of
from specimens.drawn_sets.tongue import Tongue

_DAYS = ("2023-12-31", "2022-12-31")
_KEYS = (
    "title", "cash", "stock", "current_assets", "plant", "assets", "loans", "payables", "liabilities", "capital",
    "reserves", "equity", "liabilities_and_equity",
)  # fmt: skip
_LABELS = {
    "en": ("Balance sheet", "Cash and bank", "Inventories", "Total current assets", "Plant and equipment",
           "Total assets", "Bank loans", "Trade payables", "Total liabilities", "Share capital", "Reserves",
           "Total equity", "Total liabilities and equity"),
    "de": ("Bilanz", "Kasse und Bank", "Vorräte", "Summe Umlaufvermögen", "Sachanlagen", "Summe Aktiva",
           "Bankdarlehen", "Lieferanten", "Summe Verbindlichkeiten", "Stammkapital", "Rücklagen",
           "Summe Eigenkapital", "Summe Passiva"),
    "fr": ("Bilan", "Banque et caisse", "Stocks", "Total de l'actif circulant", "Immobilisations corporelles",
           "Total de l'actif", "Emprunts", "Fournisseurs", "Total des dettes", "Capital social", "Réserves",
           "Total des capitaux propres", "Total du passif"),
    "es": ("Balance", "Caja y bancos", "Existencias", "Total activo corriente", "Inmovilizado material",
           "Total activo", "Préstamos", "Proveedores", "Total pasivo", "Capital social", "Reservas",
           "Total patrimonio neto", "Total patrimonio neto y pasivo"),
    "nl": ("Balans", "Kas en bank", "Voorraden", "Totaal vlottende activa", "Machines", "Totaal activa",
           "Bankleningen", "Crediteuren", "Totaal schulden", "Aandelenkapitaal", "Reserves",
           "Totaal eigen vermogen", "Totaal passiva"),
}  # fmt: skip
_ITEMS = ("cash", "stock", "plant", "loans", "payables", "capital", "reserves")


def _draw(tongue: Tongue, rng: Random) -> DrawnRecord:
    values: Item = {}
    lines: list[Item] = [{"name": tongue.words[name]} for name in _ITEMS]
    by_day = rng.random() < 0.5
    for year in (key_in_path(tongue.date(day) if by_day else day[:4]) for day in _DAYS):
        cash, stock, plant, loans, payables, capital = (Decimal(rng.randint(1100000, 9800000)) for _ in range(6))
        plant += loans + payables + capital
        assets = cash + stock + plant
        reserves = assets - loans - payables - capital
        for item, amount in zip(lines, (cash, stock, plant, loans, payables, capital, reserves), strict=True):
            item[f"amounts.{year}"] = amount
        values |= {
            f"current_assets.{year}": cash + stock,
            f"assets.{year}": assets,
            f"liabilities.{year}": loans + payables,
            f"equity.{year}": capital + reserves,
            f"liabilities_and_equity.{year}": assets,
        }
    return DrawnRecord(values, {"lines": lines})


def _years(draft: DrawnRecord) -> tuple[str, ...]:
    """The headings of the amounts, as they stand in paths."""
    return tuple(path.partition(".")[2] for path in draft.values if path.startswith("assets."))


def _lay(tongue: Tongue, draft: DrawnRecord, colon: bool) -> list[SheetBlock]:
    rows = []
    years = _years(draft)
    for key in _KEYS[1:]:
        at = _ITEMS.index(key) if key in _ITEMS else -1
        held = draft.lists["lines"][at] if at >= 0 else draft.values
        above = "amounts" if at >= 0 else key
        rows.append((tongue.words[key], *(shown(tongue, held[f"{above}.{year}"]) for year in years)))
    head = ("", *map(key_of_path, years))
    return [SheetHeading(tongue.words["title"], large=True), SheetTable(head, tuple(rows), frozenset({1, 2}))]


def _exchanged(draft: DrawnRecord, rng: Random) -> None:
    one, two = (f"assets.{year}" for year in _years(draft))
    draft.values[one], draft.values[two] = draft.values[two], draft.values[one]


def _digit(key: str, at: int) -> Spoil:
    def spoil(draft: DrawnRecord, rng: Random) -> None:
        digit_of(f"{key}.{_years(draft)[at]}")(draft, rng)

    return spoil


SHEETS = DrawnSet(
    "balance_sheet",
    {code: dict(zip(_KEYS, labels, strict=True)) for code, labels in _LABELS.items()},
    _draw,
    _lay,
    {
        "digit_of_assets": _digit("assets", 0),
        "digit_of_other_side": _digit("liabilities_and_equity", 1),
        "years_exchanged": _exchanged,
    },
)
