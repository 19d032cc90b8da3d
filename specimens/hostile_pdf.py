"""PDF files built to break what opens them: bombs, circles, depths, and numbers nobody can mean."""

import struct
import zlib
from collections.abc import Callable, Mapping

_MIB = 1 << 20


def pdf(*objects: bytes, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, the first of which is its root; numbers are given in order."""
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, trailer, at)


def stream(content: bytes, head: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (head, len(content), content)


def packed(content: bytes, times: int = 1, head: bytes = b"") -> bytes:
    """A stream object that was deflated so many times."""
    for _ in range(times):
        content = zlib.compress(content, 6)
    return stream(content, b"/Filter[" + b"/FlateDecode" * times + b"]" + head)


_FONT = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_TEXT = b"BT /F 12 Tf 72 700 Td (Total 12) Tj ET\n"


def page(content: bytes, *more: bytes, box: bytes = b"0 0 595 842", resources: bytes = _FONT) -> bytes:
    """A PDF of one page; ``content`` is its fourth object."""
    body = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<<%s>>>>" % (box, resources)
    return pdf(_CATALOG, _PAGES, body, content, *more)


def picture_page(head: bytes, content: bytes) -> bytes:
    """A page that shows one picture with the text on it."""
    shown = stream(_TEXT + b"q 595 0 0 842 0 0 cm /I Do Q\n")
    return page(
        shown, stream(content, b"/Type/XObject/Subtype/Image" + head), resources=_FONT + b"/XObject<</I 5 0 R>>"
    )


def _many_pages() -> bytes:
    kids = b"<</Type/Pages/Kids[%s]/Count 200000>>" % (b"3 0 R " * 200_000)
    body = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<%s>>>>" % _FONT
    return pdf(_CATALOG, kids, body, stream(_TEXT))


def _circle_of_pages() -> bytes:
    return pdf(
        _CATALOG, b"<</Type/Pages/Kids[3 0 R]/Count 9>>", b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 9>>"
    )


def _circle_of_tables() -> bytes:
    data = page(stream(_TEXT))
    at = data.rindex(b"xref\n0")
    return data.replace(b"/Root 1 0 R", b"/Prev %d/Root 1 0 R" % at)


def _form_in_itself() -> bytes:
    form = stream(
        b"q /X Do Q /X Do\n" + _TEXT, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</XObject<</X 5 0 R>>>>"
    )
    return page(stream(_TEXT + b"/X Do\n"), form, resources=_FONT + b"/XObject<</X 5 0 R>>")


def _forms_by_forms() -> bytes:
    """Every form shows the next one ten times: ten thousand million times the last."""
    forms = []
    for number in range(5, 15):
        inner = b"/Resources<</XObject<</X %d 0 R>>%s>>" % (number + 1, _FONT)
        forms.append(stream(b"/X Do\n" * 10 + _TEXT, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]" + inner))
    last = stream(_TEXT, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<<%s>>" % _FONT)
    return page(stream(b"/X Do\n"), *forms, last, resources=_FONT + b"/XObject<</X 5 0 R>>")


def _broken_font(program: bytes) -> bytes:
    font = b"/Font<</F<</Type/Font/Subtype/TrueType/BaseFont/A/FontDescriptor 5 0 R/ToUnicode 7 0 R>>>>"
    descriptor = b"<</Type/FontDescriptor/FontName/A/Flags 4/FontBBox[0 0 1 1]/FontFile2 6 0 R>>"
    cmap = stream(
        b"1 begincodespacerange <00> <FFFFFFFFFF> endcodespacerange 1 beginbfrange <00> <FFFF> <D800> endbfrange"
    )
    return page(stream(_TEXT), descriptor, stream(program), cmap, resources=font)


def _object_stream_bomb() -> bytes:
    inside = b"4 0 " + b" " * (300 * _MIB)
    return page(stream(_TEXT), packed(inside, 2, b"/Type/ObjStm/N 1000000/First 4"), b"<</A 5 0 R>>")


_PAINT = b"/ColorSpace/DeviceGray/BitsPerComponent 8"

HOSTILE_PDF: Mapping[str, Callable[[], bytes]] = {
    "page of 300 MB packed twice": lambda: page(packed(b"0 0 m 9 9 l S\n" * (300 * _MIB // 14), 2)),
    "blank page of 1 GB packed twice": lambda: page(packed(bytes(1024 * _MIB), 2)),
    "stream packed 300 times": lambda: page(packed(_TEXT, 300)),
    "bomb of objects": _object_stream_bomb,
    "text of 30 MB": lambda: page(packed(b"BT /F 1 Tf (" + b"12 " * (10 * _MIB) + b") Tj ET")),
    "states kept a million times": lambda: page(packed(b"q " * 1_000_000 + _TEXT)),
    "a million rectangles": lambda: page(
        packed(b"".join(b"%d %d 9 9 re f\n" % (i % 500, i % 700) for i in range(1_000_000)))
    ),
    "a million lines": lambda: page(
        packed(b"".join(b"%d 0 m %d 800 l S\n" % (i % 59, i % 97) for i in range(1_000_000)))
    ),
    "brackets 200,000 deep": lambda: page(stream(b"[" * 200_000 + _TEXT)),
    "dictionaries 200,000 deep": lambda: pdf(_CATALOG, b"<</A" * 200_000 + b">>" * 200_000),
    "200,000 pages": _many_pages,
    "pages in a circle": _circle_of_pages,
    "two thousand million pages": lambda: page(stream(_TEXT)).replace(b"/Count 1>>", b"/Count 2000000000>>"),
    "tables of places in a circle": _circle_of_tables,
    "form that shows itself": _form_in_itself,
    "forms that show ten forms each": _forms_by_forms,
    "length that leads to itself": lambda: page(stream(_TEXT)).replace(b"/Length 39", b"/Length 4 0 R"),
    "paper of a million points": lambda: page(stream(_TEXT), box=b"0 0 1000000 1000000"),
    "paper without end": lambda: page(stream(_TEXT), box=b"0 0 1e38 1e38"),
    "paper inside out": lambda: page(stream(_TEXT), box=b"595 842 0 -99999999999"),
    "type of a million points": lambda: page(stream(_TEXT.replace(b"12 Tf", b"1000000 Tf"))),
    "places beyond all numbers": lambda: page(
        stream(_TEXT.replace(b"72 700", b"1e38 -1e38") + _TEXT + b"1e38 0 0 1e38 0 0 cm\n" + _TEXT)
    ),
    "font of garbage": lambda: _broken_font(b"\x00\x01\x00\x00" + bytes(range(256)) * 40),
    "font of nothing": lambda: _broken_font(b""),
    "picture of 60,000 × 60,000": lambda: picture_page(_PAINT + b"/Width 60000/Height 60000", b"\0"),
    "picture of 60,000 × 60,000, packed": lambda: picture_page(
        _PAINT + b"/Width 60000/Height 60000/Filter[/FlateDecode/FlateDecode]",
        zlib.compress(zlib.compress(bytes(900 * _MIB), 1), 9),
    ),
    "picture of negative size": lambda: picture_page(_PAINT + b"/Width -5/Height 2147483647", b"\0"),
    "fax picture of garbage": lambda: picture_page(
        b"/ColorSpace/DeviceGray/BitsPerComponent 1/Width 20000/Height 20000"
        b"/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 20000>>",
        bytes(range(256)) * 50,
    ),
    "JBIG2 picture of garbage": lambda: picture_page(
        b"/ColorSpace/DeviceGray/BitsPerComponent 1/Width 9000/Height 9000/Filter/JBIG2Decode",
        struct.pack(">IBBI", 0, 48, 0, 19) + struct.pack(">IIIIBH", 2_000_000_000, 2_000_000_000, 0, 0, 0, 0),
    ),
    "JPEG 2000 picture of garbage": lambda: picture_page(
        b"/Width 9000/Height 9000/Filter/JPXDecode", b"\xff\x4f\xff\x51" + bytes(range(256)) * 9
    ),
    "encrypted with nonsense": lambda: pdf(
        _CATALOG, _PAGES, trailer=b"/Encrypt<</Filter/Standard/V 5/R 6/Length 9999/O()/U()/P 0>>/ID[()()]"
    ),
}
