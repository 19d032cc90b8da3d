"""The two ways to ask for the values of a row, behind one interface.

``values``: the model copies numbers, and each is looked for in the cell of its own column. ``cells``: the model
answers with ids of printed cells, so that it can misplace a value but not invent one.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from pydantic import BaseModel

from extractor.readers.llm.cell_strategy import CellStrategy
from extractor.readers.llm.exchange import Message
from extractor.readers.llm.plan import Batch
from extractor.readers.llm.profile import ModelProfile
from extractor.readers.llm.prompt import Prompt
from extractor.readers.llm.shown import fill_rows, show_context
from extractor.readers.llm.value_strategy import ValueStrategy
from extractor.readers.reading import FieldReading

_NO_LABEL = "row"


class Strategy(Protocol):
    """How rows are shown, what answer is asked for, and what the answer says."""

    prompt: str
    """Name of the prompt file."""

    def lines(self, rows: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
        """One line for each label with its cells, numbered from the first."""

    def example_answer(self, answers: Sequence[Sequence[str]]) -> str:
        """The answer to examples as compact JSON; elements as the prompt file writes them."""

    def answer_type(self, batch: Batch) -> type[BaseModel]:
        """The type of the answer to a batch."""

    def read(self, batch: Batch, answer: BaseModel) -> list[FieldReading]:
        """What the answer says about every field of the batch. MalformedReply if it cannot be an answer to it."""


STRATEGIES: Mapping[str, Strategy] = {"values": ValueStrategy(), "cells": CellStrategy()}


def conversation(prompt: Prompt, strategy: Strategy, batch: Batch, profile: ModelProfile) -> list[Message]:
    """The messages that ask for a batch: instructions, examples in turns of the profile's size, then the rows."""
    messages = [{"role": "system", "content": prompt.system}]
    chosen = prompt.examples[: profile.examples]
    for start in range(0, len(chosen), profile.rows_per_call):
        part = chosen[start : start + profile.rows_per_call]
        rows = [(example.label if profile.labels else _NO_LABEL, example.cells) for example in part]
        messages.append({"role": "user", "content": fill_rows(prompt, strategy.lines(rows))})
        messages.append({"role": "assistant", "content": strategy.example_answer([e.answer for e in part])})
    asked = [(row.label if profile.labels else _NO_LABEL, [cell.text for cell in row.cells]) for row in batch.rows]
    context = show_context(batch) if profile.context else ""
    messages.append({"role": "user", "content": fill_rows(prompt, strategy.lines(asked), context)})
    return messages
