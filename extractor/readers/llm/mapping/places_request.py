"""A request that shows a model the document and asks where everything is printed."""

from collections.abc import Sequence

from extractor.readers.llm.exchange import Message
from extractor.readers.llm.mapping.questions import Question, ask
from extractor.readers.llm.mapping.sheet import NumberedSheet
from extractor.readers.llm.prompt import Prompt

PROMPT = "places"
RECORD = "record"
"""The same for any model."""
_TOKENS_PER_QUESTION = 12
_TOKENS_PER_ID = 4


def places_request(prompt: Prompt, sheet: NumberedSheet, part: range, questions: Sequence[Question]) -> list[Message]:
    """The messages: what is wanted, examples if the prompt has some, the lines of a part, the questions."""
    asked = "\n".join(f"{number}. {ask(question)}" for number, question in enumerate(questions, 1))
    return [
        {"role": "system", "content": prompt.system},
        *(
            {"role": role, "content": content}
            for turn in prompt.turns
            for role, content in (("user", turn.request), ("assistant", turn.answer))
        ),
        {"role": "user", "content": prompt.fill(document=sheet.shown(part), questions=asked)},
    ]


def room_for(questions: Sequence[Question], lines: int) -> int:
    """Tokens that an answer needs at most, unless many rows are named cell by cell."""
    ids = sum(len(ask(question).splitlines()) + ask(question).count(";") for question in questions)
    return _TOKENS_PER_QUESTION * len(questions) + _TOKENS_PER_ID * (ids + lines)
