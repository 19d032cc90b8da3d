"""Ways to spoil a good file. Each takes the bytes and a seeded source of chance, and gives other bytes."""

import re
import struct
import zlib
from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple, TypeAlias

Spoil: TypeAlias = Callable[[bytes, Random], bytes]


class Mutation(NamedTuple):
    """A way to spoil files whose suffix is one of ``suffixes``; none named: of all."""

    spoil: Spoil
    suffixes: tuple[str, ...] = ()


def bit_flips(data: bytes, rng: Random) -> bytes:
    """One to sixty-four bits turned over."""
    spoiled = bytearray(data)
    for _ in range(rng.choice((1, 4, 16, 64))):
        spoiled[rng.randrange(len(spoiled))] ^= 1 << rng.randrange(8)
    return bytes(spoiled)


def head_flips(data: bytes, rng: Random) -> bytes:
    """Eight bits turned over in the first kilobyte, behind the signature."""
    spoiled = bytearray(data)
    for _ in range(8):
        spoiled[rng.randrange(min(8, len(data) - 1), min(1024, len(data)))] ^= 1 << rng.randrange(8)
    return bytes(spoiled)


def random_run(data: bytes, rng: Random) -> bytes:
    """A run of bytes overwritten at random."""
    at, length = rng.randrange(len(data)), rng.choice((8, 64, 512, 4096))
    return data[:at] + rng.randbytes(min(length, len(data) - at)) + data[at + length :]


def zero_run(data: bytes, rng: Random) -> bytes:
    """A run of bytes overwritten with zeros, as a broken disk leaves it."""
    at, length = rng.randrange(len(data)), rng.choice((16, 512, 4096))
    return data[:at] + bytes(min(length, len(data) - at)) + data[at + length :]


def truncated(data: bytes, rng: Random) -> bytes:
    """Cut off anywhere."""
    return data[: rng.randrange(1, len(data))]


def beheaded(data: bytes, rng: Random) -> bytes:
    """The beginning is missing."""
    return data[rng.randrange(1, min(len(data), 4096)) :]


def cut_out(data: bytes, rng: Random) -> bytes:
    """A piece of the middle is missing."""
    at = rng.randrange(len(data))
    return data[:at] + data[at + rng.choice((1, 7, 100, 3000)) :] or b"\n"


def repeated(data: bytes, rng: Random) -> bytes:
    """A piece stands there many times."""
    at = rng.randrange(len(data))
    piece = data[at : at + rng.choice((3, 40, 900))]
    return data[:at] + piece * rng.choice((2, 50, 1000)) + data[at:]


def shuffled(data: bytes, rng: Random) -> bytes:
    """Two halves of the middle have changed places."""
    a, b, c = sorted(rng.randrange(len(data) + 1) for _ in range(3))
    return data[:a] + data[b:c] + data[a:b] + data[c:]


def appended(data: bytes, rng: Random) -> bytes:
    """Something follows that is none of it."""
    return data + rng.choice((rng.randbytes(5000), bytes(100_000), data, b"%PDF-1.4\n", b"PK\x05\x06" + bytes(18)))


def preceded(data: bytes, rng: Random) -> bytes:
    """Something stands before it that is none of it."""
    return rng.choice((rng.randbytes(700), b"\n" * 900, b"\xef\xbb\xbf", b"HTTP/1.1 200 OK\r\n\r\n")) + data


def foreign_head(data: bytes, rng: Random) -> bytes:
    """The signature of another format."""
    heads = (
        b"%PDF-1.7\n",
        b"PK\x03\x04",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"II*\x00",
        b"\xd0\xcf\x11\xe0",
        b"{\\rtf1",
    )
    return rng.choice(heads) + data[8:]


def large_numbers(data: bytes, rng: Random) -> bytes:
    """Three of the numbers a PDF or a page says about itself are enormous, negative or no numbers."""
    found = list(re.finditer(rb"(?<=[ /\[=\"])\d+(?=[ \]/>\"\r\n])", data))
    for match in sorted(rng.sample(found, min(3, len(found))), key=lambda each: -each.start()):
        number = rng.choice((b"2147483647", b"-1", b"99999999999999999999", b"0", b"1e309", b"65536", b"NaN"))
        data = data[: match.start()] + number + data[match.end() :]
    return data


def crossed_references(data: bytes, rng: Random) -> bytes:
    """References of a PDF lead to other objects, themselves among them."""
    objects = sorted({int(number) for number in re.findall(rb"(\d+) 0 obj", data)}) or [1]
    return re.sub(
        rb"(\d+) 0 R", lambda match: b"%d 0 R" % rng.choice(objects) if rng.random() < 0.2 else match[0], data
    )


