"""Saved web archives and mails (mhtml, eml): the page or text inside, decoded as its part says. Nothing is fetched."""

from email import message_from_bytes
from email.message import Message

from extractor.errors import EmptyDocument, LimitExceeded

_MOST_PARTS = 2000


def page_of(data: bytes, name: str) -> tuple[bytes, str, str]:
    """The bytes of the main part, its charset as far as it is said, and its media type.

    The main part is the one a web archive starts with, else the first page, else the first text. EmptyDocument where
    there is none.
    """
    message = message_from_bytes(data)
    parts = []
    for part in message.walk():
        parts.append(part)
        if len(parts) > _MOST_PARTS:
            raise LimitExceeded(f"{name}: more than {_MOST_PARTS} parts. Save the page as HTML.")
    start = str(message.get_param("start") or "")
    chosen = [part for part in parts if start and str(part.get("Content-ID", "")).strip() == start and _is_text(part)]
    for kind in ("text/html", "application/xhtml+xml", "text/plain"):
        chosen += [part for part in parts if part.get_content_type() == kind and not part.get_filename()]
    for part in chosen:
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content.strip():
            return content, part.get_content_charset() or "", part.get_content_type()
    raise EmptyDocument(f"{name}: a web archive without a page or text in it.")


def _is_text(part: Message) -> bool:
    return part.get_content_type() in ("text/html", "application/xhtml+xml", "text/plain")
