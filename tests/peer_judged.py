"""Cases of validate, editrules, validatetools and lintools: which checks fail, and what is wrong with rules as such."""

from collections.abc import Iterable, Mapping

from extractor.schemas.check import Check
from extractor.schemas.expression import Node, one_of, total, when
from tests.peer_case import Outside, PeerCase, Rules, record

Y, D, V, L = "validate", "editrules", "validatetools", "lintools"


def judged(system: str, about: str, rules: object, held: object, *fail: int, **more: object) -> PeerCase:
    """``fail``: the checks that fail, by number from 1."""
    return PeerCase(system, about, rules, held, fail=fail, **more)  # type: ignore[arg-type]  # as in the tables


def linted(system: str, about: str, rules: object, **lint: tuple[str, ...]) -> PeerCase:
    """``lint``: problems by kind, each with the rules that it names; none: the rules can be obeyed."""
    return PeerCase(system, about, rules, lint=lint)  # type: ignore[arg-type]  # as in the tables


def pair(r: Node) -> Iterable[Check]:
    yield r.hay + 3 * r.rye == 2 * r.oat
    yield r.hay == r.oat


def near(r: Node) -> Iterable[Check]:
    yield (r.hay + 3 * r.rye == 2 * r.oat).within(100)
    yield (r.hay == r.oat).within(100)


def barges(r: Node) -> Iterable[Check]:
    yield one_of(r.ship, "barge", "ferry")
    yield one_of(r.flag, "laden", "empty")
    yield when(one_of(r.ship, "barge")).then(one_of(r.flag, "empty"))


def quarters(r: Node) -> Iterable[Check]:
    yield r.oil == r.hay + r.rye + r.oat + r.tar


def quarters_with_blanks(r: Node) -> Iterable[Check]:
    yield r.oil == total([r.hay, r.rye, r.oat, r.tar], blank=0)


def banned(r: Node, *how: Check) -> Iterable[Check]:
    """Two texts that cannot stand together."""
    yield one_of(r.ship, "m", "f")
    yield one_of(r.flag, "y", "n")
    yield from how


FACTORS: tuple[tuple[str, Rules, Mapping[str, int]], ...] = (
    (D, lambda r: [r.hay == r.rye], {"hay": 1, "rye": -1}),
    (D, lambda r: [r.oat + r.tar == r.rye + r.hay], {"hay": -1, "rye": -1, "oat": 1, "tar": 1}),
    (D, lambda r: [r.hay + r.oat == r.rye + 2 * r.tar], {"hay": 1, "rye": -1, "oat": 1, "tar": -2}),
    (D, lambda r: [r.oat == r.rye + 2 * r.tar], {"oat": 1, "rye": -1, "tar": -2}),
    (D, lambda r: [r.hay + r.rye > 2], {"hay": 1, "rye": 1, "": -2}),
    (D, lambda r: [r.rye < 10], {"rye": 1, "": -10}),
    (Y, lambda r: [r.hay > 0], {"hay": 1}),
    (Y, lambda r: [2 * r.hay > 0], {"hay": 2}),
    (Y, lambda r: [2 * r.hay + r.rye > 0], {"hay": 2, "rye": 1}),
    (Y, lambda r: [2 * r.hay + r.rye > 3 * r.oat + r.tar], {"hay": 2, "rye": 1, "oat": -3, "tar": -1}),
    (Y, lambda r: [2 * r.hay + 1 + r.rye - 2 > 4 + r.oat - 8], {"hay": 2, "rye": 1, "oat": -1, "": 3}),
)

