"""Everything the review says under ``--lang zh`` is Chinese.

No screen and no sentence has a run of ASCII letters that is not a value, the name of a key, a path, a code of a rule,
or a term listed here.
"""

import re
import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from extractor.evidence.sentences import SWITCH
from extractor.review.case import case_of
from extractor.review.proposal import proposal_for
from extractor.review.session import ReviewSession
from extractor.review.spoken_words import _written as written
from extractor.review.tui.key_bindings import commands
from extractor.review.tui.review_app import ReviewApp
from extractor.run.engine import run_documents
from extractor.run.settings import RunSettings
from extractor.schemas.registry import load_schemas
from extractor.store import Store
from extractor.verify.finding import SENTENCES
from extractor.verify.wording import WORDS
from tests.house import ROOT
from tests.test_review_tui import LARGE, SMALL, keys, screen_text
from tests.typed_commands import extractor

pytestmark = pytest.mark.slow

SAMPLES = ROOT / "evals" / "samples"
NAMES = ("qinghechuan-2022-misprint.txt", "liuquantang-2023-totals.txt", "songbaiwan-2022.txt", "minglan-2021-scan.pdf")
NOTE = "unknown.txt"

TERMS = frozenset(
    {
        # keys
        "Enter", "Esc", "Tab", "Insert", "Delete", "PgUp", "PgDn", "PgDown", "Ctrl", "F",
        # what is typed
        "blank", "n", "a", "absent", "yes", "no", "run", "show", "export", "FILE", "FOLDER", "schema", "NAME", "review",
        # names that are the same in every language
        "extractor", "layout", "llm", "PDF", "T", "anna", "zh", "gov", "disclosure", "us", "foia", "annual",
    }
)  # fmt: skip
PATHLIKE = re.compile(r"[\w./-]*(?:[./_-][\w-]+)+|\b[a-z_]+\d*(?:\.[a-z_0-9]+)+")
RUN = re.compile(r"[A-Za-z]{2,}")


def foreign(text: str, *values: str) -> list[str]:
    """Runs of letters that nothing explains."""
    for value in sorted(filter(None, values), key=len, reverse=True):
        text = text.replace(value, " ")
    return [word for word in RUN.findall(PATHLIKE.sub(" ", text)) if word not in TERMS]


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    paths = [Path(shutil.copy(SAMPLES / name, folder / name)) for name in NAMES if not name.endswith("pdf")]
    (folder / NOTE).write_text("会议通知\n\n明日上午九时开会。\n")
    with Store(str(folder / "store.sqlite")) as store:
        run_documents([*paths, folder / NOTE], RunSettings(readers=("layout",), jobs=1), store)
    return folder / "store.sqlite"


