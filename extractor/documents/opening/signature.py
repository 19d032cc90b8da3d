"""What a file is, told by its first bytes."""

import io
import re
import zipfile
from enum import Enum

from extractor.errors import DocumentError, EncryptedDocument, UnsupportedFormat


class FileKind(Enum):
    """The kinds of file that can be told apart. TEXT is everything without a known signature."""

    PDF = "a PDF"
    TEXT = "text"
    IMAGE = "an image"
    ZIP = "a ZIP archive"
    WORD = "a Word document (docx)"
    SPREADSHEET = "a spreadsheet (xlsx)"
    SLIDES = "a slide deck (pptx)"
    BINARY_SPREADSHEET = "a binary spreadsheet (xlsb)"
    OPEN_DOCUMENT = "an OpenDocument file of another kind than text or spreadsheet"
    ODF_TEXT = "an OpenDocument text (odt)"
    ODF_SHEETS = "an OpenDocument spreadsheet (ods)"
    OFFICE_97 = "an Office file of the 97-2003 kind"
    WORD_97 = "a Word document of the 97-2003 kind (doc)"
    EXCEL_97 = "a spreadsheet of the 97-2003 kind (xls)"
    ENCRYPTED_OFFICE = "an Office file with a password"
    RTF = "an RTF file"
    ARCHIVE = "a compressed archive"
    MAIL = "a saved mail or web archive (MHTML)"
    POSTSCRIPT = "a PostScript file"
    HEIC = "a photograph in the format of some telephones (HEIC)"
    DJVU = "a DjVu file"


