"""Keys that a document gives, as parts of a path: a point in a key would part the path there.

``%`` is written ``%25`` and a point ``%2E``, as in addresses of the web; nothing else is changed.
"""


def key_in_path(key: str) -> str:
    """A key as it stands in a path: ``No%2E 3`` for ``No. 3``."""
    return key.replace("%", "%25").replace(".", "%2E")


def key_of_path(part: str) -> str:
    """The key that stands in a path."""
    return part.replace("%2E", ".").replace("%25", "%")
