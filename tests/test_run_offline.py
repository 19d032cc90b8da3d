"""What leaves this machine is said, and refused where nothing may."""

from pathlib import Path

import pytest

from extractor.errors import ConfigurationError
from extractor.readers.reading import Reading
from extractor.route import Result
from extractor.run.accounts import Accounts, Sent
from extractor.run.hosts import host_beyond
from extractor.run.reader_set import open_readers
from extractor.run.settings import resolve_settings
from tests.typed_commands import extractor


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://api.example.org/v1", "api.example.org"),
        ("http://127.0.0.1:8080/v1", ""),
        ("http://127.8.8.8/v1", ""),
        ("http://localhost:11434/v1", ""),
        ("http://[::1]:1234/v1", ""),
        ("http://127.0.0.1.example.org/v1", "127.0.0.1.example.org"),
        ("http://192.168.0.7/v1", "192.168.0.7"),
        ("http://name@localhost.example.org/v1", "localhost.example.org"),
        ("sqlite:///here.sqlite", ""),
        ("here.sqlite", ""),
        ("postgresql:///db", ""),
        ("postgresql:///db?host=/var/run/postgresql", ""),
        ("postgresql:///db?host=db.example.org", "db.example.org"),
        ("postgresql://me:secret@db.example.org/db", "db.example.org"),
        (None, ""),
    ],
)
def test_a_host_is_another_machine_unless_it_is_loopback(address: str | None, host: str) -> None:
    assert host_beyond(address) == host


@pytest.mark.parametrize(
    ("given", "environment", "said"),
    [
        ({"base_url": "https://api.example.org/v1", "model": "m"}, {}, r"endpoint is at api\.example\.org"),
        ({"model": "m"}, {}, r"endpoint is at api\.openai\.com"),
        ({"store": "postgresql://db.example.org/db"}, {}, r"store is at db\.example\.org"),
        ({}, {"HTTP_PROXY": "http://proxy.example.org:3128"}, r"proxy at proxy\.example\.org"),
        ({"base_url": "http://localhost:1/v1", "model": "m"}, {"all_proxy": "socks5://p:1"}, "proxy at p;"),
    ],
)
def test_offline_refuses_what_would_leave(given: dict[str, object], environment: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        resolve_settings({"offline": True, **given}, environment)
    resolve_settings(given, environment)


@pytest.mark.parametrize(
    ("given", "environment"),
    [
        ({}, {}),
        ({"base_url": "http://127.0.0.1:1/v1", "model": "m"}, {"HTTP_PROXY": "http://p", "NO_PROXY": "127.0.0.1"}),
        ({"readers": "layout"}, {"HTTP_PROXY": "http://p"}),
    ],
)
def test_offline_lets_through_what_stays(given: dict[str, object], environment: dict[str, str]) -> None:
    assert resolve_settings(given, {"EXTRACTOR_OFFLINE": "1", **environment}).offline


def test_offline_is_refused_before_anything_starts_with_exit_code_3(tmp_path: Path) -> None:
    assert extractor(tmp_path, "model", "install", EXTRACTOR_OFFLINE="1").code == 3
    assert (
        extractor(tmp_path, "run", ".", "--offline", "--base-url", "https://api.example.org/v1", "--model", "m").code
        == 3
    )


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (Sent(), "Nothing left this machine."),
        (
            Sent(to="api.example.org", documents=12, pages=3, calls=31),
            "Text of 12 documents (3 pages as pictures) went to api.example.org, 31 calls.",
        ),
        (Sent(to="h", documents=1, pages=1, calls=1), "Text of 1 document (1 page as pictures) went to h, 1 call."),
        (Sent(to="h", calls=1), "Test questions went to h, 1 call."),
        (Sent(to="h"), "Nothing left this machine."),
        (Sent(store="db"), "Results and the text they come from went to the store at db."),
    ],
)
def test_what_left_is_said_in_a_line(sent: Sent, said: str) -> None:
    assert str(sent) == said


def test_calls_documents_and_pages_are_counted_where_the_endpoint_is_another_machine() -> None:
    accounts = Accounts(to="api.example.org")
    result = Result(document="a.pdf", path="a.pdf", sha256="", status="review")
    asked = Reading(reader="llm", version="1", fields={}, calls=3, pictured=2)
    kept = Reading(reader="llm", version="1", fields={}, calls=9)
    layout = Reading(reader="layout", version="1", fields={})
    accounts.add(result, (layout, asked), ())
    accounts.add(result, (layout, kept), (kept,))
    accounts.add(result, (layout,), ())
    assert str(accounts.sent(4)) == "Text of 1 document (2 pages as pictures) went to api.example.org, 4 calls."
    assert str(accounts.sent(0)) == "Text of 1 document (2 pages as pictures) went to api.example.org, 3 calls."


@pytest.mark.parametrize(
    ("endpoint", "host"),
    [
        ({"base_url": "https://api.example.org/v1", "model": "m"}, "api.example.org"),
        ({"model": "m"}, "api.openai.com"),
        ({"base_url": "http://127.0.0.1:9/v1", "model": "m"}, ""),
    ],
)
def test_readers_know_which_machine_their_model_is_on(
    endpoint: dict[str, str], host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-nobody")
    with open_readers(resolve_settings(endpoint, {}), None) as readers:
        assert readers.host == host