@pytest.fixture
def reports(read_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv(SWITCH, "zh")
    commands.cache_clear()
    with Store(str(shutil.copy(read_once, tmp_path / "extractor.sqlite"))) as store:
        yield store
    commands.cache_clear()


SCREENS: dict[str, tuple[str, ...]] = {
    "flagged": (),
    "details": ("i",),
    "help": ("?",),
    "typing": ("1", "2"),
    "typed over": (*"266", "enter"),
    "refused": ("e", *"x", "enter"),
    "nothing typed": ("e", "ctrl+u", "enter"),
    "asked": ("b",),
    "as printed": ("c",),
    "illegible": ("k",),
    "shifted": ("<",),
    "waiving": ("w",),
    "waived": ("w", "enter"),
    "noting": ("N",),
    "no copy": ("t",),
    "no cause": ("E",),
    "no list": ("insert", "1", "enter"),
    "no row": ("B",),
    "another reader": ("o",),
    "picture": ("v",),
    "every field": ("f",),
    "no proposal": ("f", "r"),
    "filtered": ("slash", "9", "9", "9", "9", "9"),
    "search": ("ctrl+f", "2"),
    "found": ("ctrl+f", "2", "enter"),
    "found nowhere": ("ctrl+f", "9", "9", "9", "9", "9", "enter"),
    "undone": ("c", "c", "u"),
    "redone": ("c", "c", "u", "U"),
    "nothing to undo": ("u",),
    "second document": ("s",),
    "its details": ("s", "i"),
    "its next": ("s", "n", "n"),
    "fits no schema": ("s", "s"),
    "choosing": ("s", "s", "F"),
    "cannot choose": ("s", "s", "F", "enter"),
    "choosing another": ("F",),
    "palette": ("ctrl+p",),
    "palette finds": ("ctrl+p", *"w"),
    "palette finds nothing": ("ctrl+p", *"0000"),
}


def titles() -> set[str]:
    """Words of the titles that schemas give themselves, in their own language, and of the names of their forms."""
    return {
        word
        for schema in load_schemas()
        for word in RUN.findall(" ".join((schema.name, schema.title, *(form.name for form in schema.forms))))
    }


@pytest.mark.parametrize(("size", "step"), [(SMALL, 4), (LARGE, 1)], ids=["some of them, small", "all, large"])
async def test_every_screen_is_chinese(reports: Store, size: tuple[int, int], step: int) -> None:
    found: dict[str, list[str]] = {}
    for name, pressed in islice(SCREENS.items(), 0, None, step):
        app = ReviewApp(ReviewSession(reports, "anna"), settle=0)
        async with app.run_test(size=size) as pilot:
            await keys(pilot, *pressed)
            await app.workers.wait_for_complete()
            await keys(pilot)
            text = screen_text(app)
            app.session.close()
        titled = titles() if name.startswith("choosing") else set()
        left = [word for word in foreign(text, *NAMES, NOTE) if word not in titled]
        if left:
            found[name] = left
    assert found == {}


def test_what_is_said_of_every_field_is_chinese(reports: Store) -> None:
    found: dict[str, list[str]] = {}
    for entry in reports.queue():
        filed = reports.filed(entry.sha256, entry.schema_name)
        case = case_of(filed) if filed is not None else None
        if case is None:
            continue
        for finding in case.verdict.findings:
            if finding.outcome != "pass" and (left := foreign(case.told(finding), finding.code, *finding.paths)):
                found[finding.code] = left
        for item in (*case.open_items, *case.every_field):
            proposal = proposal_for(case, item)
            said = [] if proposal is None else [proposal.line(str), proposal.problem]
            reasons = case.verdict.fields[item.path].told("zh") if item.path else ()
            if left := [word for each in (*said, *reasons) for word in foreign(each)]:
                found[item.key] = left
    assert found == {}


def test_every_written_sentence_is_chinese() -> None:
    details = re.compile(r"\{[^}]*\}")
    said = {name: texts["zh"] for name, texts in written().items()}
    said |= {command.name: command.words["zh"] for command in commands()}
    for sentences in (SENTENCES, WORDS):
        said |= {name: texts["zh"] for name, texts in sentences._written.items()}
    found = {name: left for name, text in said.items() if (left := foreign(details.sub(" ", text)))}
    assert found == {}


def test_the_summary_and_the_status_are_chinese(reports: Store, tmp_path: Path) -> None:
    session = ReviewSession(reports, "anna")
    assert foreign(session.summary()) == []
    session.next_document()
    by_locale = extractor(tmp_path, "status", EXTRACTOR_LANG="", LC_ALL="zh_CN.UTF-8").out
    by_option = extractor(tmp_path, "status", "--lang", "zh", EXTRACTOR_LANG="en").out
    said = extractor(tmp_path, "status", EXTRACTOR_LANG="zh").out
    assert by_locale == by_option == said
    assert "accepted" in extractor(tmp_path, "status", "--lang", "en", EXTRACTOR_LANG="zh").out
    assert "待复核" in said and "anna 正在复核" in said
    marks = re.findall(r"\b[0-9a-f]{8}\b", said)  # of the readers
    assert foreign(said, *NAMES, NOTE, *marks) == []
