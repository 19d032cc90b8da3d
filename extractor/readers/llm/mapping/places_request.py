"""A request that shows a model the document and asks where everything is printed."""

from collections.abc import Sequence

from extractor.readers.llm.exchange import Message
from extractor.readers.llm.mapping.questions import ColumnsQuestion, Question, ask
from extractor.readers.llm.mapping.sheet import NumberedSheet
from extractor.readers.llm.prompt import Prompt

PROMPT = "places"
PICTURE_PROMPT = "places_picture"
RECORD = "record"
"""The same for any model."""
_TOKENS_PER_QUESTION = 12
_TOKENS_PER_ID = 4
_TOKENS_PER_CELL = 5


def places_request(
    prompt: Prompt, sheet: NumberedSheet, part: Sequence[int], questions: Sequence[Question]
) -> list[Message]:
    """The messages: what is wanted, examples if the prompt has some, the lines of a part, the questions."""
    return [
        {"role": "system", "content": prompt.system},
        *(
            {"role": role, "content": content}
            for turn in prompt.turns
            for role, content in (("user", turn.request), ("assistant", turn.answer))
        ),
        {"role": "user", "content": prompt.fill(document=sheet.shown(part), questions=_asked(questions))},
    ]


def picture_request(prompt: Prompt, questions: Sequence[Question]) -> list[Message]:
    """The messages that go with a picture: what is wanted, and the questions. No number of the page is among them."""
    return [
        {"role": "system", "content": prompt.system},
        {"role": "user", "content": prompt.fill(questions=_asked(questions))},
    ]


def _asked(questions: Sequence[Question]) -> str:
    return "\n".join(f"{number}. {ask(question)}" for number, question in enumerate(questions, 1))


def room_for(questions: Sequence[Question], lines: int) -> int:
    """Tokens that an answer needs at most, unless many rows are named cell by cell."""
    ids = sum(len(ask(question).splitlines()) + ask(question).count(";") for question in questions)
    return _TOKENS_PER_QUESTION * len(questions) + _TOKENS_PER_ID * (ids + lines)


def room_to_tell(questions: Sequence[Question], lines: int) -> int:
    """Tokens that telling what stands in the cells of some lines needs at most."""
    widest = max((question.count for question in questions if isinstance(question, ColumnsQuestion)), default=0)
    return _TOKENS_PER_CELL * widest * lines
