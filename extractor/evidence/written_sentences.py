"""Sentences that are written down beside a module, each in every language that people are told in."""

import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from extractor.evidence.sentences import Language, filled


class WrittenSentences:
    """The sentences of a TOML file: ``[name]`` with a text for each language, ``{0}`` and ``{1}`` for the details; a
    number that is counted brings its noun along, as in :func:`extractor.evidence.sentences.say`.
    """

    def __init__(self, file: Path) -> None:
        self._file = file

    @cached_property
    def _written(self) -> Mapping[str, Mapping[str, str]]:
        return tomllib.loads(self._file.read_text("utf-8"))

    def say(self, name: str, *details: object, language: Language = "en") -> str:
        """The sentence of that name; KeyError where there is none."""
        return filled(self._written[name][language], details)

    def __contains__(self, name: str) -> bool:
        return name in self._written