FIVE = "hay rye oat tar oil"
JUDGED: tuple[PeerCase, ...] = (
    judged(Y, "a positive number", lambda r: [r.hay > 0], {"hay": 58}),
    judged(Y, "a ratio as an order, kept", lambda r: [r.rye > 2 * r.hay], record("hay rye", 58, 117)),
    judged(Y, "a ratio as an order, broken", lambda r: [r.rye > 2 * r.hay], record("hay rye", 72, 143), 1),
    judged(Y, "orders of one record", lambda r: [r.hay < 60, r.rye > 0], record("hay rye", 72, 164), 1),
    judged(Y, "orders that hold", lambda r: [r.hay > 0, r.rye > 0], record("hay rye", 72, 164)),
    judged(
        Y,
        "one fails beside one nobody read",
        lambda r: [r.hay < 60, r.rye > 0],
        record("hay rye", 72, None),
        1,
        unknown=(2,),
    ),
    judged(
        Y,
        "one holds beside one nobody read",
        lambda r: [r.hay > 60, r.rye > 0],
        record("hay rye", None, 9),
        unknown=(1,),
    ),
    judged(Y, "three records: more", lambda r: [r.hay > 0], {"hay": 1}),
    judged(Y, "three records: less", lambda r: [r.hay > 0], {"hay": -1}, 1),
    judged(Y, "three records: nothing", lambda r: [r.hay > 0], {"hay": None}, unknown=(1,)),
    judged(Y, "the same as elsewhere", lambda r: [r.hay == r.rye, r.hay > 0], record("hay rye", 58, 58)),
    *(
        judged(Y, f"a list of codes: {value}", lambda r: [one_of(r.ship, "1", "2", "3")], {"ship": value}, *fail)
        for value, fail in (("1", ()), ("4", (1,)), ("2", ()))
    ),
    judged(Y, "at least another", lambda r: [r.hay >= r.rye], record("hay rye", 1, 3), 1),
    judged(Y, "at least another, the same", lambda r: [r.hay >= r.rye], record("hay rye", 2, 2)),
    judged(Y, "no margin", lambda r: [r.hay == 10], {"hay": 9}, 1),
    judged(Y, "a margin", lambda r: [(r.hay == 10).within(2)], {"hay": 9}),
    judged(Y, "an order has no margin of its own", lambda r: [r.hay > 10], {"hay": 9}, 1),
    judged(
        Y, "an order is never given one", lambda r: [r.hay > 10, (r.rye == 10).within(2)], record("hay rye", 9, 9), 1
    ),
    judged(
        Y, "a condition that does not hold", lambda r: [when(r.hay == 10).then(r.rye > 0)], record("hay rye", 9, -1)
    ),
    judged(
        Y,
        "a condition within a margin",
        lambda r: [when((r.hay == 10).within(2)).then(r.rye > 0)],
        record("hay rye", 9, -1),
        1,
    ),
    judged(
        Y,
        "a hair below",
        lambda r: [r.hay >= 0],
        {"hay": "-0.00000000000001"},
        1,
        differs="there, sums are binary fractions with an error; here, they are exact, and a margin is said",
    ),
    judged(
        Y,
        "a hair above",
        lambda r: [r.hay <= 0],
        {"hay": "0.00000000000001"},
        1,
        differs="there, sums are binary fractions with an error; here, they are exact, and a margin is said",
    ),
    judged(Y, "a name for a part of a rule", lambda r: [r.rye > 0 * r.hay], record("hay rye", 58, 117)),
    judged(Y, "a range with its ends", lambda r: [r.hay >= 0, r.hay <= 1], {"hay": 1}),
    judged(Y, "a range without its ends", lambda r: [r.hay > 0, r.hay < 1], {"hay": 1}, 2),
    judged(Y, "quarters of a year", quarters, record(FIVE, 1, 2, 3, 4, 10)),
    judged(Y, "quarters that do not add up", quarters, record(FIVE, 2, 2, 3, 4, 10), 1),
    judged(Y, "a quarter nobody read", quarters, record(FIVE, None, 2, 3, 4, 10), unknown=(1,)),
    PeerCase(
        Y,
        "a quarter without a number",
        quarters_with_blanks,
        record(FIVE, None, 2, 3, 4, 10),
        fail=(),
        unknown=(1,),
        differs="there, a missing part is left out of the sum; here, what nobody read is unknown",
    ),
    judged(
        Y,
        "one group of quarters and another",
        lambda r: [*quarters(r), r.jam == r.wax + r.ale + r.tea + r.fur],
        record("hay rye oat tar oil jam wax ale tea fur", 1, 2, 3, 4, 10, 10, 2, 2, 3, 4),
        2,
    ),
    judged(Y, "a whole among its parts", quarters, record("oil hay rye oat tar", 10, 4, 3, 2, 1)),
    judged(Y, "a branch that adds up", lambda r: [r.hay == r.rye + r.oat], record("hay rye oat", 70, 30, 40)),
    judged(Y, "a trunk that does not", lambda r: [r.hay == r.rye + r.oat], record("hay rye oat", 100, 70, 25), 1),
    judged(Y, "a group of two", lambda r: [each > 0 for each in (r.hay, r.rye)], record("hay rye", 1, 0), 2),
    judged(
        Y,
        "a group and one more",
        lambda r: [*(each > 0 for each in (r.hay, r.rye)), r.oat > 0],
        record("hay rye oat", 1, 1, 0),
        3,
    ),
    judged(
        Y,
        "two groups",
        lambda r: [a > b for a in (r.hay, r.rye) for b in (r.oat, r.tar)],
        record("hay rye oat tar", 3, 1, 2, 0),
        3,
    ),
    judged(
        Y,
        "under a condition",
        lambda r: [r.hay > 0, r.rye > 0, when(r.hay > 0).then(r.rye > 0)],
        record("hay rye", 1, 0),
        2,
        3,
    ),
    *(
        PeerCase(Y, f"a number {sign} a text", rule, refused=True)
        for sign, rule in (
            ("less than", lambda r: [r.hay < "a"]),
            ("at most", lambda r: [r.hay <= "a"]),
            ("equal to", lambda r: [r.hay == "a"]),
            ("at least", lambda r: [r.hay >= "a"]),
            ("more than", lambda r: [r.hay > "a"]),
            ("times", lambda r: [r.hay * "a" < 3]),
        )
    ),
    PeerCase(Y, "a word that is no check", lambda r: [r.hay], refused=True),  # type: ignore[list-item]  # tried
    PeerCase(Y, "a field that is not there", lambda r: [r.hay > 0, r.cork > 0], {"hay": 1}, refused=True),
    judged(D, "sums: first record", pair, record("hay rye oat", 0, 0, 0)),
    judged(D, "sums: second record", pair, record("hay rye oat", 2, 0, 1), 2),
    judged(D, "sums: third record", pair, record("hay rye oat", 1, 1, 1), 1),
    *(
        judged(D, f"within 100: {held}", near, record("hay rye oat", *held))
        for held in ((0, 0, 0), (2, 0, 1), (1, 1, 1))
    ),
    *(
        judged(D, f"less than 0: {value}", lambda r: [r.hay < 0], {"hay": value}, *fail)
        for value, fail in ((1, (1,)), (0, (1,)), (-1, ()))
    ),
    judged(D, "less than another", lambda r: [r.hay < r.rye], record("hay rye", 1, -1), 1),
    judged(D, "less than another, kept", lambda r: [r.hay < r.rye], record("hay rye", 2, 3)),
    *(
        judged(D, f"barges: {held}", barges, record("ship flag", *held), *fail)
        for held, fail in (
            (("barge", "laden"), (3,)),
            (("barge", "empty"), ()),
            (("ferry", "laden"), ()),
            (("raft", "laden"), (1,)),
        )
    ),
    judged(D, "no rules at all", lambda r: [], record("hay rye", 0, 2)),
    *(
        judged(
            D,
            f"texts that exclude each other: {ship}{flag}",
            lambda r: banned(
                r,
                when(one_of(r.flag, "y")).then(one_of(r.ship, "f")),
                when(one_of(r.ship, "m")).then(one_of(r.flag, "n")),
            ),
            record("ship flag", ship, flag),
            *fail,
        )
        for ship, flag, fail in (("m", "y", (3, 4)), ("m", "n", ()), ("f", "y", ()), ("f", "n", ()))
    ),
    linted(D, "less and more than 0", lambda r: [r.hay + r.rye < 2, r.hay + r.rye > 2], infeasible=("r1", "r2")),
    linted(D, "nothing is 1", lambda r: [0 * r.hay == 1], infeasible=("r1",), empty=("r1",)),
    linted(D, "nothing is less than -1", lambda r: [0 * r.hay < -1], infeasible=("r1",), empty=("r1",)),
    linted(D, "nothing is less than 0", lambda r: [0 * r.hay < 0], infeasible=("r1",), empty=("r1",)),
    linted(D, "nothing is at most 0", lambda r: [0 * r.hay <= 0], empty=("r1",)),
    linted(D, "nothing is less than 1", lambda r: [0 * r.hay < 1], empty=("r1",)),
    linted(D, "nothing is at most 1", lambda r: [0 * r.hay <= 1], empty=("r1",)),
    linted(D, "at most 0", lambda r: [r.hay <= 0]),
    linted(D, "one of two is empty", lambda r: [0 * r.hay <= 0, r.rye < 1], empty=("r1",)),
    linted("errorlocate", "one order", lambda r: [r.hay > 1]),
    linted(
        "errorlocate",
        "two orders that no number obeys",
        lambda r: [r.hay > 1, r.hay < 1],
        infeasible=("r1", "r2"),
    ),
    *(
        PeerCase(system, f"factors: {number}", rules, factors=found)
        for number, (system, rules, found) in enumerate(FACTORS, start=1)
    ),
    linted(V, "one order", lambda r: [r.hay > 1]),
    linted(V, "two orders that no number obeys", lambda r: [r.hay > 1, r.hay < 1], infeasible=("r1", "r2")),
    linted(V, "more than 0", lambda r: [r.hay > 0]),
    linted(V, "more and less than 2", lambda r: [r.hay > 2, r.hay < 2], infeasible=("r1", "r2")),
    linted(V, "two amounts", lambda r: [r.hay == 0, r.hay == 1], infeasible=("r1", "r2")),
    linted(
        V,
        "a condition that always holds",
        lambda r: [when(r.hay > 1).then(r.rye < 1), r.hay > 2, r.rye > 1],
        clash=("r1",),
    ),
    linted(
        V,
        "a text that is two",
        lambda r: [one_of(r.ship, "a", "b"), one_of(r.ship, "a"), one_of(r.ship, "b")],
        infeasible=("r1", "r2", "r3"),
    ),
    linted(
        V,
        "a text that is and is not",
        lambda r: [one_of(r.ship, "a", "b", "c"), one_of(r.ship, "a"), one_of(r.ship, "b", "c")],
        infeasible=("r1", "r2", "r3"),
    ),
    PeerCase(
        V,
        "one against two",
        lambda r: [r.hay > 3, r.hay < 2, r.hay > 4],
        lint={"infeasible": ("r2", "r3")},
        differs="there, every rule that one contradicts is listed; here, a smallest set that cannot hold",
    ),
    linted(V, "rules about different fields", lambda r: [r.hay > 1, r.rye > 2]),
    linted(
        V,
        "one text, two texts",
        lambda r: [
            when(one_of(r.ship, "a")).then(one_of(r.flag, "b")),
            when(one_of(r.ship, "a")).then(one_of(r.flag, "c")),
        ],
        clash=("r1", "r2"),
    ),
    linted(
        V,
        "one text, two orders",
        lambda r: [when(one_of(r.ship, "a")).then(r.hay > 3), when(one_of(r.ship, "a")).then(r.hay < 1)],
        clash=("r1", "r2"),
    ),
    linted(
        V,
        "one order, two texts",
        lambda r: [when(r.hay > 0).then(one_of(r.flag, "b")), when(r.hay > 0).then(one_of(r.flag, "c"))],
        clash=("r1", "r2"),
    ),
    linted(
        V,
        "one order, two orders",
        lambda r: [when(r.hay > 0).then(r.rye > 3), when(r.hay > 0).then(r.rye < 1)],
        clash=("r1", "r2"),
    ),
    linted(
        V,
        "a chain",
        lambda r: [when(r.hay > 0).then(one_of(r.ship, "a")), when(one_of(r.ship, "a")).then(r.hay == 0)],
        clash=("r1", "r2"),
    ),
    linted(
        V,
        "several conditions",
        lambda r: [
            when(one_of(r.ship, "a")).then(when(r.hay > 0).then(one_of(r.flag, "b"))),
            when(one_of(r.ship, "a")).then(one_of(r.flag, "c")),
        ],
        clash=("r1", "r2"),
    ),
    linted(L, "a sum that is two amounts", lambda r: [r.hay + r.rye == 1, r.hay + r.rye == 2], infeasible=("r1", "r2")),
    linted(L, "at least, and less by one", lambda r: [r.hay >= r.rye, r.hay <= r.rye - 1], infeasible=("r1", "r2")),
    linted(L, "nothing is 1", lambda r: [0 * r.hay == 1], infeasible=("r1",), empty=("r1",)),
    linted(
        L,
        "parts of nothing are positive",
        lambda r: [r.hay + r.rye == 0, r.hay > 0, r.rye > 0],
        infeasible=("r1", "r2", "r3"),
    ),
    linted(L, "parts of nothing are not negative", lambda r: [r.hay + r.rye == 0, r.hay >= 0, r.rye >= 0]),
    linted(L, "nothing is at most -1", lambda r: [0 * r.hay <= -1], infeasible=("r1",), empty=("r1",)),
)

JUDGED_OUTSIDE: tuple[Outside, ...] = (
    Outside(Y, 44, "series, uniqueness and existence over many records: a rule speaks of one body"),
    Outside(Y, 6, "sums, means and extremes of groups of records: a rule speaks of one body"),
    Outside(Y, 13, "sets of keys that have to be there: a form has its rows"),
    Outside(Y, 7, "patterns, lengths and formats of texts: a claim has a pattern of its own"),
    Outside(Y, 2, "dates and moments: a field is a number or a text"),
    Outside(Y, 1, "texts that follow from other texts over many records"),
    Outside(Y, 54, "how results are counted, sorted, plotted and handed over"),
    Outside(D, 6, "numbers so small that they count as nothing: our numbers are exact"),
    Outside(V, 5, "orders that follow from other orders: the lint says so of equations"),
    Outside(V, 14, "rule sets made simpler or mended by a program: rules are their owner's"),
    Outside(L, 4, "numbers so small that they count as nothing: our numbers are exact"),
    Outside("dcmodify", 9, "rules that change a value: no number is ever changed by itself"),
)
