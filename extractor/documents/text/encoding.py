"""Bytes to characters, without ever guessing in silence.

The order: a byte order mark; strict UTF-8; UTF-16 told by its NUL bytes; GB18030 where the result is common Chinese;
then charset-normalizer among the legacy encodings. What none of them decodes plausibly is an UnreadableDocument:
mojibake would turn into wrong labels and, at worst, wrong digits.
"""

import codecs
import re
from functools import cache
from typing import NamedTuple

from extractor.errors import UnreadableDocument

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ("shift_jis", "euc_jp", "euc_kr", "cp1251")
_FREQUENT = frozenset("的一是不在有人为為和国國地到以时時要出会會可对對能于於下年中大上了个個这這我他")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,30})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_.:-]{2,30})", re.IGNORECASE)
_WESTERN = re.compile(r"[\x00-\x7f\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]*")
_SIGN_IN_WORD = re.compile(r"[A-Za-z][¡-©«-±´-¹»-¿×÷†‡‰•][A-Za-z]|[¯¤¸³¹¼¾¿¿±¶][a-z]")


class Decoded(NamedTuple):
    """The characters, without a byte order mark, and the name of the encoding they were stored in."""

    text: str
    encoding: str


def decode_text(data: bytes, name: str) -> Decoded:
    """Characters of a text file. Raises UnreadableDocument for binary data and for text no encoding explains."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, name)
    found = _utf8(data, name) or _utf16(data)
    if found is None and b"\x00" in data:
        raise UnreadableDocument(f"{name}: binary data, not text. Nothing is known about this kind of file.")
    found = found or _chinese(data) or _western(data) or _other_legacy(data)
    if found is None:
        raise UnreadableDocument(
            f"{name}: no known encoding turns its bytes into plausible text. Save it again as UTF-8."
        )
    _refuse_control_characters(found.text, name)
    return found


def decode_html(data: bytes, name: str, charset: str = "") -> Decoded:
    """Characters of a web page: mark, then what is valid UTF-8, then the declared charset, then the detector.

    ``charset`` is what stands around the page, in the head of its part of an archive; it goes before the page's own.

    Valid UTF-8 with other than ASCII characters wins over a declaration: pages saved by a crawler are often
    recoded without touching their meta element, while other encodings are practically never valid UTF-8.
    """
    if any(data.startswith(mark) for mark, _ in _MARKS) or not data.isascii():
        declared = (_codec_of(charset) if charset else None) or declared_charset(data)
        if any(data.startswith(mark) for mark, _ in _MARKS) or _is_utf8(data) or declared is None:
            return decode_text(data, name)
        try:
            text = data.decode(declared)
        except (UnicodeDecodeError, LookupError):
            return decode_text(data, name)
        _refuse_control_characters(text, name)
        return Decoded(text, declared)
    return decode_text(data, name)


def declared_charset(data: bytes) -> str | None:
    """The charset a page declares in its first 4,096 bytes, as a codec's name; the GB family is its superset."""
    head = data[:4096]
    match = _META_CHARSET.search(head) or _XML_ENCODING.search(head)
    if match is None:
        return None
    return _codec_of(match.group(1).decode("ascii"))


def _codec_of(label: str) -> str | None:
    """The codec for the label of a charset."""
    label = label.strip().lower()
    if label in {"gb2312", "gbk", "gb_2312-80", "gb18030", "x-gbk", "hz-gb-2312"}:
        return "gb18030"
    if label in {"iso-8859-1", "latin1", "ascii", "us-ascii"}:
        return "cp1252"
    try:
        return codecs.lookup(label).name
    except LookupError:
        return None


