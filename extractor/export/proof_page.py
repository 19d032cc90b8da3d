"""One document as proof: its source with every value boxed, each linked to its line of the record and back.

One HTML file that needs nothing else and fetches nothing. A document made of pages is shown as pictures of them, any
other as the text that was read; where neither is to be had, the page says so and the record stands alone.
"""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from extractor.documents.file_names import path_of_text
from extractor.documents.model import Page
from extractor.documents.opening.picture import PictureLimit, page_picture
from extractor.errors import DocumentError
from extractor.export.proof_content import ProofDecision, ProofLine, proof_about, proof_decisions, proof_lines, said
from extractor.route import FieldVerdict, Result
from extractor.store import Source
from extractor.verify.edit import Edit

_AROUND = 36.0
"""Points of paper that are shown right of and below the last value of a page: half an inch."""
_PICTURE = PictureLimit(side=2400, pixels=3_000_000, dpi=110)
"""Small print can be read at this size, and a page takes less than a megabyte."""

_LOOK = """
:root{color-scheme:light dark;--box:#0a66c2;--flag:#b45309;--mine:#0f766e}
body{font:15px/1.45 system-ui,sans-serif;margin:0;display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr)}
header{grid-column:1/3;padding:.6em 1em;border-bottom:1px solid #8886}h1{font-size:1.1em;margin:0}
main,aside{height:calc(100vh - 5.6em);overflow:auto;padding:.5em 1em;box-sizing:border-box}
pre{font:13px/1.5 ui-monospace,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
a{color:inherit;text-decoration:none}
a.v{outline:1.5px solid var(--box);border-radius:2px;padding:0 1px}a.flagged{outline-color:var(--flag)}
a.corrected{outline-color:var(--mine)}.sheet{position:relative;margin-bottom:1em}.sheet img{width:100%;display:block}
.sheet a{position:absolute}.sheet{background:#fff}:target{background:#facc1580;outline-width:3px}
table{border-collapse:collapse;width:100%;font-size:13px}td,th{text-align:left;padding:.15em .5em;vertical-align:top}
tr{border-bottom:1px solid #8883}td.n{font-variant-numeric:tabular-nums;white-space:nowrap}small{opacity:.75}
@media print{body{display:block}main,aside{height:auto;overflow:visible}}
"""


def proof_page(result: Result, source: Source | None, edits: Sequence[Edit] = ()) -> str:
    """The page of a document. ``source``: its text; a page of a file is drawn from the file itself, if that still has
    the content that was read.
    """
    fields = dict(result.verdict.fields) if result.verdict is not None else {}
    ids = {path: f"v{number}" for number, path in enumerate(fields)}
    shown = "".join(_shown(result, source, fields, ids))
    record = _record(proof_lines(result, source), ids)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
        'img-src data:">'
        f"<title>{escape(result.document)}</title><style>{_LOOK}</style>"
        f"<header><h1>{escape(result.document)}</h1><small>{escape(result.path)}<br>{escape(proof_about(result))}</small></header>"
        f"<main>{shown}</main><aside>{record}{_decided(proof_decisions(result, edits))}</aside></html>\n"
    )


def _shown(
    result: Result, source: Source | None, fields: Mapping[str, FieldVerdict], ids: Mapping[str, str]
) -> Iterator[str]:
    by_page: dict[int, list[str]] = defaultdict(list)
    for path, field in fields.items():
        if field.spot is not None and field.spot.box is not None:
            by_page[field.spot.page].append(path)
    try:
        sheets = [_sheet(result, number, by_page[number], fields, ids) for number in sorted(by_page)]
    except DocumentError as error:
        yield f"<p><em>Its pages cannot be shown: {escape(str(error))}</em></p>"
        sheets = []
    if sheets:
        yield from sheets
    elif source is not None:
        yield _text(source.text, fields, ids)
    else:
        yield "<p><em>Nothing of the document itself is kept in the store.</em></p>"


def _sheet(
    result: Result, number: int, paths: Sequence[str], fields: Mapping[str, FieldVerdict], ids: Mapping[str, str]
) -> str:
    """A page from its upper left corner to its last value, with a box around every value."""
    boxes = {path: spot.box for path in paths if (spot := fields[path].spot) is not None and spot.box is not None}
    width, height = (max(box[side] for box in boxes.values()) + _AROUND for side in (2, 3))
    picture = page_picture(path_of_text(result.path), Page(number), (0.0, 0.0, width, height), _PICTURE, result.sha256)
    drawn = b64encode(picture.png).decode()
    links = "".join(
        f'<a class="v {fields[path].status}" id="{ids[path]}" href="#r{ids[path]}" title="{_title(fields[path])}" '
        f'style="left:{100 * x0 / width:.3f}%;top:{100 * y0 / height:.3f}%;width:{100 * (x1 - x0) / width:.3f}%;'
        f'height:{100 * (y1 - y0) / height:.3f}%"></a>'
        for path, (x0, y0, x1, y1) in boxes.items()
    )
    return f'<div class="sheet"><img alt="page {number}" src="data:image/png;base64,{drawn}">{links}</div>'


def _text(text: str, fields: Mapping[str, FieldVerdict], ids: Mapping[str, str]) -> str:
    """The text with a box around every value; of values at one place the first has it, the others lead there too."""
    spans = sorted(
        (field.spot.span, path)
        for path, field in fields.items()
        if field.spot is not None and field.spot.span is not None
    )
    parts, at = [], 0
    for (begin, end), path in spans:
        if begin < at:
            parts.append(f'<a id="{ids[path]}"></a>')
            continue
        link = (
            f'<a class="v {fields[path].status}" id="{ids[path]}" href="#r{ids[path]}" title="{_title(fields[path])}">'
        )
        parts += [escape(text[at:begin]), link, escape(text[begin:end]) or "&nbsp;", "</a>"]
        at = end
    return f"<pre>{''.join(parts)}{escape(text[at:])}</pre>"


def _title(field: FieldVerdict) -> str:
    return escape(f"{field.label}: {said(field)} ({field.status})", quote=True)


def _record(lines: Sequence[ProofLine], ids: Mapping[str, str]) -> str:
    rows = "".join(
        f'<tr id="r{ids[each.path]}"><td><a href="#{ids[each.path]}">{escape(each.label)}</a>{_small(each.path)}</td>'
        f'<td class="n">{escape(each.value)}</td><td>{each.status}{_small(each.where)}</td></tr>'
        for each in lines
    )
    return f"<table><tr><th>field<th>value<th>standing</tr>{rows}</table>"


def _small(text: str) -> str:
    return f"<br><small>{escape(text)}</small>"


def _decided(told: Sequence[ProofDecision]) -> str:
    rows = "".join(
        f"<tr><td>{escape(each.at)}<br>{escape(each.by)}</td><td>{escape(each.about)}</td>"
        f"<td>{escape(each.change)}{_small(each.reasons)}</td></tr>"
        for each in told
    )
    return f"<h2>{len(told)} decisions</h2><table>{rows}</table>" if told else ""
