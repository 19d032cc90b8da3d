"""Tokens of a text without a vocabulary: the fewest there can be, and about how many there are."""

import re

_WIDE = re.compile(r"[⺀-鿿가-힯豈-﫿＀-￯]")
_WORD = re.compile(r"[A-Za-z]+")
_DIGITS = re.compile(r"\d+")
_SIGNS = re.compile(r"[^\w\s]")
_WORTH_CHECKING = 600


def fewest_tokens(text: str) -> int:
    """The fewest tokens that vocabularies in use make of a text.

    Better than any of them compresses: five wide characters in two tokens, eight letters or three digits in one, signs
    free. Qwen2.5 makes 1.14 times as many tokens of Chinese prose as one for two characters, which is the closest seen.
    """
    wide = len(_WIDE.findall(text))
    words = sum(-(-len(word) // 8) for word in _WORD.findall(text))
    digits = sum(-(-len(run) // 3) for run in _DIGITS.findall(text))
    return wide * 2 // 5 + words + digits


def was_cut(fewest: int, prompt_tokens: int) -> bool:
    """Whether an endpoint that counted ``prompt_tokens`` cannot have read all of a text of so many at least."""
    return 0 < prompt_tokens < fewest * 0.9 and fewest > _WORTH_CHECKING


def usual_tokens(text: str) -> int:
    """About how many tokens vocabularies in use make of a text."""
    wide = len(_WIDE.findall(text))
    words = sum(-(-len(word) // 5) for word in _WORD.findall(text))
    digits = sum(-(-len(run) // 2) for run in _DIGITS.findall(text))
    signs = len(_SIGNS.findall(text))
    return wide * 3 // 4 + words + digits + signs * 3 // 5