_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def spoiled_streams(data: bytes, rng: Random) -> bytes:
    """One stream of a PDF (a page, a font, a map of characters, a picture) is spoiled after it was unpacked."""
    streams = list(_STREAM.finditer(data))
    if not streams:
        return truncated(data, rng)
    chosen = rng.choice(streams)
    try:
        inside = zlib.decompress(chosen[1])
    except zlib.error:
        inside = chosen[1]
    again = zlib.compress(rng.choice((bit_flips, random_run, repeated, cut_out))(inside or b"\n", rng))
    return data[: chosen.start(1)] + again + data[chosen.end(1) :]


def huge_picture(data: bytes, rng: Random) -> bytes:
    """A picture says that it is far larger than it is."""
    width, height = rng.choice(((65_500, 65_500), (2_000_000_000, 2), (100_000, 100_000), (0, 0), (1, 65_535)))
    if data.startswith(b"\x89PNG"):
        head = b"IHDR" + struct.pack(">II", width, height) + data[24:29]
        return data[:12] + head + struct.pack(">I", zlib.crc32(head)) + data[33:]
    if data.startswith(b"\xff\xd8"):
        at = next((match.start() for match in re.finditer(rb"\xff[\xc0-\xc2]", data)), 0)
        return data[: at + 5] + struct.pack(">HH", height % 65_536, width % 65_536) + data[at + 9 :]
    at = data.find(struct.pack("<HHI", 256, 4, 1))
    return (
        data[: at + 8]
        + struct.pack("<I", width)
        + data[at + 12 : at + 20]
        + struct.pack("<I", height)
        + data[at + 24 :]
    )


def odd_characters(data: bytes, rng: Random) -> bytes:
    """Characters nobody expects, all over the text."""
    text = data.decode("utf-8", "replace")
    odd = ("\x00", "\ufeff", "\u202e", "\u0301" * 300, "\U0010ffff", "\u2028", "\x0c", "\x1b[2J", "\t" * 500, "|" * 500)
    for _ in range(20):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(odd) + text[at:]
    return text.encode("utf-8", "replace")


def lone_surrogates(data: bytes, rng: Random) -> bytes:
    """UTF-16 with halves of characters."""
    text = data.decode("utf-8", "replace")
    for _ in range(9):
        at = rng.randrange(len(text) + 1)
        text = text[:at] + rng.choice(("\ud800", "\udfff")) + text[at:]
    return b"\xff\xfe" + text.encode("utf-16-le", "surrogatepass")


def other_encoding(data: bytes, rng: Random) -> bytes:
    """The text in an encoding it does not say, cut in the middle of a character."""
    text = data.decode("utf-8", "replace")
    return text.encode(rng.choice(("gb18030", "big5", "utf-16", "utf-32", "utf-7", "cp1252")), "ignore")[
        : -rng.choice((1, 2, 3))
    ]


def one_line(data: bytes, rng: Random) -> bytes:
    """Everything in one line, many times over."""
    return data.replace(b"\n", rng.choice((b" ", b"\t", b"|", b""))) * max(1, 500_000 // len(data))


def torn_tags(data: bytes, rng: Random) -> bytes:
    """A third of the closing tags is missing, and spans are enormous."""
    data = re.sub(rb"</[\w:]+>", lambda match: b"" if rng.random() < 0.3 else match[0], data)
    return re.sub(
        rb"<td", lambda match: b'<td colspan="999999" rowspan="65535"' if rng.random() < 0.2 else match[0], data
    )


_PDF = (".pdf",)
_TEXT = (".txt", ".md", ".csv", ".html", ".mhtml", ".xml", ".json", ".jsonl", ".edi", ".eml")
MUTATIONS: Mapping[str, Mutation] = {
    "bit flips": Mutation(bit_flips),
    "bit flips in the head": Mutation(head_flips),
    "run of chance": Mutation(random_run),
    "run of zeros": Mutation(zero_run),
    "truncated": Mutation(truncated),
    "beginning missing": Mutation(beheaded),
    "piece missing": Mutation(cut_out),
    "piece repeated": Mutation(repeated),
    "pieces exchanged": Mutation(shuffled),
    "garbage appended": Mutation(appended),
    "garbage before": Mutation(preceded),
    "signature of another format": Mutation(foreign_head),
    "large numbers": Mutation(large_numbers, (".pdf", ".html", ".xml")),
    "crossed references": Mutation(crossed_references, _PDF),
    "spoiled streams": Mutation(spoiled_streams, _PDF),
    "huge dimensions": Mutation(huge_picture, (".png", ".jpg", ".tiff")),
    "odd characters": Mutation(odd_characters, _TEXT),
    "lone surrogates": Mutation(lone_surrogates, _TEXT),
    "another encoding": Mutation(other_encoding, _TEXT),
    "one long line": Mutation(one_line, _TEXT),
    "torn tags": Mutation(torn_tags, (".html", ".mhtml", ".xml")),
}
