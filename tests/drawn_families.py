"""Documents of six families drawn at random, each with the values that a pack made of others of them has to read."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random

from extractor.schemas.form import Value

Drawn = tuple[list[str], dict[str, Value]]
"""The lines of a document, cells parted by tabs, and its values by the paths of a proposed pack."""

_GOODS = ("Consulting", "Travel", "Wire nails", "Claw hammer", "Delivery", "Paint, white", "Ladder")
_TOWNS = ("Millbury", "Exampleton", "Springfield", "Oldham", "Newport")
_FIRMS = ("Mill & Sons", "Carter Ltd.", "Northern Tools", "City Works", "Hill and Dale")
_PLACES = ("North", "South", "East", "West", "Lakes", "Islands")
_TESTS = (("Nitrate", "mg/l"), ("Lead", "mg/l"), ("Turbidity", "NTU"), ("Iron", "mg/l"), ("Colour", "1/m"))
_ENTRIES = ("Rent", "Salary", "Card payment", "Insurance", "Groceries", "Refund")
_MONTHS = ("March", "May", "June", "October")


def _english(number: Decimal) -> str:
    return f"{number:,.2f}"


def _german(number: Decimal) -> str:
    return f"{number:,.2f}".translate(str.maketrans(",.", ".,"))


def _money(random: Random, most: int = 90_000) -> Decimal:
    return Decimal(random.randint(1200, most)) / 100


def draw_invoice(random: Random) -> Drawn:
    number, day, month = f"R-{random.randint(10, 999)}", random.randint(13, 28), random.randint(1, 12)
    seller, buyer = random.sample(_FIRMS, 2)
    here, there = random.sample(_TOWNS, 2)
    lines = [
        "Invoice",
        f"Invoice No: {number}",
        f"Invoice date: {day}/{month:02}/2024",
        "Currency: EUR",
        "Paid: no",
        "",
    ]
    lines += ["Seller", f"Name: {seller}", f"City: {here}", "", "Buyer", f"Name: {buyer}", f"City: {there}", ""]
    lines += ["Items", "Description\tQuantity\tUnit price\tAmount"]
    truth: dict[str, Value] = {
        "invoice_no": number,
        "invoice_date": f"2024-{month:02}-{day}",
        "currency": "EUR",
        "paid": False,
        "seller.name": seller,
        "seller.city": here,
        "buyer.name": buyer,
        "buyer.city": there,
    }
    net = Decimal()
    for at, goods in enumerate(random.choices(_GOODS, k=random.randint(3, 6))):
        quantity, price = Decimal(random.randint(2, 30)), _money(random)
        net += quantity * price
        lines.append(f"{goods}\t{quantity}\t{_english(price)}\t{_english(quantity * price)}")
        truth |= {f"items.{at}.description": goods, f"items.{at}.quantity": quantity}
        truth |= {f"items.{at}.unit_price": price, f"items.{at}.amount": quantity * price}
    tax = (net * Decimal("0.19")).quantize(Decimal("0.01"))
    lines += ["", f"Net total\t{_english(net)}", f"VAT 19 %\t{_english(tax)}", f"Grand total\t{_english(net + tax)}"]
    return lines, truth | {"net_total": net, "vat": tax, "grand_total": net + tax}


def draw_sheet(random: Random) -> Drawn:
    year = random.randint(2015, 2024)
    periods = [f"March 31, {year}", f"March 31, {year - 1}"]
    names = ("Cash", "Receivables, net", "Total assets", "Payables", "Retained earnings (deficit)")
    assets = [[random.randint(low, most) for _ in periods] for low, most in ((100, 999), (1000, 90_000))]
    total = [sum(each) for each in zip(*assets, strict=True)]
    payables = [random.randint(1000, each * 2) for each in total]
    kept = [each - owed for each, owed in zip(total, payables, strict=True)]
    rows = [*assets, total, payables, kept, total]
    lines, truth = ["Balance sheet", "\t".join(("", *periods))], dict[str, Value]()
    keys = ("cash", "receivables_net", "total_assets", "payables", "retained_earnings_deficit")
    for name, key, row in zip(
        (*names, "Total liabilities and equity"), (*keys, "total_liabilities_and_equity"), rows, strict=True
    ):
        lines.append("\t".join((name, *(f"{each:,}" if each >= 0 else f"({-each:,})" for each in row))))
        truth |= {f"{key}.{period}": Decimal(each) for period, each in zip(periods, row, strict=True)}
    lines.insert(2, "Current assets:")
    lines.insert(6, "Liabilities:")
    return lines, truth


def draw_statement(random: Random) -> Drawn:
    account, year = f"DE12 3456 {random.randint(1000, 9999)}", random.randint(2019, 2024)
    balance = Decimal(random.randint(500, 3000))
    lines = [f"Account No: {account}", f"From: 01.01.{year}", "", "Movements", "Date\tText\tDebit\tCredit\tBalance"]
    lines.append(f"01.01.{year}\tBrought forward\t\t\t{_german(balance)}")
    truth: dict[str, Value] = {"account_no": account, "from": f"{year}-01-01"}
    truth |= {
        "movements.0.date": f"{year}-01-01",
        "movements.0.text": "Brought forward",
        "movements.0.balance": balance,
    }
    for at in range(1, random.randint(5, 8)):
        text, amount, debit = random.choice(_ENTRIES), _money(random), random.random() < 0.5 or at == 1
        balance += -amount if debit else amount
        if at == 4:
            lines += ["", "Movements (continued)", "Date\tText\tDebit\tCredit\tBalance"]
        sides = (_german(amount), "") if debit else ("", _german(amount))
        lines.append("\t".join((f"{at + 1:02}.01.{year}", text, *sides, _german(balance))))
        truth |= {f"movements.{at}.date": f"{year}-01-{at + 1:02}", f"movements.{at}.text": text}
        truth |= {f"movements.{at}.{'debit' if debit else 'credit'}": amount, f"movements.{at}.balance": balance}
    return lines, truth


def draw_yearbook(random: Random) -> Drawn:
    first = random.randint(2010, 2020)
    years = [str(first + each) for each in range(3)]
    places = random.sample(_PLACES, random.randint(3, 5))
    rows = {place: [Decimal(random.randint(400, 2000)) / 4 for _ in years] for place in places}
    rows["Country"] = [sum(each, Decimal()) for each in zip(*rows.values(), strict=True)]
    lines = ["Waste water treated, million m3", "\t".join(("Region", *years))]
    lines += ["\t".join((place, *(f"{each:.2f}" for each in row))) for place, row in rows.items()]
    truth: dict[str, Value] = {f"lines.{at}.region": place for at, place in enumerate(places)}
    for at, (place, row) in enumerate(rows.items()):
        path = "country" if place == "Country" else f"lines.{at}.values"
        truth |= {f"{path}.{year}": each for year, each in zip(years, row, strict=True)}
    return lines, truth


def draw_laboratory(random: Random) -> Drawn:
    number, day, month = f"L-{random.randint(1, 999)}", random.randint(1, 28), random.choice(_MONTHS)
    accredited = random.random() < 0.5
    lines = [f"Report No.: {number}", f"Sampled on: {day} {month} 2022", f"[{'x' if accredited else ' '}] accredited"]
    lines += ["Methods: EN 27888; EN 1484", "", "Results", "Parameter\tResult\tUnit\tMin\tMax\tAssessment"]
    numbers = {"March": 3, "May": 5, "June": 6, "October": 10}
    truth: dict[str, Value] = {"report_no": number, "sampled_on": f"2022-{numbers[month]:02}-{day:02}"}
    truth |= {"accredited": accredited, "methods.0": "EN 27888", "methods.1": "EN 1484"}
    for at, (name, unit) in enumerate(random.sample(_TESTS, random.randint(3, 4))):
        result, most = Decimal(random.randint(1, 900)) / 100, Decimal(random.randint(2, 60)) / 10
        verdict = "pass" if result <= most else "fail"
        lines.append(f"{name}\t{result}\t{unit}\t0\t{most}\t{verdict}")
        truth |= {f"results.{at}.parameter": name, f"results.{at}.result": result, f"results.{at}.unit": unit}
        truth |= {f"results.{at}.min": Decimal(0), f"results.{at}.max": most, f"results.{at}.assessment": verdict}
    return lines, truth


def draw_application(random: Random) -> Drawn:
    number, month = f"AZ-{random.randint(10, 99)}/2021", random.randint(1, 12)
    material, people = _money(random, 900_000), _money(random, 900_000)
    grant, staff, share = (
        Decimal(random.randint(10, 99) * 100),
        random.randint(10, 900),
        Decimal(random.randint(200, 900)) / 10,
    )
    lines = ["Förderantrag", f"Aktenzeichen: {number}", f"Datum: 03.{month:02}.2021"]
    lines += [f"Beantragte Förderung: {_german(grant)} EUR", f"Förderquote: {share} %".replace(".", ",")]
    lines += [f"Mitarbeiterzahl: {staff}", "Gemeinnützig: Ja", "", "Kostenaufstellung", "\tBetrag"]
    lines += [f"Materialkosten\t{_german(material)}", f"Personalkosten\t{_german(people)}"]
    lines += [f"Gesamtkosten\t{_german(material + people)}"]
    truth: dict[str, Value] = {"aktenzeichen": number, "datum": f"2021-{month:02}-03", "förderquote": share}
    truth |= {"beantragte_förderung": grant, "mitarbeiterzahl": staff, "gemeinnützig": True}
    costs = {"materialkosten": material, "personalkosten": people, "gesamtkosten": material + people}
    return lines, truth | {f"kostenaufstellung.{key}": each for key, each in costs.items()}


DRAWN: Mapping[str, Callable[[Random], Drawn]] = {
    "invoice": draw_invoice,
    "balance sheet": draw_sheet,
    "bank statement": draw_statement,
    "yearbook": draw_yearbook,
    "laboratory": draw_laboratory,
    "application": draw_application,
}
