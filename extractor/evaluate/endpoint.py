"""``python -m extractor.evaluate.endpoint``: a loopback model for anybody's tests, in a process of its own."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from extractor.errors import ConfigurationError, DocumentError
from extractor.evaluate.loopback.batch_manner import BatchManner
from extractor.evaluate.loopback.known_truth import load_truths, with_pages
from extractor.evaluate.loopback.loopback_model import MODES, LoopbackModel
from extractor.evaluate.loopback.loopback_server import LoopbackServer

_BAD_SETTING = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted. 2 if the truth, the mode or a document is none."""
    parser = argparse.ArgumentParser(prog="python -m extractor.evaluate.endpoint", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any that is free (default)")
    parser.add_argument("--truth", type=Path, required=True, help="lines of export --format jsonl --include review")
    parser.add_argument("--mode", default="ok", help=f"{', '.join(MODES)} or limit:N (N requests a second)")
    parser.add_argument("--batches", default="", help="how batches go, such as polls:3,shuffles; none: there are none")
    parser.add_argument("--documents", type=Path, help="folder with the documents, for whoever is shown their pages")
    given = parser.parse_args(arguments)
    try:
        manner = BatchManner.parse(given.batches)
        truths = load_truths(given.truth)
        truths = tuple(with_pages(truths, given.documents)) if given.documents else truths
        server = LoopbackServer(LoopbackModel(truths, given.mode), given.port, manner)
    except (ConfigurationError, DocumentError, OSError) as error:
        print(error, file=sys.stderr)
        return _BAD_SETTING
    print(f"--base-url {server.endpoint.base_url} --model {server.endpoint.model}", flush=True)
    try:
        server.serve()
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
