"""Schema packs: the top-level ``schemas/`` folder, beside the checkout or inside the installed wheel.

``extractor.schemas.packs.NAME`` is ``schemas/NAME`` of the checkout, or its copy in ``extractor/builtin``.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2]
_PLACES = (_PACKAGE / "builtin" / "schemas", _PACKAGE.parent / "schemas")

__path__ = [str(next((place for place in _PLACES if place.is_dir()), _PLACES[0]))]
