"""The loopback model: a request in, the answer of its mode out, as an endpoint would send it."""

import json
import random
import re
import threading
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace

from extractor.errors import ConfigurationError
from extractor.evaluate.loopback.admission import Admission
from extractor.evaluate.loopback.known_truth import KnownTruth, chosen_truth
from extractor.evaluate.loopback.leaf_oracle import LeafOracle
from extractor.evaluate.loopback.oracle import Oracle
from extractor.evaluate.loopback.pictured_places import PicturedPlaces
from extractor.evaluate.loopback.places_said import Said, written
from extractor.evaluate.loopback.request_text import ReadRequest, read_questions, read_request
from extractor.evaluate.loopback.row_answers import CELL_CHANGES, Rows, picture_answer_from, probe_answer, rows_answer
from extractor.evaluate.loopback.shown_number import number_shown
from extractor.evaluate.loopback.wrong_answers import CHANGES, AskedOf
from extractor.readers.llm.rehearsed_endpoint import ChatRequest, Scene, completion
from extractor.readers.llm.token_bounds import fewest_tokens

_PLAIN_MODES = ("ok", "prose", "refuse", "length", "echo401", "minitems", "slow")
MODES = (*_PLAIN_MODES, *CHANGES)
"""All modes but ``limit:N``."""
_PER_TOKEN = 1.3
"""How many times the fewest tokens of a text it is said to have: no less than any vocabulary makes of it."""


_PICTURE = re.compile(r"data:image/[^\"]*")
_PER_PICTURE = 1600
"""What one of the large models counts for a picture of the largest size that is sent."""


class LoopbackModel:
    """Answers requests about documents whose truth it knows. ``asked``: how many there were, probes left out."""

    def __init__(self, truths: Sequence[KnownTruth], mode: str = "ok") -> None:
        """ConfigurationError for a mode that there is not."""
        self.truths = tuple(truths)
        self.asked = 0
        self._lock = threading.Lock()
        self._kept: tuple[str, KnownTruth, list[Said]] | None = None
        self._admission: Admission | None = None
        self.mode = mode

    @property
    def mode(self) -> str:
        """How it answers."""
        return self._mode

    @mode.setter
    def mode(self, mode: str) -> None:
        name, _, limit = mode.partition(":")
        if name == "limit" and limit.isdigit() and int(limit) > 0:
            self._admission = Admission(int(limit))
        elif mode in MODES:
            self._admission = None
        else:
            raise ConfigurationError(f"there is no mode {mode!r}; there are: {', '.join(MODES)}, limit:N")
        self._mode = mode

    def answer(self, request: ChatRequest, key: str = "") -> Scene:
        """The answer to one request; ``key`` is what the caller showed as its own."""
        wait = self._admission.wait() if self._admission is not None else 0.0
        if wait > 0:
            return _error(429, "rate_limit_exceeded", "Too many requests.", {"Retry-After": f"{wait:.2f}"})
        if self._mode == "echo401":
            return _error(401, "invalid_api_key", f"Incorrect API key provided: {key}.")
        if self._mode == "minitems" and "minItems" in json.dumps(request.body):
            return _error(400, "invalid_request_error", "For 'array' type, property 'minItems' is not supported.")
        return self._scene(request)

    def _scene(self, request: ChatRequest) -> Scene:
        probe = request.is_probe and read_request(request.text) is None
        if not probe:
            with self._lock:
                self.asked += 1
        content = self._content(request)
        text = json.dumps(request.body, ensure_ascii=False)
        tokens = int(_PER_TOKEN * fewest_tokens(_PICTURE.sub("", text))) + 20 + _PER_PICTURE * len(request.pictures)
        if self._mode == "refuse" and not probe:
            return completion(None, refusal="I'm sorry, I can't help with that.", tokens=tokens)
        if self._mode == "length" and not probe:
            return completion(content[: len(content) // 2], "length", tokens=tokens)
        if self._mode == "prose" and not probe:
            return completion(f"Of course! The places are {content}, as far as I can see.", tokens=tokens)
        scene = completion(content, tokens=tokens, logprobs=bool(request.body.get("logprobs")))
        return replace(scene, delay=random.uniform(2.0, 5.0)) if self._mode == "slow" and not probe else scene

    def _content(self, request: ChatRequest) -> str:
        places = read_request(request.text)
        if places is not None:
            return self._places(places, request.text)
        if request.pictures and "seen" in _properties(request):
            return self._pictured(request)
        if request.rows:
            return rows_answer(request, self._changed_cells(request.text))
        if request.pictures and "rows" in _properties(request):
            truth = chosen_truth(self.truths, request.text)
            number = number_shown(request.pictures[0]) or 0
            if truth is not None:
                return picture_answer_from(request, truth, number, self._changed_cells(request.text))
        return probe_answer(request, number_shown)

    def _places(self, request: ReadRequest, text: str) -> str:
        truth = chosen_truth(self.truths, text)
        if truth is None:
            return json.dumps({"answers": ["-"] * len(request.questions)})
        said = self._right(request, truth, text)
        change = CHANGES.get(self._mode)
        if change is not None:
            change(said, AskedOf(request, truth, random.Random(f"{self._mode}{text}")))
        return json.dumps({"answers": [written(each, request.lines) for each in said]}, ensure_ascii=False)

    def _pictured(self, request: ChatRequest) -> str:
        """The places in a picture whose document is known, and what is printed there."""
        number = number_shown(request.pictures[0]) or 0
        questions = read_questions(request.text)
        for truth in self.truths:
            lines = truth.pages.lines(number) if truth.pages is not None else None
            if lines is not None:
                return PicturedPlaces(ReadRequest(lines, questions), truth, number).answer(self._mode)
        seen: list[list[str]] = [[] for question in questions if question.kind == "rows"]
        nothing = ["-" if each.kind != "rows" else " ".join("-" for _ in each.rows) for each in questions]
        return json.dumps({"check": number, "answers": nothing, "seen": seen})

    def _right(self, request: ReadRequest, truth: KnownTruth, text: str) -> list[Said]:
        """The right answer; the last one is kept, for whoever asks the same in several modes."""
        with self._lock:
            kept = self._kept
        if kept is None or kept[0] != text or kept[1] is not truth:
            shape = truth.form.shape
            oracle = Oracle(request, truth) if shape is None else LeafOracle(request, truth, shape)
            kept = (text, truth, oracle.answers())
        with self._lock:
            self._kept = kept
        return deepcopy(kept[2])

    def _changed_cells(self, text: str) -> "_Change":
        return _Change(self._mode, text)


class _Change:
    """What the mode makes of cells."""

    def __init__(self, mode: str, text: str) -> None:
        self._mode = mode
        self._text = text

    def __call__(self, rows: Rows) -> None:
        change = CELL_CHANGES.get(self._mode)
        if change is not None:
            change(rows, random.Random(f"{self._mode}{self._text}"))


def _properties(request: ChatRequest) -> Mapping[str, object]:
    found = request.schema.get("properties", {})
    return found if isinstance(found, dict) else {}


def _error(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Scene:
    error = {"message": message, "type": code, "param": None, "code": code}
    return Scene(json.dumps({"error": error}), status, headers=headers or {})
