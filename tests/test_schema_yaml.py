"""Packs written in YAML alone: what they can say, and mistakes in them, each told in one line with its place."""

# ruff: noqa: E501 (a mistake and what is said of it stand in one line)

from collections.abc import Mapping
from decimal import Decimal

import pytest

from extractor.errors import SchemaError
from extractor.schemas.declared import parse_rules
from extractor.schemas.form import Schema
from extractor.schemas.linear import Values
from extractor.schemas.pack_yaml import parse_pack
from extractor.schemas.rehearsal import checks_of, rehearse
from extractor.schemas.shape import ShapeList
from extractor.schemas.state import Value
from tests.house import ROOT
from tests.test_house_docs import blocks

PACK = """\
name: statement
title: Bank statement
language: en
fields:
  iban: {type: text, labels: [IBAN, Account], required: true, identity: true}
  kind: {values: {full: [Full, Complete], part: Part}}
  issued: date
  due: date
  opening: {type: amount, labels: Opening balance, notation: {decimal: ",", currency: [EUR]}}
  closing: amount
  interest: {type: amount, units: {thousand: 1000}, minimum: 0.5, nil_marks: ["-"]}
  rate: amount
  paid: boolean
  number_of_lines: count
groups:
  bank:
    title: Bank
    fields: {name: text}
lists:
  lines:
    labels: [Transactions]
    least: 1
    columns:
      day: date
      code: {type: text, pattern: "^[A-Z]"}
      quantity: amount
      price: amount
      amount: amount
      balance: amount
  notes: {item: text}
  taxes: {keyed: true, item: amount}
"""


def schema(more: str = "") -> Schema:
    return parse_pack(PACK + more, "pack.yaml", "statement")


def test_a_pack_says_all_that_a_model_can_say() -> None:
    made = schema()
    shape = made.forms[0].shape
    assert shape is not None
    assert (made.name, made.title, shape.language) == ("statement", "Bank statement", "en")
    assert list(shape.leaves) == [
        *("iban", "kind", "issued", "due", "opening", "closing", "interest", "rate", "paid", "number_of_lines"),
        "bank.name",
        *(f"lines.{{n}}.{name}" for name in ("day", "code", "quantity", "price", "amount", "balance")),
        "notes.{n}",
        "taxes.{key}",
    ]
    iban, opening = shape.leaves["iban"], shape.leaves["opening"]
    assert (iban.labels, iban.required, iban.identity) == (("IBAN", "Account", "Iban"), True, True)
    assert opening.notation is not None
    assert (opening.notation.decimal, opening.notation.currency) == (",", ("EUR",))
    assert [(each.value, each.words) for each in shape.leaves["kind"].choices] == [
        ("full", ("full", "Full", "Complete")),
        ("part", ("part", "Part")),
    ]
    interest = shape.leaves["interest"]
    assert (interest.units, interest.nil_marks, interest.limits) == (
        {"thousand": Decimal(1000)},
        ("-",),
        {"minimum": "0.5"},
    )
    lines = shape.lists["lines"]
    assert isinstance(lines, ShapeList)
    assert (lines.labels[0], lines.limits) == ("Transactions", {"minItems": 1})
    assert shape.lists["taxes"].keyed


def outcomes(rule: str, figures: Mapping[str, Value | None]) -> list[str]:
    form = schema(f"rules:\n  - code: own.rule\n    text: a rule\n{rule}").forms[0]
    rehearse(form)
    document = Values({path: ("blank" if value is None else "read", value) for path, value in figures.items()})
    return [check.evaluate(document).outcome for check in checks_of(form.rules[0], form, document)]


