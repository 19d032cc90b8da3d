"""Cases of deductive, deducorrect, lintools and validatetools: what follows for what is missing, what was a slip."""

from collections.abc import Iterable

from extractor.schemas.check import Check
from extractor.schemas.expression import Node, one_of, when
from tests.peer_case import Outside, PeerCase, record


def ledger(r: Node) -> Iterable[Check]:
    """Five sums that hang together."""
    yield r.hay + r.rye == r.oat
    yield r.rye == r.tar
    yield r.oil + r.tin + r.fur == r.wax
    yield r.oat + r.wax == r.ale
    yield r.ale - r.tea == r.jam


def bounded_ledger(r: Node) -> Iterable[Check]:
    yield from ledger(r)
    yield r.tin >= 0
    yield r.fur >= 0


def summed(r: Node) -> Iterable[Check]:
    yield r.hay + r.rye == r.oat


def tree(r: Node) -> Iterable[Check]:
    yield r.hay + r.rye == r.oat
    yield r.tar + r.oil + r.tin == r.hay
    yield r.fur + r.wax == r.rye
    yield r.ale + r.tea == r.oat


def two_sums(r: Node) -> Iterable[Check]:
    for node in (r.hay, r.rye, r.tar, r.oil, r.tin):
        yield node >= 0
    yield r.hay + r.rye == r.oat
    yield r.tar + r.oil + r.tin == r.fur
    yield r.oat + r.fur == r.wax


def three_parts(r: Node) -> Iterable[Check]:
    for node in (r.hay, r.rye, r.oat, r.tar):
        yield node >= 0
    yield r.hay + r.rye + r.oat == r.tar


def doubled(r: Node) -> Iterable[Check]:
    yield r.hay >= 0
    yield r.rye >= r.hay
    yield r.rye - 2 * r.hay == 0


def two_steps(r: Node) -> Iterable[Check]:
    yield r.hay + 2 * r.rye == 3
    yield r.hay + r.rye + r.oat == 7


def meeting(r: Node) -> Iterable[Check]:
    yield r.hay <= 0
    yield r.hay >= 0
    yield r.rye <= 1
    yield r.rye >= 1


def flagged(r: Node) -> Iterable[Check]:
    yield one_of(r.ship, "brig", "sloop")
    yield one_of(r.flag, "red", "blue", "green")
    yield when(one_of(r.ship, "brig")).then(one_of(r.flag, "green"))


def both(r: Node) -> Iterable[Check]:
    yield from summed(r)
    yield from flagged(r)


def voyage(r: Node) -> Iterable[Check]:
    """Four categories and what cannot be together, each written from the side of what follows."""
    yield one_of(r.ship, "a", "b", "c", "d")
    yield one_of(r.flag, "a", "b", "c")
    yield one_of(r.port, "a", "b", "c")
    yield one_of(r.mate, "a", "b")
    yield when(one_of(r.flag, "c")).then(when(one_of(r.mate, "a")).then(one_of(r.port, "c")))
    yield when(one_of(r.mate, "b")).then(one_of(r.flag, "a"))
    yield when(one_of(r.ship, "a", "b", "d")).then(when(one_of(r.flag, "a", "c")).then(one_of(r.port, "a")))
    yield when(one_of(r.ship, "c")).then(when(one_of(r.mate, "a")).then(one_of(r.port, "a")))


def laden(r: Node) -> Iterable[Check]:
    yield one_of(r.ship, "barge", "ferry")
    yield one_of(r.flag, "laden", "empty")
    yield when(one_of(r.ship, "barge")).then(one_of(r.flag, "empty"))


def paid(r: Node) -> Iterable[Check]:
    yield one_of(r.mate, "yes", "no")
    yield when(one_of(r.mate, "no")).then(r.hay == 0)
    yield r.hay > 0


def above(r: Node) -> Iterable[Check]:
    yield one_of(r.ship, "brig", "sloop")
    yield one_of(r.flag, "red", "blue")
    yield r.hay > 1
    yield when(r.hay > 0).then(one_of(r.ship, "brig"))


ALL = "hay rye oat tar oil tin fur wax ale tea jam"
TYPED = (1452, 116, 1568, 116, 323, 76, 12, 411, 1979, 1842, 137)


def typed(**wrong: int) -> dict[str, object]:
    return {**record(ALL, *TYPED), **wrong}


