"""Everything endpoints do besides answering, over a real HTTP server on loopback: each outcome typed, nothing lost."""

import socket
import time
from pathlib import Path

import pytest

from extractor.errors import ConfigurationError, QuotaExhausted
from extractor.readers.llm.address import Endpoint, open_endpoint
from extractor.readers.llm.probe import describe_endpoint
from extractor.readers.llm.rehearsed_endpoint import (
    MODEL,
    Act,
    Rehearsal,
    copy,
    cut_short,
    fail,
    half_read,
    html_page,
    in_drips,
    refuse,
    reject,
    say,
    slowly,
    wrap,
)
from tests.ledger import TEXT
from tests.llm_stage import GOODS, MANY_NUMBERS, MANY_ROWS, ONE_ROW, read_over, states

pytestmark = pytest.mark.slow


class Kept(dict[str, str]):
    """Replies in memory."""

    def put(self, key: str, reply: str) -> None:
        self[key] = reply


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        pytest.param(refuse, "refusal", id="the model declines"),
        pytest.param(say(None, "content_filter"), "refusal", id="a filter stops the answer"),
        pytest.param(cut_short, "truncated_reply", id="the answer is cut"),
        pytest.param(say(""), "empty_reply", id="the answer is empty"),
        pytest.param(say("I think it is 7."), "malformed_reply", id="the answer is prose"),
        pytest.param(say('{"lines": []}'), "malformed_reply", id="the answer has another shape"),
        pytest.param(html_page, "malformed_reply", id="a web page with status 200"),
        pytest.param(fail(400, "context_length_exceeded"), "context_overflow", id="the request is too long"),
        pytest.param(fail(413), "context_overflow", id="the request is too large"),
        pytest.param(fail(400, "content_policy_violation"), "refusal", id="a filter stops the request"),
    ],
)
def test_what_is_no_answer_leaves_its_row_unread_and_is_told(act: Act, kind: str, tmp_path: Path) -> None:
    with Rehearsal() as stage:
        stage.play(act)
        reading = read_over(stage, tmp_path)
    assert states(reading, *GOODS[:3]) == {"unread"}
    assert [problem.kind for problem in reading.problems] == [kind]
    assert [reading.value(path) for path in GOODS[3:6]] == [1200, 0, 1200]


@pytest.mark.parametrize("act", [refuse, cut_short, say(""), html_page, fail(400, "context_length_exceeded")])
def test_what_is_no_answer_to_many_rows_is_asked_again_one_by_one(act: Act, tmp_path: Path) -> None:
    with Rehearsal() as stage:
        stage.play(act)
        reading = read_over(stage, tmp_path, profile=MANY_ROWS)
    assert [reading.value(path) for path in GOODS[:6]] == [3, 4, 7, 1200, 0, 1200]
    assert len(reading.problems) == 1


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        pytest.param(fail(401), "endpoint_rejected", id="the key is wrong"),
        pytest.param(fail(404), "endpoint_rejected", id="no such model"),
        pytest.param(fail(500), "endpoint_rejected", id="the server is broken"),
        pytest.param(fail(429), "rate_limited", id="always too many requests"),
        pytest.param(fail(429, Retry_After="3600"), "rate_limited", id="asks for an hour"),
    ],
)
def test_an_endpoint_that_cannot_answer_is_not_asked_about_every_row(act: Act, kind: str, tmp_path: Path) -> None:
    with Rehearsal() as stage:
        stage.always(act)
        reading = read_over(stage, tmp_path)
        assert len(stage.requests) <= 3
    assert states(reading, *GOODS) == {"unread"}
    assert reading.problems[0].kind == kind
    assert reading.problems[-1].message.endswith("more rows were not asked after that")


def test_an_account_without_credit_stops_the_run(tmp_path: Path) -> None:
    with Rehearsal() as stage:
        stage.play(copy, fail(429, "insufficient_quota", "You exceeded your current quota", Retry_After="1"))
        with pytest.raises(QuotaExhausted, match="no credit left"):
            read_over(stage, tmp_path)
        assert len(stage.requests) == 2


def test_an_account_that_must_be_paid_stops_the_run(tmp_path: Path) -> None:
    with Rehearsal() as stage:
        stage.always(fail(402, message="Insufficient balance"))
        with pytest.raises(QuotaExhausted):
            read_over(stage, tmp_path)


def test_a_pause_that_is_asked_for_is_kept(tmp_path: Path) -> None:
    with Rehearsal() as stage:
        stage.play(fail(429, Retry_After="0.3"))
        begin = time.monotonic()
        reading = read_over(stage, tmp_path)
        assert time.monotonic() - begin >= 0.3
    assert reading.problems == ()
    assert reading.value("goods.apples.north") == 3


def test_a_server_that_is_busy_for_a_moment_is_asked_again(tmp_path: Path) -> None:
    with Rehearsal() as stage:
        stage.play(fail(503), fail(502))
        reading = read_over(stage, tmp_path)
    assert reading.problems == ()
    assert reading.value("goods.apples.north") == 3


