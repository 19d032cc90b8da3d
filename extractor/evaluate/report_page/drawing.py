"""The pictures as SVG: coloured by classes of the page, described in words for those who cannot see them."""

from collections.abc import Sequence

from extractor.evaluate.interval import Rate
from extractor.evaluate.ordering import OrderingScore
from extractor.evaluate.report_page.curves import Curve, Series
from extractor.evaluate.report_page.markup import Content, Markup, tag

_WIDTH, _HEIGHT = 440, 264
_LEFT, _RIGHT, _TOP, _BOTTOM = 58, 424, 30, 218
_START, _END = 8, 432
_LINE = 42
_QUARTERS = ((0.0, "start"), (0.25, "middle"), (0.5, "middle"), (0.75, "middle"), (1.0, "end"))


def curve_picture(curve: Curve) -> Markup:
    """Mistakes left against share routed: one line for every order, the dotted one for no order at all."""
    top = max((left for series in curve.series for _, left in series.points), default=0.0) or 0.01
    random = [(0.0, curve.series[0].points[0][1]), (1.0, 0.0)]
    return _picture(
        f"Mistakes left against {curve.unit} routed to people",
        curve.said,
        _HEIGHT,
        _frame(top, curve.unit),
        tag("polyline", points=_points(random, top), class_="random"),
        [_series(series, number, top) for number, series in enumerate(curve.series)],
    )


def level_picture(orderings: Sequence[OrderingScore]) -> Markup:
    """A point with its 95 % interval for every level of doubt, on a scale from none to all as printed."""
    rows: list[Content] = []
    y = _TOP - 10
    for number, ordering in enumerate(orderings):
        rows.append(tag("text", f"by {ordering.name}", x=_START, y=y, class_="axis"))
        for level in ordering.levels:
            y += _LINE
            rows.append(_level(level.level, level.right, number, y - 8))
        y += _LINE - 12
    base = y - _LINE + 16
    described = "; ".join(f"{o.name} {each.level}: {each.right}" for o in orderings for each in o.levels)
    scale = [
        [
            tag("line", x1=_along(share), x2=_along(share), y1=_TOP - 4, y2=base, class_="grid"),
            tag("text", f"{share:.0%}", x=_along(share), y=base + 16, class_=f"tick {place}"),
        ]
        for share, place in _QUARTERS
    ]
    return _picture("Fields as printed at every level of doubt", described, base + 24, scale, rows)


def series_key(series: Series, number: int) -> Markup:
    """The line and mark of a series beside its name."""
    line = tag("line", x1=0, x2=34, y1=8, y2=8, class_=f"s{number}")
    drawn = tag("svg", line, _mark(17, 8, number), viewBox="0 0 34 16", class_="plot swatch", aria_hidden="true")
    return tag("span", drawn, " ", series.name, class_="series")


def interval_bar(rate: Rate) -> Markup:
    """A rate and its interval on a scale from 0 to 1."""
    share = rate.share
    bar = tag("rect", x=f"{200 * rate.low:.1f}", y=5, width=f"{max(2.0, 200 * (rate.high - rate.low)):.1f}", height=6)
    point = tag("circle", cx=f"{200 * share:.1f}", cy=8, r=4) if share is not None else None
    track = tag("rect", x=0, y=7, width=200, height=2, class_="track")
    return tag("svg", track, bar, point, viewBox="-5 0 210 16", class_="interval", aria_hidden="true")


def _picture(title: str, described: str, height: int, *content: Content) -> Markup:
    return tag(
        "svg",
        tag("title", title),
        tag("desc", described),
        content,
        viewBox=f"0 0 {_WIDTH} {height}",
        role="img",
        aria_label=f"{title}. {described}",
        class_="plot",
    )


def _frame(top: float, unit: str) -> Content:
    marks: list[Markup] = []
    for step in range(5):
        share = step / 4
        y = _y(share, 1.0)
        marks += [
            tag("line", x1=_LEFT, x2=_RIGHT, y1=f"{y:.1f}", y2=f"{y:.1f}", class_="grid"),
            tag("text", f"{share * top:.2%}", x=_LEFT - 6, y=f"{y + 4:.1f}", class_="tick end"),
            tag("text", f"{share:.0%}", x=f"{_x(share):.1f}", y=_BOTTOM + 18, class_="tick middle"),
        ]
    below = tag("text", f"{unit} routed to people", x=(_LEFT + _RIGHT) // 2, y=_BOTTOM + 38, class_="axis middle")
    return [*marks, below, tag("text", f"{unit} wrong and not routed, of all", x=2, y=14, class_="axis")]


def _series(series: Series, number: int, top: float) -> Content:
    marks = [_mark(_x(routed), _y(left, top), number) for routed, left in series.points[1:-1]]
    return [tag("polyline", points=_points(series.points, top), class_=f"s{number}"), marks]


def _mark(x: float, y: float, number: int) -> Markup:
    """A diamond, a disc, a square or a triangle, so that lines are told apart without colour."""
    if number == 0:
        path = f"M{x:.1f} {y - 7:.1f}L{x + 7:.1f} {y:.1f}L{x:.1f} {y + 7:.1f}L{x - 7:.1f} {y:.1f}Z"
        return tag("path", d=path, class_="f0")
    if number == 1:
        return tag("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=5, class_="f1")
    if number == 3:
        return tag("path", d=f"M{x:.1f} {y - 6:.1f}L{x + 6:.1f} {y + 5:.1f}L{x - 6:.1f} {y + 5:.1f}Z", class_="f3")
    return tag("rect", x=f"{x - 4.5:.1f}", y=f"{y - 4.5:.1f}", width=9, height=9, class_="f2")


def _level(name: str, right: Rate, number: int, y: int) -> Content:
    share = right.share or 0.0
    said = f"{share:.2%} of {right.n} ({right.low:.2%} to {right.high:.2%})"
    return [
        tag("text", name, x=_START, y=y - 11, class_="point over"),
        tag("text", said, x=_END, y=y - 11, class_="tick end over"),
        tag("line", x1=_along(right.low), x2=_along(right.high), y1=y, y2=y, class_="reach"),
        _mark(_START + share * (_END - _START), y, number),
    ]


def _x(share: float) -> float:
    return _LEFT + share * (_RIGHT - _LEFT)


def _y(share: float, top: float) -> float:
    return _BOTTOM - share / top * (_BOTTOM - _TOP)


def _along(share: float) -> str:
    return f"{_START + share * (_END - _START):.1f}"


def _points(places: Sequence[tuple[float, float]], top: float) -> str:
    return " ".join(f"{_x(routed):.1f},{_y(left, top):.1f}" for routed, left in places)
