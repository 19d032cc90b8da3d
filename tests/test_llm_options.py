"""What can be said about an endpoint besides its address, and what a kept reply is kept under."""

from dataclasses import replace
from pathlib import Path

import pytest

from extractor.errors import ConfigurationError, MalformedReply, ReplyTimeout
from extractor.readers.llm.address import Endpoint, open_endpoint, parse_headers
from extractor.readers.llm.client import Client
from extractor.readers.llm.completion import read_completion
from extractor.readers.llm.deadline import Deadline
from extractor.readers.llm.rehearsed_endpoint import Rehearsal, slowly
from extractor.readers.llm.reply_cache import key_of
from extractor.run.settings import resolve_settings
from tests.llm_stage import read_over
from tests.test_llm_pacing import ANSWER, ROWS

AZURE = "https://name.openai.azure.com/openai/deployments/big?api-version=2024-10-21"


def test_options_of_the_endpoint_come_typed_or_from_variables() -> None:
    typed = resolve_settings(
        {
            "model": "m",
            "header": ["A=b=c"],
            "extra_body": '{"options": {"num_ctx": 16384}}',
            "rpm": 60,
            "ca": Path("x"),
        },
        {
            "EXTRACTOR_TPM": "5000",
            "EXTRACTOR_HEADERS": "B=c\n",
            "EXTRACTOR_TIMEOUT": "9",
            "EXTRACTOR_SPARE_TOKENS": "7",
        },
    ).endpoint
    assert (typed.header, typed.extra_body) == (("A=b=c",), {"options": {"num_ctx": 16384}})
    assert (typed.rpm, typed.tpm, typed.timeout, typed.spare_tokens) == (60, 5000, 9, 7)
    assert resolve_settings({}, {"EXTRACTOR_HEADERS": "B=c\nD=e\n"}).endpoint.header == ("B=c", "D=e")


@pytest.mark.parametrize("given", [{"extra_body": "[1]"}, {"extra_body": "{"}, {"rpm": 0}, {"timeout": -1}])
def test_what_is_no_setting_is_refused_by_its_name(given: dict[str, object]) -> None:
    with pytest.raises(ConfigurationError, match=f"--{next(iter(given)).replace('_', '-')} "):
        resolve_settings(given, {})


@pytest.mark.parametrize("header", ["no value", "a b=c", "=c", "A=b\r\nC: d"])
def test_what_is_no_header_is_refused_and_not_repeated(header: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse_headers((header,))
    assert header not in str(refused.value)


def test_what_else_is_said_goes_with_every_request() -> None:
    with Rehearsal() as stage:
        client = Client(replace(stage.endpoint, extra_body={"options": {"num_ctx": 16384}}))
        client.ask(ROWS, ANSWER, 64, Deadline(30))
        client.close()
        sent = [request.body["options"] for request in (*stage.probes, *stage.requests)]
    assert sent == [{"num_ctx": 16384}] * 2


def test_one_request_may_take_less_than_the_document() -> None:
    with Rehearsal() as stage:
        client = Client(replace(stage.endpoint, timeout=0.5))
        client.traits(Deadline(30))
        stage.play(slowly(2.0))
        with pytest.raises(ReplyTimeout, match=r"0\.5 seconds allowed for one request"):
            client.ask(ROWS, ANSWER, 64, Deadline(30))
        client.close()


def test_a_deployment_of_azure_keeps_its_version_and_shows_nothing_secret() -> None:
    endpoint = open_endpoint(AZURE, "big", {"EXTRACTOR_API_KEY": "0123456789"})
    assert endpoint.azure
    assert endpoint.shown == "https://name.openai.azure.com/openai/deployments/big"
    assert endpoint.masked("0123456789 at 2024-10-21") == "… at …"


def test_secrets_in_addresses_and_headers_are_masked() -> None:
    endpoint = Endpoint("https://me:password@host/v1?key=querykey", "m", headers={"X-Token": "tokentoken"})
    assert endpoint.shown == "https://host/v1"
    assert endpoint.masked("password querykey tokentoken") == "… … …"


def test_replies_are_kept_by_address_and_by_what_goes_with_requests() -> None:
    endpoints = [
        Endpoint("http://127.0.0.1:1/v1", "m"),
        Endpoint("http://127.0.0.1:2/v1", "m"),
        Endpoint("http://127.0.0.1:1/v1", "m", extra_body={"seed": 1}),
        Endpoint("http://127.0.0.1:1/v1", "n"),
        Endpoint("http://127.0.0.1:1/v1", "m", embedded=True),
    ]
    assert len({key_of(endpoint, ["facts"]) for endpoint in endpoints}) == len(endpoints)
    assert key_of(endpoints[4], ["facts"]) == key_of(replace(endpoints[4], base_url="http://127.0.0.1:3/v1"), ["facts"])


@pytest.mark.slow
def test_a_reply_that_the_reader_rejects_is_not_kept(tmp_path: Path) -> None:
    from extractor.readers.llm.rehearsed_endpoint import say

    class Kept(dict[str, str]):
        def put(self, key: str, reply: str) -> None:
            self[key] = reply

    kept = Kept()
    with Rehearsal() as stage:
        stage.always(say('{"rows": [["A1", "A1", "A1"]]}'))
        reading = read_over(stage, tmp_path, cache=kept)
    assert kept == {}
    assert reading.tokens_in > 0


def test_a_stream_without_its_end_is_no_answer() -> None:
    with pytest.raises(MalformedReply, match="broke off"):
        read_completion(b'data: {"choices": [{"delta": {"content": "{}"}}]}\n\n', "text/event-stream")
