"""As fast as an endpoint admits, and no faster; and when it is not asked any more."""

import asyncio
import threading
import time
from collections.abc import Callable

import pytest

from extractor.errors import AskingStopped, EndpointRejected, ExtractorError, RateLimited, Refusal
from extractor.readers.llm.address import Endpoint, Traits
from extractor.readers.llm.answer import ids_answer
from extractor.readers.llm.circuit import Circuit
from extractor.readers.llm.client import Client, Reply
from extractor.readers.llm.deadline import Deadline
from extractor.readers.llm.dialect import spare
from extractor.readers.llm.pacing import Pace
from extractor.readers.llm.rate_headers import seconds_of, windows
from extractor.readers.llm.rehearsed_endpoint import Manner, Rehearsal, fail
from extractor.readers.llm.transport import Patience
from tests.endpoint_kinds import KINDS

ROWS = [{"role": "user", "content": "<rows>\n1. a: A1=3 | B1=4\n</rows>"}]
ANSWER = ids_answer(1, 2, ["A1", "B1"], nullable=False)


def manner(name: str) -> Manner:
    """The manner of a kind of endpoint."""
    return next(kind for kind in KINDS if kind.name == name).manner()


def ask(client: Client, seconds: float = 30.0) -> Reply:  # type: ignore[type-arg]  # made at run time
    """One request."""
    return client.ask(ROWS, ANSWER, 64, Deadline(seconds))


def at_once(number: int, wide: int, work: Callable[[], object]) -> list[ExtractorError]:
    """Do it so many times in threads; what was raised."""
    errors: list[ExtractorError] = []
    left = iter(range(number))
    lock = threading.Lock()

    def labour() -> None:
        while True:
            with lock:
                if next(left, None) is None:
                    return
            try:
                work()
            except ExtractorError as error:
                errors.append(error)

    threads = [threading.Thread(target=labour) for _ in range(wide)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


@pytest.mark.slow
def test_a_server_that_admits_five_a_second_loses_no_request() -> None:
    with Rehearsal(manner=manner("admits 5 requests a second")) as stage:
        client = Client(stage.endpoint)
        assert at_once(40, 20, lambda: ask(client)) == []
        client.close()
        assert len(stage.requests) - stage.answered < stage.answered


def test_a_pause_longer_than_the_deadline_is_waited_out() -> None:
    with Rehearsal() as stage:
        client = Client(stage.endpoint)
        client.traits(Deadline(30))
        stage.play(fail(429, Retry_After="2"))
        begin = time.monotonic()
        assert ask(client, 1.0).text
        assert time.monotonic() - begin >= 2
        client.close()


def test_a_server_that_is_always_busy_is_given_up_in_the_end() -> None:
    with Rehearsal() as stage:
        stage.always(fail(429, retry_after_ms="1"))
        client = Client(stage.endpoint, Patience(rounds=4))
        with pytest.raises(RateLimited):
            ask(client)
        client.close()
        assert len(stage.requests) == 4


def test_a_server_that_says_nothing_but_too_many_is_given_up_after_the_seconds_given() -> None:
    with Rehearsal() as stage:
        stage.always(fail(429))
        client = Client(stage.endpoint, Patience(pause=0.01, rounds=1000, busy=0.5))
        begin = time.monotonic()
        with pytest.raises(RateLimited):
            ask(client)
        assert 0.4 <= time.monotonic() - begin < 10
        client.close()
        assert len(stage.requests) >= 5


@pytest.mark.parametrize(("asked", "counts"), [(None, True), (0.2, False)])
def test_pauses_that_are_asked_for_do_not_count_as_being_busy(asked: float | None, counts: bool) -> None:
    async def turned_away_twice() -> float:
        pace = Pace(pause=0.2)
        for _ in range(2):
            ticket = await pace.admit(1)
            pace.too_many(ticket, asked, {})
            pace.landed(ticket)
        return pace.busy

    assert (asyncio.run(turned_away_twice()) >= 0.2) == counts


def test_requests_a_minute_are_kept_to() -> None:
    with Rehearsal() as stage:
        endpoint = Endpoint(stage.endpoint.base_url, stage.endpoint.model, requests=600)
        client = Client(endpoint)
        begin = time.monotonic()
        assert at_once(10, 10, lambda: ask(client)) == []
        assert time.monotonic() - begin >= 0.9
        client.close()


def test_tokens_a_minute_are_kept_to() -> None:
    with Rehearsal() as stage:
        endpoint = Endpoint(stage.endpoint.base_url, stage.endpoint.model, tokens=600_000)
        client = Client(endpoint)
        begin = time.monotonic()
        assert at_once(3, 1, lambda: ask(client)) == []
        assert time.monotonic() - begin >= 1.4  # The server counts 5,020 tokens for each; the first three have to pass.
        client.close()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("120ms", 0.12), ("6m0s", 360), ("1h2m", 3720), ("1.5s", 1.5), ("20", 20), ("soon", None), ("", None)],
)
def test_spans_are_read_as_endpoints_write_them(text: str, seconds: float | None) -> None:
    assert seconds_of(text) == seconds


