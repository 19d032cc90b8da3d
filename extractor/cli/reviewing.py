"""``extractor review``: what is gone through, in the terminal or in a browser."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from extractor.cli.spoken_language import check_language
from extractor.cli.storing import open_store
from extractor.errors import ConfigurationError, ExtraMissing
from extractor.review.looking_again import TaskKind
from extractor.route import Result
from extractor.run.settings import resolve_settings
from extractor.store import Outcome, Store
from extractor.verify.edit import Edit


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    """What was typed after ``extractor review``. Without a policy, each document keeps the one it was run with."""

    document: str | None = None
    policy: str | None = None
    store: str | None = None
    lang: str | None = None
    audit: str | None = None
    blind: bool = False
    disagreed: bool = False

    @property
    def words(self) -> list[str]:
        """The same as words of a command, without the document and the store."""
        valued = {"--policy": self.policy, "--lang": self.lang, "--audit": self.audit}
        switched = {"--blind": self.blind, "--disagreed": self.disagreed}
        words = [word for name, value in valued.items() if value for word in (name, value)]
        return [*words, *(name for name, given in switched.items() if given)]

    def check(self) -> float:
        """The share to audit, 0 to 1. ConfigurationError for what does not go together or means nothing."""
        check_language(self.lang)
        if sum((self.audit is not None, self.blind, self.disagreed)) > 1:
            raise ConfigurationError("--audit, --blind and --disagreed are three ways to review: choose one")
        return 0.0 if self.audit is None else _share(self.audit)


def review_documents(options: ReviewOptions) -> int:
    """Open the review screen on a store."""
    from extractor.review.tui import run_review
    from extractor.run.reading_anew import read_anew

    share = options.check()
    settings = resolve_settings({"store": options.store, "policy": options.policy}, os.environ)
    open_store(settings.store, create=False).close()
    own = settings.policy if "policy" in settings.model_fields_set else None
    task: TaskKind = "blind" if options.blind else "disagreed" if options.disagreed else "queue"

    def read(opened: Store, result: Result, edits: Sequence[Edit]) -> Outcome:
        return read_anew(opened, settings, result, edits)

    return run_review(settings.store, options.document, own, options.lang, task, share, read)


def review_in_browser(options: ReviewOptions, port: int) -> int:
    """Serve the same screen to a browser on this machine. ExtraMissing where what carries it there is not installed."""
    if find_spec("textual_serve") is None:
        raise ExtraMissing("review --web needs textual-serve: pip install 'extractor-proof[web]'")
    from extractor.review.browser.review_server import serve_review

    options.check()
    settings = resolve_settings({"store": options.store, "policy": options.policy}, os.environ)
    with open_store(settings.store, create=False) as opened:
        if options.document and not opened.find(options.document):
            raise ConfigurationError(f"the store has no document {options.document!r}: `extractor list` names them")
    return serve_review(settings.store, options.document, options.words, port)


def _share(typed: str) -> float:
    """A share that was typed as 5% or as 0.05."""
    number, percent = typed.strip().removesuffix("%"), typed.strip().endswith("%")
    try:
        share = float(number) / (100 if percent else 1)
    except ValueError:
        share = -1.0
    if not 0 < share <= 1:
        raise ConfigurationError(f"--audit {typed!r} is no share: type 5% or 0.05")
    return share
