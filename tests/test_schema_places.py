"""What --schema takes: names, folders, files and modules, and where names are looked for."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from extractor.errors import SchemaError
from extractor.run.fingerprint import fingerprint_of
from extractor.run.pipeline import Job
from extractor.run.preparing import job_of
from extractor.run.reader_set import open_readers
from extractor.run.settings import resolve_settings
from extractor.schemas import registry, schema_place
from extractor.schemas.open_form import schema_of_model
from extractor.schemas.registry import (
    broken_schemas,
    hold_schema,
    load_schema,
    load_schemas,
    remember_schema,
    resolve_schema,
    schema_names,
    text_anywhere,
)
from extractor.schemas.schema_place import SCHEMA_FOLDERS

MODEL = """
from pydantic import BaseModel


class Line(BaseModel):
    text: str


class Bill(BaseModel):
    number: str
    lines: list[Line]
"""
PACK = """
title: Bank statement
fields:
  account: {type: text, labels: [Account number], required: true}
  closing: amount
lists:
  lines:
    columns: {day: date, amount: amount}
"""
RULES = """
rules:
  - code: own.closing
    text: the account is never overdrawn
    range: {field: closing, at_least: 0}
"""
JSON = {"type": "object", "properties": {"total": {"type": "number"}}}


@pytest.fixture(autouse=True)
def nothing_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every test is in an empty directory, has an empty folder of settings, and leaves nothing behind."""
    for name in ("_GIVEN", "_NOTED", "_HELD", "_REMEMBERED", "_LOADED"):
        monkeypatch.setattr(registry, name, {})
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.delenv(SCHEMA_FOLDERS, raising=False)
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    yield


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_a_file_with_one_model_that_is_no_part_of_another_is_that_model(tmp_path: Path) -> None:
    path = written(tmp_path / "bill.py", MODEL)
    schema = resolve_schema(str(path))
    assert (schema.name, list(schema.forms[0].fields)) == ("Bill", ["number", "lines.{n}.text"])
    assert resolve_schema(f"{path}:Line").name == "Line"
    assert load_schema("Bill") is schema


def test_a_file_of_several_models_says_what_to_name(tmp_path: Path) -> None:
    path = written(tmp_path / "two.py", MODEL + "\n\nclass Other(BaseModel):\n    x: int\n")
    with pytest.raises(SchemaError, match=r"name one of two\.py:Bill, two\.py:Other"):
        resolve_schema(str(path))
    with pytest.raises(SchemaError, match="did you mean Other"):
        resolve_schema(f"{path}:Othr")


def test_rules_of_a_file_are_over_its_model(tmp_path: Path) -> None:
    rules = """
from extractor.schemas.rule import rule


@rule("bill.numbered", "the number is none of these")
def numbered(report):
    yield report.lines[0]


RULES = (numbered,)
"""
    path = written(tmp_path / "bill.py", MODEL + rules)
    with pytest.raises(SchemaError, match=r"rule bill\.numbered of form model"):
        resolve_schema(str(path))


def test_a_file_finds_its_neighbours_and_a_package_its_parts(tmp_path: Path) -> None:
    written(tmp_path / "alone" / "money_of_alone.py", "from decimal import Decimal as Money\n")
    total = "from pydantic import BaseModel\n\n\nclass Sum(BaseModel):\n    total: Money\n"
    alone = f"from money_of_alone import Money\n{total}"
    assert list(resolve_schema(str(written(tmp_path / "alone" / "sums.py", alone))).forms[0].fields) == ["total"]
    written(tmp_path / "firm_of_ours" / "__init__.py", "")
    written(tmp_path / "firm_of_ours" / "kinds.py", "from decimal import Decimal as Money\n")
    inside = f"from .kinds import Money\n{total}"
    path = written(tmp_path / "firm_of_ours" / "sums.py", inside)
    assert resolve_schema(f"{path}:Sum").name == "Sum"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("import nothing_like_it\n", r"broken\.py, line 1: ModuleNotFoundError"),
        ("\n1 / 0\n", r"broken\.py, line 2: ZeroDivisionError"),
        ("class Bill(\n", r"broken\.py, line 1: SyntaxError"),
        ("raise SystemExit(3)\n", r"broken\.py, line 1: SystemExit"),
        ("x = 1\n", r"broken\.py has neither a SCHEMA nor a pydantic model"),
        ("SCHEMA = 3\n", r"SCHEMA of broken\.py is no Schema"),
        (
            "from pydantic import BaseModel\n\n\nclass A(BaseModel):\n    x: 'Nowhere'\n",
            r"A",
        ),
        (
            "from typing import Any\nfrom pydantic import BaseModel\n\n\nclass A(BaseModel):\n    x: Any\n",
            r"broken\.py, line 6, A: x: a value of any type is not supported",
        ),
        (
            "from pydantic import BaseModel\n\n\nclass A(BaseModel):\n    x: complex\n",
            r"broken\.py, A: A has a field of a type that is not supported: .*complex",
        ),
        (
            "from pydantic import BaseModel\nfrom extractor.schemas.rule import rule\n\n\n"
            "class A(BaseModel):\n    x: int\n\n\n@rule('a.b', 'c')\ndef broken(report):\n    yield report.y == 1"
            "\n\n\nRULES = (broken,)\n",
            r"broken\.py, line 11: rule a\.b .*the report has no y",
        ),
        (MODEL + "\nRULES = 3\n", r"RULES of broken\.py are not rules"),
    ],
)
def test_a_broken_file_is_told_in_one_line_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SchemaError, match=message) as caught:
        resolve_schema(str(written(tmp_path / "broken.py", text)))
    assert "\n" not in str(caught.value)


