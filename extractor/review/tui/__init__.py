"""The screen of review: a Textual app on top of :class:`extractor.review.session.ReviewSession`."""

import os
import sys

from extractor.errors import ConfigurationError
from extractor.evidence.sentences import speak
from extractor.policy import Policy
from extractor.review.looking_again import TaskKind, task_of
from extractor.review.schema_choice import ReadAnew
from extractor.review.session import ReviewSession
from extractor.review.sitting import author
from extractor.review.store_away import PATIENCE
from extractor.store import Store


def run_review(
    store_url: str,
    document: str | None = None,
    policy: Policy | None = None,
    language: str | None = None,
    task: TaskKind = "queue",
    share: float = 0.0,
    read_anew: ReadAnew | None = None,
) -> int:
    """Review the documents of a store, or one of them, in the terminal; returns the exit code.

    ``task`` and ``share``: what is gone through (:func:`extractor.review.looking_again.task_of`). ``language``: ``en``
    or ``zh``; None: what ``EXTRACTOR_LANG`` or else the locale says. ``policy``: the one that
    verdicts after a decision are made with; None: the one each document was run with. ``read_anew``: how a document is
    read under a schema that somebody chooses for it.

    ConfigurationError where there is no terminal or no such document, StoreError where there is no store.
    """
    speak(language)
    with Store(store_url, create=False, patience=PATIENCE) as store:
        to_do = task_of(task, store, author(), policy, share)
        session = ReviewSession(store, policy=policy, document=document or "", read_anew=read_anew, task=to_do)
        if document and not store.find(document):
            raise ConfigurationError(f"the store has no document {document!r}: `extractor status` lists what it has")
        in_browser = "TEXTUAL_DRIVER" in os.environ  # set by what carries the screen to a browser
        if not in_browser and not (sys.stdin.isatty() and sys.stderr.isatty()):  # Textual draws on stderr
            raise ConfigurationError("review needs a terminal: run it where you can see and type")
        from extractor.review.tui.review_app import ReviewApp
        from extractor.review.tui.terminal_pictures import asked_terminal

        app = ReviewApp(session, pictures=asked_terminal())
        try:
            app.run()
        finally:
            session.close()
        print(session.summary(), file=sys.stderr)
        return app.return_code or 0
