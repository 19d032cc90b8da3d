"""Where the settings of a run come from, and what is said when one is wrong."""

import pytest

from extractor.documents.limits import DEFAULT_LIMITS
from extractor.errors import ConfigurationError
from extractor.run.settings import DEFAULT_STORE, resolve_settings, shown_store


def test_without_anything_the_defaults_hold() -> None:
    settings = resolve_settings({}, {})
    assert (settings.store, settings.readers, settings.policy, settings.again) == (DEFAULT_STORE, (), "standard", False)


def test_the_environment_comes_before_the_default() -> None:
    environment = {"EXTRACTOR_STORE": "here.sqlite", "EXTRACTOR_READERS": "layout", "EXTRACTOR_BASE_URL": "http://h/v1"}
    settings = resolve_settings({"store": None}, environment)
    assert (settings.store, settings.readers) == ("here.sqlite", ("layout",))
    assert settings.endpoint.base_url == "http://h/v1"


def test_what_was_typed_comes_before_the_environment() -> None:
    settings = resolve_settings({"jobs": 3, "policy": "strict"}, {"EXTRACTOR_JOBS": "7"})
    assert (settings.jobs, settings.policy) == (3, "strict")


def test_an_empty_variable_counts_as_not_set() -> None:
    assert resolve_settings({}, {"EXTRACTOR_STORE": ""}).store == DEFAULT_STORE


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"readers": "layout,ocr"}, r"--readers \(or EXTRACTOR_READERS\)"),
        ({"jobs": 0}, r"--jobs \(or EXTRACTOR_JOBS\)"),
        ({"policy": "lax"}, r"--policy .*'standard' or 'strict'"),
        ({"memory_mib": 64}, r"--open-memory \(or EXTRACTOR_OPEN_MEMORY\): .*at least 256 MiB"),
        ({"pages": "0"}, r"--open-pages \(or EXTRACTOR_OPEN_PAGES\): must be more than 0"),
        ({"vision": "sometimes"}, r"--vision \(or EXTRACTOR_VISION\): .*'auto', 'never' or 'always'"),
        ({"deadline_seconds": "-1"}, r"--deadline-seconds \(or EXTRACTOR_DEADLINE\)"),
    ],
)
def test_a_wrong_setting_is_named(given: dict[str, object], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        resolve_settings(given, {})


def test_limits_of_opening_come_from_the_environment_one_by_one() -> None:
    limits = resolve_settings({"pages": 3}, {"EXTRACTOR_OPEN_MEMORY": "512", "EXTRACTOR_OPEN_PAGES": "9"}).limits
    assert (limits.pages, limits.memory_mib, limits.words) == (3, 512, DEFAULT_LIMITS.words)


def test_the_password_of_a_store_is_never_shown() -> None:
    assert shown_store("postgresql://me:secret@host:5432/db") == "postgresql://me:…@host:5432/db"
    assert shown_store("postgresql://me@host/db") == "postgresql://me@host/db"
    assert shown_store("sqlite:///here.sqlite") == "sqlite:///here.sqlite"
