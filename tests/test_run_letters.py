"""What comes through a pipe from a process that may die in the middle of it."""

import io

import pytest

from extractor.run.parcel import LetterSender, receive


@pytest.mark.parametrize("left", [0, 3, 8, 9, 20])
def test_the_middle_of_an_object_is_the_end_of_the_pipe(left: int) -> None:
    pipe = io.BytesIO()
    LetterSender(pipe).send({"name": "a document", "fields": list(range(50))})
    with pytest.raises(EOFError):
        receive(io.BytesIO(pipe.getvalue()[:left]))


def test_a_whole_object_arrives() -> None:
    pipe = io.BytesIO()
    LetterSender(pipe).send({"name": "a document"})
    assert receive(io.BytesIO(pipe.getvalue())) == {"name": "a document"}
