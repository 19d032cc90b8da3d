"""Web pages: what is shown of a cell counts, not what is stored in it; what is no text there is told."""

from itertools import product

import pytest

from extractor.documents.model import Cell
from extractor.documents.web.html import open_html
from extractor.documents.web.style_media import is_for_screen

ONE_CELL = "<html><head><style>{sheet}</style></head><body><table><tr><td>Fees</td>{cell}<td>7</td></tr></table>"


def cell_of(content: str, sheet: str = "", attributes: str = "") -> Cell:
    cell = f"<td {attributes}>{content}</td>"
    document = open_html(ONE_CELL.format(sheet=sheet, cell=cell), name="a", sha256="0", encoding=None)
    (row,) = [row for row in document.rows if row.table is not None]
    assert [row.cells[0].text, row.cells[-1].text] == ["Fees", "7"]
    return row.cells[1]


def kinds_of(cell: Cell) -> list[str]:
    return [doubt.kind.value for doubt in cell.doubts]


HIDING = [
    "display:none",
    "visibility:hidden",
    "opacity:0",
    "opacity:.05",
    "opacity:5%",
    "color:#fff",
    "color:white",
    "color:rgb(255 255 255)",
    "color:hsl(0,0%,100%)",
    "color:#fefefe",
    "color:transparent",
    "color:rgba(0,0,0,.05)",
    "background:#123456;color:#123456",
    "font-size:0",
    "font-size:1px",
    "font:0/0 a",
    "position:absolute;left:-9999px",
    "position:fixed;top:-100vw",
    "position:relative;right:9999px",
    "display:inline-block;text-indent:-9999px",
    "position:absolute;clip:rect(0 0 0 0)",
    "clip-path:inset(50%)",
    "clip-path:circle(0)",
    "display:block;width:0;overflow:hidden",
    "display:inline-block;max-height:0;overflow:hidden",
    "display:inline-block;transform:scale(0)",
    "display:inline-block;transform:translateX(-9999px)",
    "display:inline-block;transform:rotateY(90deg)",
    "filter:opacity(0)",
    "content-visibility:hidden",
    "mso-hide:all",
]
WAYS = ["inline", "class", "place", "important", "nested", "media", "variable"]


def styled_by(way: str, style: str) -> tuple[str, str]:
    """A style sheet and the attributes of a span that it gives a style, in one of the ways in which pages do it."""
    forced = ";".join(f"{part} !important" for part in style.split(";"))
    sheets = {
        "inline": ("", f"style='{style}'"),
        "class": (f".x{{{style}}}", "class='y x'"),
        "place": (f"tr > td:nth-child(2) span[data-a^=b]{{{style}}}", "data-a=bc"),
        "important": (f"span{{{forced}}} #i{{display:inline;color:#000;opacity:1}}", "id=i"),
        "nested": (f"td {{ color: #000; & .x {{ {style} }} }}", "class=x"),
        "media": (f"@media screen and (min-width: 600px) {{ .x {{ {style} }} }}", "class=x"),
        "variable": (f":root{{--nothing:0}} .x{{{style};order:var(--nothing)}}", "class=x"),
    }
    return sheets[way]


@pytest.mark.parametrize(("style", "way"), list(product(HIDING, WAYS)))
def test_digits_that_nobody_sees_are_not_read(style: str, way: str) -> None:
    sheet, attributes = styled_by(way, style)
    assert cell_of(f"<span {attributes}>9</span>1286", sheet).text == "1286"
    alone = cell_of(f"<span {attributes}>1286</span>", sheet)
    assert (alone.text, kinds_of(alone)) == ("", ["hidden_figure"])


@pytest.mark.parametrize(
    "sheet",
    [
        "@media print { .x { display: none } }",
        "@media (max-width: 600px) { .x { display: none } }",
        ".y .x { display: none }",
        ".x { display: none } td .x { display: inline }",
        ".x { color: #fff } td { background: #036 }",
        ".x { color: #fff } tr { background: url(a.png) }",
        "td:nth-child(2) { visibility: hidden } .x { visibility: visible }",
        ".x { width: 0; overflow: hidden }",
        "@layer a { .x { display: none } } span { display: inline }",
    ],
)
def test_digits_that_are_seen_are_read(sheet: str) -> None:
    cell = cell_of("<span class=x>1286</span>", sheet)
    assert (cell.text, kinds_of(cell)) == ("1286", [])


def test_a_hidden_cell_keeps_its_place_unless_it_takes_no_room() -> None:
    cell = cell_of("1286", "td:nth-child(2) { visibility: hidden }")
    assert (cell.text, cell.column, kinds_of(cell)) == ("", 1, ["hidden_figure"])