def test_a_module_is_named_with_its_class(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "installed" / "bills_of_a_firm.py", MODEL)
    monkeypatch.syspath_prepend(str(tmp_path / "installed"))
    assert resolve_schema("bills_of_a_firm:Bill").name == "Bill"
    written(tmp_path / "here" / "firm_of_here" / "__init__.py", MODEL)
    assert resolve_schema("firm_of_here:Bill").name == "Bill"
    with pytest.raises(SchemaError, match="there is no module nowhere_at_all"):
        resolve_schema("nowhere_at_all:Bill")


def test_a_json_schema_is_called_by_its_file(tmp_path: Path) -> None:
    path = written(tmp_path / "total.json", json.dumps(JSON))
    assert resolve_schema(str(path)).name == "total"
    path.write_text('{"type": "object",\n "properties": }')
    with pytest.raises(SchemaError, match=r"total\.json, line 2: this is not JSON"):
        resolve_schema(str(path))
    path.write_text("[]")
    with pytest.raises(SchemaError, match=r"total\.json holds no JSON Schema"):
        resolve_schema(str(path))


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    for text in ("nothing.py", "./nothing", "nothing.json", str(tmp_path / "no.yaml")):
        with pytest.raises(SchemaError, match="there is no file or folder"):
            resolve_schema(text)
    with pytest.raises(SchemaError, match="did you mean us_foia"):
        resolve_schema("us_fia")
    with pytest.raises(SchemaError, match="names no schema"):
        resolve_schema("what is this")


def test_names_are_found_in_the_folders_that_are_named_in_their_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, title in (("one", "First"), ("two", "Second")):
        written(tmp_path / folder / "statement" / "pack.yaml", PACK.replace("Bank statement", title))
    written(tmp_path / "two" / "total.json", json.dumps(JSON))
    written(tmp_path / "settings" / "extractor" / "schemas" / "mine.yaml", PACK)
    monkeypatch.setenv(SCHEMA_FOLDERS, os.pathsep.join(str(tmp_path / each) for each in ("one", "two")))
    assert load_schema("statement").title == "First"
    assert {"statement", "total", "mine", "us_foia"} <= set(schema_names())
    assert {"statement", "total", "mine"} <= {schema.name for schema in load_schemas()}
    monkeypatch.setenv(SCHEMA_FOLDERS, str(tmp_path / "nowhere"))
    with pytest.raises(SchemaError, match="which is no folder"):
        schema_names()


def test_python_is_run_only_where_somebody_named_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = f"from pathlib import Path\nPath({str(tmp_path / 'ran')!r}).touch()\n"
    written(tmp_path / "here" / "schemas" / "trap" / "__init__.py", trap)
    written(tmp_path / "here" / "schemas" / "file.py", trap)
    written(tmp_path / "here" / "schemas" / "data.yaml", PACK)
    written(tmp_path / "named" / "program.py", trap)
    monkeypatch.setenv(SCHEMA_FOLDERS, str(tmp_path / "named"))
    assert not {"trap", "file", "program"} & set(schema_names())
    assert "data" in schema_names()
    load_schemas()
    for name in ("trap", "file"):
        with pytest.raises(SchemaError, match="there is no schema called"):
            load_schema(name)
    assert not (tmp_path / "ran").exists()
    with pytest.raises(SchemaError, match="neither a SCHEMA nor"):
        load_schema("program")
    assert (tmp_path / "ran").exists()


def test_a_pack_of_ones_own_imports_its_parts_as_ours_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = tmp_path / "named" / "counted"
    written(pack / "model.py", MODEL)
    written(
        pack / "__init__.py",
        "from extractor.schemas.open_form import schema_of_model\n"
        "from extractor.schemas.packs.counted.model import Bill\n\n"
        "SCHEMA = schema_of_model(Bill, name='counted')\n",
    )
    assert resolve_schema(str(pack)).name == "counted"
    monkeypatch.setenv(SCHEMA_FOLDERS, str(tmp_path / "named"))
    assert "counted" in {schema.name for schema in load_schemas()}
    (pack / "__init__.py").write_text("x = 1\n")
    with pytest.raises(SchemaError, match=r"schema pack 'counted' has no SCHEMA"):
        resolve_schema(str(pack))


