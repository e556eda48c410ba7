"""Which addresses are asked for, and which machines are spoken to: by notation, by class, and by property."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diplomacy.intake.fetching.addresses import fetchable, redirected, why_not
from diplomacy.intake.fetching.values import FetchError
from tests.intake.fetching.web import Server, a_client, gives, refused

PRIVATE = (
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
    *("192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
    *("224.0.0.0/4", "240.0.0.0/4"),
)
PRIVATE_6 = (
    *("::/96", "::1/128", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2001:20::/28"),
    *("2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8"),
)
EVERY = "0.0.0.0"  # noqa: S104 - asked for, not bound to
LOOPBACK = ip_network("127.0.0.0/8")


@given(st.sampled_from(PRIVATE).flatmap(lambda network: st.ip_addresses(v=4, network=network)))
def test_no_address_of_a_network_set_apart_is_spoken_to(address: IPv4Address) -> None:
    assert why_not(str(address))
    assert why_not(f"::ffff:{address}"), "the same address, written as one of version 6"
    assert bool(why_not(str(address), allow_loopback=True)) == (address not in LOOPBACK)


@given(st.sampled_from(PRIVATE_6).flatmap(lambda network: st.ip_addresses(v=6, network=network)))
def test_no_address_of_a_network_of_version_6_set_apart_is_spoken_to(address: IPv6Address) -> None:
    assert why_not(str(address))
    assert why_not(f"{address}%eth0"), "with the interface that a link-local one is given with"


@given(st.ip_addresses(v=4))
def test_what_carries_a_private_address_within_is_refused_as_that_is(address: IPv4Address) -> None:
    """Addresses that routers or kernels turn into the IPv4 address written in them."""
    mapped, number = IPv6Address(f"::ffff:{address}"), int(address)
    assert why_not(str(mapped)) == why_not(str(address))
    sixtofour = IPv6Address((0x2002 << 112) | (number << 80))
    translated = IPv6Address(int(IPv6Address("64:ff9b::")) | number)
    assert why_not(str(sixtofour)) and why_not(str(translated)) and why_not(str(IPv6Address(number)))


@given(st.ip_addresses(v=6))
def test_beyond_what_was_given_to_the_public_nothing_is_spoken_to(address: IPv6Address) -> None:
    if address not in IPv6Network("2000::/3") and address.ipv4_mapped is None:
        assert why_not(str(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::6810:84e5", "2a00:1450:4001:81c::200e"])
def test_public_machines_are_spoken_to(address: str) -> None:
    assert why_not(address) == ""


NOTATIONS = (
    *("127.0.0.1", "127.1", "2130706433", "0x7f.0.0.1", "0x7f000001", "0177.0.0.1", "017700000001", "0", EVERY),
    *("localhost", "localhost.", "LOCALHOST", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "127.0.0.1."),
    *("%31%32%37.0.0.1", "[0:0:0:0:0:ffff:7f00:0001]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"),
    *("169.254.169.254", "[fd00:ec2::254]", "[::ffff:a9fe:a9fe]", "0xa9fea9fe", "2852039166", "100.100.100.200"),
    *("10.0.0.1", "192.168.1.1", "[fe80::1]", "[fec0::1]", "224.0.0.1", "255.255.255.255"),
)


@pytest.mark.parametrize("host", NOTATIONS)
def test_this_computer_and_private_ones_are_refused_in_every_notation(web: Server, host: str) -> None:
    """With the ports of the web and, though a server listens there, with any other."""
    web.routes["/"] = gives()
    client = a_client(allow_loopback=False, seconds=5)
    for port in ("", f":{web.server_address[1]}"):
        error = refused(client, f"http://{host}{port}/")
        assert error.permanent, error
        assert "only public addresses are fetched" in str(error)
    assert web.asked == []


@pytest.mark.parametrize("host", ["[::1%25lo]", "①②⑦.⓪.⓪.①", "a..b", ".", "exa mple", "-", "x" * 300])
def test_hosts_that_are_none(host: str) -> None:
    error = refused(a_client(seconds=5), f"http://{host}/")
    assert "address" in str(error)


def test_loopback_allowed_allows_nothing_else(web: Server) -> None:
    client = a_client(seconds=5)
    for host in (EVERY, "10.0.0.1", "169.254.169.254", "[::]", "[fe80::1]", "192.168.0.1"):
        assert "only public addresses" in str(refused(client, f"http://{host}:{web.server_address[1]}/"))
    assert "ports 80 and 443" in str(refused(client, "http://93.184.215.14:22/"))
    assert "ports 80 and 443" in str(refused(client, "https://[2606:4700::1]:8443/"))


@pytest.mark.parametrize(
    ("given_address", "words"),
    [
        ("file:///etc/passwd", "only http and https"),
        ("ftp://sund.example/a", "only http and https"),
        ("gopher://127.0.0.1:70/_x", "only http and https"),
        ("javascript:alert(1)", "only http and https"),
        ("data:text/html,Vik", "only http and https"),
        ("https://vik:secret@sund.example/a", "carries a name or password"),
        ("https://sund.example@127.0.0.1/", "carries a name or password"),
        ("https://sund.example\\@127.0.0.1/", "has a character that none has (U+005C)"),
        ("https://sund.example/a\r\nHost: inside", "has a character that none has (U+000D)"),
        ("https://sund.example/" + "a" * 3000, "longer than 2,000 characters"),
        ("https:///a", "names no host"),
        ("", "names no host"),
        ("https://sund.example:99999/", "no address of the web"),
    ],
)
def test_addresses_that_are_not_asked_for(given_address: str, words: str) -> None:
    error = refused(a_client(), given_address)
    assert words in str(error)
    assert error.permanent
    assert "secret" not in str(error)


def test_the_normal_form() -> None:
    assert str(fetchable(" HTTPS://Sund.Example:443/a/../b?c=d#e ")) == "https://sund.example/b?c=d"
    assert str(fetchable("http://sund.example.")) == "http://sund.example/"
    assert str(fetchable("https://bücher.example/ä")) == "https://xn--bcher-kva.example/%C3%A4"


@given(st.text(max_size=60))
def test_any_text_is_an_address_or_one_sentence(text: str) -> None:
    for given_address in (text, f"http://{text}", f"https://sund.example/{text}"):
        try:
            url = fetchable(given_address)
        except FetchError as error:
            assert str(error).endswith(".") and "\n" not in str(error)
        else:
            assert fetchable(str(url)) == url, "the normal form is its own"


@given(st.text(max_size=60))
def test_a_redirect_leads_to_the_web_and_never_from_https_to_http(location: str) -> None:
    try:
        target = redirected(fetchable("https://sund.example/a"), location)
    except FetchError as error:
        assert str(error).startswith("https://sund.example/a: ")
    else:
        assert target.scheme == "https" and target.auth is None