STRIKING = ["<s>{}</s>", "<del>{}</del>", "<strike>{}</strike>", "<span style='text-decoration:line-through'>{}</span>"]
STRIKING += ["<b class=x>{}</b>", "<i class=x><u>{}</u></i>"]
STRUCK = ".x { text-decoration: underline line-through red }"


@pytest.mark.parametrize("striking", STRIKING)
def test_a_struck_number_is_not_read(striking: str) -> None:
    alone = cell_of(striking.format("1286"), STRUCK)
    assert (alone.text, kinds_of(alone)) == ("\ufffd", ["struck_unreplaced"])
    for replaced in (f"{striking.format('1286')} 1268", f"<p>{striking.format('1286')}</p><p>1268</p>"):
        cell = cell_of(replaced, STRUCK)
        assert (cell.text, cell.views, kinds_of(cell)) == ("1268", "differ", ["struck_beside"])
    half = cell_of(f"12{striking.format('8')}6", STRUCK)
    assert (half.text, set(kinds_of(half))) == ("12 8 6", {"struck_unreplaced"})


def test_what_was_inserted_for_something_struck_is_read_in_doubt() -> None:
    cell = cell_of("<del>1286</del><ins>1268</ins>")
    assert (cell.text, kinds_of(cell)) == ("1268", ["struck_beside"])
    assert cell_of("12<ins>86</ins>").text == "1286"


@pytest.mark.parametrize(
    "style",
    [
        "vertical-align:super;font-size:60%",
        "vertical-align:.5em",
        "vertical-align:30%",
        "vertical-align:text-top;font-size:8px",
        "position:relative;top:-.4em;font-size:smaller",
        "font-variant-position:super",
        "float:right",
        "position:absolute;left:2px",
        "display:inline-block;transform:translateX(-8px)",
    ],
)
@pytest.mark.parametrize("way", ["inline", "class", "place"])
def test_a_digit_that_does_not_stand_in_the_line_never_grows_into_a_number(style: str, way: str) -> None:
    sheet, attributes = styled_by(way, style)
    assert cell_of(f"1286<span {attributes}>2</span>", sheet).text == "1286 2"


@pytest.mark.parametrize(
    ("content", "sheet"),
    [
        ("<bdo dir=rtl>6821</bdo>", ""),
        ("<bdo dir=ltr>1286</bdo>", ""),
        ("\u202e6821\u202c", ""),
        ("\u202e6821", ""),
        ("12\u202e68\u202c", ""),
        ("&#x202E;68\u202d12\u202c", ""),
        ("<span class=x>6821</span>", ".x { direction: rtl; unicode-bidi: bidi-override }"),
        ("<p>6821</p>", "td { direction: rtl } p { unicode-bidi: isolate-override }"),
    ],
)
def test_digits_are_read_in_the_order_in_which_they_are_shown(content: str, sheet: str) -> None:
    assert cell_of(content, sheet).text in ("1286", "1268")
    if "68\u202d" not in content and "12\u202e" not in content:
        assert cell_of(content, sheet).text == "1286"


def test_a_mark_of_direction_between_two_digits_leaves_no_number() -> None:
    assert cell_of("12\u200f86").text == "12 86"


def test_children_in_reversed_order_leave_no_number() -> None:
    digits = "<div class=x><span>6</span><span>8</span></div>"
    assert cell_of(digits, ".x { display: flex; flex-direction: row-reverse }").text == "6 8"


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("'\\2212'", "\u221255.75"),
        ('"-"', "-55.75"),
        ("'\\2212' / 'minus'", "\u221255.75"),
        ("attr(data-sign)", "-55.75"),
        ("''", "55.75"),
        ("none", "55.75"),
    ],
)
def test_generated_content_is_shown(content: str, shown: str) -> None:
    assert cell_of("55.75", f".x::before {{ content: {content} }}", "class=x data-sign=-").text == shown


@pytest.mark.parametrize("content", ["counter(n)", "url(minus.png)"])
def test_generated_content_that_is_not_known_leaves_no_number(content: str) -> None:
    cell = cell_of("55.75", f".x:before {{ content: {content} }}", "class=x")
    assert (cell.text, kinds_of(cell)) == ("\ufffd55.75", ["not_text_in_cell"])


