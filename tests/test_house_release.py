"""What a release says about itself is true: version, licence, changes."""

import hashlib
import re
import tomllib

from extractor import __version__
from tests.house import ROOT, sources

AGPL_3_SHA256 = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
"""Of the text as the Free Software Foundation publishes it."""


def test_the_package_and_its_metadata_name_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == __version__


def test_the_distribution_is_not_called_as_another_one_is_and_every_advice_names_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["name"] == "extractor-proof"
    advice = re.compile(r"""pip install \\?["']([\w-]+)\[""")
    named = [name for path in sources("extractor") for name in advice.findall(path.read_text("utf-8"))]
    assert named and set(named) == {project["name"]}


def test_the_changelog_describes_this_version() -> None:
    assert f"\n## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_licence_is_the_official_text_to_the_letter() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == AGPL_3_SHA256


def test_the_readme_says_which_licence_holds_and_why() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert all(words in readme for words in ("GNU Affero General Public License", "PyMuPDF", "Artifex"))
