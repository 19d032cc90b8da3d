"""Saved web archives and mails (mhtml, eml): the page or text inside, decoded as its part says. Nothing is fetched."""

from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message

from extractor.errors import EmptyDocument, LimitExceeded, UnreadableDocument

MOST_PARTS = 2000


def parsed_mail(data: bytes, name: str) -> Message:
    """The parts of a mail or web archive. UnreadableDocument for one whose parts are nested without end."""
    try:
        message = message_from_bytes(data)
        many = sum(1 for _ in message.walk())
    except RecursionError as error:
        raise UnreadableDocument(f"{name}: a mail whose parts are nested too deeply.") from error
    if many > MOST_PARTS:
        raise LimitExceeded(f"{name}: more than {MOST_PARTS} parts. Save the page as HTML.")
    return message


def has_page(message: Message) -> bool:
    """Whether a page or text of its own stands in a mail."""
    return next(_pages(message), None) is not None


def page_of(data: bytes, name: str) -> tuple[bytes, str, str]:
    """The bytes of the main part, its charset as far as it is said, and its media type.

    The main part is the one a web archive starts with, else the first page, else the first text. EmptyDocument where
    there is none.
    """
    found = next(_pages(parsed_mail(data, name)), None)
    if found is None:
        raise EmptyDocument(f"{name}: a mail or web archive without a page or text of its own.")
    return found


def _pages(message: Message) -> Iterator[tuple[bytes, str, str]]:
    """The parts that may be the main one, the likeliest first: content, charset, media type."""
    parts = list(message.walk())
    start = str(message.get_param("start") or "")
    chosen = [part for part in parts if start and str(part.get("Content-ID", "")).strip() == start and _is_text(part)]
    for kind in ("text/html", "application/xhtml+xml", "text/plain"):
        chosen += [part for part in parts if part.get_content_type() == kind and not _is_attached(part)]
    for part in chosen:
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content.strip():
            yield content, part.get_content_charset() or "", part.get_content_type()


def _is_attached(part: Message) -> bool:
    return bool(part.get_filename()) or part.get_content_disposition() == "attachment"


def _is_text(part: Message) -> bool:
    return part.get_content_type() in ("text/html", "application/xhtml+xml", "text/plain")
