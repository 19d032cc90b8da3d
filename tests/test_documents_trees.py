"""XML, JSON and JSON Lines: every value beside its name, at its place, and nothing that the file does not hold."""

from pathlib import Path

import pytest

from extractor.documents import Document, open_document
from extractor.documents.limits import OpeningLimits
from extractor.errors import DocumentError, EmptyDocument, LimitExceeded, UnreadableDocument, UnsupportedFormat
from specimens.named_values import as_json, as_json_lines, as_xml, invented_record, placed_in_json, placed_in_xml
from tests.document_places import assert_all_is_covered, assert_places_hold, cells, shared

SEEDS = range(30)

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cac="urn:cac" xmlns:cbc="urn:cbc">
 <cbc:ID>2024-117</cbc:ID><cbc:IssueDate>2024-03-05</cbc:IssueDate>
 <cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Weber &amp; Sohn</cbc:Name></cac:PartyName>
 </cac:Party></cac:AccountingSupplierParty>
 <cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>Stadt Ulm</cbc:Name></cac:PartyName>
 </cac:Party></cac:AccountingCustomerParty>
 <cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">119.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
 <cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">2</cbc:InvoicedQuantity>
  <cac:Item><cbc:Name>Brackets</cbc:Name></cac:Item></cac:InvoiceLine>
 <cac:InvoiceLine><cbc:ID>2</cbc:ID><cbc:InvoicedQuantity unitCode="KGM">5</cbc:InvoicedQuantity>
  <cac:Item><cbc:Name>Screws</cbc:Name></cac:Item></cac:InvoiceLine>
