"""What a server's answer means: a sentence for each that is no page, and what of it is taken."""

import re
import time
from email.utils import parsedate_to_datetime

from urllib3 import BaseHTTPResponse

from diplomacy.intake.fetching.values import FetchError

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PAGES = frozenset({200, 203})
LONGEST_WAIT = 7 * 86400.0
"""Seconds. What a server asks for beyond that is not believed."""
_PIECE = 65536
_PACKED = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_TRANSIENT = frozenset({408, 421, 425, 429})
_SENTENCES = {
    401: "the server wants a name and password; save the page and bring in the file",
    402: "the page is for subscribers; save it and bring in the file",
    403: "the server forbids it to this program; save the page in a browser and bring in the file",
    404: "there is no such page; check the address",
    410: "the page was taken down; look for it in a web archive",
    429: "the server was asked too often; try again later",
    451: "the page is withheld for legal reasons; look for it in a web archive",
}
_READABLE = re.compile(
    r"(?:text/(?!css|javascript|calendar|vcard)[\w.+-]+"
    r"|application/(?:[\w.+-]+\+(?:xml|json)|xml|json|ndjson|jsonl|x-ndjson|json-lines|pdf|warc|wacz|csv|octet-stream"
    r"|vnd\.openxmlformats-officedocument\.wordprocessingml\.document|gzip|x-gzip)"
    r"|multipart/related|message/rfc822)$"
)
"""Kinds of content that a format may read; the format itself has the last word."""


def refusal(url: str, response: BaseHTTPResponse) -> FetchError:
    """The error for an answer that is neither a page nor a redirect."""
    status = response.status
    said = _SENTENCES.get(status)
    if said is None:
        where = "the server is out of order for now" if status >= 500 else "the server does not give the page"
        said = f"{where} (status {status}); {'try again later' if status >= 500 else 'check the address'}"
    return FetchError(
        f"{url}: {said}.",
        permanent=status < 500 and status not in _TRANSIENT,
        retry_after=waiting_time(response.headers.get("Retry-After", "")),
        status=status,
    )


def waiting_time(retry_after: str) -> float | None:
    """The seconds that a Retry-After header asks for, as a number or a date; None where it says nothing."""
    stated = retry_after.strip()
    if re.fullmatch(r"[0-9]{1,12}", stated):
        return min(float(stated), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(stated).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(max(until - time.time(), 0.0), LONGEST_WAIT)


def is_readable(media_type: str) -> bool:
    """Whether a format may read what a server calls so; what it does not name may be anything."""
    essence = media_type.partition(";")[0].strip().lower()
    return not essence or _READABLE.match(essence) is not None


def header(response: BaseHTTPResponse, name: str) -> str:
    """A header's value, printable and of a sensible length; empty where it is none such."""
    value = response.headers.get(name, "").strip()
    return value if len(value) <= 500 and value.isprintable() else ""


def body(url: str, response: BaseHTTPResponse, *, limit: int) -> bytes:
    """The unpacked body. Raises FetchError where it is packed in another way than was asked for, or is larger than the
    limit in bytes, which is not waited for."""
    packing = response.headers.get("Content-Encoding", "").strip().lower()
    if packing not in _PACKED:
        raise FetchError(
            f"{url}: the server packs the page in a way it was not asked for ({packing[:40]!r});"
            " save the page and bring in the file.",
            permanent=True,
        )
    stated = response.headers.get("Content-Length", "")
    if re.fullmatch(r"[0-9]{1,20}", stated) and int(stated) > limit:
        raise _too_large(url, limit)
    pieces, size = [], 0
    for piece in response.stream(_PIECE, decode_content=True):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise _too_large(url, limit)
    return b"".join(pieces)


def _too_large(url: str, limit: int) -> FetchError:
    return FetchError(
        f"{url}: it is larger than the limit of {limit / 1_048_576:.1f} MB; save the part that is wanted and bring in"
        " the file, or raise the limit.",
        permanent=True,
    )
