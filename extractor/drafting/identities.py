"""Identities that hold in all samples, as rules: products, sums of a column, sums of fields, running balances."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations, permutations

from extractor.drafting.drafted import FoundColumn, FoundNumber
from extractor.drafting.pack_draft import DraftRule

_ROWS = 3
"""Rows in which a product or a balance has to hold; fewer may be chance."""
_TELLING = 2
"""Rows of them whose factors are neither 0 nor 1, and samples in which one of two sums of fields holds."""
_FIELDS = 30
"""Single numbers among which sums of two are looked for: more would find sums by chance."""


def found_rules(name: str, numbers: Sequence[FoundNumber], columns: Sequence[FoundColumn]) -> list[DraftRule]:
    """All that hold; ``name`` begins their codes."""
    found = [*_products(name, columns), *_row_sums(name, columns), *_balances(name, numbers, columns)]
    found += _column_sums(name, numbers, columns)
    return [*found, *_field_sums(name, numbers)]


def _products(name: str, columns: Sequence[FoundColumn]) -> Iterator[DraftRule]:
    for one, two in combinations([each for each in columns if each.rows], 2):
        for whole in columns:
            if whole in (one, two) or not one.list == two.list == whole.list or not whole.rows:
                continue
            rows = [
                (a, b, c)
                for sample in whole.rows
                for a, b, c in zip(one.rows[sample], two.rows[sample], whole.rows[sample], strict=True)
                if a is not None and b is not None and c is not None
            ]
            telling = [row for row in rows if row[0] not in (0, 1) and row[1] not in (0, 1)]
            if len(rows) < _ROWS or len(telling) < _TELLING or not all(_is_product(*row) for row in rows):
                continue
            exact = all(a * b == c for a, b, c in rows)
            path = f"{whole.list}.<n>"
            yield DraftRule(
                f"{name}.{whole.list}.{whole.key}",
                f"{whole.text} is {one.text} × {two.text}",
                f"product: {{whole: {path}.{whole.key}, of: [{path}.{one.key}, {path}.{two.key}]"
                f"{'' if exact else ', rounded: true'}}}",
                f"holds in all {len(rows)} rows{'' if exact else ', rounded'}",
            )


def _is_product(one: Decimal, two: Decimal, whole: Decimal) -> bool:
    return (one * two).quantize(whole, ROUND_HALF_UP) == whole


def _row_sums(name: str, columns: Sequence[FoundColumn]) -> Iterator[DraftRule]:
    """Columns that are the sum of all others of their list that stand next to each other, as many as possible."""
    for whole in (each for each in columns if each.rows):
        others = [each for each in columns if each.list == whole.list and each is not whole and each.rows]
        runs = [others[at : at + many] for many in range(len(others), 1, -1) for at in range(len(others) - many + 1)]
        parts = next((each for each in runs if _adds_up(whole, each)), None)
        if parts is not None:
            rows = sum(map(len, whole.rows.values()))
            paths = ", ".join(f"{whole.list}.<n>.{each.key}" for each in parts)
            yield DraftRule(
                f"{name}.{whole.list}.{whole.key}_across",
                f"{whole.text} is the sum of {', '.join(each.text for each in parts)} in every row",
                f"sum: {{whole: {whole.list}.<n>.{whole.key}, parts: [{paths}]}}",
                f"holds in all {rows} rows",
            )


def _adds_up(whole: FoundColumn, parts: Sequence[FoundColumn]) -> bool:
    """Whether a column is the sum of others in enough rows, and in every one that has all of them."""
    telling = 0
    for sample, wholes in whole.rows.items():
        for at, total in enumerate(wholes):
            terms = [each.rows[sample][at] for each in parts]
            known = [each for each in terms if each is not None]
            if total is None or len(known) < len(terms):
                continue
            if sum(known, Decimal()) != total:
                return False
            telling += sum(each != 0 for each in known) > 1
    return telling >= _ROWS


def _balances(name: str, numbers: Sequence[FoundNumber], columns: Sequence[FoundColumn]) -> Iterator[DraftRule]:
    for balance in (each for each in columns if each.rows):
        others = [each for each in columns if each.list == balance.list and each is not balance and each.rows]
        tries = [(each, None) for each in others] + [*permutations(others, 2)]
        for added, taken in tries:
            steps = _steps(balance, added, taken)
            if len(steps) < _ROWS or not all(steps):
                continue
            words = f" and {taken.text} less" if taken is not None else ""
            minus = f", subtract: {taken.key}" if taken is not None else ""
            ends = _ends(numbers, balance, added, taken)
            yield DraftRule(
                f"{name}.{balance.list}.running",
                f"every {balance.text} is the one before it and {added.text}{words}",
                f"running: {{list: {balance.list}, balance: {balance.key}, add: {added.key}{minus}{ends}}}",
                f"holds from row to row, {len(steps)} times",
            )
            break


def _ends(numbers: Sequence[FoundNumber], balance: FoundColumn, added: FoundColumn, taken: FoundColumn | None) -> str:
    """The fields that are the balance before the first row and the one of the last row in all samples, as written."""
    before, last = {}, {}
    for sample, rows in balance.rows.items():
        first = rows[0] if rows else None
        if first is None or rows[-1] is None:
            return ""
        minus = (taken.rows[sample][0] or Decimal()) if taken is not None else Decimal()
        before[sample], last[sample] = first - (added.rows[sample][0] or Decimal()) + minus, rows[-1]
    start = next((each.path for each in numbers if each.values == before), "")
    end = next((each.path for each in numbers if each.values == last), "")
    return (f", start: {start}" if start else "") + (f", end: {end}" if end else "")


def _steps(balance: FoundColumn, added: FoundColumn, taken: FoundColumn | None) -> list[bool]:
    """Whether every row is the one before it and what changes it; nothing where a balance or a change is missing."""
    found = []
    for sample, rows in balance.rows.items():
        if any(each is None for each in rows):
            return []
        for at in range(1, len(rows)):
            plus = added.rows[sample][at] or Decimal()
            minus = (taken.rows[sample][at] or Decimal()) if taken is not None else Decimal()
            before, now = rows[at - 1], rows[at]
            assert before is not None and now is not None
            found.append(now == before + plus - minus)
    used = [any(each for rows in column.rows.values() for each in rows) for column in (added, taken) if column]
    return found if all(used) else []


def _column_sums(name: str, numbers: Sequence[FoundNumber], columns: Sequence[FoundColumn]) -> Iterator[DraftRule]:
    for column in columns:
        for whole in numbers:
            if column.keys and whole.keys:
                held, blanks = _period_sums(whole, column)
                paths = f"{whole.path}.<period>", f"{column.list}.*.{column.key}.<period>"
            else:
                held, blanks = _sums(whole, column)
                paths = whole.path, f"{column.list}.*.{column.key}"
            if held:
                blank = ", blank: 0" if blanks else ""
                yield DraftRule(
                    f"{name}.{whole.path.replace('.', '_')}_of_{column.list}",
                    f"{whole.text} is the sum of {column.text or 'all'} in {column.list}",
                    f"sum: {{whole: {paths[0]}, parts: {paths[1]}{blank}}}",
                    f"holds {'once' if held == 1 else f'{held} times'}, in every sample that has both",
                )


def _sums(whole: FoundNumber, column: FoundColumn) -> tuple[int, bool]:
    """In how many samples a field is the sum of a column, 0 where not in all; and whether some rows have nothing."""
    samples = [sample for sample in whole.values if column.rows.get(sample)]
    long = sum(len(column.rows[sample]) for sample in samples)
    if not samples or long < max(_ROWS, len(samples) + 1):
        return 0, False
    for sample in samples:
        if sum((each for each in column.rows[sample] if each is not None), Decimal()) != whole.values[sample]:
            return 0, False
    return len(samples), any(each is None for sample in samples for each in column.rows[sample])


def _period_sums(whole: FoundNumber, column: FoundColumn) -> tuple[int, bool]:
    held, blanks = 0, False
    for sample, wholes in whole.keys.items():
        rows = column.keys.get(sample, ())
        for period, number in wholes.items():
            parts = [row[period] for row in rows if period in row]
            if len(rows) < 2 or sum(parts, Decimal()) != number:
                return 0, False
            held += 1
            blanks = blanks or len(parts) < len(rows)
    return (held, blanks) if held >= _TELLING else (0, False)


def _field_sums(name: str, numbers: Sequence[FoundNumber]) -> Iterator[DraftRule]:
    """Fields that are the sum of two or of three others next to each other."""
    known = [each for each in numbers if each.values][:_FIELDS]
    for whole in known:
        parts = next((each for each in _neighbours(known, whole) if _is_sum(whole, each)), None)
        if parts is not None:
            yield DraftRule(
                f"{name}.{whole.path.replace('.', '_')}",
                f"{whole.text} is the sum of {', '.join(each.text for each in parts)}",
                f"sum: {{whole: {whole.path}, parts: [{', '.join(each.path for each in parts)}]}}",
                f"holds in all {len(whole.values)} samples",
            )


def _neighbours(known: Sequence[FoundNumber], whole: FoundNumber) -> Iterator[Sequence[FoundNumber]]:
    others = [each for each in known if each is not whole]
    for count in (2, 3):
        for start in range(len(others) - count + 1):
            yield others[start : start + count]


def _is_sum(whole: FoundNumber, parts: Sequence[FoundNumber]) -> bool:
    samples = [*whole.values]
    if len(samples) < _TELLING or any(sample not in each.values for each in parts for sample in samples):
        return False
    terms = [[each.values[sample] for each in parts] for sample in samples]
    return all(0 not in each for each in terms) and all(
        sum(each) == whole.values[sample] for each, sample in zip(terms, samples, strict=True)
    )
