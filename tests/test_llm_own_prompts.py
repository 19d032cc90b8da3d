"""Prompts and profiles of the user's own go first, are part of what readings depend on, and are named when broken."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.errors import ConfigurationError
from extractor.readers.llm.address import Endpoint
from extractor.readers.llm.profile import LARGE, profile_for
from extractor.readers.llm.prompt import PROMPTS, check_own_prompts, load_prompt, parse_prompt
from extractor.readers.llm.reader import LlmReader
from extractor.run.fingerprint import fingerprint_of
from extractor.run.reader_set import open_readers
from extractor.run.settings import RunSettings
from extractor.schemas.registry import load_schema
from tests.places_stage import Played

SHIPPED = (PROMPTS / "places.md").read_text("utf-8")
EXAMPLES = """
## examples

### request
<document>
A1 a=apples | b=3
</document>

1. line: apples 3

### answer
{"answers": ["A1"]}
"""


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The user's own folder, and no other."""
    folder = tmp_path / "own"
    folder.mkdir()
    monkeypatch.setenv("EXTRACTOR_PROMPTS", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    yield folder


def test_the_users_own_prompt_goes_before_that_of_a_schema_and_before_the_general_one(own: Path) -> None:
    (own / "places.md").write_text(SHIPPED.replace("version: ", "version: own-"), "utf-8")
    assert load_prompt("places", "us_foia").version.startswith("own-")
    (own / "us_foia").mkdir()
    (own / "us_foia" / "places.md").write_text(SHIPPED.replace("version: ", "version: foia-"), "utf-8")
    assert load_prompt("places", "us_foia").version.startswith("foia-")
    assert load_prompt("places", "gov_disclosure").version.startswith("own-")
    assert load_prompt("rows_values").sha256 == parse_prompt((PROMPTS / "rows_values.md").read_text("utf-8")).sha256


def test_own_prompts_are_part_of_readings_and_of_fingerprints(own: Path) -> None:
    def made_with() -> tuple[str, dict[str, str]]:
        reader = LlmReader(Endpoint("http://127.0.0.1:9/v1", "large"))
        layers = fingerprint_of(("us_foia",), False, {"layout": "", "llm": "x"}, "standard").layers
        return reader.version(load_schema("us_foia")), layers

    version, layers = made_with()
    (own / "places.md").write_text(SHIPPED.replace("version: ", "version: own-"), "utf-8")
    changed, now = made_with()
    assert version != changed
    assert {layer for layer in now if now[layer] != layers.get(layer)} == {"llm"}


def test_a_broken_prompt_of_ones_own_is_named_before_the_run(own: Path) -> None:
    (own / "places.md").write_text("---\nname: places\n---\n", "utf-8")
    settings = RunSettings.model_validate({"endpoint": {"base_url": "http://127.0.0.1:9/v1", "model": "large"}})
    with pytest.raises(ConfigurationError, match=r"own/places\.md cannot be used"), open_readers(settings, None):
        pass


@pytest.mark.parametrize(
    ("name", "source", "said"),
    [
        ("plaices.md", SHIPPED, "no prompt is called plaices"),
        ("places.md", SHIPPED.replace("{questions}", ""), "its request has no place for questions"),
        ("places.md", SHIPPED + EXAMPLES.replace('{"answers": ["A1"]}', "A1"), "cannot be used"),
        ("places.md", SHIPPED + EXAMPLES.replace('"answers"', '"answer"'), "the answer of an example is not"),
    ],
)
def test_what_is_wrong_with_a_prompt_of_ones_own_is_said(own: Path, name: str, source: str, said: str) -> None:
    (own / name).write_text(source, "utf-8")
    with pytest.raises(ConfigurationError, match=said):
        check_own_prompts()


def test_a_folder_that_is_none_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EXTRACTOR_PROMPTS", str(tmp_path / "nowhere"))
    with pytest.raises(ConfigurationError, match=r"EXTRACTOR_PROMPTS: .* is no folder"):
        load_prompt("places")


def test_examples_of_places_are_sent_as_turns_before_the_document(own: Path, tmp_path: Path) -> None:
    assert [message["role"] for message in Played(tmp_path).reader.requests[0].messages] == ["system", "user"]
    (own / "places.md").write_text(SHIPPED + EXAMPLES, "utf-8")
    system, asked, answered, real = Played(tmp_path).reader.requests[0].messages
    assert [each["role"] for each in (system, asked, answered, real)] == ["system", "user", "assistant", "user"]
    assert answered["content"] == '{"answers":["A1"]}'
    assert asked["content"].startswith("<document>\nA1 a=apples")


def test_a_profile_of_ones_own_goes_first_and_is_part_of_readings(own: Path) -> None:
    before = LlmReader(Endpoint("http://127.0.0.1:9/v1", "my-model-7b")).setup
    (own / "profiles.toml").write_text(
        '[[profile]]\nname = "mine"\nmodels = ["my-model*"]\nlike = "small"\nrows_per_call = 3\n'
    )
    found = profile_for("vendor/My-Model-7B")
    assert (found.name, found.strategy, found.rows_per_call) == ("mine", "values", 3)
    assert profile_for("another").name == LARGE.name
    assert LlmReader(Endpoint("http://127.0.0.1:9/v1", "my-model-7b")).setup != before


def test_profiles_may_stand_in_the_users_folder_of_settings(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "extractor"
    folder.mkdir(parents=True)
    (folder / "profiles.toml").write_text('[[profile]]\nname = "mine"\nmodels = ["m"]\nseconds = 9.5\n')
    assert profile_for("m").seconds == 9.5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[profile]\n", "cannot be used"),
        ('[[profile]]\nname = "mine"\n', "the profile mine .* it needs name and models"),
        ('[[profile]]\nname = "mine"\nmodels = ["m"]\nlike = "huge"\n', "like names no profile: huge"),
        ('[[profile]]\nname = "mine"\nmodels = ["m"]\nrows = 3\n', "rows is no setting"),
        ('[[profile]]\nname = "mine"\nmodels = ["m"]\nrows_per_call = "many"\n', "profile mine .* rows_per_call"),
    ],
)
def test_what_is_wrong_with_a_profile_is_said(own: Path, text: str, said: str) -> None:
    (own / "profiles.toml").write_text(text)
    with pytest.raises(ConfigurationError, match=said):
        profile_for("m")
