"""How the parts of an Office file find each other."""

import posixpath

from extractor.documents.package import Package


def targets(package: Package, part: str) -> dict[str, str]:
    """The parts that a part refers to, by the number of the reference and by the kind of what is there.

    References that lead out of the file are left out: nothing is fetched.
    """
    folder, _, file = part.rpartition("/")
    place = posixpath.join(folder, "_rels", f"{file}.rels")
    found: dict[str, str] = {}
    for each in package.tree(place) if place in package else ():
        target = each.get("Target", "")
        if each.get("TargetMode") == "External":
            continue
        whole = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        found[each.get("Id", "")] = whole
        found.setdefault(each.get("Type", "").rpartition("/")[2], whole)
    return found
