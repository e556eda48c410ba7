"""Turn a file's bytes into text, or say why they are none."""

import codecs
import re

from charset_normalizer import from_bytes

from diplomacy.intake.assemble import storable
from diplomacy.intake.values import IntakeError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UTF_16_OR_32 = tuple(mark for mark, encoding in _MARKS if encoding != "utf-8-sig")
"""How bytes begin that are no ASCII even where their text is."""
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_CHARSET = re.compile(r";\s*charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_NO_CHARSETS = frozenset({"punycode", "idna", "utf-7", "unicode-escape", "raw-unicode-escape", "undefined"})
"""Codecs of Python that no page is written in; some take time that grows with the square of the length."""
WESTERN = ["cp1252", "latin_1"]
"""What bytes that are not Unicode and declare nothing may be."""


def decode(data: bytes, *, name: str, declared: str = "") -> str:
    """Decode by byte order mark, then as UTF-8, then as `declared`, then as Western European if that reads plausibly.

    The result can be stored: NUL and lone surrogates come as U+FFFD. Raises IntakeError for bytes that are empty,
    binary or of no known encoding.
    """
    if not data.strip():
        raise IntakeError(f"{name}: the file is empty; save the article's text in it, or leave it out.")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise IntakeError(
                f"{name}: this is {what}, not text; give it the ending of what it is, or save its text as .txt."
            )
    encoding = encoding_of(data, name=name, declared=declared)
    text = _try(data, encoding)
    if text is None:
        raise IntakeError(f"{name}: it is marked as {encoding.upper()[:6]} but is broken; save it again as UTF-8.")
    return _not_blank(storable(text), name)


def encoding_of(data: bytes, *, name: str, declared: str = "") -> str:
    """Python's name for the encoding in which bytes, or the lines of a sample, are text, as `decode` finds it.

    Raises IntakeError for bytes that are binary or of no known encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    if _is_binary(data):
        raise IntakeError(f"{name}: this is binary data, not text; save the article as UTF-8 text.")
    for encoding in ("utf-8", _codec(declared)):
        if _try(data, encoding) is not None:
            return encoding
    guess = from_bytes(data, cp_isolation=WESTERN, threshold=0.15).best()
    if guess is None:
        raise IntakeError(f"{name}: the text is neither UTF-8 nor Western European; save it as UTF-8.")
    return guess.encoding


def charset_of(media_type: str) -> str:
    """The charset that a Content-Type names ("text/html; charset=utf-8"); empty where it names none."""
    named = _CHARSET.search(media_type)
    return named[1] if named else ""


def _not_blank(text: str, name: str) -> str:
    if not text.strip("\ufeff\u200b \t\r\n\f\v"):
        raise IntakeError(f"{name}: the file is empty; save the article's text in it, or leave it out.")
    return text


def _is_binary(data: bytes) -> bool:
    """Whether the bytes hold a NUL, or more control characters than a stray few."""
    return b"\x00" in data or len(_CONTROL.findall(data[:65536])) > len(data[:65536]) // 100 + 2


def _codec(label: str) -> str:
    """Python's name for an encoding label; by the rules of HTML, Latin-1 and ASCII mean Windows-1252."""
    try:
        known = codecs.lookup(label).name
    except (LookupError, ValueError):
        return ""
    if known.replace("_", "-") in _NO_CHARSETS:
        return ""
    return "cp1252" if known in {"iso8859-1", "ascii"} else known


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding) if encoding else None
    except (UnicodeError, LookupError, ValueError):
        return None
