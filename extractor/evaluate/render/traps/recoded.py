"""Characters of a PDF whose font says of its glyphs that they are other characters (ToUnicode, ISO 32000-1 9.10.3)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pymupdf

_MAP = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CMapName /Own def
/CMapType 2 def
1 begincodespacerange
<00> <FF>
endcodespacerange
{count} beginbfchar
{lines}
endbfchar
endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
_LETTERS = "0123456789-,.()$% "


def write_recoded(
    page: "pymupdf.Page", place: tuple[float, float], text: str, size: float, said: Mapping[str, str], number: int
) -> None:
    """Print a text in Helvetica; of each of its characters the file says what ``said`` says, or what it is."""
    document = page.parent
    lines = [f"<{ord(c):02X}> <{said.get(c, c).encode('utf-16-be').hex().upper() or '0020'}>" for c in _LETTERS]
    table = document.get_new_xref()
    document.update_object(table, "<<>>")
    document.update_stream(table, _MAP.format(count=len(lines), lines="\n".join(lines)).encode())
    font = document.get_new_xref()
    document.update_object(
        font,
        f"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode {table} 0 R>>",
    )
    name = f"R{number}"
    # Any text of the library brings the dictionary of fonts that the new one is put into.
    page.insert_text(place, " ", fontsize=1)
    holder, prefix = _resources(page)
    document.xref_set_key(holder, f"{prefix}Font/{name}", f"{font} 0 R")
    height = page.mediabox.height
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    drawn = f"q BT /{name} {size} Tf 0 g {place[0]:.2f} {height - place[1]:.2f} Td ({escaped}) Tj ET Q"
    stream = document.get_new_xref()
    document.update_object(stream, "<<>>")
    document.update_stream(stream, drawn.encode("latin-1"))
    written = page.get_contents()  # type: ignore[no-untyped-call]  # no types
    streams = " ".join(f"{xref} 0 R" for xref in (*written, stream))
    document.xref_set_key(page.xref, "Contents", f"[{streams}]")


def _resources(page: "pymupdf.Page") -> tuple[int, str]:
    """The object that holds the resources of the page, and where in it they stand."""
    kind, value = page.parent.xref_get_key(page.xref, "Resources")
    return (int(value.split()[0]), "") if kind == "xref" else (page.xref, "Resources/")
