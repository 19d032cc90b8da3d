"""Two checkouts that read one document differently have different fingerprints, and what differs is the right layer."""

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from extractor.documents.scan import SWITCH, ocr_ready
from extractor.run.fingerprint import Fingerprint, fingerprint_of
from extractor.run.layers import KINDS, LAYERS, PICTURES, LayerKind
from extractor.schemas.registry import RULES_FOLDER, schema_names
from extractor.sources import sources_of
from tests.house import ROOT, shown, tree
from tests.plain_reports import foia_report

pytestmark = pytest.mark.slow

READERS: dict[LayerKind, str] = {"layout": "", "llm": "a model", "consulting": "row by row"}
SCHEMAS = {f"schema {name}" for name in schema_names()}
OTHERS = SCHEMAS - {"schema us_foia"}

CHANGES: dict[str, set[str]] = {
    "extractor/errors.py": {"opening"},
    "extractor/evidence/sentences.toml": {"opening"},
    "extractor/documents/limits.py": {"opening"},
    "extractor/documents/scan/numbers/views.py": {"opening"},
    "extractor/schemas/values.py": SCHEMAS,
    "extractor/schemas/phrases.toml": SCHEMAS,
    "schemas/us_foia/report.py": {"schema us_foia"},
    "schemas/us_foia/rules.py": {"schema us_foia"},
    "schemas/us_foia/a_new_file.txt": {"schema us_foia"},
    "schemas/us_foia/rules.yaml": {"rules us_foia"},
    "extractor/readers/locate.py": {"recognition"},
    "extractor/run/pipeline.py": {"recognition"},
    "extractor/readers/layout/window.py": {"layout"},
    "extractor/readers/llm/plan.py": {"llm"},
    "prompts/rows_cells.md": {"llm"},
    "prompts/us_foia/rows_cells.md": {"llm us_foia"},
    "extractor/verify/place.py": {"verify"},
    "extractor/verify/diagnose/peeling.py": {"verify"},
    "extractor/run/consulting.py": {"consulting"},
    "extractor/policy.py": {"policy"},
    "extractor/route.py": {"policy"},
    "extractor/relations.py": {"policy"},
    "extractor/cli/app.py": set(),
    "extractor/export/lines.py": set(),
    "extractor/documents/__pycache__/limits.cpython-311.pyc": set(),
}
"""What a line more in each of these files changes."""

ONE_AFTER_THE_OTHER = """
import json, sys
from pathlib import Path
from extractor import sources
from extractor.run.fingerprint import fingerprint_of
from extractor.schemas.registry import schema_names

def layers():
    sources.hash_of.cache_clear()
    readers = {"layout": "", "llm": "a model", "consulting": "row by row"}
    return fingerprint_of(schema_names(), False, readers, "standard").layers

found = {"": layers()}
for name in json.loads(sys.argv[1]):
    path = Path(name)
    before = path.read_bytes() if path.is_file() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((before or b"") + b"\\n# another line\\n")
    found[name] = layers()
    path.unlink() if before is None else path.write_bytes(before)
print(json.dumps(found))
"""


READS_NOTHING = """
_read = read_layout
read_layout = lambda *given: _read(*given).model_copy(update={"fields": {}})
"""


def checkout(folder: Path) -> Path:
    """A checkout in another place, without what only measures and tests."""
    leave_out = shutil.ignore_patterns("__pycache__", "evaluate", ".*")
    for name in ("extractor", "schemas", "prompts"):
        shutil.copytree(ROOT / name, folder / name, ignore=leave_out)
    return folder