@pytest.mark.parametrize(
    "thing",
    [
        "<img src=a.png>",
        "<img src=a.png alt='' width=20>",
        "<p><picture><img src=a.png></picture></p>",
        "<svg><text>1286</text></svg>",
        "<canvas></canvas>",
        "<object data=a.svg>1286</object>",
        "<iframe src=a.html></iframe>",
        "<select><option>1285<option selected>1286</select>",
        "<textarea>1286</textarea>",
        "<input type=checkbox checked>",
        "<input type=password value=1286>",
        "<input>",
        "<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>",
        "<math><msup><mn>10</mn><mn>6</mn></msup></math>",
        "<i style='display:inline-block;width:9px;background:url(digits.png) -9px 0'></i>",
    ],
)
def test_what_stands_in_place_of_a_number_is_told(thing: str) -> None:
    alone, beside = cell_of(thing), cell_of(f"12{thing}")
    assert (alone.text, len(kinds_of(alone))) == ("\ufffd", 1)
    assert kinds_of(alone)[0] in ("not_text_in_cell", "picture_in_cell", "drawn_in_cell")
    assert "\ufffd" in beside.text
    assert cell_of(f"see the notes {thing}").text == "see the notes"


def test_a_form_field_shows_its_value() -> None:
    assert cell_of("<input value='1286'>").text == "1286"
    assert cell_of("<input type=number value='1286'>").text == "1286"
    assert cell_of("<input type=hidden value='9'>1286").text == "1286"


def test_ruby_and_formulas_in_a_line_are_text() -> None:
    assert cell_of("<ruby>1286<rp>(</rp><rt>9</rt><rp>)</rp></ruby>").text == "1286"
    assert cell_of("<math><mrow><mo>-</mo><mn>12</mn></mrow></math>").text == "-12"


@pytest.mark.parametrize(
    "style",
    [
        "display:inline-block;width:8px;overflow:hidden",
        "display:inline-block;transform:scaleX(-1)",
        "display:inline-block;transform:rotate(180deg)",
        "clip-path:inset(0 50% 0 0)",
        "-webkit-text-security:disc",
    ],
)
def test_a_number_of_which_only_part_is_seen_is_not_read(style: str) -> None:
    cell = cell_of(f"<span style='{style}'>1286</span>")
    assert (cell.text, kinds_of(cell)) == ("\ufffd", ["covered_in_cell"])


def test_white_digits_on_a_ground_that_nobody_knows_are_in_doubt() -> None:
    page = "<link rel=stylesheet href=a.css><table><tr><td>Fees</td><td style='color:#fff'>12</td></tr></table>"
    (row,) = open_html(page, name="a", sha256="0", encoding=None).rows
    assert (row.cells[1].text, kinds_of(row.cells[1]), row.cells[1].views) == ("12", ["faint_ink"], "differ")


@pytest.mark.parametrize(
    ("queries", "counts"),
    [
        ("", True),
        ("screen", True),
        ("print", False),
        ("print, screen", True),
        ("not print", True),
        ("only screen and (min-width: 40em)", True),
        ("(max-width: 767.98px)", False),
        ("(width >= 600px)", True),
        ("(400px <= width < 900px)", False),
        ("(prefers-color-scheme: dark)", False),
        ("(orientation: portrait)", False),
        ("(never-heard-of: 1)", False),
    ],
)
def test_rules_count_that_are_for_a_screen(queries: str, counts: bool) -> None:
    assert is_for_screen(queries) is counts


_PAINTED = (
    "<span style='display:inline-block;width:.5em;border-top:1px solid #000'></span>{}",
    "<hr style='display:inline-block;width:6px;height:1px;background:#000'>{}",
    "<i style='display:inline-block;width:6px;height:1px;background:black'></i>{}",
    "<span style='position:relative'>{}<span style='position:absolute;left:0;width:100%;height:100%;background:#000'>"
    "</span></span>",
    "<span style='position:relative'>{}<i style='position:absolute;right:0;width:60%;height:100%;background:#fff'></i>"
    "</span>",
    "<span style='display:inline-block;height:.5em;overflow:hidden'>{}</span>",
)


@pytest.mark.parametrize("way", _PAINTED)
@pytest.mark.parametrize("number", ["7", "1286", "55.75"])
def test_a_painted_box_without_text_is_a_sign_or_a_cover(way: str, number: str) -> None:
    cell = cell_of(way.format(number))
    assert "\ufffd" in cell.text
    assert cell.doubts


@pytest.mark.parametrize(
    "way",
    [
        "<span style='display:inline-block;width:.5em'></span>{}",
        "<div style='border-top:1px solid #000'></div>{}",
        "<span style='border:1px solid #000'>{}</span>",
        "<span style='display:inline-block;height:1.4em;overflow:hidden'>{}</span>",
        "<span style='display:inline-block;width:0;height:0;background:#000'></span>{}",
    ],
)
def test_a_box_that_paints_nothing_over_a_number_leaves_it(way: str) -> None:
    assert cell_of(way.format("1286")).text == "1286"