ITEMS: dict[str, Value | None] = {
    "lines.0.quantity": Decimal(3),
    "lines.0.price": Decimal("2.50"),
    "lines.0.amount": Decimal("7.50"),
    "lines.0.balance": Decimal("107.50"),
    "lines.0.day": "2024-01-02",
    "lines.0.code": "A1",
    "lines.1.quantity": Decimal(2),
    "lines.1.price": Decimal("1.25"),
    "lines.1.amount": Decimal("2.60"),
    "lines.1.balance": Decimal("110.00"),
    "lines.1.day": "2024-01-01",
    "lines.1.code": "A1",
    "opening": Decimal("100.00"),
    "closing": Decimal("110.00"),
    "interest": Decimal("5.00"),
    "rate": Decimal("4.5"),
    "number_of_lines": 2,
    "issued": "2024-02-01",
    "due": "2024-01-31",
    "iban": "DE89 3704 0044 0532 0130 00",
    "kind": "full",
    "paid": True,
    "bank.name": None,
    "taxes.7": Decimal(1),
    "taxes.19": Decimal(4),
}


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("    product: {whole: lines.<n>.amount, of: [lines.<n>.quantity, lines.<n>.price]}\n", ["pass", "fail"]),
        (
            "    product: {whole: lines.<n>.amount, of: [lines.<n>.quantity, lines.<n>.price], within: 0.2}\n",
            ["pass", "pass"],
        ),
        ("    product: {whole: interest, of: [closing, rate], percent: true, within: 1}\n", ["pass"]),
        (
            "    running: {list: lines, balance: balance, add: amount, start: opening, end: closing}\n",
            ["pass", "fail", "pass"],
        ),
        ("    sum: {whole: interest, parts: taxes.*}\n", ["pass"]),
        ("    sum: {whole: closing, parts: lines.*.amount}\n", ["fail"]),
        ("    range: {field: due, at_least: issued}\n", ["fail"]),
        ("    order: lines.*.day\n", ["fail"]),
        ("    order: [due, issued]\n", ["pass"]),
        ("    unique: lines.*.code\n", ["fail"]),
        ("    checksum: {field: iban, kind: iban}\n", ["pass"]),
        ("    count: {field: number_of_lines, list: lines}\n", ["pass"]),
        ("    if: {field: kind, is: full}\n    then: {field: bank.name, present: true}\n", ["fail"]),
        ("    if: {field: paid, is: true}\n    then: {field: interest, equals: 0}\n", ["fail"]),
        ("    if: {field: paid, is: false}\n    then: {field: interest, equals: 0}\n", ["not_applicable"]),
        ("    if: {field: bank.name, present: true}\n    then: {field: closing, at_least: 1}\n", ["not_applicable"]),
        (
            "    if: {field: lines.<n>.quantity, at_least: 3}\n    then: {field: lines.<n>.price, at_most: 2}\n",
            ["fail", "not_applicable"],
        ),
    ],
)
def test_rules_of_every_kind_run_over_fields_and_items(rule: str, expected: list[str]) -> None:
    assert outcomes(rule, ITEMS) == expected


def changed(old: str, new: str) -> str:
    assert old in PACK
    return PACK.replace(old, new, 1)


RULE = "rules:\n  - code: own.rule\n    text: a rule\n"

