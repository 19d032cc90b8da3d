"""What an action of a reviewer did."""

from dataclasses import dataclass

from extractor.review.verdict_change import VerdictChange
from extractor.route import Result

_NO_CHANGE = VerdictChange()


@dataclass(frozen=True, slots=True)
class Step:
    """What an action did. ``ok`` is False where nothing was stored, and ``message`` says why.

    ``busy``: another program keeps the store locked for the moment. Nothing of the action was stored, and all of it may
    be done again. ``asks``: the message is a question, and :meth:`ReviewSession.answer` stores what it is about.
    ``finished`` is the document that was accepted by this decision; the session has moved on to the next one.
    """

    ok: bool
    message: str
    change: VerdictChange = _NO_CHANGE
    finished: Result | None = None
    asks: bool = False
    busy: bool = False
