"""Files that hold several documents, as a scanner or a mail bundle makes them, and files that only look so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pymupdf

from extractor.evaluate.figures import invent
from extractor.evaluate.render.document import Order, Rendered, render
from extractor.evaluate.sets import load_set
from extractor.schemas.form import Value

_LINES = 18
"""Lines of an invoice on one page."""
_GOODS = ("Paint roller", "Work gloves", "Hinge set", "Oak board", "Claw hammer", "Wire nails")


@dataclass(frozen=True)
class BundledFile:
    """A file. ``parts``: what it holds, none where that is one document; ``sure``: whether that is beyond doubt, and
    no finding may be made of it.
    """

    name: str
    content: bytes
    schema: str
    parts: tuple[str, ...] = ()
    sure: bool = True


# -- reports


def report(seed: int, year: int, agency: str = "临河镇人民政府", style: str = "pdf_ruled", **more: object) -> Rendered:
    """A report of a body for a year, drawn by the renderer."""
    known = load_set("gov_disclosure")
    form = known.schema.form("2021")
    figures: dict[str, Value | None] = {**invent(known.recipes["2021"], "village", seed)}
    figures |= {"agency": agency, "year": year}
    order = Order(f"report-{seed}", form, figures, known.words, style, seed=seed)
    return render(replace(order, **more))  # type: ignore[arg-type]  # fields of an order


def joined_pdf(*files: bytes) -> bytes:
    """The pages of several PDFs in one."""
    with pymupdf.open() as whole:  # type: ignore[no-untyped-call]  # no types
        for each in files:
            with pymupdf.open(stream=each) as one:  # type: ignore[no-untyped-call]  # no types
                whole.insert_pdf(one)
        return bytes(whole.tobytes(deflate=True, no_new_id=True))


def with_line(pdf: bytes, text: str, pages: Sequence[int] | None = None, y: float = 24) -> bytes:
    """A PDF with a line of text printed on its pages, ``{n}`` being the number of the page and ``{of}`` of how many."""
    with pymupdf.open(stream=pdf) as whole:  # type: ignore[no-untyped-call]  # no types
        for number in pages if pages is not None else range(whole.page_count):
            line = text.format(n=number + 1, of=whole.page_count)
            whole[number].insert_text((60, y), line, fontsize=9, fontname="china-s")
        return bytes(whole.tobytes(deflate=True, no_new_id=True))


def two_reports(style: str, years: tuple[int, int] = (2023, 2024), seed: int = 7) -> BundledFile:
    """Two reports in one file, in the style of the renderer: pages of PDF, or text."""
    one, other = (report(seed + n, year, style=style) for n, year in enumerate(years))
    if one.name.endswith(".pdf"):
        counts = [_page_count(each.content) for each in (one, other)]
        name = f"two-{style}-{years[0]}-{years[1]}.pdf"
        parts = (_pages(1, counts[0]), _pages(counts[0] + 1, sum(counts)))
        return BundledFile(name, joined_pdf(one.content, other.content), "gov_disclosure", parts)
    lines = [len(each.content.decode().strip().splitlines()) for each in (one, other)]
    whole = b"\n".join(each.content.rstrip(b"\n") for each in (one, other)) + b"\n"
    parts = (f"lines 1-{lines[0]}", f"lines {lines[0] + 1}-{sum(lines)}")
    return BundledFile(f"two-{style}-{years[0]}-{years[1]}.txt", whole, "gov_disclosure", parts)


def _page_count(pdf: bytes) -> int:
    with pymupdf.open(stream=pdf) as opened:  # type: ignore[no-untyped-call]  # no types
        return int(opened.page_count)


def _pages(first: int, last: int) -> str:
    return f"page {first}" if first == last else f"pages {first}-{last}"


# -- invoices


@dataclass(frozen=True)
class DrawnInvoice:
    """An invoice over some pages. ``foot``: what its pages say of themselves; ``headed``: the title stands on each."""

    number: str
    date: str = "2024-03-05"
    pages: int = 1
    foot: str = "Page {n} of {of}"
    headed: bool = False
    title: str = "Invoice"
    above: str = ""

    @property
    def goods(self) -> tuple[tuple[str, int, int], ...]:
        """What is sold, how many, and for how much each."""
        count = 3 if self.pages == 1 else _LINES * (self.pages - 1) + 4
        start = sum(map(ord, self.number))
        return tuple(
            (_GOODS[(start + n) % 6], 1 + (start + n) % 9, 10 + (start * 3 + 7 * n) % 80) for n in range(count)
        )

    def draw(self) -> bytes:
        """The pages as a PDF."""
        with pymupdf.open() as document:  # type: ignore[no-untyped-call]  # no types
            for number in range(self.pages):
                page = document.new_page()
                for y, cells in self._lines(number):
                    for x, text in cells:
                        page.insert_text((x, y), text, fontsize=10)
                if self.foot:
                    page.insert_text((270, 800), self.foot.format(n=number + 1, of=self.pages), fontsize=9)
            return bytes(document.tobytes(deflate=True, no_new_id=True))

    def _lines(self, page: int) -> Iterator[tuple[float, Sequence[tuple[float, str]]]]:
        y = 60.0
        head = page == 0 or self.headed
        lines: list[Sequence[tuple[float, str]]] = [((56, self.above),)] if self.above and page == 0 else []
        lines += [((56, self.title),)] if head else []
        lines += [((56, f"Invoice number: {self.number}"),), ((56, f"Invoice date: {self.date}"),)] if head else []
        lines += [((56, "Customer: Atelier Monet"),)] if page == 0 else []
        lines.append(((56, "Description"), (250, "Quantity"), (340, "Unit price"), (440, "Amount")))
        for name, count, price in self.goods[page * _LINES : (page + 1) * _LINES]:
            lines.append(((56, name), (250, str(count)), (340, f"{price}.00"), (440, f"{count * price}.00")))
        if page == self.pages - 1:
            net = sum(count * price for _, count, price in self.goods)
            lines += [((56, f"Total excl. VAT: {net}.00"),), ((56, f"Total VAT: {net // 5}.{net % 5 * 20:02}"),)]
            lines.append(((56, f"Total incl. VAT: {net + net // 5}.{net % 5 * 20:02}"),))
        for cells in lines:
            yield y, cells
            y += 18


def invoices(*drawn: DrawnInvoice) -> BundledFile:
    """Several invoices in one file."""
    counts = [each.pages for each in drawn]
    parts = tuple(_pages(sum(counts[:n]) + 1, sum(counts[: n + 1])) for n in range(len(counts)))
    name = f"invoices-{'-'.join(each.number for each in drawn)}.pdf"
    return BundledFile(name, joined_pdf(*(each.draw() for each in drawn)), "invoice", parts if len(parts) > 1 else ())


def letter(*lines: str, foot: str = "", pages: int = 1) -> bytes:
    """Pages of running text."""
    with pymupdf.open() as document:  # type: ignore[no-untyped-call]  # no types
        for number in range(pages):
            page = document.new_page()
            for row, text in enumerate(lines):
                page.insert_text((56, 60 + 18 * row), text, fontsize=10)
            if foot:
                page.insert_text((270, 800), foot.format(n=number + 1, of=pages), fontsize=9)
        return bytes(document.tobytes(deflate=True, no_new_id=True))


# -- what holds several documents, and what does not


def several() -> Iterator[BundledFile]:
    """Files that hold several documents beyond doubt."""
    for style in ("pdf_ruled", "pdf_borderless", "tsv", "pipe_rows"):
        yield two_reports(style)
    yield two_reports("pdf_ruled", (2024, 2023), seed=21)
    yield two_reports("tsv", (2024, 2023), seed=33)
    for number in (40, 50):
        files = [
            report(number + n, 2022 + n, body)
            for n, body in enumerate(("临河镇人民政府", "东山县财政局", "西桥镇人民政府"))
        ]
        counts = [_page_count(each.content) for each in files]
        parts = tuple(_pages(sum(counts[:n]) + 1, sum(counts[: n + 1])) for n in range(3))
        whole = joined_pdf(*(each.content for each in files))
        yield BundledFile(f"three-reports-{number}.pdf", whole, "gov_disclosure", parts)
    numbered = [with_line(report(60, 2023).content, "第 {n} 页 共 {of} 页", y=820)] * 2
    count = _page_count(numbered[0])
    parts = (_pages(1, count), _pages(count + 1, 2 * count))
    yield BundledFile("the-same-twice.pdf", joined_pdf(*numbered), "gov_disclosure", parts)
    yield invoices(DrawnInvoice("A-1"), DrawnInvoice("A-2", "2024-04-05", 2), DrawnInvoice("A-3", "2024-05-05", 3))
    yield invoices(DrawnInvoice("B-1", pages=3), DrawnInvoice("B-2", pages=1), DrawnInvoice("B-3", pages=2))
    yield invoices(DrawnInvoice("C-1", foot="{n}/{of}"), DrawnInvoice("C-2", foot="{n}/{of}", pages=2))
    yield invoices(DrawnInvoice("D-1", foot="Seite {n} von {of}"), DrawnInvoice("D-2", foot="Seite {n} von {of}"))
    yield invoices(DrawnInvoice("E-1", foot="- {n} -", pages=2), DrawnInvoice("E-2", foot="- {n} -", pages=2))
    yield invoices(DrawnInvoice("F-1", pages=2, headed=True), DrawnInvoice("F-2", "2024-06-01", headed=True))


def one_document() -> Iterator[BundledFile]:
    """Files that hold one document, whatever begins in them a second time."""
    yield from _one_invoice()
    yield from _one_report()


def _one_invoice() -> Iterator[BundledFile]:
    def one(name: str, *pages: bytes, sure: bool = True) -> BundledFile:
        return BundledFile(f"{name}.pdf", joined_pdf(*pages), "invoice", (), sure)

    for pages in (1, 2, 3):
        yield one(f"invoice-of-{pages}", DrawnInvoice("L-1", pages=pages).draw())
        yield one(f"invoice-headed-of-{pages}", DrawnInvoice("L-2", pages=pages, headed=True).draw())
    yield one("no-numbers", DrawnInvoice("L-3", pages=3, foot="").draw())
    yield one("no-numbers-headed", DrawnInvoice("L-4", pages=3, foot="", headed=True).draw())
    yield one("every-page-says-one-of-one", DrawnInvoice("L-5", pages=2, foot="Page 1 of 1", headed=True).draw())
    yield one("pages-of-more", DrawnInvoice("L-6", pages=2, foot="Page {n} of 5").draw())
    yield one("bare-numbers", DrawnInvoice("L-7", pages=3, foot="{n}").draw())
    terms = ("Terms of business", "1 Delivery is free of charge.", "2 Payment is due within 30 days.")
    yield one("with-terms", DrawnInvoice("L-8").draw(), letter(*terms, foot="Page {n} of {of}", pages=2))
    yield one("with-letter", letter("Dear Sir,", "please find our invoice.", foot="1/1"), DrawnInvoice("L-9").draw())
    note = ("Delivery note", "Delivery number: 77", "Paint roller  4", "Work gloves  3")
    yield one("with-delivery-note", DrawnInvoice("L-10").draw(), letter(*note, foot="Page 1 of 1"))
    other = DrawnInvoice("L-12", "2023-01-01", above="Annex: invoice of last year, for comparison")
    yield one("with-annexed-invoice", DrawnInvoice("L-11").draw(), other.draw(), sure=False)
    copied = DrawnInvoice("L-14", "2023-01-01", foot="", above="Copy of an earlier invoice")
    yield one("with-copy-unnumbered", DrawnInvoice("L-13", foot="").draw(), copied.draw(), sure=False)
    unnumbered = (DrawnInvoice(f"L-{n}", f"2024-0{n - 14}-01", foot="").draw() for n in (15, 16))
    yield one("two-without-numbers", *unnumbered, sure=False)


def _one_report() -> Iterator[BundledFile]:
    def one(name: str, content: bytes, sure: bool = True) -> BundledFile:
        return BundledFile(name, content, "gov_disclosure", (), sure)

    year = "临河镇人民政府2023年政府信息公开工作年度报告"
    for style in ("pdf_ruled", "pdf_borderless"):
        made = report(70, 2023, style=style).content
        yield one(f"report-{style}.pdf", made)
        yield one(f"headed-{style}.pdf", with_line(made, year))
        yield one(f"counted-{style}.pdf", with_line(made, "第 {n} 页 共 {of} 页", y=820))
        quoted = joined_pdf(
            with_line(made, "附件：上一年度的报告", [_page_count(made) - 1], 800), report(71, 2022).content
        )
        yield one(f"annexed-{style}.pdf", with_line(quoted, "附件：上年度报告", [_page_count(made)]), sure=False)
    text = report(72, 2023, style="tsv").content.decode()
    other = report(73, 2022, style="tsv").content.decode()
    lines, before = text.splitlines(), other.splitlines()
    table = next(n for n, line in enumerate(before) if line.startswith("四、"))
    yield one("report.txt", text.encode())
    contents = [line for line in lines if line[:2] in ("一、", "二、", "三、", "四、", "五、", "六、")]
    yield one("contents.txt", "\n".join([lines[0], "目录", *contents, *lines]).encode())
    yield one("quotes-a-table.txt", "\n".join([*lines, "上年度数据对比", *before[table : table + 6]]).encode())
    yield one("annexed.txt", "\n".join([*lines, "附件：2022年度报告", *before]).encode(), sure=False)
    yield one("related.txt", "\n".join([*lines, "相关链接", "临河镇人民政府2022年政府信息公开工作年度报告"]).encode())
    yield one("links-above.txt", "\n".join(["临河镇人民政府2022年政府信息公开工作年度报告", "下一篇", *lines]).encode())
    for damage in ("table_twice", "table_rival", "navigation", "page_break"):
        made = report(74, 2023, style="tsv", damages=(damage,)).content
        yield one(f"{damage}.txt", made, sure=damage != "table_rival")