MISTAKES: list[tuple[str, str]] = [
    ("", r"pack\.yaml: the file is empty; it describes fields"),
    (changed("fields:\n", "fields: [\n"), r"pack\.yaml, line \d+: this is not YAML"),
    (changed("  issued: date", "\tissued: date"), r"line 7: this is not YAML"),
    (changed("fields:", "feilds:"), r"line 4: a schema has no 'feilds'; did you mean fields\?"),
    ("- a\n- b\n", r"line 1: a schema is written as key: value lines"),
    ("name: x\n", r"line 1: the schema has neither fields nor lists"),
    (changed("name: statement", "name: two words"), r"line 1: a name is letters, digits, - and _"),
    (changed("language: en", "language: English please"), r"line 3: language is a tag such as en"),
    (changed("issued: date", "issued: dat"), r"line 7: there is no type 'dat'; did you mean date\?"),
    (changed("issued: date", "issued: string"), r"line 7: there is no type 'string'; here it is called text"),
    (changed("closing: amount", "closing: number"), r"line 10: there is no type 'number'; here it is called amount"),
    (changed("closing: amount", "closing:"), r"line 10: nothing stands behind the colon; write what it is"),
    (changed("  due: date", "  issued: date"), r"line 8: 'issued' is said twice"),
    (changed("issued: date", "date issued: date"), r"line 7: a key is letters, digits and _"),
    (changed("labels: [IBAN, Account]", "lables: [IBAN]"), r"line 5: the field iban has no 'lables'; did you mean labels\?"),
    (changed("labels: [IBAN, Account]", "labels: []"), r"line 5: labels: the list is empty"),
    (changed("required: true", "required: certainly"), r"line 5: required is true or false"),
    (changed("{type: text, labels: [IBAN", "{labels: [IBAN"), r"line 5: the field iban has no type"),
    (changed("kind: {values: {full: [Full, Complete], part: Part}}", "kind: choice"), r"line 6: the field kind is a choice and has no values"),
    (changed("{values: {full: [Full, Complete], part: Part}}", "{values: [a, a]}"), r"line 6: the value 'a' is said twice"),
    (changed("{values: {full: [Full, Complete], part: Part}}", "{values: {}}"), r"line 6: values: is empty"),
    (changed("part: Part}", "part: Full}"), r"line 6: 'Full' is printed for full and for part; nothing tells which"),
    (changed("part: Part}", "part: Yes}"), r"line 6: each word for part is a text; yes, no, on"),
    (changed("minimum: 0.5", "minimum: 5, maximum: 1"), r"line 11: maximum is less than minimum"),
    (changed("labels: [IBAN, Account]", "reference: ibans.csv"), r"line 5: there is no reference list ibans\.csv"),
    (changed("{values: {full: [Full, Complete], part: Part}}", "{type: text, values: [a]}"), r"line 6: values is for fields of the type choice, and this one is text"),
    (changed('decimal: ","', 'decimal: ";"'), r"line 9: decimal is \. or ,, not ;"),
    (changed("currency: [EUR]", "curency: [EUR]"), r"line 9: notation has no 'curency'; did you mean currency\?"),
    (changed("{thousand: 1000}", "{thousand: many}"), r"line 11: the factor of thousand is a number"),
    (changed("{thousand: 1000}", "thousand"), r"line 11: units are written as unit: factor lines"),
    (changed("minimum: 0.5", "minimum: low"), r"line 11: minimum is a number"),
    (changed("{type: text, labels", "{type: text, minimum: 1, labels"), r"line 5: minimum is for fields of the type count or amount, and this one is text"),
    (changed("identity: true", "proof: strong"), r"line 5: proof is strict or standard or optional, not strong"),
    (changed('"^[A-Z]"', '"[A-Z"'), r"line 25: pattern is no regular expression"),
    (changed("least: 1", "least: -1"), r"line 22: least is a number of items"),
    (changed("columns:", "colums:"), r"line 23: the list lines has no 'colums'; did you mean columns\?"),
    (changed("notes: {item: text}", "notes: {title: Notes}"), r"line 30: the list notes has no columns"),
    (changed("notes: {item: text}", "bank: {item: text}"), r"line 30: there is a field, group or list bank already"),
    (changed("fields: {name: text}", "fields: [name]"), r"line 18: fields are written as key: lines, one for each, and not as a list with dashes"),
    (PACK + "rules:\n  - text: a rule\n    range: {field: closing, at_least: 0}\n", r"line 33: a rule has a code"),
    (PACK + RULE, r"line 33: rule own\.rule is one of sum, balance"),
    (PACK + RULE + "    sum: {whole: closing, part: opening}\n", r"line 35: sum has no 'part'; did you mean parts\?"),
    (PACK + RULE + "    sum: {whole: closng, parts: opening}\n", r"line 33: rule own\.rule: the report has no closng; did you mean closing\?"),
    (PACK + RULE + "    sum: {whole: lines.<n>.amout, parts: opening}\n", r"line 33: rule own\.rule: no row of lines has amout; did you mean amount\?"),
    (PACK + RULE + "    sum: {whole: closing, parts: lines.*.amout}\n", r"line 33: rule own\.rule: no row of lines has amout; did you mean amount\?"),
    (PACK + RULE + "    sum: {whole: lines.<n>.code, parts: opening}\n", r"line 33: rule own\.rule: it concerns no field; sums, products and bounds are of numbers"),
    (PACK + RULE + "    range: {field: closing}\n", r"line 35: range has equals"),
    (PACK + RULE + "    checksum: {field: iban, kind: ibann}\n", r"line 35: there are no check digits of the kind 'ibann'; did you mean iban\?"),
    (PACK + RULE + "    running: {list: lines, balance: balance}\n", r"line 35: running has add or subtract"),
    (PACK + RULE + "    running: {list: lines, balance: balans, add: amount}\n", r"line 33: rule own\.rule: the report has no lines\.0\.balans; did you mean balance\?"),
    (PACK + RULE + "    product: {whole: closing, of: [lines.*.quantity]}\n", r"line 33: rule own\.rule: lines\.\*\.quantity is more than one number"),
    (PACK + RULE + "    range: {field: due, at_least: closing}\n", r"line 33: rule own\.rule: a date or time is compared with another one"),
    (PACK + RULE + "    if: {field: paid, is: true}\n", r"line 33: rule own\.rule: if and then go together"),
    (PACK + "weights:\n  - {field: closing, weight: much}\n", r"line 33: a weight is a number"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), MISTAKES, ids=range(len(MISTAKES)))
def test_a_mistake_is_told_in_one_line_with_its_place(text: str, message: str) -> None:
    with pytest.raises(SchemaError, match=message) as caught:
        parse_pack(text, "pack.yaml", "statement")
    assert str(caught.value).startswith("pack.yaml")
    assert "\n" not in str(caught.value)


def test_the_pack_of_the_documentation_is_one_and_so_are_its_rules() -> None:
    pack, years, _ = blocks(ROOT / "docs" / "schemas.md", "yaml")
    assert {"items.{n}.values.{key}", "total_assets.{key}"} <= {
        *parse_pack(years, "pack.yaml", "sheet").forms[0].fields
    }
    made = parse_pack(pack, "pack.yaml", "statement")
    assert [each.code for each in made.forms[0].rules] == ["statement.running", "statement.iban"]
    _, rules = blocks(ROOT / "docs" / "rules.md", "yaml")
    assert len(parse_rules(rules, "rules.yaml")) == 8


def test_a_pack_with_other_rules_is_another_version_unless_it_says_which_it_is() -> None:
    rule, other = (f"{RULE}    range: {{field: closing, at_least: {least}}}\n" for least in (0, 1))
    assert len({schema().version, schema(rule).version, schema(other).version}) == 3
    assert schema(f"version: 7\n{rule}").version == "7"
