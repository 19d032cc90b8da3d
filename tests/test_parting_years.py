"""Years that stand side by side in a document are records of their own, where that is beyond doubt."""

from pathlib import Path
from typing import Annotated

import pytest
from pydantic import BaseModel

from extractor.documents import open_document
from extractor.documents.file_parts import FilePart, split_part
from extractor.door.extracting import extract
from extractor.door.given_schema import schema_of
from extractor.errors import EmptyDocument, ProblemKind
from extractor.readers.parting import find_parts
from extractor.run.engine import run_documents
from extractor.run.settings import RunSettings
from extractor.schemas.model_shape import FieldMark
from extractor.store import Store
from tests.built_readings import edit


class Harbour(BaseModel):
    """What a harbour handled in one year."""

    harbour: Annotated[str, FieldMark(labels=("Harbour",), identity=True)]
    year: Annotated[int, FieldMark(labels=("Year",), identity=True)]
    calls: Annotated[int, FieldMark(labels=("Ship calls",))]
    tonnes: Annotated[int, FieldMark(labels=("Tonnes handled",))]
    staff: Annotated[int | None, FieldMark(labels=("Staff at the end of the year",))] = None


class Undated(BaseModel):
    """The same of no year."""

    calls: Annotated[int, FieldMark(labels=("Ship calls",))]
    tonnes: Annotated[int, FieldMark(labels=("Tonnes handled",))]


ROWS = (("Ship calls", 410, 385), ("Tonnes handled", 91250, 88400), ("Staff at the end of the year", 62, 60))


def page(heads: tuple[str, str] = ("2023", "2022"), more: str = "", span: int = 1) -> str:
    """A table with two columns for every field, as a web page."""
    tag = f" colspan={span}" if span > 1 else ""
    head = f"<tr><th>Figures</th><th{tag}>{heads[0]}</th><th{tag}>{heads[1]}</th></tr>"
    body = "".join(f"<tr><td>{name}</td><td>{one}</td><td>{other}</td></tr>" for name, one, other in ROWS)
    return f"<html><body><p>Harbour: Port Ellen</p><table>{head}{body}</table>{more}</body></html>"


def laid(folder: Path, text: str, name: str = "port.html") -> Path:
    path = folder / name
    path.write_text(text)
    return path


def parts_of(path: Path, model: type[BaseModel] = Harbour) -> tuple[tuple[str, ...], tuple[str, ...]]:
    schema = schema_of(model)
    found = find_parts(open_document(path), schema, schema.forms[0])
    return tuple(map(str, found.several)), tuple(map(str, found.seeming))


@pytest.mark.parametrize("heads", [("2023", "2022"), ("FY 2022", "FY 2023"), ("2023 year", "2022 year")])
def test_two_years_side_by_side_are_two_records(tmp_path: Path, heads: tuple[str, str]) -> None:
    assert parts_of(laid(tmp_path, page(heads))) == (("2022", "2023"), ())


def test_each_year_has_its_own_values_and_says_which_year_it_is(tmp_path: Path) -> None:
    path = laid(tmp_path, page())
    whole = extract(path, Harbour)
    assert whole.problem is not None
    assert whole.problem.kind is ProblemKind.SEVERAL_DOCUMENTS
    found = {year: extract(path / str(year), Harbour) for year in (2022, 2023)}
    assert all(each.status == "accepted" for each in found.values())
    values = {year: {name: field.value for name, field in each.fields.items()} for year, each in found.items()}
    assert values[2023] == {"harbour": "Port Ellen", "year": 2023, "calls": 410, "tonnes": 91250, "staff": 62}
    assert values[2022] == {"harbour": "Port Ellen", "year": 2022, "calls": 385, "tonnes": 88400, "staff": 60}


def test_places_of_a_year_are_those_of_the_file(tmp_path: Path) -> None:
    path = laid(tmp_path, page())
    whole, part = open_document(path), open_document(path / "2022")
    assert len(part.text) == len(whole.text)
    words = {(word.text, word.place.span) for word in whole.words}
    assert {(word.text, word.place.span) for word in part.words} < words
    assert "410" not in part.text
    assert [cell.column for cell in part.rows[2].cells] == [0, 1]


@pytest.mark.parametrize(
    "text",
    [
        page(("2023", "2023")),
        page(("2023", "Change")),
        page(("Budget 2023", "Actual 2022")),
        page(("2023 and before", "2022 and before that")),
    ],
)
def test_columns_that_are_not_plainly_years_are_not_parted(tmp_path: Path, text: str) -> None:
    assert parts_of(laid(tmp_path, text)) == ((), ())


def test_a_model_of_no_year_is_not_parted(tmp_path: Path) -> None:
    assert parts_of(laid(tmp_path, page()), Undated) == ((), ())


def test_a_table_without_years_beside_one_with_them_is_a_finding(tmp_path: Path) -> None:
    more = "<table><tr><td>Ship calls</td><td>12</td></tr><tr><td>Tonnes handled</td><td>40</td></tr></table>"
    path = laid(tmp_path, page(more=f"<p>Of these, ferries:</p>{more}"))
    assert parts_of(path) == ((), ("2022", "2023"))
    found = extract(path, Harbour)
    assert found.status == "review"
    assert any("port.html/2022" in each.message for each in found.findings)


def test_a_year_is_a_part_with_a_name(tmp_path: Path) -> None:
    path = laid(tmp_path, page())
    assert split_part(path / "2022") == (path, FilePart("year", 2022, 2022))
    (tmp_path / "2022").mkdir()
    assert split_part(tmp_path / "2022") == (tmp_path / "2022", None)
    with pytest.raises(EmptyDocument):
        open_document(path / "1999")


def test_years_have_keys_and_edits_of_their_own(tmp_path: Path) -> None:
    pack = tmp_path / "harbours.py"
    pack.write_text(
        "from typing import Annotated\nfrom pydantic import BaseModel\n"
        "from extractor.schemas.model_shape import FieldMark\n\n\n"
        "class Harbour(BaseModel):\n"
        "    year: Annotated[int, FieldMark(labels=('Year',), identity=True)]\n"
        "    calls: Annotated[int, FieldMark(labels=('Ship calls',))]\n"
        "    tonnes: Annotated[int, FieldMark(labels=('Tonnes handled',))]\n"
        "    staff: Annotated[int, FieldMark(labels=('Staff at the end of the year',))]\n"
    )
    path = laid(tmp_path, page())
    settings = RunSettings(readers=("layout",), schema_name=f"{pack}:Harbour")
    with Store(str(tmp_path / "store.sqlite")) as store:
        summary = run_documents([path], settings, store)
        keys = [entry.sha256 for entry in summary.entries]
        assert [key.partition("#")[2] for key in keys] == ["2022", "2023"]
        schema = store.find(path.name)[0].schema_name
        store.add_edit(edit("confirm", "calls", 385, sha256=keys[0], schema_name=schema))
        assert len(store.edits(keys[0])) == 1
        assert store.edits(keys[1]) == ()
        again = run_documents([path / "2023"], settings, store)
        assert [entry.sha256 for entry in again.entries] == [keys[1]]