_SIGNATURES: tuple[tuple[bytes, FileKind], ...] = (
    (b"\x89PNG\r\n\x1a\n", FileKind.IMAGE),
    (b"\xff\xd8\xff", FileKind.IMAGE),
    (b"II*\x00", FileKind.IMAGE),
    (b"MM\x00*", FileKind.IMAGE),
    (b"II+\x00", FileKind.IMAGE),
    (b"MM\x00+", FileKind.IMAGE),
    (b"GIF87a", FileKind.IMAGE),
    (b"GIF89a", FileKind.IMAGE),
    (b"\x00\x00\x00\x0cjP  ", FileKind.IMAGE),
    (b"\xff\x4f\xff\x51", FileKind.IMAGE),
    (b"AT&TFORM", FileKind.DJVU),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileKind.OFFICE_97),
    (b"{\\rtf", FileKind.RTF),
    (b"\x1f\x8b", FileKind.ARCHIVE),
    (b"BZh", FileKind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", FileKind.ARCHIVE),
    (b"Rar!\x1a\x07", FileKind.ARCHIVE),
    (b"\xfd7zXZ\x00", FileKind.ARCHIVE),
    (b"%!PS", FileKind.POSTSCRIPT),
)
_FILM_KINDS = {
    b"avif": FileKind.IMAGE,
    **dict.fromkeys((b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"), FileKind.HEIC),
}
"""Pictures in a container that films have as well."""
_SAVE_AS = {FileKind.HEIC: "JPEG or PNG", FileKind.DJVU: "PDF"}
_MAIL = re.compile(rb"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_ODF_KINDS = {b"text": FileKind.ODF_TEXT, b"spreadsheet": FileKind.ODF_SHEETS}
_TAG = re.compile(
    r"\s*<(!doctype\s+html|!--|(html|head|body|meta|title|table|div|p|span|h[1-6]|center|article|section|main|font"
    r"|style|script|ul|ol|br|link|base)[\s>/])",
    re.IGNORECASE,
)
_TABLE = re.compile(r"<table[\s>].*</t[dhr]\s*>", re.IGNORECASE | re.DOTALL)
_ROOT = re.compile(
    r"\s*(?>(?>(?><\?.*?\?>)|(?><!--.*?-->)|<!DOCTYPE(?:[^\[>]|\[[^\]]*+\])*+>)\s*)*+"
    r"<(?:[^\W\d][\w.\-]*:)?([^\W\d][\w.\-]*)[\s/>]",
    re.DOTALL,
)
_JSON = re.compile(r"\s*(?:\{\s*[\"}]|\[\s*[\[{\"\]\-\dtfn])")
_DOCUMENT = re.compile(r"<(html|body)[\s>]", re.IGNORECASE)


def detect_kind(data: bytes) -> FileKind:
    """The kind of file by its signature; a PDF may have up to 1,024 bytes of anything before its header."""
    head = data[:1024]
    if b"%PDF-" in head:
        return FileKind.PDF
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            return _kind_of_streams(data) if kind is FileKind.OFFICE_97 else kind
    if data.startswith(b"BM") and len(data) > 30 and data[6:10] == b"\x00" * 4:
        return FileKind.IMAGE
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return FileKind.IMAGE
    if data[4:8] == b"ftyp":
        return _FILM_KINDS.get(data[8:12], FileKind.TEXT)
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if re.match(rb"[A-Za-z][A-Za-z-]{1,40}:[^\n]*\n", head) and _MAIL.search(data[:4096]):
        return FileKind.MAIL
    return FileKind.TEXT


def _kind_of_streams(data: bytes) -> FileKind:
    """Office files of the old kind are told by the names of their streams, which are stored in UTF-16."""
    for stream, kind in (
        ("EncryptedPackage", FileKind.ENCRYPTED_OFFICE),
        ("WordDocument", FileKind.WORD_97),
        ("Workbook", FileKind.EXCEL_97),
        ("Book", FileKind.EXCEL_97),
    ):
        if (stream + "\x00").encode("utf-16-le") in data:
            return kind
    return FileKind.OFFICE_97


def _kind_of_zip(data: bytes) -> FileKind:
    """Office files are ZIP archives that name their parts; any other archive may hold such a file as a whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                said = archive.read("mimetype").rpartition(b"opendocument.")[2].partition(b"-")[0].strip()
                return _ODF_KINDS.get(said, FileKind.OPEN_DOCUMENT)
    except Exception:  # a damaged archive fails in many ways; the opener says how
        return FileKind.ZIP
    if "[Content_Types].xml" not in names:
        return FileKind.ZIP
    for part, kind in (
        ("xl/workbook.bin", FileKind.BINARY_SPREADSHEET),
        ("xl/", FileKind.SPREADSHEET),
        ("word/", FileKind.WORD),
        ("ppt/", FileKind.SLIDES),
    ):
        if any(name.startswith(part) for name in names):
            return kind
    return FileKind.ZIP


def refusal(kind: FileKind, name: str) -> DocumentError:
    """The error for a kind that has no opener."""
    if kind is FileKind.ENCRYPTED_OFFICE:
        return EncryptedDocument(f"{name}: {kind.value}. Save a copy without one.")
    if kind is FileKind.ZIP:
        return UnsupportedFormat(f"{name}: {kind.value}, and no office file. A run takes the documents inside it.")
    other = _SAVE_AS.get(kind, "PDF, HTML or text")
    return UnsupportedFormat(f"{name}: {kind.value}; there is no opener for it. Save it as {other}.")


def looks_like_html(text: str) -> bool:
    """Whether the characters are a web page or a piece of one: tags lead, or a table is marked up inside."""
    head = text[:65536].lstrip("\ufeff")
    if head.lstrip().startswith("<?xml"):
        return root_name(head).lower() in ("html", "body")
    begins = _TAG.match(head)
    if begins is not None and begins[1].startswith("!--") and (root := root_name(head)):
        return _TAG.match(f"<{root}>") is not None
    return bool(begins or _TABLE.search(head) or _DOCUMENT.search(head[:2048]))


def root_name(text: str) -> str:
    """The name of the first element of a file that begins as XML does, without its prefix; empty where it does not."""
    found = _ROOT.match(text.lstrip("\ufeff"))
    return found[1] if found else ""


def looks_like_json(text: str) -> bool:
    """Whether the characters begin as an object or a list of JSON does."""
    return _JSON.match(text.lstrip("\ufeff")) is not None
