"""``python -m extractor.evaluate.endpoint``: a loopback model for anybody's tests, in a process of its own."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from extractor.errors import ConfigurationError
from extractor.evaluate.loopback.batch_manner import BatchManner
from extractor.evaluate.loopback.known_truth import load_truths
from extractor.evaluate.loopback.loopback_model import MODES, LoopbackModel
from extractor.evaluate.loopback.loopback_server import LoopbackServer

_BAD_SETTING = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted. 2 if the truth or the mode is none."""
    parser = argparse.ArgumentParser(prog="python -m extractor.evaluate.endpoint", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any that is free (default)")
    parser.add_argument("--truth", type=Path, required=True, help="lines of export --format jsonl --include review")
    parser.add_argument("--mode", default="ok", help=f"{', '.join(MODES)} or limit:N (N requests a second)")
    parser.add_argument("--batches", default="", help="how batches go, such as polls:3,shuffles; none: there are none")
    given = parser.parse_args(arguments)
    try:
        manner = BatchManner.parse(given.batches)
        server = LoopbackServer(LoopbackModel(load_truths(given.truth), given.mode), given.port, manner)
    except (ConfigurationError, OSError) as error:
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
