"""Which addresses are asked for, and which machines behind them are spoken to."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urljoin

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from diplomacy.intake.fetching.values import FetchError

LONGEST = 2000
"""Characters of an address. No publisher's is longer, and no index of a database takes it."""
PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d{1,5}(?:[/?#]|$))", re.IGNORECASE)
_ODD = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"`{}|^\u2028\u2029]")

_PUBLIC_V6 = ip_network("2000::/3")
"""All that was ever given out to the public; beyond lie local, multicast, translated (NAT64) and disused ranges."""
_NOT_PUBLIC = tuple(
    map(
        ip_network,
        (
            "192.0.0.0/24",  # protocol assignments
            "192.88.99.0/24",  # 6to4 relays
            "2001::/23",  # Teredo, ORCHID and other assignments of protocols
            "2002::/16",  # 6to4, which leads to the IPv4 address written in it
            "3fff::/20",  # documentation
        ),
    )
)
"""What Python, in some of its versions, takes for public."""


def has_scheme(address: str) -> bool:
    """Whether an address says by which protocol (`https:`); `example.org:80` does not."""
    return _SCHEME.match(address.strip()) is not None


def fetchable(given: str) -> Url:
    """The normal form of an http or https address, without its fragment. Raises FetchError for any other."""
    shown, given = given.strip()[:200], given.strip()
    if len(given) > LONGEST:
        raise _refused(
            shown + "…", f"the address is longer than {LONGEST:,} characters; copy it from the browser again"
        )
    if odd := _ODD.search(given):
        raise _refused(
            _ODD.sub("�", shown), f"the address has a character that none has (U+{ord(odd[0]):04X}); copy it again"
        )
    try:
        url = parse_url(given)
    except LocationParseError:
        raise _refused(shown, "this is no address of the web; copy it from the browser again") from None
    if url.scheme not in PORTS:
        raise _refused(shown, "only http and https addresses are fetched; save the text and bring in the file")
    if url.auth is not None:
        raise _refused(
            f"{url.scheme}://{url.host}{url.path or ''}",
            "the address carries a name or password; leave them out, or save the page and bring in the file",
        )
    host = (url.host or "").rstrip(".")
    if not host or "%" in host or ".." in host or host.startswith("."):
        raise _refused(shown, "the address names no host; copy it from the browser again")
    port = None if url.port == PORTS[url.scheme] else url.port
    return Url(url.scheme, None, host, port, url.path or "/", url.query)


def redirected(url: Url, location: str) -> Url:
    """Where a redirect leads. Raises FetchError for an address that is not fetched, and where https is given up."""
    try:
        target = fetchable(urljoin(str(url), location))
    except FetchError as error:
        raise _refused(str(url), f"it redirects to where nothing is fetched ({str(error).rstrip('.')})") from None
    except ValueError:
        raise _refused(str(url), "it redirects to what is no address; open it in a browser") from None
    if url.scheme == "https" and target.scheme == "http":
        raise _refused(
            str(url),
            f"it redirects from https to {str(target)[:200]}, which anyone on the way could change;"
            " save the page and bring in the file",
        )
    return target


def why_not(address: str, *, allow_loopback: bool = False) -> str:
    """Why a machine is not spoken to ("belongs to a private network"); empty for a public one.

    `address` is an IP address as name resolution gives it. `allow_loopback` allows this computer's own.
    """
    ip: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if ip.is_loopback:
        return "" if allow_loopback else "belongs to this computer itself"
    if ip.is_unspecified:
        return "belongs to this computer itself"
    if ip.is_link_local:
        return "is local to this network, where cloud machines keep their credentials"
    if ip.is_multicast:
        return "reaches many machines at once"
    if isinstance(ip, IPv6Address) and ip not in _PUBLIC_V6:
        return "belongs to a private or reserved network"
    if not ip.is_global or any(ip in network for network in _NOT_PUBLIC):
        return "belongs to a private or reserved network"
    return ""


def is_loopback(address: str) -> bool:
    """Whether an IP address is this computer's own."""
    ip = ip_address(address.partition("%")[0])
    mapped = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
    return (mapped or ip).is_loopback


def _refused(shown: str, why: str) -> FetchError:
    return FetchError(f"{shown}: {why}.", permanent=True)