def run_python(folder: Path, *words: str, **environment: str) -> str:
    """Standard output of the checkout's own Python code."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("EXTRACTOR_", "OPENAI_"))}
    clean |= {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, env=clean, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """The layers of a checkout as it is (under no name), and after a line more in each of the files."""
    folder = checkout(tmp_path_factory.mktemp("checkout"))
    found: dict[str, dict[str, str]] = json.loads(
        run_python(folder, "-c", ONE_AFTER_THE_OTHER, json.dumps(list(CHANGES)))
    )
    return found


@pytest.mark.parametrize("file", CHANGES)
def test_a_line_more_changes_its_own_layer_and_no_other(file: str, changed: dict[str, dict[str, str]]) -> None:
    now, then = Fingerprint(layers=changed[file]), Fingerprint(layers=changed[""])
    assert {layer for name in schema_names() for layer in now.changes(then, name)} == CHANGES[file]


@pytest.mark.parametrize("file", ["schemas/us_foia/rules.yaml", "prompts/us_foia/rows_cells.md"])
def test_rules_and_prompts_of_one_schema_are_nothing_to_documents_of_another(
    file: str, changed: dict[str, dict[str, str]]
) -> None:
    now, then = Fingerprint(layers=changed[file]), Fingerprint(layers=changed[""])
    assert (len(now.changes(then, "us_foia")), now.changes(then, "gov_disclosure")) == (1, ())


@pytest.mark.parametrize("file", CHANGES)
def test_a_document_that_fits_no_schema_depends_on_what_tells_forms_alone(
    file: str, changed: dict[str, dict[str, str]]
) -> None:
    now, then = Fingerprint(layers=changed[file]), Fingerprint(layers=changed[""])
    telling = {layer for layer in CHANGES[file] if layer.partition(" ")[0] in ("opening", "schema", "recognition")}
    assert set(now.changes(then, "")) == telling


def test_every_layer_is_among_the_changes() -> None:
    assert {layer.partition(" ")[0] for layers in CHANGES.values() for layer in layers} == set(KINDS) - {"choice"}


def test_the_same_sources_in_another_place_have_the_same_fingerprint(changed: dict[str, dict[str, str]]) -> None:
    assert changed[""] == fingerprint_of(schema_names(), False, READERS, "standard").layers


def test_the_same_sources_installed_have_the_same_fingerprint(
    tmp_path: Path, changed: dict[str, dict[str, str]]
) -> None:
    """As a wheel lays them out."""
    folder = checkout(tmp_path)
    (folder / "extractor" / "builtin").mkdir()
    for name in ("schemas", "prompts"):
        (folder / name).rename(folder / "extractor" / "builtin" / name)
    assert json.loads(run_python(folder, "-c", ONE_AFTER_THE_OTHER, "[]")) == {"": changed[""]}


def test_a_store_of_another_checkout_counts_as_done_only_where_both_read_alike(tmp_path: Path) -> None:
    one, other, alike = (checkout(tmp_path / name) for name in ("one", "other", "alike"))
    with (other / "extractor" / "readers" / "layout" / "__init__.py").open("a", encoding="utf-8") as layout:
        layout.write(READS_NOTHING)
    (tmp_path / "report.txt").write_text(foia_report("Office of Tests", 12))

    def read(folder: Path) -> tuple[bool, str]:
        place = ("--store", str(tmp_path / "reports.sqlite"), "--readers", "layout", "--json")
        out = run_python(folder, "-m", "extractor", "run", str(tmp_path / "report.txt"), *place)
        (entry,) = json.loads(out)["entries"]
        return entry["done_before"], entry["status"]

    assert [read(each) for each in (one, alike, other)] == [(False, "accepted"), (True, "accepted"), (False, "review")]


# -- what the environment has a say in


def layers(**given: object) -> dict[str, str]:
    """The layers of this checkout under some settings."""
    usual: dict[str, object] = {"schemas": schema_names(), "given": False, "readers": READERS, "policy": "standard"}
    return fingerprint_of(**{**usual, **given}).layers  # type: ignore[arg-type]  # a call with keywords of its own


def differing(one: dict[str, str], other: dict[str, str]) -> set[str]:
    return {layer for layer in {*one, *other} if one.get(layer) != other.get(layer)}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"policy": "strict"}, {"policy"}),
        ({"readers": {**READERS, "llm": "another model"}}, {"llm"}),
        ({"readers": {**READERS, "consulting": "document"}}, {"consulting"}),
        ({"readers": {"layout": "", "llm": "a model"}}, {"consulting"}),
        ({"readers": {"layout": ""}}, {"llm", "consulting"}),
        ({"schemas": ("us_foia",)}, OTHERS),
        ({"schemas": ("us_foia",), "given": True}, {*OTHERS, "choice"}),
    ],
)
def test_a_setting_changes_the_layer_it_is_about(given: dict[str, object], expected: set[str]) -> None:
    assert differing(layers(), layers(**given)) == expected


@pytest.mark.skipif(not ocr_ready(), reason="needs the extra ocr")
def test_pages_that_are_pictures_are_read_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    before = layers()
    monkeypatch.setenv(SWITCH, "never")
    assert differing(before, layers()) == {"opening"}


def test_rules_of_ones_own_are_a_layer_of_their_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = layers()
    monkeypatch.setenv(RULES_FOLDER, str(tmp_path))
    assert layers() == before
    (tmp_path / "us_foia.yaml").write_text("rules: []\n")
    assert differing(before, layers()) == {"rules us_foia"}


@pytest.mark.parametrize(
    ("package", "expected"),
    [
        ("xlrd", {"opening"}),
        ("rapidfuzz", {"recognition", "layout", "verify"}),
        ("ortools", {"verify"}),
        ("rich", set()),
    ],
)
def test_another_version_of_a_package_changes_the_layer_it_works_in(
    tmp_path: Path, package: str, expected: set[str]
) -> None:
    told = tmp_path / "first" / f"{package}-99.0.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 99.0\n")
    code = (
        "import json\nfrom extractor.run.fingerprint import fingerprint_of\n"
        "print(json.dumps(fingerprint_of(('us_foia', 'gov_disclosure'), False, {'layout': ''}, 'standard').layers))"
    )
    before, after = (
        json.loads(run_python(tmp_path, "-c", code, PYTHONPATH=path))
        for path in (str(ROOT), f"{told.parent}{os.pathsep}{ROOT}")
    )
    assert differing(before, after) == expected


# -- as text


def test_a_fingerprint_survives_being_stored() -> None:
    made = fingerprint_of(schema_names(), True, READERS, "strict")
    assert Fingerprint.parse(str(made)) == made
    assert "policy:strict+" in str(made)


@pytest.mark.parametrize("text", ["", "made by this test", "extractor 0.1.0; us_foia.2; llm 1+qwen2.5:7b; standard"])
def test_what_was_stored_before_there_were_layers_has_none_of_them(text: str) -> None:
    now = fingerprint_of(("us_foia",), False, {"layout": ""}, "standard")
    assert now.changes(Fingerprint.parse(text), "us_foia")[0] == "opening"
    assert set(now.changes(Fingerprint.parse(text), "us_foia")) >= set(now.layers)


# -- the layers cover what they run

BESIDE: dict[str, str] = {
    "extractor/run/pipeline.py": "calls every stage in turn and has no place among them",
    "extractor/settlement.py": "asks the store, which gives back what it was given",
    "extractor/consequences.py": "the same, and notes what a verdict was made of",
}
"""Modules that may import what is above their layer or in none, and why."""

DECIDE_NOTHING = {
    "fsspec",
    "pydantic",
    "pydantic_core",
    "openai",
    "instructor",
    "aiohttp",
    "httpx2",
    "xllamacpp",
    "rich",
    "platformdirs",
}
"""Packages that carry what was found, or requests and their answers. The embedded model's runtime does decide: it is
among the settings of its reader."""


def layer_files() -> dict[Path, LayerKind]:
    """The Python files of every layer."""
    found = {}
    for kind, layer in LAYERS.items():
        for part in layer.parts:
            for file in sources_of(part):
                if file.name.endswith(".py"):
                    found[ROOT / "extractor" / file.name] = kind
    return found


FILES = layer_files()


def imported(path: Path) -> Iterator[str]:
    """Full names of what a file imports, wherever in it, packages that are looked up by their name included."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("import_module", "find_spec"):
            yield from (str(each.value) for each in node.args if isinstance(each, ast.Constant))


