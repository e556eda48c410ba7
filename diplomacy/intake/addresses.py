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
