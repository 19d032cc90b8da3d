"""Marks of a web page: struck, raised, hidden, made by rules of style. Each way of a mark is drawn once a piece."""

import base64
from collections.abc import Mapping, Sequence
from html import escape
from random import Random
from typing import TypeAlias

from extractor.evaluate.render.traps.draft import How, MarkedPiece
from extractor.evaluate.render.traps.drawn_number import picture, svg_path

Way: TypeAlias = str
"""A template: ``{t}`` for the text, ``{c}`` for a class of the piece's own, ``{r}`` for the text from its end. What
stands before ``||`` is rules for the head, in which ``{{`` is a brace."""

WAYS: Mapping[How, tuple[Way, ...]] = {
    "struck": (
        "<del>{t}</del>",
        "<s>{t}</s>",
        "<strike>{t}</strike>",
        '<span style="text-decoration:line-through">{t}</span>',
        '<span style="text-decoration-line:line-through;color:#777">{t}</span>',
        '.{c}{{text-decoration:line-through}}||<span class="{c}">{t}</span>',
        '.{c}{{text-decoration:underline line-through red}}||<b class="{c}">{t}</b>',
        'td .{c},p .{c}{{text-decoration:line-through}}||<span class="{c}">{t}</span>',
    ),
    "raised": (
        "<sup>{t}</sup>",
        "<sup><a href='#n{c}'>{t}</a></sup>",
        '<span style="vertical-align:super;font-size:70%">{t}</span>',
        '<span style="position:relative;top:-0.5em;font-size:8px">{t}</span>',
        '.{c}{{vertical-align:super;font-size:0.7em}}||<span class="{c}">{t}</span>',
        '.{c}{{vertical-align:6px;font-size:x-small}}||<a href="#f" class="{c}">{t}</a>',
    ),
    "hidden": (
        '<span style="display:none">{t}</span>',
        '<span style="visibility:hidden">{t}</span>',
        '<span style="opacity:0">{t}</span>',
        '<span style="opacity:0.01">{t}</span>',
        '<span style="font-size:0">{t}</span>',
        '<span style="font-size:0.4px">{t}</span>',
        '<span style="color:#fff;background:#fff">{t}</span>',
        '<span style="color:white">{t}</span>',
        '<span style="color:transparent">{t}</span>',
        '<span style="color:rgba(0,0,0,0.02)">{t}</span>',
        '<span style="position:absolute;left:-9999px">{t}</span>',
        '<span style="position:absolute;top:-500em">{t}</span>',
        '<span style="position:absolute;clip:rect(0,0,0,0)">{t}</span>',
        '<span style="display:inline-block;text-indent:-9999px;overflow:hidden;width:1px">{t}</span>',
        '<span style="display:inline-block;width:0;height:0;overflow:hidden">{t}</span>',
        '<span style="position:absolute;clip-path:inset(50%)">{t}</span>',
        '<span style="display:inline-block;transform:scale(0)">{t}</span>',
        "<span hidden>{t}</span>",
        "<template>{t}</template>",
        '.{c}{{visibility:hidden}}||<span class="{c}">{t}</span>',
        '.{c}{{position:absolute;left:-200vw}}||<span class="{c}">{t}</span>',
    ),
    "barred": (
        '<span style="background:#000;color:#000">{t}</span>',
        '<span style="background-color:black">{t}</span>',
        '.{c}{{background:#111;color:#111}}||<span class="{c}">{t}</span>',
        '.{c}{{background:black}}||<mark class="{c}">{t}</mark>',
        '<span style="position:relative">{t}<span style="position:absolute;left:0;top:0;width:100%;height:100%;'
        'background:#000"></span></span>',
    ),
    "covered": (
        '<span style="position:relative">{t}<span style="position:absolute;left:0;bottom:0;width:100%;height:55%;'
        'background:#fff"></span></span>',
        '<span style="position:relative">{t}<i style="position:absolute;right:0;top:0;width:60%;height:100%;'
        'background:#fff"></i></span>',
        '.{c}{{display:inline-block;height:0.5em;overflow:hidden;line-height:1}}||<span class="{c}">{t}</span>',
    ),
    "field": (
        '<input value="{t}">',
        '<input type="text" value="{t}" readonly>',
        '<input type="number" value="{t}" size="6">',
        "<textarea>{t}</textarea>",
        '<input disabled type="text" value="{t}">',
    ),
    "choice": (
        "<select><option>{o}</option><option selected>{t}</option></select>",
        '<select><option value="{o}">{o}</option><option value="1" selected="selected">{t}</option></select>',
        "<select><option selected>{t}</option><option>{o}</option><option>0</option></select>",
        '<input type="radio" name="{c}" value="{o}"><input type="radio" name="{c}" value="{t}" checked>{t}',
    ),
    "generated": (
        '.{c}::before{{content:"{t}"}}||<span class="{c}"></span>',
        '.{c}:after{{content:"{t}"}}||<i class="{c}"></i>',
        '.{c}::before{{content:attr(data-n)}}||<span class="{c}" data-n="{t}"></span>',
        '.{c}{{counter-reset:n{c} {t}}} .{c}::after{{content:counter(n{c})}}||<span class="{c}"></span>',
        '.{c}::before{{content:"{a}"}} .{c}::after{{content:"{z}"}}||<span class="{c}"></span>',
    ),
    "turned": (
        '<bdo dir="rtl">{r}</bdo>',
        '<span style="unicode-bidi:bidi-override;direction:rtl">{r}</span>',
        '.{c}{{direction:rtl;unicode-bidi:bidi-override}}||<span class="{c}">{r}</span>',
        "\u202e{r}\u202c",
        '<span style="direction:rtl;unicode-bidi:isolate-override">{r}</span>',
    ),
    "minus_drawn": (
        '<span style="display:inline-block;width:0.5em;border-top:1px solid #000;vertical-align:middle"></span>{t}',
        '<hr style="display:inline-block;width:6px;height:1px;margin:3px 1px;background:#000">{t}',
        '<svg width="7" height="8"><line x1="0" y1="4" x2="6" y2="4" stroke="black"/></svg>{t}',
        ".{c}{{display:inline-block;width:6px;height:1px;background:#000;vertical-align:middle}}||"
        '<i class="{c}"></i>{t}',
    ),
    "minus_styled": (
        '.{c}::before{{content:"-"}}||<span class="{c}">{t}</span>',
        '.{c}:before{{content:"\\2212"}}||<span class="{c}">{t}</span>',
        '.{c}::before{{content:"("}} .{c}::after{{content:")"}}||<span class="{c}">{t}</span>',
        '.{c}::before{{content:"\u2212"}}||<b class="{c}">{t}</b>',
        '.{c}::before{{content:attr(data-sign)}}||<span class="{c}" data-sign="-">{t}</span>',
        'td .{c}::before{{content:"-"}}||<em class="{c}">{t}</em>',
    ),
    "ruby": (
        "<ruby>{t}<rt>{o}</rt></ruby>",
        "<ruby>{t}<rp>(</rp><rt>{o}</rt><rp>)</rp></ruby>",
        "<ruby><rb>{t}</rb><rt>{o}</rt></ruby>",
    ),
    "math": (
        "<math><mn>{t}</mn></math>",
        "<math><mrow><mn>{t}</mn></mrow></math>",
        "<math><semantics><mn>{t}</mn><annotation encoding='TeX'>{o}</annotation></semantics></math>",
        "<math><mstyle><mn>{a}</mn><mn>{z}</mn></mstyle></math>",
        "<math><mn>{t}</mn><mphantom><mn>{o}</mn></mphantom></math>",
    ),
    "cascade_hidden": (
        '.{c}{{display:inline}} span.{c}{{display:none}}||<span class="{c}">{t}</span>',
        '#{c}{{display:none}} .{c}{{display:inline}}||<span id="{c}" class="{c}">{t}</span>',
        '.{c}{{display:none!important}}||<span class="{c}" style="display:inline">{t}</span>',
        '.{c}{{display:none}} @media print{{.{c}{{display:inline}}}}||<span class="{c}">{t}</span>',
        '@media screen{{.{c}{{display:none}}}}||<span class="{c}">{t}</span>',
        '.{c} :nth-child(2){{display:none}}||<span class="{c}"><i></i><span>{t}</span></span>',
        '.{c} b{{visibility:hidden}}||<span class="{c}"><i><b>{t}</b></i></span>',
        '.{c}>i+i{{display:none}}||<span class="{c}"><i></i><i>{t}</i></span>',
        '.{c}[data-old]{{display:none}}||<span class="{c}" data-old="1">{t}</span>',
        '.{c}:not(.now){{display:none}}||<span class="{c}">{t}</span>',
        '.{c} *{{display:none}}||<span class="{c}"><u>{t}</u></span>',
        '.{c} span:last-child{{display:none}}||<span class="{c}"><i></i><span>{t}</span></span>',
    ),
    "cascade_shown": (
        '.{c}{{display:none}} span.{c}{{display:inline}}||<span class="{c}">{t}</span>',
        '.{c}{{display:none}} #{c}{{display:inline}}||<span id="{c}" class="{c}">{t}</span>',
        '.{c}{{display:none}}||<span class="{c}" style="display:inline!important">{t}</span>',
        '@media print{{.{c}{{display:none}}}}||<span class="{c}">{t}</span>',
        '.{c}{{visibility:hidden}} .{c} b{{visibility:visible}}||<span class="{c}"><b>{t}</b></span>',
        '.{c} :nth-child(3){{display:none}}||<span class="{c}"><i></i><span>{t}</span></span>',
        '.{c} .old{{display:none}}||<span class="{c}"><span class="now">{t}</span></span>',
        '.{c}{{display:none}} .{c}{{display:inline}}||<span class="{c}">{t}</span>',
        '.{c}{{display:inline!important}} #{c}{{display:none}}||<span id="{c}" class="{c}">{t}</span>',
    ),
    "picture": (
        '<img src="{p}">',
        '<img src="{p}" alt="">',
        '<img src="{p}" width="40" height="12">',
        '<img src="images/{c}.png">',
        '.{c}{{display:inline-block;width:60px;height:14px;background:url({p})}}||<span class="{c}"></span>',
        '<object data="{p}" type="image/png"></object>',
    ),
    "outline": (
        '<svg width="60" height="14" viewBox="0 0 60 14"><path d="{d}"/></svg>',
        '<svg height="12" viewBox="0 0 60 14"><g><path fill="#000" d="{d}"/></g></svg>',
    ),
}
"""Ways of every mark that a web page can carry."""