@pytest.mark.parametrize("act", [slowly(5.0), in_drips(0.2)], ids=["silent", "in drips"])
def test_all_requests_of_a_document_share_one_deadline(act: Act, tmp_path: Path) -> None:
    with Rehearsal() as stage:
        stage.play(copy, act)
        begin = time.monotonic()
        reading = read_over(stage, tmp_path, profile=ONE_ROW.model_copy(update={"seconds": 2.0}))
        assert time.monotonic() - begin < 4.5
    assert reading.value("goods.apples.north") == 3
    assert states(reading, *GOODS[3:]) == {"unread"}
    assert reading.problems[0].kind == "reply_timeout"


def test_nobody_at_the_address_is_told_with_what_to_check(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
    report = describe_endpoint(Endpoint(address, "any"), seconds=5)
    assert report.problem.startswith(f"endpoint_unreachable: nobody answers at {address}")
    assert "is the server running?" in report.problem


@pytest.mark.parametrize(
    "act",
    [
        wrap("```json\n", "\n```"),
        wrap("<think>3 and 4 make 7.</think>\n"),
        wrap("<think>first\nthen</think>\n```\n", "\n```\n"),
    ],
    ids=["fenced", "after a thought", "both"],
)
def test_json_inside_wrapping_is_unwrapped_and_then_checked(act: Act, tmp_path: Path) -> None:
    with Rehearsal(enforces=False) as stage:
        stage.play(act)
        reading = read_over(stage, tmp_path)
    assert reading.problems == ()
    assert [reading.value(path) for path in GOODS[:3]] == [3, 4, 7]


def test_where_schemas_are_not_enforced_the_schema_is_written_out(tmp_path: Path) -> None:
    with Rehearsal(enforces=False) as loose, Rehearsal() as strict:
        read_over(loose, tmp_path)
        read_over(strict, tmp_path)
        told = [str(stage.requests[0].body["messages"]) for stage in (loose, strict)]
    assert ["minItems" in text for text in told] == [True, False]


def test_a_request_read_only_in_part_is_no_answer(tmp_path: Path) -> None:
    lorries = "".join(f"Lorry number {n} of the northern line\t{n}\t{n * 100}\n" for n in range(120))
    long = MANY_NUMBERS.model_copy(update={"rows_per_call": 500, "seconds": 60.0})
    with Rehearsal() as stage:
        stage.play(copy, copy, copy, half_read(300))
        reading = read_over(stage, tmp_path, TEXT.replace("Blue\t10\t900\n", lorries), long)
    assert any("context_overflow: the endpoint read 300 tokens" in problem.message for problem in reading.problems)
    assert reading.value("lorries.lorries.119.miles") == 11900


def test_a_request_longer_than_the_listed_context_is_not_sent(tmp_path: Path) -> None:
    with Rehearsal(lists={"max_model_len": 50}) as stage:
        reading = read_over(stage, tmp_path)
        assert stage.requests == []
    assert all(problem.kind == "context_overflow" for problem in reading.problems)


@pytest.mark.parametrize("parameter", ["max_completion_tokens", "temperature", "logprobs", "response_format"])
def test_a_rejected_parameter_is_left_out_and_not_tried_again(parameter: str, tmp_path: Path) -> None:
    with Rehearsal(rejects=[parameter]) as stage:
        reading = read_over(stage, tmp_path)
        assert stage.refused == [parameter]
        assert all(parameter not in request.body for request in stage.requests)
    assert reading.problems == ()
    assert reading.value("goods.apples.north") == 3


def test_the_old_name_of_the_token_limit_is_tried_second(tmp_path: Path) -> None:
    with Rehearsal(rejects=["max_completion_tokens"]) as stage:
        read_over(stage, tmp_path)
        assert all("max_tokens" in request.body for request in stage.requests)
    with Rehearsal(rejects=["max_completion_tokens", "max_tokens"]) as stage:
        read_over(stage, tmp_path)
        assert stage.refused == ["max_completion_tokens", "max_tokens"]
        assert not any("max_tokens" in request.body for request in stage.requests)


def test_a_complaint_that_is_none_about_parameters_is_not_answered_by_dropping_them(tmp_path: Path) -> None:
    with Rehearsal() as stage:
        stage.always(reject("frequency_penalty"))
        reading = read_over(stage, tmp_path)
        assert len(stage.requests) == 1
    assert reading.problems[0].kind == "endpoint_rejected"


def test_requests_carry_a_strict_schema_with_closed_objects(tmp_path: Path) -> None:
    with Rehearsal() as stage:
        read_over(stage, tmp_path)
        sent = stage.requests[0].body["response_format"]
    assert isinstance(sent, dict)
    assert sent["json_schema"]["strict"] is True
    assert sent["json_schema"]["schema"]["additionalProperties"] is False


def test_an_endpoint_is_probed_once(tmp_path: Path) -> None:
    with Rehearsal() as stage:
        reading = read_over(stage, tmp_path)
        assert len(stage.probes) == 1
        assert reading.tokens_in == 5000 * len(stage.requests)


def test_the_same_question_is_asked_once(tmp_path: Path) -> None:
    kept = Kept()
    with Rehearsal() as stage:
        first = read_over(stage, tmp_path, cache=kept)
        asked = len(stage.requests)
        second = read_over(stage, tmp_path, cache=kept)
        assert (len(stage.requests), len(stage.probes)) == (asked, 1)
    assert second.fields == first.fields
    assert (second.tokens_in, second.tokens_out) == (0, 0)


def test_what_is_no_answer_is_not_kept(tmp_path: Path) -> None:
    kept = Kept()
    with Rehearsal() as stage:
        stage.play(refuse)
        read_over(stage, tmp_path, cache=kept)
        reading = read_over(stage, tmp_path, cache=kept)
    assert reading.problems == ()


def test_another_document_is_another_question(tmp_path: Path) -> None:
    kept = Kept()
    with Rehearsal() as stage:
        read_over(stage, tmp_path, cache=kept)
        asked = len(stage.requests)
        read_over(stage, tmp_path, TEXT.replace("Brunnhof", "Lindenhof"), cache=kept)
        assert len(stage.requests) == 2 * asked


def test_a_damaged_entry_of_the_cache_is_asked_anew(tmp_path: Path) -> None:
    kept = Kept()
    with Rehearsal() as stage:
        read_over(stage, tmp_path, cache=kept)
        kept.update(dict.fromkeys(kept, "no json"))
        assert read_over(stage, tmp_path, cache=kept).value("goods.apples.north") == 3


def test_a_probe_says_what_the_endpoint_does() -> None:
    with Rehearsal(rejects=["temperature"], lists={"max_model_len": 8192}) as stage:
        report = describe_endpoint(stage.endpoint)
    assert (report.problem, report.models, report.profile) == ("", (MODEL,), "large")
    traits = report.traits
    assert (traits.enforces, traits.usage, traits.logprobs, traits.context) == (True, True, True, 8192)
    assert traits.rejected == {"temperature"}


def test_a_probe_notices_that_schemas_are_ignored() -> None:
    with Rehearsal(enforces=False) as stage:
        assert describe_endpoint(stage.endpoint).traits.enforces is False


def test_a_probe_tells_a_web_page_from_an_endpoint() -> None:
    with Rehearsal() as stage:
        stage.always(html_page)
        assert "a web page: check --base-url" in describe_endpoint(stage.endpoint).problem


def test_a_key_belongs_to_one_host_and_is_never_shown() -> None:
    both = {"EXTRACTOR_API_KEY": "the first", "OPENAI_API_KEY": "the second"}
    endpoint = open_endpoint("http://127.0.0.1:8000/v1/", "m", both)
    assert (endpoint.base_url, endpoint.api_key) == ("http://127.0.0.1:8000/v1", "the first")
    assert open_endpoint(None, "m", both).api_key == "the second"
    assert open_endpoint("https://api.openai.com/v1", "m", both).api_key == "the first"
    assert open_endpoint("https://else.where/v1", "m", {"OPENAI_API_KEY": "the second"}).api_key == ""
    assert "the first" not in repr(endpoint)


@pytest.mark.parametrize("host", ["10.0.0.5:8000", "models.example", "127.0.0.1.example", "localhost.example"])
def test_a_key_is_not_sent_where_anybody_can_listen(host: str) -> None:
    with pytest.raises(ConfigurationError, match="unencrypted: use https") as refused:
        open_endpoint(f"http://{host}/v1", "m", {"EXTRACTOR_API_KEY": "the first"})
    assert "the first" not in str(refused.value)
    assert open_endpoint(f"http://{host}/v1", "m", {"OPENAI_API_KEY": "the second"}).api_key == ""
    assert open_endpoint(f"https://{host}/v1", "m", {"EXTRACTOR_API_KEY": "the first"}).api_key == "the first"


@pytest.mark.parametrize("host", ["127.0.0.1:1", "localhost:1", "[::1]:1", "127.8.0.1:1"])
def test_a_key_may_stay_on_this_machine(host: str) -> None:
    assert open_endpoint(f"http://{host}/v1", "m", {"EXTRACTOR_API_KEY": "the first"}).loopback


def test_no_proxy_stands_before_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    with Rehearsal() as stage:
        assert read_over(stage, tmp_path).value("goods.apples.north") == 3


@pytest.mark.parametrize(("address", "model"), [("localhost:8000", "m"), ("ftp://host/v1", "m"), (None, " ")])
def test_an_address_that_is_none_is_refused_before_anything_starts(address: str | None, model: str) -> None:
    with pytest.raises(ConfigurationError):
        open_endpoint(address, model, {})


def test_a_reading_names_what_it_depends_on(tmp_path: Path) -> None:
    with Rehearsal() as stage:
        readings = [read_over(stage, tmp_path, profile=profile) for profile in (ONE_ROW, MANY_NUMBERS, MANY_ROWS)]
    assert len({reading.version for reading in readings}) == 3
    assert all(MODEL in reading.version and "ledger.1" in reading.version for reading in readings)
