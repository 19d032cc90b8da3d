"""What documents are called where there are several: by their paths, from the folder on that all of them lie in."""

import os
from pathlib import PurePath

from extractor.store import Store


class DocumentNames:
    """Two files of one name in two folders are told apart; where all lie in one folder, it is left out."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._folder = ""
        self._known = False

    def of(self, path: str, document: str) -> str:
        """The name of a document that lies at ``path`` and calls itself ``document``."""
        if not self._known or not path.startswith(self._folder):
            self._folder, self._known = _shared_folder(*self._store.outermost_paths()), True
        below = path.removeprefix(self._folder)
        return below if below.endswith(document) else document


def _shared_folder(first: str, last: str) -> str:
    """The folder above two paths, with the sign behind it; of a single one, the folder it lies in."""
    folders = [str(PurePath(each).parent) for each in (first, last) if each]
    if not folders:
        return ""
    try:
        shared = os.path.commonpath(folders)
    except ValueError:  # on two drives
        return ""
    return shared if shared.endswith(os.sep) else shared + os.sep
