"""The comparison with peers: their answers reach our metrics unchanged, and the meter counts what the model counted."""

import io
import json
import threading
import urllib.request
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from benchmarks.metered import metered
from benchmarks.peer_instructor import complete
from benchmarks.peer_lines import answer_lines
from benchmarks.peer_records import extracted_values, lessons, peer_result, record_values
from benchmarks.peers import Turn, chosen_cases, measure, table
from extractor.documents import open_document
from extractor.evaluate import load_set
from extractor.evaluate.score import score_case
from extractor.evaluate.sets import EvalCase
from extractor.schemas.form import Value
from extractor.schemas.record import build_record
from extractor.schemas.registry import load_schema
from extractor.store.entries import Outcome

SCHEMA = load_schema("us_foia")
FORM = SCHEMA.form("annual")


def test_a_record_comes_back_as_the_values_it_was_built_from() -> None:
    values: dict[str, Value | None] = {
        "agency": "Harbour Board",
        "requests.overall.received": 12,
        "requests.components.0.name": "Pilots",
    }
    flat = record_values(FORM, json.loads(json.dumps(build_record(FORM, values))))
    assert {path: value for path, value in flat.items() if value is not None} == values


def test_amounts_of_a_record_stay_exact() -> None:
    form = load_schema("gov_disclosure").form("2021")
    assert record_values(form, {"table2": {"fee_wan_yuan": "0.1"}}) == {"table2.fee_wan_yuan": Decimal("0.1")}


def test_an_extraction_goes_to_the_field_its_attributes_name_and_only_once() -> None:
    column = FORM.field("requests.overall.received").labels[-1]
    told = {"row": "AGENCY OVERALL", "column": column}
    found = extracted_values(
        FORM, SCHEMA, [{"text": "1,204", **told}, {"text": "9", **told}, {"text": "3", "row": "?"}]
    )
    assert found == {"requests.overall.received": 1204}


def test_a_record_with_a_wrong_value_is_a_false_success_and_no_record_is_none() -> None:
    case = load_set("us_foia").cases[0]
    right = dict(case.rendered.truth)
    wrong = {**right, "requests.overall.received": 987654}
    form, schema = case.order.form, SCHEMA
    assert not score_case(case, [Outcome(peer_result(form, schema, right, ""))]).mistakes
    assert score_case(case, [Outcome(peer_result(form, schema, wrong, ""))]).false_success
    refused = score_case(case, [Outcome(peer_result(form, schema, None, "it gave up"))])
    assert (refused.accepted, refused.right, refused.problem) == (False, 0, "unknown")


def test_examples_name_every_value_of_the_text_they_show(tmp_path: Path) -> None:
    chosen = load_set("gov_disclosure")
    case = chosen_cases(chosen, 1)[0]
    shown = lessons(open_document(case.write(tmp_path)), chosen.schema, case.order.form)
    assert [each["values"][0]["column"] == "" for each in shown] == [True, False]
    for each in shown:
        assert all(value["text"] in each["text"] for value in each["values"])


def test_every_field_of_a_record_is_asked_for() -> None:
    whole = complete(FORM.record.model_json_schema())
    objects = [part for part in [whole, *whole["$defs"].values()] if part.get("type") == "object"]
    assert len(objects) > 3
    assert all(part["required"] == list(part["properties"]) for part in objects)
    assert '"default"' not in json.dumps(whole)


def test_what_a_peer_raises_is_its_answer() -> None:
    def fail(document: object) -> dict[str, object]:
        raise ValueError(f"no {document}")

    written = io.StringIO()
    answer_lines(io.StringIO('{}\n"luck"\n'), written, lambda setting: fail)
    ready, answer = (json.loads(line) for line in written.getvalue().splitlines())
    assert ready == {"ready": True}
    assert answer["problem"] == "ValueError: no luck"


@pytest.fixture
def model() -> Iterator[str]:
    """A server that answers every request with a usage of seven tokens in and two out."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            body = json.dumps({"usage": {"prompt_tokens": 7, "completion_tokens": 2}}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_meter_counts_requests_and_tokens_and_begins_anew(model: str) -> None:
    with metered(model) as meter:
        for _ in range(2):
            with urllib.request.urlopen(f"{meter.address}/chat/completions", b"{}") as reply:
                assert reply.status == 200
        assert meter.take() == (2, 14, 4)
        assert meter.take() == (0, 0, 0)


def test_the_table_says_how_many_accepted_documents_hold_a_wrong_value() -> None:
    case = load_set("us_foia").cases[0]
    values = {**case.rendered.truth, "requests.overall.received": 987654}
    score = score_case(case, [Outcome(peer_result(case.order.form, SCHEMA, values, ""))])
    turn = Turn(contestant="peer", key="", score=score, requests=1, tokens_in=7, tokens_out=2, cpu=0.4, wall=1.0)
    assert list(table([[turn]]))[-1].startswith("| peer | 1/1 | 1/1 |")


def test_a_turn_that_was_kept_is_not_taken_again(model: str, tmp_path: Path) -> None:
    case, kept = load_set("us_foia").cases[0], tmp_path / "turns.jsonl"
    asked = []

    def contestant(given: EvalCase) -> tuple[list[Outcome], float]:
        asked.append(given)
        return [Outcome(peer_result(given.order.form, SCHEMA, given.rendered.truth, ""))], 0.5

    with metered(model) as meter:
        first = measure("peer", contestant, [case], meter, kept)
        assert measure("peer", contestant, [case], meter, kept) == first
    assert len(asked) == 1