def positive(r: Node) -> Iterable[Check]:
    yield r.hay > 0
    yield r.rye > 0
    yield r.oat > 0
    yield r.hay + r.rye == r.oat


U, C, L, V = "deductive", "deducorrect", "lintools", "validatetools"
NONE = None


def left(system: str, about: str, rules: object, held: object, **implied: object) -> PeerCase:
    return PeerCase(system, about, rules, held, implied=implied)  # type: ignore[arg-type]  # as in the tables


def slip(system: str, about: str, rules: object, held: object, proposed: object = None, **more: object) -> PeerCase:
    """What a slip of one digit or sign explains; None: nothing of the kind."""
    known = {"slip": proposed is not None, "proposed": proposed, **more}
    return PeerCase(system, about, rules, held, **known)  # type: ignore[arg-type]  # as in the tables


IMPLIED: tuple[PeerCase, ...] = (
    left(
        U,
        "sums of a ledger",
        ledger,
        record(ALL, 145, NONE, 155, NONE, NONE, NONE, NONE, 86, NONE, 217, NONE),
        rye=10,
        tar=10,
        ale=241,
        jam=24,
    ),
    left(U, "zeros", bounded_ledger, record(ALL, 145, 10, 155, 10, 86, NONE, NONE, 86, 241, 217, 24), tin=0, fur=0),
    left(U, "two steps", two_steps, record("hay rye oat", 1, NONE, NONE), rye=1, oat=5),
    left(U, "limits that meet", meeting, record("hay rye", NONE, NONE), hay=0, rye=1),
    PeerCase(U, "a number and a text", lambda r: [r.hay == r.ship], refused=True),
    left(
        U,
        "a tree of sums",
        tree,
        record("hay rye oat tar oil tin fur wax ale tea", 100, NONE, NONE, 15, NONE, NONE, 25, 35, NONE, 5),
        rye=60,
        oat=160,
        ale=155,
    ),
    left(
        U,
        "zeros by limits",
        two_sums,
        record("hay rye oat tar oil tin fur wax", 25, NONE, 25, 1, NONE, NONE, 1, 26),
        rye=0,
        oil=0,
        tin=0,
    ),
    left(U, "a group of fields", three_parts, record("hay rye oat tar", NONE, NONE, 5, 5), hay=0, rye=0),
    left(U, "parts beyond their whole", three_parts, record("hay rye oat tar", NONE, NONE, 10, 9)),
    left(U, "nothing was read", doubled, record("hay rye", NONE, NONE)),
    left(U, "half was read", doubled, record("hay rye", 1, NONE), rye=2),
    left(U, "one part of a group", three_parts, record("hay rye oat tar", NONE, 0, 4, 5), hay=1),
    left(
        C,
        "a ledger, first record",
        bounded_ledger,
        record(ALL, 145, NONE, 155, NONE, NONE, NONE, NONE, 86, NONE, 217, NONE),
        rye=10,
        tar=10,
        ale=241,
        jam=24,
    ),
    left(
        C,
        "a ledger, second record",
        bounded_ledger,
        record(ALL, 145, NONE, 155, NONE, 86, NONE, NONE, 86, NONE, 217, NONE),
        rye=10,
        tar=10,
        tin=0,
        fur=0,
        ale=241,
        jam=24,
    ),
    left(C, "a field without rules", summed, record("hay rye oat wax", 1, NONE, 2, 0), rye=1),
    left(C, "a simple sum", summed, record("hay rye oat", 1, NONE, 3), rye=2),
    left(C, "beside a field", summed, record("hay rye oat ale", 1, NONE, 3, 9), rye=2),
    left(C, "beside a field nobody read", summed, record("hay rye oat tin wax", 1, NONE, 3, 1, NONE), rye=2),
    left(C, "a zero", lambda r: [*summed(r), r.rye >= 0], record("hay rye oat", 1, NONE, 1), rye=0),
    left(
        C, "a zero beside fields", lambda r: [*summed(r), r.rye >= 0], record("hay rye oat tin", 1, NONE, 1, 1), rye=0
    ),
    left(
        C,
        "a zero beside one nobody read",
        lambda r: [*summed(r), r.rye >= 0],
        record("hay rye oat tin", 1, NONE, 1, NONE),
        rye=0,
    ),
    left(C, "numbers alone", summed, record("hay rye oat", NONE, 1, 1), hay=0),
    left(C, "categories alone", flagged, record("ship flag", "brig", NONE), flag="green"),
    left(C, "both, apart", both, record("hay rye oat ship flag", NONE, 1, 1, "brig", NONE), hay=0, flag="green"),
    left(C, "one zero of three parts", three_parts, record("hay rye oat tar", 10, NONE, 5, 15), rye=0),
    left(C, "a text that is the only one", laden, record("ship flag", NONE, "laden"), ship="ferry"),
    left(C, "four categories", voyage, record("ship flag port mate", "c", "b", NONE, NONE), port="a", mate="a"),
    left(C, "some of four categories", voyage, record("ship flag port mate", NONE, NONE, NONE, "b"), flag="a"),
    left(
        D := "editrules",
        "limits and a sum",
        lambda r: [r.hay <= 0, r.hay >= 0, r.hay + r.rye == 3],
        record("hay rye", NONE, NONE),
        hay=0,
        rye=3,
    ),
    left(V, "limits that meet", lambda r: [r.hay >= 0, r.hay <= 0], {"hay": NONE}, hay=0),
    PeerCase(
        V,
        "limits of a sum of two",
        lambda r: [r.hay + r.rye + r.oat == 0, r.hay + r.rye >= 0, r.oat >= 0],
        record("hay rye oat", NONE, NONE, NONE),
        implied={},
        differs="there, an order between two fields nobody read counts; here, only limits of single fields do",
    ),
    left(V, "a text by a condition", above, record("ship flag hay", NONE, NONE, 5), ship="brig"),
    PeerCase(
        V, "a text by an amount nobody read", paid, record("mate hay", NONE, NONE), implied={"mate": "yes"}, whole=True
    ),
    left(L, "one amount", lambda r: [r.hay == 1], {"hay": NONE}, hay=1),
    left(L, "a range", lambda r: [r.hay >= 0, r.hay <= 1], {"hay": NONE}),
    left(
        L,
        "in two steps",
        lambda r: [r.rye == 2, r.rye + r.oat == 3, r.hay + r.rye <= 0],
        record("hay rye oat", NONE, NONE, NONE),
        rye=2,
        oat=1,
    ),
    left(L, "two limits at 0", lambda r: [r.hay <= 0, r.hay >= 0], {"hay": NONE}, hay=0),
    left(L, "two limits at 3", lambda r: [r.hay <= 3, r.hay >= 3], {"hay": NONE}, hay=3),
    left(L, "a limit said twice", lambda r: [-r.hay <= -1, r.hay <= 1, r.hay <= 1], {"hay": NONE}, hay=1),
    left(L, "a limit said as a multiple", lambda r: [r.hay <= 1, -r.hay <= -1, -2 * r.hay <= -2], {"hay": NONE}, hay=1),
    left(
        L,
        "limits and a sum",
        lambda r: [r.hay + r.rye == 1, r.hay <= 3, r.hay >= 3],
        record("hay rye", NONE, NONE),
        hay=3,
        rye=-2,
    ),
    left(
        L,
        "a whole by its limits",
        lambda r: [r.hay + r.rye - r.oat == 0, r.oat <= 1, r.oat >= 1],
        record("hay rye oat", NONE, NONE, NONE),
        oat=1,
    ),
    left(L, "two by their limits", meeting, record("hay rye", NONE, NONE), hay=0, rye=1),
    slip(C, "a ledger without slips", ledger, typed(), wrong=()),
    slip(C, "neighbours exchanged", ledger, typed(tar=161), {"tar": 116}),
    slip(C, "a digit doubled as well", ledger, typed(tar=161, ale=19979), {"tar": 116, "ale": 1979}),
    slip(U, "a ledger without slips", ledger, typed(), wrong=()),
    slip(U, "neighbours exchanged", ledger, typed(tar=161), {"tar": 116}),
    slip(U, "a digit doubled as well", ledger, typed(tar=161, ale=19979), {"tar": 116, "ale": 1979}),
    slip(C, "a sum in another order", summed, record("rye hay oat", 1452, 161, 1568), {"hay": 116}),
    slip(U, "a sum in another order", summed, record("rye hay oat", 1452, 161, 1568), {"hay": 116}),
    slip(
        U,
        "a part that is beyond doubt",
        summed,
        record("rye hay oat", 1452, 161, 1568),
        {"hay": 116},
        fixed=frozenset({"rye"}),
    ),
    slip(U, "the wrong part is beyond doubt", summed, record("rye hay oat", 1452, 161, 1568), fixed=frozenset({"hay"})),
    slip(C, "two sums that only zeros obey", lambda r: [r.hay == r.rye, 9 * r.hay == r.rye], record("hay rye", 10, 99)),
    slip(U, "two sums that only zeros obey", lambda r: [r.hay == r.rye, 9 * r.hay == r.rye], record("hay rye", 10, 99)),
    *(
        slip(
            system,
            "a part that the rules forgot",
            lambda r: [r.hay == r.rye + r.oat + r.oil + r.tin],
            record("hay rye oat tar oil tin", 42280000, 11289000, 4328000, 361300, 11201000, 11849000),
        )
        for system in (C, U)
    ),
    slip(U, "a sign that has to stay", lambda r: [*summed(r), r.hay < 0], record("hay rye oat", -123, 129, 252)),
    slip(C, "a sign lost", positive, record("hay rye oat", -1, 1, 2), {"hay": 1}),
    PeerCase(
        C,
        "two exchanged, and one would do",
        positive,
        record("hay rye oat", 1, 2, 1),
        wrong=("oat",),
        differs="there, the caller names the pair that may be exchanged; here, the fewest changes come first",
    ),
    slip(
        C,
        "a sign lost where it may be",
        lambda r: [*summed(r), r.rye > 0, r.oat > 0],
        record("hay rye oat tin", 1, 2, 1, 3),
        {"hay": -1},
    ),
    PeerCase(
        C,
        "two exchanged in a difference",
        lambda r: [r.hay - r.rye == r.oat, r.hay > 0, r.rye > 0, r.oat > 0],
        record("hay rye oat", 1, 2, 1),
        wrong=("hay",),
        differs="there, the caller names the pair that may be exchanged; here, the fewest changes come first",
    ),
    slip(C, "a sign in a sum alone", summed, record("hay rye oat", -1, 1, 2), {"hay": 1}),
    slip(
        C,
        "a sign beside categories",
        lambda r: [*both(r), r.hay >= 0],
        record("hay rye oat ship flag", -1, 1, 2, "brig", NONE),
        {"hay": 1},
    ),
    slip(C, "a sign beside a constant", lambda r: [r.hay + r.rye == 2], record("hay rye", -1, 1), {"hay": 1}),
    slip(
        C,
        "the sign of a difference",
        lambda r: [r.oat == r.hay - r.rye],
        record("hay rye oat", 3, 13, 10),
        {"oat": -10},
    ),
    slip(
        C,
        "the sign of what is taken off",
        lambda r: [r.oat == r.hay - r.rye],
        record("hay rye oat", 14, -4, 10),
        {"rye": 4},
    ),
    slip(C, "a sign too many", lambda r: [r.oat == r.hay - r.rye], record("hay rye oat", 15, 5, -10), {"oat": 10}),
    slip(C, "one unit too much", lambda r: [r.hay == 1], {"hay": 2}, {"hay": 1}),
    slip(
        C,
        "beside one that is beyond doubt",
        lambda r: [r.hay + r.rye == 2],
        record("hay rye", 2, 1),
        {"hay": 1},
        fixed=frozenset({"rye"}),
    ),
    slip(
        C,
        "beside one that has to be positive",
        lambda r: [r.hay + r.rye == 2, r.rye > 0],
        record("hay rye", 2, 1),
        {"hay": 1},
    ),
    PeerCase(
        C,
        "a ledger of rounded numbers",
        lambda r: [check.rounded() for check in ledger(r)],  # type: ignore[attr-defined]  # all are comparisons
        record(ALL, 12, 4, 15, 4, 3, 1, 8, 11, 27, 41, -13),
        fail=(),
    ),
)

IMPLIED_OUTSIDE: tuple[Outside, ...] = (
    Outside(U, 4, "records and rules in files of their own, whose imputed values have to pass all rules"),
    Outside(U, 3, "inner steps of the imputation (zeros alone, ranges alone)"),
    Outside(U, 4, "orders between numbers that were typed wrongly: only what is not to happen is expected of them"),
    Outside(C, 5, "rules that change a value: no number is ever changed by itself"),
    Outside(C, 10, "random records that are rounded until they fit: what is printed is the record"),
    Outside(C, 3, "corrections taken back because of a category"),
    Outside(L, 20, "matrices eliminated, made compact and parted: no rules and no records"),
    Outside(V, 3, "the ranges that rules leave for fields, as a table"),
)