class MarkWriter:
    """Writes pieces of cells, and collects the rules their ways need."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.rules: list[str] = []
        self._count = rng.randint(1, 60)

    def cell(self, pieces: Sequence[MarkedPiece]) -> tuple[str, str]:
        """The attributes of a cell and what stands in it."""
        return "", "".join(self.piece(piece) for piece in pieces)

    def piece(self, piece: MarkedPiece) -> str:
        """One piece, in a way that is drawn for it."""
        if not piece.how:
            return escape(piece.text).replace("\n", "<br>")
        self._count += 1
        way = self.rng.choice(WAYS[piece.how])
        rules, bar, template = way.partition("||")
        values = self._values(piece, way)
        if bar:
            self.rules.append(rules.format_map(values))
        return (template if bar else way).format_map(values)

    def _values(self, piece: MarkedPiece, way: str) -> dict[str, str]:
        text = escape(piece.text)
        return {
            "t": text,
            "o": escape(piece.other),
            "r": piece.text[::-1],
            "a": piece.text[:1],
            "z": piece.text[1:],
            "c": f"{self.rng.choice('cfnvx')}{self._count}",
            "p": _address(picture(piece.text)) if "{p}" in way else "",
            "d": svg_path(piece.text) if "{d}" in way else "",
        }


def _address(content: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(content).decode()
