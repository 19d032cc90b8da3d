"""Types of answers that are made at run time: once for the same arguments, and again from what can be pickled."""

import pickle

import pytest
from pydantic import BaseModel

from extractor.readers.llm.answer import ids_answer, numbers_answer
from extractor.readers.llm.mapping.place_map import PlacesAnswer, places_answer
from extractor.readers.llm.recipe import recipe_of, schema_of

MADE: list[type[BaseModel]] = [
    ids_answer(2, 3, ["A1", "B1", "C1"], nullable=True),
    numbers_answer(1, 2, whole=True, nullable=False),
    places_answer(5),
    PlacesAnswer,
]


@pytest.mark.parametrize("answer_type", MADE)
def test_a_type_of_answers_is_made_again_from_its_recipe(answer_type: type[BaseModel]) -> None:
    assert pickle.loads(pickle.dumps(recipe_of(answer_type)))() is answer_type


def test_the_same_questions_come_to_the_same_type() -> None:
    assert places_answer(7) is places_answer(7)
    assert places_answer(7) is not places_answer(8)


def test_a_schema_is_the_one_that_the_type_has() -> None:
    for answer_type in MADE:
        assert schema_of(answer_type) == answer_type.model_json_schema()
