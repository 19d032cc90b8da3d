"""Invented pages of four kinds: tables, narrow receipts, forms with boxes to tick, and letters with figures."""

from dataclasses import dataclass
from random import Random
from typing import Literal, TypeAlias

from extractor.evaluate.render.cell_places import Box
from extractor.evaluate.render.typeface import Latin, Typefaces
from specimens.invented_tables import invented_print
from specimens.real_paper.drawn_paper import DrawnPaper, PageDraft, Ticking, pages_of
from specimens.scanned_pages import FIRST_SEED, TYPEFACES, Split

Content: TypeAlias = Literal["table", "receipt", "form", "letter"]


@dataclass(frozen=True)
class PaperWords:
    """What pages of a split and a language are made of. ``receipt``: sum, tax, total, paid, change, thanks; ``form``:
    labels of values, with a ``{}`` nowhere; ``boxes``: what can be ticked; ``letter``: sentences with places for
    numbers."""

    shops: tuple[str, ...]
    streets: tuple[str, ...]
    goods: tuple[str, ...]
    receipt: tuple[str, str, str, str, str, str]
    title: str
    form: tuple[str, ...]
    boxes: tuple[str, ...]
    letter: tuple[str, ...]
    comma: bool = False


WORDS: dict[Split, tuple[PaperWords, ...]] = {
    "tuning": (
        PaperWords(
            ("HARBOUR GROCERY", "Elm Street Deli", "NORTHSIDE HARDWARE"),
            ("12 Elm Street", "480 Harbour Road", "7 Mill Lane"),
            ("Milk 2L", "Brown bread", "Coffee 500g", "Batteries AA", "Olive oil", "Soap", "Rice 1kg", "Light bulb"),
            ("SUBTOTAL", "TAX", "TOTAL", "CASH", "CHANGE", "Thank you"),
            "Statement of income",
            ("Wages and tips", "Interest", "Dividends", "Rent paid", "Tax withheld", "Number of dependants", "Refunds"),
            ("Single", "Married", "Resident", "Employed", "First report", "Paper copy"),
            (
                "In the year under review we received {} requests, of which {} were answered in time.",
                "The fees collected came to {} and the costs of the office to {}.",
                "By the end of December {} cases were open, {} fewer than a year before.",
            ),
        ),
        PaperWords(
            ("东湖超市", "新华五金店"),
            ("人民路12号", "中山街480号"),
            ("牛奶", "面包", "食用油", "电池", "大米", "肥皂", "灯泡", "茶叶"),
            ("小计", "税额", "合计", "现金", "找零", "谢谢惠顾"),
            "收入申报表",
            ("工资", "利息", "股息", "房租", "已扣税款", "家庭人数", "退款"),
            ("单身", "已婚", "居民", "在职", "首次申报", "纸质"),
            (
                "本年度共收到申请{}件，按期答复{}件。",
                "全年收取费用{}元，支出{}元。",
                "年末未结案件{}件，比上年减少{}件。",
            ),
        ),
    ),
    "held_out": (
        PaperWords(
            ("Kaufhaus Lindner", "BÄCKEREI VOGT", "Drogerie am Markt"),
            ("Bahnhofstr. 3", "Am Markt 19", "Lindenallee 204"),
            ("Vollmilch", "Roggenbrot", "Kaffee", "Zahnpasta", "Äpfel", "Käse", "Kerzen", "Müsli", "Wasser"),
            ("Zwischensumme", "MwSt.", "SUMME EUR", "Bar", "Rückgeld", "Vielen Dank"),
            "Erklärung der Einkünfte",
            ("Arbeitslohn", "Zinsen", "Dividenden", "Miete", "Lohnsteuer", "Kinder", "Erstattung", "Spenden"),
            ("ledig", "verheiratet", "ansässig", "berufstätig", "erstmalig", "auf Papier"),
            (
                "Im Berichtsjahr gingen {} Anträge ein, davon wurden {} fristgerecht beschieden.",
                "Die Gebühren beliefen sich auf {} Euro, die Kosten auf {} Euro.",
                "Am Jahresende waren {} Verfahren offen, {} weniger als im Vorjahr.",
            ),
            comma=True,
        ),
        PaperWords(
            ("CORNER PHARMACY", "Lakeview Books", "BLUE DOOR CAFE"),
            ("88 Lake View", "1500 Pine Avenue", "3 Church Square"),
            ("Espresso", "Notebook A5", "Plasters", "Cough syrup", "Muffin", "Map", "Pencils", "Tea, loose", "Atlas"),
            ("Sub total", "Sales tax", "AMOUNT DUE", "Card", "Change due", "Please call again"),
            "Return of trade",
            ("Turnover", "Purchases", "Wages", "Fuel", "Depreciation", "Vehicles", "Insurance", "Bad debts"),
            ("Partnership", "Company", "Export", "Seasonal", "Audited", "Amended"),
            (
                "Sales in the quarter rose to {} units, against {} in the quarter before.",
                "Freight cost us {} and insurance {}, both below the plan.",
                "We employ {} people at {} sites.",
            ),
        ),
        PaperWords(
            ("西湖书店", "康民大药房"),
            ("解放路88号", "文化街1500号"),
            ("笔记本", "地图册", "铅笔", "感冒药", "创可贴", "茶杯", "蜂蜜", "雨伞"),
            ("金额", "增值税", "应付总额", "刷卡", "余额", "欢迎再来"),
            "经营情况申报表",
            ("营业额", "采购", "薪酬", "燃料", "折旧", "车辆", "保险", "坏账"),
            ("合伙", "公司", "出口", "季节性", "已审计", "更正"),
            ("本季度销售{}件，上季度为{}件。", "运费{}元，保险{}元，均低于计划。", "现有职工{}人，网点{}处。"),
        ),
    ),
}


