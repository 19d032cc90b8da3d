"""How a peer in another environment is spoken to: a line of settings, then a line for each document and its answer."""

import json
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, TextIO, TypeAlias

Answer: TypeAlias = dict[str, Any]
"""``record`` or ``values``; ``problem`` where there is neither; always ``cpu``, seconds of this process."""

Connect: TypeAlias = Callable[[Mapping[str, str]], Callable[[Mapping[str, Any]], Answer]]


def answer_lines(source: TextIO, target: TextIO, connect: Connect) -> None:
    """Answer until the source ends. What a peer raises is its answer; what it prints goes to stderr."""
    sys.stdout = sys.stderr
    read = connect(json.loads(source.readline()))
    _write(target, {"ready": True})
    for line in source:
        started = time.process_time()
        try:
            answer = read(json.loads(line))
        except Exception as error:
            answer = {"problem": f"{type(error).__name__}: {' '.join(str(error).split())[:400]}"}
        _write(target, {**answer, "cpu": time.process_time() - started})


def _write(target: TextIO, answer: Answer) -> None:
    target.write(json.dumps(answer, ensure_ascii=False) + "\n")
    target.flush()
