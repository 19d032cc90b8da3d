"""Pictures of the review screen in text, kept beside the tests: a change of what people see is seen in the diff.

``python -m tests.test_review_snapshots`` draws them anew.
"""

import asyncio
import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.evidence.sentences import SWITCH
from extractor.review.session import ReviewSession
from extractor.review.tui.key_bindings import commands
from extractor.review.tui.review_app import ReviewApp
from extractor.store import Store
from tests.review_desk import contradictory, misread
from tests.test_review_tui import keys, screen_text

pytestmark = pytest.mark.slow

SCREENS = Path(__file__).with_name("screens")
PACE = re.compile(r"── (?:\d+\.\d s/field|每项 \d+\.\d 秒).*")
"""The pace of a session, and what stands behind it in the head line: it may be cut anywhere."""
STATES: dict[str, tuple[str, ...]] = {
    "flagged": (),
    "typing": ("1", "2"),
    "asked": ("b",),
    "signed": (*"1204", "enter"),
    "waiving": ("s", "w"),
    "fields": ("f",),
}
SIZES = {"small": (80, 24), "large": (120, 36)}
NAMES = [
    *(f"{state}-{size}-{language}" for state in STATES for size in SIZES for language in ("en", "zh")),
    "empty-small-en",
    "empty-small-zh",
    "flagged-small-en-no_color",
]


async def drawn(name: str, folder: Path, setenv: Callable[[str, str], None]) -> str:
    """The screen of that name, without what differs from run to run."""
    state, size, language, *plain = name.split("-")
    setenv(SWITCH, language)
    setenv("NO_COLOR", "1" if plain else "")
    with Store(str(folder / "store.sqlite")) as store:
        if state != "empty":
            misread(store, folder)
            contradictory(store, folder)
        app = ReviewApp(ReviewSession(store, "anna"), settle=0)
        async with app.run_test(size=SIZES[size]) as pilot:
            await keys(pilot)
            await keys(pilot, *STATES.get(state, ()))
            await keys(pilot)
            text = PACE.sub("── PACE", screen_text(app))
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


@pytest.mark.parametrize("name", NAMES)
async def test_the_screen_looks_as_it_did(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands.cache_clear()
    assert await drawn(name, tmp_path, monkeypatch.setenv) == (SCREENS / f"{name}.txt").read_text("utf-8")


def draw_all() -> None:
    """Every picture anew."""
    SCREENS.mkdir(exist_ok=True)
    for name in NAMES:
        with tempfile.TemporaryDirectory() as folder:
            text = asyncio.run(drawn(name, Path(folder), os.environ.__setitem__))
        (SCREENS / f"{name}.txt").write_text(text, "utf-8")


if __name__ == "__main__":
    draw_all()
