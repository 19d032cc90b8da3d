"""``extractor eval add FOLDER --from-review``: cases made of documents that people have signed."""

from collections.abc import Sequence
from pathlib import Path

from extractor.cli.screen import output
from extractor.cli.storing import open_store, store_place
from extractor.errors import ConfigurationError
from extractor.evaluate.signed_cases import add_signed


def add_cases(names: Sequence[str], from_review: bool, schema: str | None, store: str | None) -> int:
    """Add signed documents to a set and say which. ConfigurationError where it is not said to which, or from what."""
    if len(names) != 1 or not from_review:
        raise ConfigurationError("extractor eval add FOLDER --from-review: one folder, and where cases come from")
    with open_store(store_place(store), create=False) as opened:
        done = add_signed(opened, Path(names[0]), schema or "")
    console = output()
    for name in done.added:
        console.print(f"added {name}", soft_wrap=True)
    for path, why in done.left_out.items():
        console.print(f"left out {path}: {why}", soft_wrap=True)
    counts = (
        f"{len(done.added)} cases added to {names[0]}, {len(done.there)} were there, {len(done.left_out)} left out."
    )
    console.print(counts, soft_wrap=True)
    return 0