def _strict(data: bytes, encoding: str, name: str) -> Decoded:
    """Decode what a mark promises."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        message = f"{name}: marked as {encoding} but damaged at byte {error.start}. Save it again as UTF-8."
        raise UnreadableDocument(message) from error
    _refuse_control_characters(text, name)
    return Decoded(text, encoding)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _utf8(data: bytes, name: str) -> Decoded | None:
    """Strict UTF-8. A file cut in the middle of its last character keeps a visible U+FFFD in its place.

    Data that is UTF-8 but for a few broken bytes is refused: any other encoding would read all of it wrongly.
    """
    try:
        return None if b"\x00" in data else Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.end == len(data) and error.start > 0:
            head = data[: error.start].decode("utf-8")
            if not head.isascii():
                return Decoded(head + "\ufffd", "utf-8")
        repaired = data.decode("utf-8", errors="replace")
        broken = repaired.count("\ufffd")
        foreign = sum(1 for char in repaired if char > "\x7f") - broken
        if foreign > 20 * broken:
            message = f"{name}: UTF-8 with damaged bytes, the first at {error.start}. Save or fetch it again."
            raise UnreadableDocument(message) from error
        return None


def _utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: NUL bytes give it away; of the two byte orders only one yields everyday characters."""
    if len(data) % 2 or b"\x00" not in data[:4096]:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:4096]
        everyday = sum(1 for char in sample if " " <= char <= "\xff" or char in "\t\r\n" or _is_common_chinese(char))
        if everyday >= 0.9 * len(sample):
            return Decoded(text, encoding)
    return None


def _chinese(data: bytes) -> Decoded | None:
    """GB18030 or Big5, believed when nearly all foreign characters are common Chinese ones and signs.

    In real reports over nine tenths are; bytes of other encodings scatter over the rare ones. Korean bytes land on
    common characters too, but not on the handful that make up a tenth of any Chinese text.
    """
    if _all_hangul(data):
        return None
    for encoding in ("gb18030", "big5"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start == 0 or error.start < len(data) - 3:
                continue
            text = data[: error.start].decode(encoding) + "\ufffd"
        foreign = [char for char in text if char > "\x7f"]
        if not foreign:
            return None
        common = sum(1 for char in foreign if _is_common_chinese(char))
        frequent = sum(1 for char in foreign if char in _FREQUENT)
        if common >= 0.85 * len(foreign) and (len(foreign) < 60 or frequent >= 0.03 * len(foreign)):
            return Decoded(text, encoding)
    return None


def _all_hangul(data: bytes) -> bool:
    """Whether ten or more characters are all Korean syllables in EUC-KR: Chinese text practically never is."""
    try:
        foreign = [char for char in data.decode("euc_kr") if char > "\x7f"]
    except UnicodeDecodeError:
        return False
    return len(foreign) >= 10 and all("\uac00" <= char <= "\ud7a3" for char in foreign)


@cache
def _is_common_chinese(char: str) -> bool:
    """Whether a character is a Chinese sign or in the first level of GB 2312 or Big5 (the everyday characters)."""
    for encoding, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            lead = char.encode(encoding)[0]
        except UnicodeEncodeError:
            continue
        if first <= lead <= last:
            return not "\u3040" <= char <= "\u30ff"
        if lead <= 0xA3:
            return True
    return False


def _western(data: bytes) -> Decoded | None:
    """cp1252: few foreign characters, all of Western scripts, no sign in the middle of a word."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    foreign = sum(1 for char in text if char > "\x7f")
    if foreign * 5 > len(text) or not _WESTERN.fullmatch(text) or _SIGN_IN_WORD.search(text):
        return None
    return Decoded(text, "cp1252")


def _other_legacy(data: bytes) -> Decoded | None:
    """What charset-normalizer finds among the remaining legacy encodings, if it recognises the language too."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:65536], cp_isolation=list(_LEGACY), threshold=0.2).best()
    if best is None or best.coherence <= 0:
        return None
    try:
        text = data.decode(best.encoding)
    except UnicodeDecodeError:
        return None
    return Decoded(text, best.encoding) if sum(1 for char in text if char > "\x7f") > 20 else None


def _refuse_control_characters(text: str, name: str) -> None:
    """Control characters do not occur in text; a file that holds them is something else."""
    count = len(_CONTROL.findall(text))
    if "\x00" in text or count * 200 > len(text):
        raise UnreadableDocument(f"{name}: binary data, not text. Nothing is known about this kind of file.")
