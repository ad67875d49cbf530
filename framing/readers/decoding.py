"""From bytes to text: which encoding a file is in, and which files are no text at all."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final

from framing.errors import InputError

if TYPE_CHECKING:
    from typing import BinaryIO

SAMPLE: Final = 64 * 1024
"""Bytes that an encoding is guessed from."""
CHUNK: Final = 1 << 20

CONTEXT: Final = 40
"""Bytes before a broken one that a message shows, so that the place can be found."""
MESS: Final = 0.4
"""How odd a text may look (charset-normalizer's measure): its default refuses some Icelandic."""

_ENCODINGS: Final = ["cp1252", "cp1251", "koi8_r"]
"""Legacy encodings of the languages that news is read in here; Windows-1252 includes Latin-1's letters."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_SIGNATURES: Final = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF89a", "an image"),
    (b"GIF87a", "an image"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"PAR1\x15", "a Parquet file"),
)

_VALID_PER_BROKEN: Final = 2
"""More well-formed UTF-8 sequences than this for each broken one: it is UTF-8, damaged; legacy text has hardly any."""


def decode(data: bytes) -> str:
    """Decode the bytes of a text file: strictly as UTF-8 or UTF-16, or else in the most likely legacy encoding.

    Nothing is normalised or stripped; only a byte order mark, which is no part of the text, is left out.

    Raises:
        InputError: the bytes are no text, or text that is damaged.

    """
    encoding = guess_encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(f"damaged {encoding.upper()} at byte {error.start}; save the file again as UTF-8") from error
    if not text.strip():
        raise InputError("empty: there is no text to read")
    return text


def guess_encoding(data: bytes) -> str:
    """Tell the encoding of ``data`` as a Python codec name.

    Raises:
        InputError: the bytes are no text, or UTF-8 that is damaged.

    """
    if (encoding := _marked_encoding(data)) is not None:
        return encoding
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _legacy_encoding(data, error)
    return "utf-8"


def stream_encoding(stream: BinaryIO) -> str:
    """Tell the encoding of a file that is too long to be held in memory; the stream is read to its end.

    Raises:
        InputError: the bytes are no text, or UTF-8 that is damaged.

    """
    chunk = stream.read(CHUNK)
    if (encoding := _marked_encoding(chunk[:SAMPLE])) is not None:
        return encoding
    decoder = codecs.getincrementaldecoder("utf-8")()
    while chunk:
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            return _legacy_encoding(error.object[max(0, error.start - SAMPLE // 2) :][:SAMPLE], error)
        chunk = stream.read(CHUNK)
    return "utf-8"


def _marked_encoding(data: bytes) -> str | None:
    """Tell the encoding from what only it has: a byte order mark, or the NUL bytes of UTF-16."""
    for signature, name in _SIGNATURES:
        if data.startswith(signature):
            raise InputError(f"this is {name}, not a text file; give the article as text or HTML")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return encoding
    return _utf16_without_bom(data) if b"\0" in data else None


def _utf16_without_bom(data: bytes) -> str:
    even = len(data) - len(data) % 2
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data[:even][:SAMPLE].decode(encoding)
        except UnicodeDecodeError:
            continue
        # In the wrong byte order a space is U+2000 and letters turn into ideographs.
        known = sum(character < "\u0530" and (character.isspace() or character.isalpha()) for character in text)
        if known > len(text) / 2:
            return encoding
    position = data.index(b"\0")
    raise InputError(f"NUL at byte {position}: not a text file; give the article as text or HTML")


def _legacy_encoding(data: bytes, error: UnicodeDecodeError) -> str:
    """Guess the encoding of what is no UTF-8, by charset-normalizer; ``error`` is what showed that."""
    from charset_normalizer import from_bytes

    broken = data.decode("utf-8", "replace").count("\ufffd")
    valid = sum(character > "\x7f" for character in data.decode("utf-8", "ignore"))
    if valid > _VALID_PER_BROKEN * broken:
        context = error.object[max(0, error.start - CONTEXT) : error.start].decode("utf-8", "ignore").split()
        raise InputError(
            f"damaged UTF-8 after {' '.join(context)!r}; repair it, or save the file again as UTF-8"
        ) from error
    best = from_bytes(data[:SAMPLE], cp_isolation=_ENCODINGS, threshold=MESS).best()
    if best is None:
        raise InputError("no known text encoding fits; save the file again as UTF-8") from error
    return best.encoding