def content_pages(content: Content, split: Split, number: int) -> DrawnPaper:
    """The first page of content ``number`` of a split."""
    rng = Random(f"{split}/{number}/{content}")
    faces = rng.choice(TYPEFACES[split])
    if content == "table":
        latin: Latin = faces.latin
        printed = invented_print(
            FIRST_SEED[split] + 500_000 + number, rng.choice(_LOOKS), Typefaces(faces.chinese, latin)
        )
        return pages_of(printed)[0]
    words = rng.choice(WORDS[split])
    typefaces = Typefaces(faces.chinese, faces.latin)
    return {"receipt": _receipt, "form": _form, "letter": _letter}[content](words, typefaces, rng)


_LOOKS = ("pdf_ruled", "pdf_borderless", "pdf_rows")
_TICKS: tuple[Ticking, ...] = ("cross", "tick", "filled")


def _amount(cents: int, words: PaperWords) -> str:
    """An amount as it is printed in the language."""
    text = f"{cents / 100:,.2f}"
    return text.translate(str.maketrans(",.", ".,")) if words.comma else text


def _receipt(words: PaperWords, faces: Typefaces, rng: Random) -> DrawnPaper:
    """A till receipt on paper of 58 or 80 mm: the shop, goods with quantities, tax, total, and what was paid."""
    width, size = rng.choice(((164.0, 7.5), (227.0, 8.5), (227.0, 9.5)))
    goods = rng.sample(words.goods, rng.randint(3, len(words.goods)))
    draft = PageDraft(width, 260 + 1.6 * size * 2 * len(goods), faces)
    left, right, y = 10.0, width - 10.0, 28.0
    for text, of in ((rng.choice(words.shops), 1.3), (rng.choice(words.streets), 1.0)):
        draft.text((width - draft.length(text, size * of)) / 2, y, text, size * of, bold=of > 1)
        y += size * 1.7
    draft.text(left, y, f"{rng.randint(1, 28):02}.{rng.randint(1, 12):02}.{rng.randint(2019, 2026)}", size)
    draft.text_right(right, y, f"{rng.randint(8, 20):02}:{rng.randint(0, 59):02}", size)
    y += size * 2
    dashes = rng.choice(("", "[3 2] 0"))
    draft.rule(left, y - size, right, y - size, 0.6, dashes)
    due = 0
    for name in goods:
        count, price = rng.choice((1, 1, 1, 2, 3, 12)), rng.randint(29, 9999)
        due += count * price
        draft.text(left, y + 3, name, size)
        draft.text_right(right, y + 3, _amount(count * price, words), size)
        y += size * 1.5
        if count > 1:
            draft.text(left + 12, y + 3, f"{count} x {_amount(price, words)}", size)
            y += size * 1.5
    draft.rule(left, y - size * 0.4, right, y - size * 0.4, 0.6, dashes)
    y += size
    tax, paid = round(due * 0.08), (due * 108 // 100000 + 1) * 1000
    for at, cents in enumerate((due, tax, due + tax, paid, paid - due - tax)):
        large = size * (1.25 if at == 2 else 1.0)
        draft.text(left, y + 3, words.receipt[at], large, bold=at == 2)
        draft.text_right(right, y + 3, _amount(cents, words), large, bold=at == 2)
        y += size * 1.7
    y += size
    draft.text(left, y, f"{rng.randint(10**11, 10**12 - 1)}", size)
    thanks = words.receipt[5]
    draft.text((width - draft.length(thanks, size)) / 2, y + size * 2.2, thanks, size)
    return draft.finished()


def _form(words: PaperWords, faces: Typefaces, rng: Random) -> DrawnPaper:
    """A form: framed boxes with a small number and label in their corner and a value below it, and boxes to tick."""
    draft = PageDraft(595.0, 842.0, faces)
    draft.text(60, 74, words.title, 15, bold=True)
    draft.text_right(535, 74, f"{rng.randint(2015, 2026)}", 15, bold=True)
    draft.rule(60, 84, 535, 84, 1.2)
    high, columns = rng.choice((34.0, 42.0)), rng.choice((2, 3))
    wide = 475 / columns
    labels = rng.sample(words.form, len(words.form)) + rng.sample(words.form, len(words.form))
    for at, label in enumerate(labels[: columns * rng.randint(4, 14 // columns)]):
        left, top = 60 + wide * (at % columns), 96 + high * (at // columns)
        draft.frame(Box(left, top, left + wide, top + high), 0.7)
        draft.text(left + 4, top + 9, f"{at + 1}", 6.5, bold=True)
        draft.text(left + 16, top + 9, label, 6.5)
        if rng.random() < 0.9:
            value = rng.choice((f"{rng.randint(0, 99)}", _amount(rng.randint(100, 99_999_999), words)))
            draft.text_right(left + wide - 8, top + high - 8, value, 11)
    y = 96 + high * (at // columns + 1) + 34
    ways: tuple[Ticking, ...] = ("", rng.choice(_TICKS))
    for at, label in enumerate(words.boxes):
        x, base = 60 + 160 * (at % 3), y + 24 * (at // 3)
        draft.tick_box(Box(x, base - 9, x + 10, base + 1), rng.choice(ways))
        draft.text(x + 16, base, label, 9)
    for at in range(4):
        base = y + 80 + 18 * at
        sentence = rng.choice(words.letter).format(_amount(rng.randint(1000, 999_999), words), rng.randint(2, 900))
        draft.text(60, base, sentence, 8.5)
    return draft.finished()


def _letter(words: PaperWords, faces: Typefaces, rng: Random) -> DrawnPaper:
    """A letter of headings and sentences with figures in them, and a line of totals at its end."""
    draft = PageDraft(595.0, 842.0, faces)
    size = rng.choice((9.0, 10.5, 11.5))
    draft.text(70, 90, rng.choice(words.shops), 16, bold=True)
    draft.text(70, 112, rng.choice(words.streets), size)
    draft.text_right(525, 112, f"{rng.randint(2015, 2026)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}", size)
    y = 150.0
    for paragraph in range(rng.randint(3, 5)):
        draft.text(70, y, f"{paragraph + 1}. {rng.choice(words.boxes)}", size * 1.2, bold=True)
        y += size * 2
        for _ in range(rng.randint(2, 5)):
            numbers = (rng.randint(2, 99_999), _amount(rng.randint(1000, 9_999_999), words))
            sentence = rng.choice(words.letter).format(*rng.sample(numbers, 2))
            y = _wrapped(draft, sentence, y, size)
        y += size
    return draft.finished()


def _wrapped(draft: PageDraft, sentence: str, y: float, size: float) -> float:
    """Print a sentence in lines of the width of the page; where the next line stands."""
    pieces = sentence.split(" ") if " " in sentence else [sentence]
    line = ""
    for piece in pieces:
        longer = f"{line} {piece}".strip()
        if line and draft.length(longer, size) > 455:
            draft.text(70, y, line, size)
            y, line = y + size * 1.5, piece
        else:
            line = longer
    draft.text(70, y, line, size)
    return y + size * 1.5
