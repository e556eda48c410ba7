"""Web addresses as articles, records and feeds give them, which may say anything."""

import re
from urllib.parse import urlsplit

from diplomacy.intake.assemble import INVISIBLE

LONGEST_ADDRESS = 2000
"""Bytes. A longer one is nothing that a reader could follow, and no database index takes it."""
_HOST = re.compile(r"(?=.{1,253}$)[\w-]+(?:\.[\w-]+)*")
_WEB = re.compile(rf"https?://[^\s{INVISIBLE}]+$", re.IGNORECASE)


def web_address(given: str) -> str:
    """The web address that is given; empty where it is none, or has marks in it that no reader sees."""
    given = given.strip()
    url = f"https://{given}" if given.lower().startswith("www.") else given
    return url if _WEB.match(url) and host(url) and len(url.encode("utf-8", "replace")) <= LONGEST_ADDRESS else ""


def host(url: str) -> str:
    """The host of an address, in lower case without "www."; empty where there is none."""
    try:
        named = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return named.removeprefix("www.") if _HOST.fullmatch(named) else ""


def known_by(claimed: str, answered: str) -> str:
    """The address that a page is known by: the one it claims, if it may, else the one that answered.

    It may not claim another site's, which would make it a version of that site's article, nor the front page's, which
    some sites write into every page. `answered` is empty for a page whose address is not known: any claim counts.
    """
    if not answered or not claimed:
        return claimed or answered
    ours, theirs = host(answered), host(claimed)
    same_site = ours == theirs or ("." in theirs and ours.endswith(f".{theirs}")) or theirs.endswith(f".{ours}")
    return claimed if same_site and (_is_within(claimed) or not _is_within(answered)) else answered


def _is_within(url: str) -> bool:
    """Whether an address is of a page within a site, and not of its front."""
    parts = urlsplit(url)
    return bool(parts.path.strip("/") or parts.query)
