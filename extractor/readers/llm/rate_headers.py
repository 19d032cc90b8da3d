"""What endpoints say about their limits in the headers of an answer, in the dialects that are in use."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

_FAMILIES = ("x-ratelimit-{fact}-{what}", "anthropic-ratelimit-{what}-{fact}")
_REQUESTS = ("requests",)
_TOKENS = ("tokens", "input-tokens", "output-tokens")
_PART = re.compile(r"(\d+(?:\.\d+)?)(ms|h|m|s)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


@dataclass(frozen=True, slots=True)
class Window:
    """How much may still be sent, and the seconds until there is more again."""

    remaining: float
    seconds: float


def windows(headers: Mapping[str, str]) -> tuple[Window | None, Window | None]:
    """The windows of requests and of tokens; None where nothing is said about one. Of several the tightest counts."""
    return _tightest(headers, _REQUESTS), _tightest(headers, _TOKENS)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from a number of milliseconds, a number of seconds or a date; None where nothing is said."""
    try:
        if "retry-after-ms" in headers:
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        asked = headers.get("retry-after")
        if asked is None:
            return None
        if asked.replace(".", "", 1).isdigit():
            return float(asked)
        return max(0.0, parsedate_to_datetime(asked).timestamp() - time.time())
    except (ValueError, TypeError):
        return None


def _tightest(headers: Mapping[str, str], names: tuple[str, ...]) -> Window | None:
    found = []
    for family in _FAMILIES:
        for name in names:
            remaining = headers.get(family.format(fact="remaining", what=name))
            seconds = seconds_of(headers.get(family.format(fact="reset", what=name)) or "")
            if remaining is not None and remaining.isdigit() and seconds is not None:
                found.append(Window(float(remaining), seconds))
    return min(found, key=lambda window: window.remaining, default=None)


def seconds_of(text: str) -> float | None:
    """Seconds from now, from a span (``6m0s``, ``120ms``), a number of seconds or a moment (RFC 3339)."""
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    parts = _PART.findall(text)
    if parts and "".join(number + unit for number, unit in parts) == text:
        return sum(float(number) * _UNITS[unit] for number, unit in parts)
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return None if moment.tzinfo is None else max(0.0, moment.timestamp() - time.time())
