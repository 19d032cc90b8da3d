"""What goes in from Python and what comes out, before anything is read well."""

import asyncio
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import BaseModel

import extractor
from extractor import Text, aextract, aextract_many, extract, extract_many, verify
from extractor.errors import ConfigurationError, DocumentError, EmptyDocument, SchemaError, UnreadableDocument
from tests.house import ROOT
from tests.shape_readings import TEXT, SmallBill

SAMPLES = ROOT / "evals" / "samples"


def test_every_name_of_the_package_is_there() -> None:
    assert all(hasattr(extractor, name) for name in extractor.__all__)
    with pytest.raises(AttributeError, match="nothing_of_it"):
        _ = extractor.nothing_of_it


def test_importing_what_reads_imports_nothing_that_reads() -> None:
    code = (
        "from pydantic import BaseModel\nimport sys\nbefore = set(sys.modules)\n"
        "from extractor import extract, verify, extract_many, aextract, averify, Text\n"
        "print(*sorted({name.partition('.')[0] for name in set(sys.modules) - before}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    found = set(done.stdout.split())
    assert found.isdisjoint({"pymupdf", "openai", "instructor", "rich", "sqlalchemy", "lxml", "yaml", "rapidfuzz"})
    assert "extractor" in found


def test_a_pack_reads_as_in_a_run() -> None:
    found = extract(SAMPLES / "foia-pipes.txt", "us_foia")

    assert found.status == "accepted"
    assert found.record is None
    assert found.data["form"] == "annual"
    assert found.to_line()["record"] == found.data
    assert {field.status for field in found.fields.values()} == {"confirmed"}


def test_what_nobody_read_is_no_record_and_says_where_it_lacks() -> None:
    found = extract("no label of it\nis printed here\n", SmallBill)

    assert found.status == "review"
    assert found.record is None
    assert found.data["total"] is None
    assert any(message.startswith("total: ") for message in found.invalid)
    assert found.fields["total"].reasons


@pytest.mark.parametrize(
    "given",
    [TEXT, Text(TEXT), TEXT.encode(), io.BytesIO(TEXT.encode()), io.StringIO(TEXT)],
    ids=["text", "marked", "bytes", "file", "text file"],
)
def test_a_document_may_be_content_itself(given: str | Text | bytes | io.BytesIO | io.StringIO) -> None:
    found = extract(given, SmallBill)

    assert found.result.path == ""
    assert found.result.verdict is not None


def test_a_file_keeps_its_name(tmp_path: Path) -> None:
    path = tmp_path / "bill.txt"
    path.write_text(TEXT, "utf-8")

    with path.open("rb") as file:
        assert extract(file, SmallBill).document == "bill.txt"
    assert extract(str(path), SmallBill).result.path == str(path)


def test_a_line_that_is_no_path_is_not_taken_for_text() -> None:
    with pytest.raises(UnreadableDocument, match="Text"):
        extract("Total: 12", SmallBill)
    assert extract(Text("Total: 12"), SmallBill).document == "text.txt"


def test_one_bad_document_stops_no_other(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 nothing behind it")
    found = extract_many([TEXT, broken, b"", "nowhere.pdf", Text("Total: 12")], SmallBill)

    assert [each.status for each in found] == ["review", "failed", "failed", "failed", "review"]
    assert [type(each.error) for each in found[2:4]] == [EmptyDocument, UnreadableDocument]
    assert found[1].document == "broken.pdf"
    assert found[1].to_line()["error"] is not None


def test_a_wrong_call_is_an_error_of_its_own_kind() -> None:
    with pytest.raises(ConfigurationError, match="policy"):
        extract(TEXT, SmallBill, policy="lax")  # type: ignore[call-overload]  # what is tried
    with pytest.raises(SchemaError, match="int is no pydantic model"):
        extract(TEXT, int)  # type: ignore[type-var]  # what is tried
    with pytest.raises(SchemaError, match="no schema"):
        extract(TEXT, "no_such_schema")


def test_a_json_schema_is_a_model_too() -> None:
    schema = {"title": "Bill", "type": "object", "properties": {"total": {"type": "number"}}}
    found = extract(TEXT, schema)

    assert found.result.schema_name == "Bill"
    assert list(found.fields) == ["total"]
    json.dumps(found.to_line())


def test_the_same_is_there_for_those_who_wait() -> None:
    async def both() -> tuple[str, list[str]]:
        one = await aextract(TEXT, SmallBill)
        many = await aextract_many([TEXT, b""], SmallBill)
        return one.status, [each.status for each in many]

    assert asyncio.run(both()) == ("review", ["review", "failed"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("a" * 5000, "no such file"),
        ("", "no bytes"),
        (ROOT, "is a folder"),
        (io.StringIO(), "no bytes"),
    ],
    ids=["a long line", "nothing", "a folder", "a file at its end"],
)
def test_what_is_no_document_is_told_in_one_line(given: str | Path | io.StringIO, said: str) -> None:
    with pytest.raises(DocumentError, match=said) as caught:
        extract(given, SmallBill)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_closed_and_half_a_character_are_told_too() -> None:
    closed = io.BytesIO(TEXT.encode())
    closed.close()
    with pytest.raises(UnreadableDocument, match="cannot be read"):
        extract(closed, SmallBill)
    assert extract(Text("Total: \ud800\n"), SmallBill).status == "review"


@pytest.mark.parametrize(
    "given",
    [None, 5, list[SmallBill], SmallBill.model_construct(), BaseModel, dict],
    ids=["None", "a number", "a list of models", "a record", "no class of one's own", "a dict"],
)
def test_what_is_no_schema_is_refused_by_name(given: object) -> None:
    with pytest.raises(SchemaError):
        extract(TEXT, given)  # type: ignore[call-overload]  # what nobody should give


def test_an_option_that_does_not_exist_is_not_passed_over() -> None:
    with pytest.raises(ConfigurationError, match="did you mean policy"):
        extract(TEXT, SmallBill, polcy="strict")  # type: ignore[call-overload]  # a slip
    with pytest.raises(ConfigurationError, match="did you mean layout"):
        verify(TEXT, {"total": "1"}, SmallBill, layuot=False)  # type: ignore[call-overload]  # a slip
    with pytest.raises(ConfigurationError, match="standard or strict"):
        verify(TEXT, {"total": "1"}, SmallBill, policy="strong")  # type: ignore[call-overload]  # a slip
    with pytest.raises(ConfigurationError, match="is no folder"):
        extract(TEXT, SmallBill, prompts="/no/such/folder")


def test_one_path_is_not_many_documents() -> None:
    with pytest.raises(ConfigurationError, match="a list of documents"):
        extract_many("invoice.pdf", SmallBill)
