"""How documents are told apart in the store: by their content, not by their name."""

import re

from extractor.route import Result

_START_OF_SHA256 = re.compile(r"[0-9a-fA-F]{8,64}")


def document_key(result: Result) -> str:
    """The sha256 of the file, with the name of the part behind it where it is one; for a file whose bytes could not be
    read, its path.
    """
    return key_of_content(result.sha256, result.path)


def key_of_content(sha256: str, path: str) -> str:
    """The same for a content: its hash, empty where its bytes could not be read, and where it lies, as text."""
    return sha256 or f"path:{path}"


def is_sha256(text: str) -> bool:
    """Whether a text can be a sha256 or its start (8 characters or more)."""
    return _START_OF_SHA256.fullmatch(text) is not None
