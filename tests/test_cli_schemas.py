"""``extractor schemas new`` and ``try`` as they are typed: what goes where, and how they end."""

from pathlib import Path
from random import Random

import pytest

from tests.drawn_families import DRAWN
from tests.typed_commands import extractor

pytestmark = pytest.mark.slow


def samples(folder: Path) -> list[str]:
    """Three bills."""
    names = []
    for seed in (1, 2, 3):
        names.append(f"bill_{seed}.txt")
        (folder / names[-1]).write_text("\n".join(DRAWN["invoice"](Random(seed))[0]) + "\n", "utf-8")
    return names


def test_a_pack_is_written_to_a_file_and_read_by_its_name(tmp_path: Path) -> None:
    first, second, third = samples(tmp_path)
    made = extractor(tmp_path, "schemas", "new", "bills", first, second, "-o", "schemas/bills/pack.yaml")
    tried = extractor(tmp_path, "schemas", "try", "bills", third)

    assert (made.code, made.out) == (0, "")
    assert "bill_1.txt, bill_2.txt" in (tmp_path / "schemas/bills/pack.yaml").read_text("utf-8")
    assert tried.code == 0, tried.out
    assert "items.0.amount" in tried.out
    assert "left over" not in tried.out


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    first, *_ = samples(tmp_path)
    (tmp_path / "pack.yaml").write_text("mine")
    made = extractor(tmp_path, "schemas", "new", "bills", first, "-o", "pack.yaml")

    assert made.code == 3
    assert "is there already" in made.err
    assert (tmp_path / "pack.yaml").read_text() == "mine"


def test_a_page_of_html_shows_what_is_left_over(tmp_path: Path) -> None:
    first, second, third = samples(tmp_path)
    extractor(tmp_path, "schemas", "new", "bills", first, second, "-o", "schemas/bills/pack.yaml")
    with (tmp_path / third).open("a", encoding="utf-8") as file:
        file.write("\nShipping & handling\t7.35\n")
    tried = extractor(tmp_path, "schemas", "try", "bills", third, "--html", "-o", "trial.html")
    page = (tmp_path / "trial.html").read_text("utf-8")

    assert (tried.code, tried.out) == (1, "")
    assert '<span class="key left">Shipping &amp; handling</span>' in page


def test_without_samples_and_model_nothing_can_be_proposed(tmp_path: Path) -> None:
    made = extractor(tmp_path, "schemas", "new", "bills")

    assert made.code == 3
    assert "give samples, or a model with --from" in made.err


def test_a_form_of_labels_can_be_tried_too(tmp_path: Path) -> None:
    first, *_ = samples(tmp_path)
    tried = extractor(tmp_path, "schemas", "try", "us_foia", first)

    assert tried.code == 3
    assert "most of the labels are not printed in it" in tried.err
