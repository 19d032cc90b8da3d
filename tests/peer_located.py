"""Cases of errorlocate and editrules: which fields are wrong, with and without weights."""

from collections.abc import Iterable

from extractor.schemas.check import Check
from extractor.schemas.expression import Node, one_of, when
from tests.peer_case import Outside, PeerCase, record


def margin(r: Node) -> Iterable[Check]:
    """A sum, and a part of at least three fifths of it."""
    yield r.hay + r.rye == r.oat
    yield 5 * r.rye >= 3 * r.oat
    yield r.rye >= 0
    yield r.hay >= 0


def shares(r: Node) -> Iterable[Check]:
    yield r.hay + r.rye == r.oat
    yield 5 * r.rye >= 3 * r.oat
    yield r.rye >= 0
    yield r.oat >= 0


def summed(r: Node) -> Iterable[Check]:
    yield r.hay + r.rye == r.oat


def bounded(r: Node) -> Iterable[Check]:
    yield r.hay + r.rye == r.oat
    yield r.hay < 1


def positive(r: Node) -> Iterable[Check]:
    yield r.hay + r.rye == r.oat
    yield r.hay > 0
    yield r.rye > 0
    yield r.oat > 0


def not_negative(r: Node) -> Iterable[Check]:
    yield r.hay + r.rye == r.oat
    yield r.hay >= 0
    yield r.rye >= 0


def twice(r: Node) -> Iterable[Check]:
    yield r.hay + r.rye == r.oat
    yield 2 * r.rye + 1 == r.oat


def named(r: Node) -> Iterable[Check]:
    yield one_of(r.ship, "brig", "sloop")
    yield one_of(r.flag, "red", "blue")
    yield when(one_of(r.ship, "brig")).then(one_of(r.flag, "red"))


def crew(r: Node) -> Iterable[Check]:
    """Boys are no officers, and officers neither cook nor steer."""
    yield one_of(r.port, "cook", "pilot", "none")
    yield one_of(r.ship, "boy", "man")
    yield one_of(r.flag, "hand", "mate", "master", "owner")
    yield when(one_of(r.ship, "boy")).then(one_of(r.flag, "hand"))
    yield when(one_of(r.flag, "mate", "master", "owner")).then(one_of(r.port, "none"))


def hired(r: Node) -> Iterable[Check]:
    yield one_of(r.ship, "yes", "no")
    yield when(one_of(r.ship, "yes")).then(r.hay >= 17)


def fixed_parts(r: Node) -> Iterable[Check]:
    for node, amount in ((r.hay, 60), (r.rye, 5), (r.oat, 5), (r.tar, 5), (r.oil, 25), (r.tin, 20)):
        yield node == amount
    yield r.hay == r.rye + r.oat + r.tar + r.oil + r.tin


def coded(r: Node) -> Iterable[Check]:
    yield one_of(r.ship, "1", "2", "3", "4")
    yield one_of(r.flag, "0", "1", "2")
    yield one_of(r.port, "103")
    yield one_of(r.mate, "all", "a0", "a2", "c3", "c4")
    yield when(one_of(r.flag, "1")).then(when(one_of(r.port, "103")).then(one_of(r.mate, "c3", "c4")))


def chained(r: Node) -> Iterable[Check]:
    yield r.hay + r.rye == r.oat
    yield r.tar + r.oil + r.tin == r.fur
    yield r.fur + r.oat + r.wax == r.ale


THREE = "hay rye oat"
HAND = "ship flag port"


def located(system: str, about: str, rules: object, held: object, *wrong: str, **more: object) -> PeerCase:
    """``wrong``: sets of fields, each written with spaces between them; none: nothing is wrong."""
    asked = None if more.get("refused") else wrong
    return PeerCase(system, about, rules, held, wrong=asked, **more)  # type: ignore[arg-type]  # as in the tables


