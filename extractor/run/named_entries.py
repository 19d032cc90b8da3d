"""The files that hold one content: an entry for each, and each is known to the store."""

from extractor.documents.file_names import path_as_text
from extractor.documents.file_parts import name_of_part
from extractor.documents.opening.members import shown_name
from extractor.route import Result
from extractor.run.selection import NamedContent
from extractor.run.summary import FileEntry
from extractor.store import Store


def named_entries(
    first: FileEntry, result: Result | None, content: NamedContent, store: Store | None
) -> tuple[FileEntry, ...]:
    """One entry for each file that holds the content, ``first`` among them; the store learns all their names, of a part
    (``result`` says of which) those of its file as well.
    """
    part = name_of_part(first.sha256) if result is not None and result.parts else ""
    copies = []
    for whole in content.paths:
        path = whole / part if part else whole
        text = path_as_text(path)
        if store is not None and text != first.path:
            store.name_content(first.sha256, text, shown_name(path))
        if store is not None and path != whole:
            store.name_content(first.sha256, path_as_text(whole), shown_name(whole))
        if whole != content.path:
            update = {"document": shown_name(path), "path": text, "same_as": first.path}
            copies.append(first.model_copy(update=update))
    return (first, *copies)
