"""Engines that are libraries: what they say, as their documentation has it, becomes words with boxes in pixels.

The libraries themselves are not asked: their models are fetched from where no test may reach.
"""

import importlib.metadata
import sys
from types import ModuleType, SimpleNamespace
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from extractor.documents.scan.engines.doctr_engine import Doctr
from extractor.documents.scan.engines.engine_choice import engine_versions, second_engine
from extractor.documents.scan.engines.paddle_engine import Paddle
from extractor.documents.scan.engines.text_engine import SeenWord
from extractor.errors import ConfigurationError, OpenerDefect

Pixels: TypeAlias = NDArray[np.uint8]
PAGE = np.full((200, 400), 255, np.uint8)


def offer(monkeypatch: pytest.MonkeyPatch, package: str, name: str, **parts: object) -> None:
    """A library of that name and package, of version 9."""
    module = ModuleType(name)
    vars(module).update(parts)
    monkeypatch.setitem(sys.modules, name, module)
    known = importlib.metadata.version
    told = "extractor.documents.scan.engines.{}.version"
    which = "doctr_engine" if package == "python-doctr" else "paddle_engine"
    monkeypatch.setattr(told.format(which), lambda asked: "9" if asked == package else known(asked))
    second_engine.cache_clear()


def doctr_page(*words: tuple[str, tuple[tuple[float, float], tuple[float, float]], float]) -> SimpleNamespace:
    made = [SimpleNamespace(value=text, geometry=box, confidence=sure) for text, box, sure in words]
    return SimpleNamespace(pages=[SimpleNamespace(blocks=[SimpleNamespace(lines=[SimpleNamespace(words=made)])])])


def test_words_of_doctr_have_boxes_in_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[int, ...]] = []

    def ocr_predictor(*, pretrained: bool) -> object:
        assert pretrained

        def predict(pages: list[Pixels]) -> SimpleNamespace:
            seen.append(pages[0].shape)
            return doctr_page(("1,286", ((0.1, 0.2), (0.3, 0.25)), 0.97))

        return predict

    offer(monkeypatch, "python-doctr", "doctr.models", ocr_predictor=ocr_predictor)
    monkeypatch.setitem(sys.modules, "doctr", ModuleType("doctr"))
    assert Doctr().read(PAGE, 200) == (SeenWord("1,286", 40, 40, 120, 50, 0.97),)
    assert seen == [(200, 400, 3)]


def test_lines_of_paddle_are_taken_apart_into_words(monkeypatch: pytest.MonkeyPatch) -> None:
    class PaddleOCR:
        def __init__(self, **asked: bool) -> None:
            assert not any(asked.values())

        def predict(self, page: Pixels) -> list[dict[str, object]]:
            assert page.shape == (200, 400, 3)
            boxes = np.array([[20, 30, 120, 48]], np.int16)
            return [{"rec_texts": ["Sum 1,286."], "rec_scores": [0.9], "rec_boxes": boxes}]

    offer(monkeypatch, "paddleocr", "paddleocr", PaddleOCR=PaddleOCR)
    assert Paddle().read(PAGE, 200) == (SeenWord("Sum", 20, 30, 50, 48, 0.9), SeenWord("1,286.", 60, 30, 120, 48, 0.9))
    monkeypatch.setenv("EXTRACTOR_ENGINES", "paddle")
    assert engine_versions() == ("paddle 9",)


@pytest.mark.parametrize(
    ("kind", "package", "module"), [(Doctr, "python-doctr", "doctr.models"), (Paddle, "paddleocr", "paddleocr")]
)
def test_models_that_cannot_be_fetched_are_a_fault_of_the_settings(
    kind: type[Doctr] | type[Paddle], package: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**asked: bool) -> object:
        raise OSError("no way to the models")

    offer(monkeypatch, package, module, ocr_predictor=refuse, PaddleOCR=refuse)
    monkeypatch.setitem(sys.modules, "doctr", ModuleType("doctr"))
    with pytest.raises(ConfigurationError, match="cannot fetch them"):
        kind().read(PAGE, 200)


def test_a_library_that_fails_on_a_page_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def predict(pages: list[Pixels]) -> object:
        raise RuntimeError("out of memory")

    offer(monkeypatch, "python-doctr", "doctr.models", ocr_predictor=lambda **asked: predict)
    monkeypatch.setitem(sys.modules, "doctr", ModuleType("doctr"))
    with pytest.raises(OpenerDefect, match="doctr failed"):
        Doctr().read(PAGE, 200)


@pytest.mark.parametrize("name", ["doctr", "paddle"])
def test_a_library_that_is_not_installed_names_its_extra(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("doctr", "doctr.models", "paddleocr"):
        monkeypatch.setitem(sys.modules, module, None)
    second_engine.cache_clear()
    with pytest.raises(ConfigurationError, match=f'install the extra "{name}"'):
        second_engine(name)
