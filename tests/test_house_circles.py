"""No module needs, through others, itself: imports inside functions and for type checkers only count as well."""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

import grimp


def test_no_module_imports_itself_through_others() -> None:
    graph = grimp.build_graph("extractor", exclude_type_checking_imports=False, cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    assert sum(map(len, imports.values())) > len(imports) > 200
    assert circle_in(imports) == []


def test_a_circle_is_found_with_its_modules() -> None:
    found = circle_in({"a": {"b"}, "b": {"c"}, "c": {"a", "d"}, "d": set()})
    assert (found[0], set(found)) == (found[-1], {"a", "b", "c"})


def circle_in(imports: Mapping[str, set[str]]) -> list[str]:
    """The modules of one circle in order, the first again at the end; nothing where there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        return circle
    return []
