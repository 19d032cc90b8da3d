"""A trial as one page of HTML that needs nothing else: what is printed with every place in colour, and lists of it.

Nothing of the document becomes markup: every text is escaped, and the page forbids scripts and addresses.
"""

from collections.abc import Iterator, Sequence
from html import escape

from extractor.documents.model import Box, Page
from extractor.drafting.trying import Trial, TrialPlace, said_of

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1b1f24;background:#fff}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}td,th{text-align:left}
td,th{padding:.25rem .6rem;border-bottom:1px solid #d8dee4;vertical-align:top}
pre,.page{border:1px solid #d8dee4;background:#fff;overflow:auto}pre{padding:1rem;white-space:pre-wrap;tab-size:12}
svg{width:100%;height:auto;display:block}mark,.key{border-radius:3px;padding:0 .15em;color:inherit}
.label{background:#cfe5ff;fill:#cfe5ff}.value{background:#c9efd0;fill:#c9efd0}.doubt{background:#ffe3a3;fill:#ffe3a3}
.left{background:#ffd1cc;fill:#ffd1cc}rect{stroke:#57606a;stroke-width:.4}
.dim{color:#57606a}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_KINDS = {"label": "label", "value": "value", "doubt": "value in doubt", "left": "left over"}
_MARGIN = 1.0
"""Points between a box and what is printed in it."""


def trial_page(trial: Trial) -> str:
    """The whole page."""
    name, schema = escape(trial.document.name), escape(trial.schema)
    key = " ".join(f'<span class="key {kind}">{words}</span>' for kind, words in _KINDS.items())
    return "\n".join(
        (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{schema} on {name}</title><style>{_STYLE}</style></head><body>",
            f"<h1>{schema} on {name}</h1><p>{key}</p>",
            *_printed(trial),
            *_values(trial),
            *_misses(trial),
            *_left(trial),
            "</body></html>\n",
        )
    )


def _printed(trial: Trial) -> Iterator[str]:
    shown = trial.places
    paper = [page for page in trial.document.pages if page.width and page.height]
    for page in paper:
        yield from _page(trial, page, [each for each in shown if each.spot.page == page.number])
    if not paper:
        yield f"<pre>{_marked(trial.document.text, shown)}</pre>"


def _page(trial: Trial, page: Page, shown: Sequence[TrialPlace]) -> Iterator[str]:
    """A page as a drawing: the words where they are printed, over the boxes of their places."""
    yield f'<h2>Page {page.number}</h2><div class="page"><svg viewBox="0 0 {page.width:.1f} {page.height:.1f}">'
    for each in shown:
        if each.spot.box is not None:
            yield f'<rect class="{each.kind}" {_sides(each.spot.box)}><title>{escape(each.said)}</title></rect>'
    for word in trial.document.words:
        box = word.place.box
        if word.place.page == page.number and box is not None:
            size = f'font-size="{max(box[3] - box[1], 1.0) * 0.8:.1f}" textLength="{max(box[2] - box[0], 1.0):.1f}"'
            foot = box[3] - (box[3] - box[1]) * 0.22
            yield f'<text x="{box[0]:.1f}" y="{foot:.1f}" {size} lengthAdjust="spacingAndGlyphs" pointer-events="none">'
            yield f"{escape(word.text)}</text>"
    yield "</svg></div>"


def _sides(box: Box) -> str:
    x0, y0, x1, y1 = box
    width, height = x1 - x0 + 2 * _MARGIN, y1 - y0 + 2 * _MARGIN
    return f'x="{x0 - _MARGIN:.1f}" y="{y0 - _MARGIN:.1f}" width="{width:.1f}" height="{height:.1f}"'


def _marked(text: str, shown: Sequence[TrialPlace]) -> str:
    """The running text with its places marked. Of those that overlap, a value goes before a label, and that before what
    is left over."""
    owner: list[TrialPlace | None] = [None] * len(text)
    for each in shown:
        if each.spot.span is not None:
            first, end = each.spot.span
            owner[first:end] = [each] * (min(end, len(text)) - first)
    parts: list[str] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or owner[at] is not owner[start]:
            own, piece = owner[start], escape(text[start:at])
            parts.append(f'<mark class="{own.kind}" title="{escape(own.said)}">{piece}</mark>' if own else piece)
            start = at
    return "".join(parts)


def _values(trial: Trial) -> Iterator[str]:
    yield "<h2>Fields</h2><table><tr><th>field</th><th>printed</th><th>value</th><th>why not</th></tr>"
    for each in (*trial.values, *trial.empty):
        kind = "value" if trial.is_sure(each) else "doubt"
        value = f'<span class="key {kind}">{escape(said_of(each))}</span>' if each.spot else escape(said_of(each))
        reasons = escape("; ".join(each.reasons))
        yield f"<tr><td>{escape(each.path)}</td><td>{escape(each.quote)}</td><td>{value}</td><td>{reasons}</td></tr>"
    yield "</table>"


def _misses(trial: Trial) -> Iterator[str]:
    if trial.misses:
        yield "<h2>Nearest misses</h2><table><tr><th>field</th><th>its label</th><th>printed</th><th>of 100</th></tr>"
        for each in trial.misses:
            cells = (each.path, each.label, each.printed, f"{each.points:.0f}")
            yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        yield "</table>"


def _left(trial: Trial) -> Iterator[str]:
    if trial.left:
        yield "<h2>Left over</h2><ul>"
        for each in trial.left:
            yield f'<li><span class="key left">{escape(each.text)}</span></li>'
        yield "</ul>"