</Invoice>"""


def opened(folder: Path, content: bytes | str, name: str, limits: OpeningLimits | None = None) -> Document:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_document(path, limits or OpeningLimits())


def values(document: Document) -> dict[str, str]:
    """The last cell that is printed at each place: the value, where a name stands before it."""
    return {cell.address: cell.text for row in document.rows for cell in row.cells if cell.address}


def shown(texts: dict[str, str]) -> dict[str, str]:
    return {place: " ".join(text.split()) for place, text in texts.items()}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kind", ["xml", "json"])
def test_every_value_stands_at_its_place(tmp_path: Path, seed: int, kind: str) -> None:
    record = invented_record(seed)
    document = opened(tmp_path, as_xml(record) if kind == "xml" else as_json(record), f"a.{kind}")
    truth = placed_in_xml(record) if kind == "xml" else placed_in_json(record)
    found = values(document)
    assert {place: found.get(place) for place in truth} == truth
    assert document.method == "logical"
    assert_places_hold(document)
    assert_all_is_covered(document)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_line_of_records_is_one(tmp_path: Path, seed: int) -> None:
    record = invented_record(seed)
    document = opened(tmp_path, as_json_lines(record), "a.jsonl")
    found = values(document)
    for line in (1, 2, 3):
        truth = placed_in_json(record, f"line {line}")
        assert {place: found.get(place) for place in truth} == truth


@pytest.mark.parametrize("seed", SEEDS)
def test_no_number_is_written_that_the_file_does_not_hold(tmp_path: Path, seed: int) -> None:
    record = invented_record(seed)
    for document in (opened(tmp_path, as_xml(record), "a.xml"), opened(tmp_path, as_json(record), "a.json")):
        held = {word for value in placed_in_json(record).values() for word in value.split()}
        digits = {word.text for word in document.words if any(char.isdigit() for char in word.text)}
        assert digits <= held


def test_an_invoice_in_xml_reads_as_names_and_a_table_of_its_lines(tmp_path: Path) -> None:
    assert cells(opened(tmp_path, UBL, "a.xml")) == [
        ["Invoice"],
        ["Invoice ID", "2024-117"],
        ["Issue Date", "2024-03-05"],
        ["Accounting Supplier Party"],
        ["Party"],
        ["Party Name"],
        ["Accounting Supplier Party Name", "Weber & Sohn"],
        ["Accounting Customer Party"],
        ["Party"],
        ["Party Name"],
        ["Accounting Customer Party Name", "Stadt Ulm"],
        ["Legal Monetary Total"],
        ["Payable Amount", "119.00"],
        ["currency id", "EUR"],
        ["Invoice Line"],
        ["ID", "Invoiced Quantity", "unit code", "Name"],
        ["1", "2", "C62", "Brackets"],
        ["2", "5", "KGM", "Screws"],
    ]


def test_numbers_of_json_keep_the_digits_that_are_stored(tmp_path: Path) -> None:
    document = opened(tmp_path, '{"a": 1.10, "b": 12345678901234567890.5, "c": true, "d": null, "e": ""}', "a.json")
    assert cells(document) == [["a", "1.10"], ["b", "12345678901234567890.5"], ["c", "true"], ["d", ""], ["e", ""]]


def test_a_list_of_one_record_is_a_table_and_values_that_lack_are_blank(tmp_path: Path) -> None:
    one = opened(tmp_path, '{"lines": [{"sku": "A", "qty": 2}]}', "a.json")
    assert cells(one) == [["lines"], ["sku", "qty"], ["A", "2"]]
    two = opened(tmp_path, '[{"sku": "A", "qty": 2}, {"sku": "B"}]', "a.json")
    assert cells(two) == [["sku", "qty"], ["A", "2"], ["B", ""]]


def test_text_with_elements_in_it_is_one_text(tmp_path: Path) -> None:
    document = opened(tmp_path, "<note><p>Pay <b>119</b> euros</p><p>now</p></note>", "a.xml")
    assert cells(document) == [["note"], ["p", "Pay 119 euros"], ["p", "now"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "gb18030"])
def test_the_encoding_that_is_declared_is_believed(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><a><city>Köln</city></a>'
    assert cells(opened(tmp_path, text.encode(encoding), "a.xml"))[-1] == ["city", "Köln"]


@pytest.mark.parametrize(
    "head", ["", '<?xml version="1.0"?>', '<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd">', "<!-- a -->"]
)
def test_xml_is_told_by_what_it_holds(tmp_path: Path, head: str) -> None:
    assert cells(opened(tmp_path, f"{head}<a><b>1</b></a>", "a.txt")) == [["a"], ["b", "1"]]


def test_text_that_only_begins_like_xml_or_json_is_text(tmp_path: Path) -> None:
    assert opened(tmp_path, "<draft> Total 12 >", "a.txt").media_type == "text/plain"
    assert opened(tmp_path, '{"total" 12', "a.txt").media_type == "text/plain"
    assert opened(tmp_path, "[1] Total 12", "a.txt").media_type == "text/plain"


@pytest.mark.parametrize(
    ("content", "name", "error", "said"),
    [
        ("<a><b>1</a>", "a.xml", UnreadableDocument, "not well-formed"),
        ('<!DOCTYPE a [<!ENTITY x "1">]><a>&x;</a>', "a.xml", UnreadableDocument, "entities"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "a.xml", UnreadableDocument, "entities"),
        ("<a>" * 5_000 + "1" + "</a>" * 5_000, "a.xml", LimitExceeded, "nested"),
        ("<a>" * 150 + "1" + "</a>" * 150, "a.xml", LimitExceeded, "nested"),
        ('<svg xmlns="http://www.w3.org/2000/svg"><text>1</text></svg>', "a.xml", UnsupportedFormat, "drawing"),
        ("<a><b/></a>", "a.xml", EmptyDocument, "no value"),
        ("<a/>", "a.xml", EmptyDocument, "no value"),
        ('{"a": 1', "a.json", UnreadableDocument, "well-formed"),
        ("{}", "a.json", EmptyDocument, "no value"),
        ("[" * 100_000, "a.json", LimitExceeded, "nested"),
        ("[" * 150 + "1" + "]" * 150, "a.json", LimitExceeded, "nested"),
        ("nothing", "a.jsonl", UnreadableDocument, "well-formed"),
    ],
)
def test_what_is_no_record_ends_as_a_typed_error(
    tmp_path: Path, content: str, name: str, error: type[DocumentError], said: str
) -> None:
    with pytest.raises(error, match=said):
        opened(tmp_path, content, name)


def test_a_file_of_too_many_values_ends_at_the_limit(tmp_path: Path) -> None:
    few = OpeningLimits(words=100)
    with pytest.raises(LimitExceeded, match="more than 100"):
        opened(tmp_path, "[" + ",".join(["1"] * 200) + "]", "a.json", few)
    with pytest.raises(LimitExceeded, match="more than 100"):
        opened(tmp_path, "<a>" + "<b>1</b>" * 200 + "</a>", "a.xml", few)


def test_a_real_export_opens_with_its_orders(tmp_path: Path) -> None:
    document = open_document(shared("corpus", "docubench", "zKibU88u.xml"))
    found = values(document)
    assert found["/export/orders/order[1]/lines/line[3]/sku"] == "SKU-CU-920"
    assert ["sku", "title", "category", "qty", "unit price cents", "discount cents"] in cells(document)


def test_a_line_of_json_lines_that_is_no_record_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"total": 12}\n{broken\n{"total": 13}\n')
    with pytest.raises(UnreadableDocument, match="line 2 is no record of JSON Lines"):
        open_document(path)
