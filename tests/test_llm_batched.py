"""Batches line by line: what fits into one, what a line says, and how a loopback model treats them."""

import json

import pytest

from extractor.errors import (
    ConfigurationError,
    ContextOverflow,
    EndpointRejected,
    RateLimited,
    Refusal,
    ReplyTimeout,
)
from extractor.evaluate.loopback.batch_manner import BatchManner
from extractor.readers.llm.batched.batch_lines import AnswerLine, answer_lines, request_line
from extractor.readers.llm.batched.postbox import Postbox
from extractor.readers.llm.batched.posting_ledger import PostedRequest


def posted(name: str) -> PostedRequest:
    return PostedRequest(name, "document", "", 1, 1)


def taken(box: Postbox, full_only: bool) -> list[list[str]]:
    """The names of requests that are taken, parcel by parcel, whose files hold what was added."""
    parcels = box.take(full_only)
    for parcel in parcels:
        parcel.file.seek(0)
        assert len(parcel.file.read()) == parcel.size
        parcel.file.close()
    return [[each.name for each in parcel.requests] for parcel in parcels]


def said(line: dict[str, object]) -> AnswerLine:
    """What a line of a file of answers comes to."""
    ((name, answer),) = answer_lines(json.dumps(line).encode())
    assert name == "a"
    return answer


def test_a_request_is_one_line_with_its_name_and_comes_back_by_it() -> None:
    line = request_line("a", {"model": "m", "messages": [{"role": "user", "content": "数\n\u2028字"}]})
    assert line.count(b"\n") == 1 and line.endswith(b"\n")
    data = json.loads(line)
    assert (data["custom_id"], data["method"], data["url"]) == ("a", "POST", "/v1/chat/completions")
    assert data["body"]["messages"][0]["content"] == "数\n\u2028字"


def test_a_postbox_parts_its_requests_by_number_and_by_size() -> None:
    few, small = Postbox(most_requests=2), Postbox(most_bytes=10)
    for name in ("a", "b", "c", "c", "d", "e"):
        few.add(posted(name), b"1234\n")
        small.add(posted(name), b"1234\n" if name != "b" else b"123456789\n")
    assert taken(few, full_only=True) == [["a", "b"], ["c", "d"]]
    assert taken(few, full_only=False) == [["e"]]
    assert taken(few, full_only=False) == []
    assert taken(small, full_only=False) == [["a"], ["b"], ["c", "d"], ["e"]]


def test_a_request_is_in_the_postbox_until_it_is_taken() -> None:
    box = Postbox()
    box.add(posted("a"), b"1\n")
    assert "a" in box
    box.close()
    assert "a" not in box


def test_an_answer_says_what_it_took() -> None:
    body = {"choices": [], "usage": {"prompt_tokens": 7, "completion_tokens": 2}}
    answer = said({"custom_id": "a", "response": {"status_code": 200, "body": body}, "error": None})
    assert (answer.status, answer.usage) == (200, (7, 2))
    assert AnswerLine.parse(str(answer)) == answer


@pytest.mark.parametrize(
    ("response", "error", "outcome"),
    [
        ({"status_code": 500, "body": {"error": {"message": "it broke"}}}, None, EndpointRejected),
        ({"status_code": 429, "body": {"error": {"message": "too many"}}}, None, RateLimited),
        ({"status_code": 429, "body": {"error": {"code": "insufficient_quota"}}}, None, EndpointRejected),
        ({"status_code": 400, "body": {"error": {"code": "context_length_exceeded"}}}, None, ContextOverflow),
        ({"status_code": 400, "body": {"error": {"code": "content_filter"}}}, None, Refusal),
        ({"status_code": 500, "body": None}, {"code": "server_error"}, EndpointRejected),
        (None, {"code": "batch_expired", "message": "This request was not executed in time."}, ReplyTimeout),
        (None, None, ReplyTimeout),
    ],
)
def test_a_line_without_an_answer_has_a_typed_outcome(
    response: dict[str, object] | None, error: dict[str, object] | None, outcome: type[Exception]
) -> None:
    answer = said({"custom_id": "a", "response": response, "error": error})
    assert isinstance(answer.outcome("http://127.0.0.1"), outcome)
    assert answer.usage == (0, 0)


def test_what_is_no_line_of_a_request_is_passed_over() -> None:
    content = b'{"custom_id": "a", "response": null}\n{"custom_id": 5}\nhalf of a li\n[1]\n'
    assert [name for name, _ in answer_lines(content)] == ["a"]


def test_the_manner_of_batches_is_written_in_words() -> None:
    assert BatchManner.parse("polls:3,fails:2,shuffles") == BatchManner(polls=3, fails=2, shuffles=True)
    assert (BatchManner.parse(""), BatchManner.parse("none").there) == (BatchManner(), False)
    for wrong in ("sings", "polls", "shuffles:2", "there", "fails:x"):
        with pytest.raises(ConfigurationError, match="a batch cannot be treated so"):
            BatchManner.parse(wrong)