E, D = "errorlocate", "editrules"
LOCATED: tuple[PeerCase, ...] = (
    located(E, "first check of editrules", margin, record(THREE, 755, 125, 200), "hay", proposed={"hay": 75}),
    located(E, "more than", lambda r: [r.hay > 1], {"hay": 2}),
    located(E, "more than, broken", lambda r: [r.hay > 1], {"hay": 0}, "hay"),
    located(E, "more than, by a fraction", lambda r: [r.hay > 1], {"hay": "0.1"}, "hay"),
    located(E, "order of two", lambda r: [r.hay > 1, r.rye > r.hay], record("hay rye", 2, 0), "rye"),
    located(E, "two sums", twice, record(THREE, 1, 1, 3), "hay"),
    located(E, "two sums, one field heavy", twice, record(THREE, 1, 1, 3), "rye oat", weights={"hay": 10}),
    located(E, "categories", named, record("ship flag", "brig", "blue"), "ship", "flag"),
    located(E, "categories, sound", named, record("ship flag", "sloop", "blue")),
    located(E, "categories, weighed", named, record("ship flag", "brig", "blue"), "ship", weights={"flag": 2}),
    located(E, "yes and no", named, record("ship flag", "brig", "blue"), "flag", weights={"ship": 2}),
    located(E, "category and number", hired, record("ship hay", "yes", 16), "ship", weights={"hay": 2}),
    located(E, "a category nobody read", lambda r: [one_of(r.ship, "brig", "sloop")], {"ship": None}),
    located(E, "only one may change", shares, record(THREE, 30, 70, 80), "rye", weights={"hay": 100, "oat": 100}),
    located(E, "only the whole may change", shares, record(THREE, 30, 70, 80), "oat", weights={"hay": 100, "rye": 100}),
    located(
        E,
        "equality as a condition",
        lambda r: [when(r.hay == 0).then(r.rye == 0)],
        record("hay rye", 0, 1),
        "rye",
        weights={"hay": 2},
    ),
    located(E, "a fixed amount", lambda r: [r.hay == 0], {"hay": 0}),
    located(E, "a fixed amount, broken", lambda r: [r.hay == 0], {"hay": 1}, "hay"),
    located(E, "a text that is none of two", lambda r: [one_of(r.ship, "brig", "sloop")], {"ship": "raft"}, "ship"),
    located(E, "a text that is not the one", lambda r: [one_of(r.ship, "brig")], {"ship": "raft"}, "ship"),
    located(
        E,
        "a code as a category",
        lambda r: [when(one_of(r.ship, "1", "2")).then(r.hay > 0)],
        record("ship hay", "1", 0),
        "hay",
        weights={"ship": 2},
    ),
    located(
        E,
        "a condition that does not hold and a text nobody read",
        lambda r: [when(r.hay >= 18).then(one_of(r.ship, "yes"))],
        record("hay ship", 15, None),
    ),
    located(E, "a ratio as an order", lambda r: [r.hay <= r.rye, r.hay > 5], record("hay rye", 4, 10), "hay"),
    located(E, "a very large amount", shares, record(THREE, 10**10, 200, 300), "hay", proposed={"hay": 100}),
    located(E, "a part nobody read", not_negative, record(THREE, 10, None, 5), "hay", "oat"),
    located(E, "two light ones for a heavy one", not_negative, record(THREE, 6, 6, 5), "hay rye", weights={"oat": 100}),
    located(E, "parts that are given", fixed_parts, record("hay rye oat tar oil tin", 60, 5, 5, 5, 45, 0), "oil tin"),
    located(E, "a field that is not there", lambda r: [r.hay > 0, r.cork > 0], {"hay": 1}, refused=True),
    located(E, "weights: the whole", margin, record(THREE, 55, 125, 200), "oat", weights={"hay": 2, "rye": 2}),
    located(E, "weights: the larger part", margin, record(THREE, 55, 125, 200), "rye", weights={"hay": 2, "oat": 2}),
    located(E, "weights: the smaller part", margin, record(THREE, 55, 125, 200), "hay", weights={"rye": 2, "oat": 2}),
    located(E, "a part nobody read is no mistake", margin, record(THREE, None, 125, 200)),
    located(
        E, "weights of one record", lambda r: [r.hay < r.rye], record("hay rye", 20, 10), "rye", weights={"hay": 2}
    ),
    located(E, "and of another", lambda r: [r.hay < r.rye], record("hay rye", 20, 10), "hay", weights={"rye": 2}),
    located(
        E,
        "strict orders under a condition",
        lambda r: [when(r.hay > 0).then(r.rye > 0)],
        record("hay rye", 1, 0),
        "hay",
        "rye",
    ),
    located(D, "a sum that holds", summed, record(THREE, 1, 1, 2)),
    located(D, "a sum that does not", summed, record(THREE, 1, 1, 3), "hay", "rye", "oat"),
    located(D, "beside a field without rules", summed, record("hay rye oat tar", 1, 1, 3, 5), "hay", "rye", "oat"),
    located(
        D,
        "two are wrong where one has to be positive",
        lambda r: [r.hay + r.rye + r.oat == r.tar, r.hay > 0],
        record("hay rye oat tar", -1, 1, 0, 0),
        "hay rye",
        "hay oat",
        "hay tar",
    ),
    located(D, "categories of a crew", crew, record(HAND, "boy", "mate", "cook"), "flag", proposed={"flag": "hand"}),
    located(D, "a text that is not listed", crew, record(HAND, "boy", "hand", "smith"), "port"),
    located(D, "a crew that is sound", crew, record(HAND, "man", "hand", "none")),
    located(D, "a crew with two ways out", crew, record(HAND, "man", "owner", "cook"), "flag", "port"),
    located(D, "and one of them heavier", crew, record(HAND, "man", "owner", "cook"), "flag", weights={"port": 2}),
    *(
        located(D, f"codes: {last}", coded, record("ship flag port mate", "1", "1", "103", last), *wrong)
        for last, wrong in (
            ("all", ("flag", "mate")),
            ("a0", ("flag", "mate")),
            ("a2", ("flag", "mate")),
            ("c3", ()),
            ("c4", ()),
        )
    ),
    located(D, "a bound that is broken", bounded, record(THREE, 1, 1, 1), "hay", proposed={"hay": 0}),
    located(D, "a bound that holds", bounded, record(THREE, 0, 1, 1)),
    located(D, "a bound that is broken further", bounded, record(THREE, 2, 1, 1), "hay"),
    located(D, "a bound, weighed", bounded, record(THREE, 1, 1, 1), "hay", weights={"rye": 2, "oat": 2}),
    located(D, "weights of the first record", summed, record(THREE, 1, 1, 1), "hay", weights={"rye": 2, "oat": 2}),
    located(D, "weights of the second record", summed, record(THREE, 1, 1, 1), "rye", weights={"hay": 2, "oat": 2}),
    located(D, "weights of the third record", summed, record(THREE, 1, 1, 1), "oat", weights={"hay": 2, "rye": 2}),
    located(D, "one order", lambda r: [r.hay > 0], {"hay": -1}, "hay"),
    located(
        D,
        "one order and nothing read",
        lambda r: [r.hay > 0],
        {"hay": None},
        differs="there, a value that is missing counts as wrong; here, it is unread and no rule accuses it",
    ),
    located(D, "a fixed amount", lambda r: [r.oat == 100], {"oat": 100}),
    located(D, "less than, at the bound", lambda r: [r.hay < 1], {"hay": 1}, "hay"),
    located(D, "more than, at the bound", lambda r: [r.hay > 1], {"hay": 1}, "hay"),
    located(
        D,
        "no and a text",
        lambda r: [
            one_of(r.ship, "yes", "no"),
            one_of(r.flag, "a", "b", "c", "d"),
            when(one_of(r.ship, "no")).then(one_of(r.flag, "a", "b")),
        ],
        record("ship flag", "no", "d"),
        "ship",
        "flag",
    ),
    located(D, "yes and a text", named, record("ship flag", "sloop", "red")),
    located(
        D,
        "ranges from 10 to 10⁹",
        chained,
        {
            name: 10**n
            for n, name in enumerate(("hay", "rye", "oat", "tar", "oil", "tin", "fur", "wax", "ale"), start=1)
        },
        size=3,
    ),
    located(D, "a negative part", positive, record(THREE, 1, -1, 2), "rye", proposed={"rye": 1}),
    located(D, "a negative part and nothing left", positive, record(THREE, -1, 1, 0), "hay oat"),
    located(D, "three that fit", positive, record(THREE, 1, 1, 2)),
    located(D, "one sum, three ways", summed, record(THREE, 755, 125, 200), "hay", "rye", "oat"),
    located(D, "one sum, the whole heavier", summed, record(THREE, 755, 125, 200), "hay", "rye", weights={"oat": 2}),
    located(
        D,
        "a sum and a share",
        lambda r: [r.hay + r.rye == r.oat, 5 * r.rye >= 3 * r.oat],
        record(THREE, 755, 125, 200),
        "hay",
        proposed={"hay": 75},
    ),
    *(
        located(D, f"listed texts: {value}", lambda r: [one_of(r.ship, "1", "2")], {"ship": value}, *wrong)
        for value, wrong in (("1", ()), ("2", ()), ("3", ("ship",)))
    ),
    *(
        located(
            D,
            f"two lists: {one}, {two}",
            lambda r: [one_of(r.ship, "1", "2"), one_of(r.flag, "a", "b")],
            record("ship flag", one, two),
            *wrong,
        )
        for one, two, wrong in (
            ("1", "a", ()),
            ("2", "c", ("flag",)),
            ("3", "b", ("ship",)),
            ("4", "c", ("ship flag",)),
        )
    ),
)

LOCATED_OUTSIDE: tuple[Outside, ...] = (
    Outside(E, 3, "logarithms and sines of fields: a rule is linear, so that it can be proven and eliminated exactly"),
    Outside(E, 1, "a record with numbers too large for a solver: our numbers are whole and exact"),
    Outside(E, 15, "shapes in which a table of weights is handed over: a weight belongs to a field of a form"),
    Outside(E, 39, "how their rules are parsed and turned into a mixed integer programme"),
    Outside(D, 6, "how long or how far a caller lets the search go on: that is fixed here"),
    Outside(D, 3, "weights that are missing for a field or a record: a weight belongs to a field of a form"),
    Outside(D, 2, "numbers with sixteen random decimals: no report prints them"),
    Outside(D, 2, "records that lack a field of the rules or have others besides: a form has its fields"),
    Outside(D, 10, "how their rules are parsed, printed and parted into blocks"),
    Outside(D, 2, "rule sets with values put in for fields: rules are data here, and never rewritten"),
)
