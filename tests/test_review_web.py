"""The screen of review in a browser: the same app, for nobody who was not given its address."""

import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep

import pytest

from extractor.store import Store
from tests.chromium_page import CHROMIUM, ChromiumPage
from tests.house import ROOT
from tests.review_desk import PROCESSED, misread

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("textual_serve") is None, reason="the extra [web] is not installed"),
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(str(tmp_path / "extractor.sqlite")) as opened:
        misread(opened, tmp_path)
        yield opened


@pytest.fixture
def address(store: Store, tmp_path: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "extractor", "review", "--web", "--store", str(tmp_path / "extractor.sqlite")]
    serving = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    assert serving.stderr is not None
    said = serving.stderr.readline()
    assert "Review in a browser on this machine: " in said, said
    found = said.split(": ", 1)[1].strip()
    while answered(found) == 0:
        sleep(0.1)
    yield found
    serving.terminate()
    serving.communicate(timeout=30)


def answered(address: str, **headers: str) -> int:
    """The status of an answer; 0 where nobody answers."""
    asked = urllib.request.Request(address, headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except urllib.error.URLError:
        return 0


def test_only_who_has_the_address_is_answered(address: str) -> None:
    home = address.split("?")[0]
    assert address.startswith("http://127.0.0.1:") and len(address.split("token=")[1]) >= 32
    assert answered(address) == 200
    assert [answered(home), answered(f"{home}?token=guess"), answered(f"{home}static/js/textual.js")] == [403] * 3
    assert answered(f"{home}ws", Origin=home.rstrip("/")) == 403
    assert answered(address, Host="reviews.example") == 403
    assert answered(address, Origin="http://reviews.example") == 403
    assert answered(address.replace("/?", "/ws?")) == 403


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed here")
def test_a_value_is_corrected_in_a_real_browser_and_nothing_is_fetched_from_elsewhere(
    address: str, store: Store, tmp_path: Path
) -> None:
    (result,) = store.results()
    with ChromiumPage(address) as page:
        page.load()
        waited = monotonic()
        while not page.value("document.body.classList.contains('-first-byte')") and monotonic() - waited < 60:
            sleep(0.2)
        while not store.leases.current() and monotonic() - waited < 60:
            sleep(0.2)
        sleep(2)
        page.value("document.querySelector('.xterm-helper-textarea').focus()")
        for key in "1204":
            page.ask("Input.dispatchKeyEvent", type="keyDown", key=key, text=key, windowsVirtualKeyCode=ord(key))
            page.ask("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=ord(key))
            sleep(0.3)
        page.press("Enter", 13)
        while not store.edits(result.sha256) and monotonic() - waited < 90:
            sleep(0.2)
        page.picture(tmp_path / "seen.png")
        requests = page.requests
    assert [(edit.path, edit.value) for edit in store.edits(result.sha256)] == [(PROCESSED, 1204)]
    assert requests and all(each.startswith((address.split("?")[0], "ws://127.0.0.1", "data:")) for each in requests)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed here")
def test_a_page_of_another_origin_cannot_open_the_screen(address: str, tmp_path: Path) -> None:
    foreign = tmp_path / "foreign.html"
    foreign.write_text("<!doctype html><title>elsewhere</title>")
    socket = address.replace("http://", "ws://").replace("/?", "/ws?")
    tried = (
        f"new Promise(done => {{ const s = new WebSocket('{socket}');"
        " s.onopen = () => done('open'); s.onerror = () => done('refused'); })"
    )
    with ChromiumPage(foreign) as page:
        page.load()
        assert page.value(tried) == "refused"
        assert any("403" in each for each in page.console), page.console