def module_of(name: str) -> Path:
    """The file of a module, or of the module that a name is taken from."""
    path = ROOT.joinpath(*name.split("."))
    places = (
        path.with_suffix(".py"),
        path / "__init__.py",
        path.parent.with_suffix(".py"),
        path.parent / "__init__.py",
    )
    return next(place for place in places if place.is_file())


def test_no_module_of_a_layer_imports_what_no_layer_at_or_below_it_covers() -> None:
    order = {kind: KINDS.index(kind) for kind in KINDS}
    beyond = []
    for path, kind in FILES.items():
        known = {each for each in FILES if order[FILES[each]] < order[kind] or FILES[each] == kind}
        known -= {each for each in FILES if {FILES[each], kind} == {"layout", "llm"}}
        inside = {module_of(name) for name in imported(path) if name.startswith("extractor.")}
        beyond += [f"{shown(path)} imports {shown(each)}" for each in inside - known if shown(path) not in BESIDE]
    assert beyond == []


def test_every_package_that_a_layer_leans_on_is_in_its_mark() -> None:
    distributions = metadata.packages_distributions()
    marked = {kind: {*layer.packages, *(PICTURES if kind == "opening" else ())} for kind, layer in LAYERS.items()}
    unmarked = []
    for path, kind in FILES.items():
        tops = {name.partition(".")[0] for name in imported(path)} - {"extractor"} - sys.stdlib_module_names
        for top in tops - DECIDE_NOTHING:
            owners = {each.lower() for each in distributions.get(top, [top])}
            if not owners & {each.lower() for each in marked[kind]}:
                unmarked.append(f"{shown(path)} imports {top}")
    assert unmarked == []
