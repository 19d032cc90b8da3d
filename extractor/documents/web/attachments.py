"""The files that are attached to a mail: each is a document of its own, named ``mail.eml/report.pdf``."""

from collections.abc import Iterator
from contextlib import suppress
from email.header import decode_header, make_header
from email.message import Message
from pathlib import PurePosixPath

from extractor.documents.limits import MAX_FILE_BYTES
from extractor.documents.web.mhtml import MOST_PARTS, has_page, parsed_mail
from extractor.errors import LimitExceeded

_LONGEST_NAME = 150
_MAIL = "message/rfc822"


class MailParts:
    """The attachments of a mail in memory, by their names. Two of one name are told apart by a number.

    Raises UnreadableDocument for a mail that cannot be taken apart, LimitExceeded for one of too many parts.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        message = parsed_mail(data, name)
        self.has_text = has_page(message)
        """Whether the mail says anything itself."""
        self.parts: dict[str, Message] = {}
        for number, part in enumerate(_attached(message)):
            if number >= MOST_PARTS:
                raise LimitExceeded(f"{name}: more than {MOST_PARTS} attachments. Save them.")
            self.parts[self._free(_name_of(part))] = part

    def __contains__(self, part: object) -> bool:
        return part in self.parts

    def read(self, part: str) -> bytes:
        """The bytes of an attachment. KeyError where there is none."""
        attached = self.parts[part]
        content = attached.get_payload(decode=True)
        if attached.get_content_type() == _MAIL:
            inner = attached.get_payload()
            content = inner[0].as_bytes() if isinstance(inner, list) and isinstance(inner[0], Message) else b""
        found = content if isinstance(content, bytes) else b""
        if len(found) > MAX_FILE_BYTES:
            raise LimitExceeded(f"{self.name}: {part} is longer than {MAX_FILE_BYTES // 2**20} MB.")
        return found

    def _free(self, name: str) -> str:
        path, number, free = PurePosixPath(name), 1, name
        while free in self.parts:
            number += 1
            free = f"{path.stem} ({number}){path.suffix}"
        return free


def _attached(message: Message) -> Iterator[Message]:
    """The attachments in their order; those of a mail that is attached itself are its own."""
    inner = message.get_payload()
    if message.get_content_type() != _MAIL and isinstance(inner, list):
        for part in inner:
            if isinstance(part, Message):
                yield from _attached(part)
        return
    said = message.get_content_disposition()
    shown_inside = said != "attachment" and message.get("Content-ID") is not None
    if said == "attachment" or message.get_content_type() == _MAIL or (message.get_filename() and not shown_inside):
        yield message


def _name_of(part: Message) -> str:
    """What an attachment is called, without any folder."""
    said = part.get_filename() or ""
    with suppress(LookupError, UnicodeError, ValueError):
        said = str(make_header(decode_header(said)))
    bare = "".join(char for char in said.replace("\\", "/").rpartition("/")[2] if char.isprintable()).strip(" .")
    if part.get_content_type() == _MAIL and not bare.lower().endswith(".eml"):
        bare = f"{bare or 'mail'}.eml"
    path = PurePosixPath(bare or "attachment")
    return f"{path.stem[:_LONGEST_NAME]}{path.suffix[:20]}"