def test_a_moment_that_is_over_means_now() -> None:
    assert seconds_of("2020-01-01T00:00:00Z") == 0


def test_of_several_limits_the_tightest_counts() -> None:
    headers = {
        "anthropic-ratelimit-input-tokens-remaining": "900",
        "anthropic-ratelimit-input-tokens-reset": "30",
        "anthropic-ratelimit-output-tokens-remaining": "7",
        "anthropic-ratelimit-output-tokens-reset": "60",
    }
    requests, tokens = windows(headers)
    assert requests is None
    assert tokens is not None
    assert (tokens.remaining, tokens.seconds) == (7, 60)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_one_answer_that_lets_nobody_in_is_enough(status: int) -> None:
    circuit = Circuit()
    circuit.failed(EndpointRejected("no", status), 1)
    with pytest.raises(AskingStopped, match="no"):
        circuit.check()


def test_five_failures_in_a_row_are_enough_where_nothing_was_usable() -> None:
    circuit = Circuit()
    for _ in range(4):
        circuit.failed(Refusal("no"), 1)
    circuit.check()
    circuit.failed(Refusal("no"), 1)
    with pytest.raises(AskingStopped):
        circuit.check()


def test_one_hard_document_does_not_stop_a_model_that_answers() -> None:
    circuit = Circuit()
    circuit.answered()
    for _ in range(20):
        circuit.failed(Refusal("no"), 1)
    circuit.check()
    for document in (2, 3):
        circuit.failed(Refusal("no"), document)
    with pytest.raises(AskingStopped):
        circuit.check()


def test_answers_that_cannot_be_one_count_as_none() -> None:
    circuit = Circuit()
    for _ in range(5):
        circuit.answered()
        circuit.refuted(Refusal("no"), 1)
    with pytest.raises(AskingStopped):
        circuit.check()


def test_the_other_event_loops_can_ask_as_well() -> None:
    import asyncio

    with Rehearsal() as stage:
        client = Client(stage.endpoint)

        async def many() -> list[Reply]:  # type: ignore[type-arg]  # made at run time
            return await asyncio.gather(*(client.ask_async(ROWS, ANSWER, 64, Deadline(30)) for _ in range(8)))

        assert len({reply.text for reply in asyncio.run(many())}) == 1
        client.close()


def test_a_model_that_thinks_longer_is_asked_once_more_with_more_room() -> None:
    with Rehearsal(manner=manner("thinks longer than there is room")) as stage:
        client = Client(stage.endpoint)
        assert ask(client).text
        assert ask(client).text
        rooms = [int(str(request.body["max_completion_tokens"])) for request in stage.requests]
        client.close()
    assert rooms == sorted(rooms)
    assert len(set(rooms)) == len(rooms) - 1


@pytest.mark.parametrize(
    ("name", "traits"),
    [
        ("answers only with stream=true", Traits(True, True, False, streams=True)),
        ("takes no minItems and maxItems", Traits(True, True, True)),
        ("ignores schemas, obeys tools", Traits(True, True, True, asking="tools")),
        ("takes json_object only", Traits(False, True, True, asking="json_object")),
        ("takes no response_format and no tools", Traits(False, True, True, asking="plain")),
    ],
)
def test_a_probe_finds_out_how_to_ask(name: str, traits: Traits) -> None:
    with Rehearsal(manner=manner(name)) as stage:
        client = Client(stage.endpoint)
        assert ask(client).text
        found = client.traits(Deadline(30))
        client.close()
    assert (found.enforces, found.asking, found.streams) == (traits.enforces, traits.asking, traits.streams)


def test_words_are_spared_everywhere_but_in_names_of_fields() -> None:
    schema = {"properties": {"minItems": {"type": "array", "minItems": 1}}, "minItems": 2}
    assert spare(schema, frozenset({"minItems"})) == {"properties": {"minItems": {"type": "array"}}}