def test_a_broken_pack_is_named_and_skipped_and_an_error_when_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "named" / "good.yaml", PACK)
    written(tmp_path / "named" / "bad.yaml", PACK.replace("amount}", "amout}"))
    monkeypatch.setenv(SCHEMA_FOLDERS, str(tmp_path / "named"))
    assert "good" in {schema.name for schema in load_schemas()}
    (problem,) = broken_schemas().values()
    assert problem.startswith("bad.yaml, line 8: there is no type 'amout'; did you mean amount?")
    with pytest.raises(SchemaError, match=r"bad\.yaml, line 8"):
        load_schema("bad")


def test_an_installed_package_offers_schemas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "installed" / "offered_bills.py", MODEL)
    monkeypatch.syspath_prepend(str(tmp_path / "installed"))
    entry = SimpleNamespace(name="offered", module="offered_bills", attr="Bill")
    monkeypatch.setattr(schema_place, "_entry_points", lambda: (entry,))
    assert load_schema("offered").name == "Bill"
    assert "offered" in schema_names()


def test_rules_beside_a_pack_and_in_the_folder_of_rules_are_part_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = written(tmp_path / "statement" / "pack.yaml", PACK).parent
    alone = resolve_schema(str(pack))
    written(pack / "rules.yaml", RULES)
    beside = resolve_schema(str(pack))
    written(tmp_path / "rules" / "statement.yaml", RULES.replace("own.closing", "own.other"))
    monkeypatch.setenv("EXTRACTOR_RULES", str(tmp_path / "rules"))
    both = resolve_schema(str(pack))
    assert [len(each.forms[0].rules) for each in (alone, beside, both)] == [0, 1, 2]
    assert len({each.version for each in (alone, beside, both)}) == 3
    assert len(both.declared) == 2


def test_a_schema_made_in_this_process_is_found_by_its_name_and_one_that_is_remembered_last(tmp_path: Path) -> None:
    from pydantic import create_model

    remember_schema("Bill", lambda: schema_of_model(create_model("Bill", old=(int, ...))))
    assert list(load_schema("Bill").forms[0].fields) == ["old"]
    resolve_schema(str(written(tmp_path / "bill.py", MODEL)))
    assert "number" in load_schema("Bill").forms[0].fields
    hold_schema(schema_of_model(create_model("Bill", held=(int, ...))))
    assert list(load_schema("Bill").forms[0].fields) == ["held"]


# -- in a run


def layers(text: str) -> dict[str, str]:
    return fingerprint_of((text,), True, {"layout": ""}, "standard").layers


@pytest.mark.parametrize(
    ("name", "text", "more"),
    [
        ("bill.py", MODEL, MODEL.replace("number: str", "number: str\n    date: str")),
        ("statement.yaml", PACK, PACK.replace("closing", "final")),
        ("total.json", json.dumps(JSON), json.dumps({**JSON, "title": "Totals"})),
    ],
)
def test_a_changed_file_is_another_schema_and_another_layer(tmp_path: Path, name: str, text: str, more: str) -> None:
    path = written(tmp_path / name, text)
    before, schema = layers(str(path)), resolve_schema(str(path))
    assert layers(str(path)) == before
    path.write_text(more)
    after, changed = layers(str(path)), resolve_schema(str(path))
    assert {layer for layer in after if after[layer] != before[layer]} == {f"schema {schema.name}"}
    assert schema.version != changed.version


def test_the_job_of_a_run_names_its_schema_for_every_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / "here" / "bill.py", MODEL)
    settings = resolve_settings({"schema_name": "bill.py:Bill", "readers": "layout"}, {})
    with open_readers(settings, None) as readers:
        job = job_of(settings, readers)
    assert job.schema_names == (f"{tmp_path / 'here' / 'bill.py'}:Bill",)
    assert job.schemas[0].name == "Bill"
    monkeypatch.chdir(tmp_path)
    other = Job(job.schema_names, True, fingerprint="another process")
    assert other.schemas[0].version == job.schemas[0].version
    assert text_anywhere("us_foia") == "us_foia"


def test_a_schema_is_loaded_and_its_rules_are_tried_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    monkeypatch.setattr(registry, "rehearse", lambda form: tried.append(form.name))
    path = str(written(tmp_path / "statement.yaml", PACK))
    assert resolve_schema(path) is resolve_schema(path) is load_schema("statement")
    assert load_schema("us_foia") is load_schema("us_foia")
    assert tried == ["model", "annual"]
