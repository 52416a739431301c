"""Which addresses may be asked: the form of a URL, and the network that its host turns out to be in.

Whoever names a feed, or sends a redirect, must not make this machine ask its own network (SSRF). Every address that a
host resolves to is checked, and the connection goes to the address that was checked (`network`).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from dateline.errors import Refused

LONGEST = 2000
"""Characters of the longest address."""
PORTS = (80, 443)
"""Ports below 1024 that are asked: the others belong to mail, shells, files and printers."""

IP = ipaddress.IPv4Address | ipaddress.IPv6Address

NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
            "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
            "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        ),
    )
)  # fmt: skip
"""Networks that are not the public Internet (IANA special-purpose registries); of IPv6 only 2000::/3 is public."""
PUBLIC6 = ipaddress.ip_network("2000::/3")
OWN = tuple(
    map(
        ipaddress.ip_network,
        ("10.0.0.0/8", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7"),
    )
)
"""Networks that --allow-private opens: a house's own, and the machine; not link-local, where clouds keep keys."""
CARRIED = tuple(map(ipaddress.ip_network, ("::ffff:0:0/96", "64:ff9b::/96")))
"""Networks whose last 32 bits are an IPv4 address: mapped, and translated (NAT64)."""

_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_USER = re.compile(r"(?<=//)[^/?#\s]*@")
_SAFE = "%/:=&?~+!$,;'@()*[]-._"


class NotPublic(Refused):
    """A host that is of this machine, a private or a special network."""


class Address(NamedTuple):
    """An address that may be asked, in parts; `host` is in lower case, IDNA, without brackets."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """The server: scheme, host and port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        usual = 443 if self.scheme == "https" else 80
        return f"{self.scheme}://{host}" + ("" if self.port == usual else f":{self.port}")

    @property
    def text(self) -> str:
        """The whole address."""
        return self.origin + self.target


def parse(url: str, *, allow_private: bool = False) -> Address:
    """Take an address apart.

    >>> parse("HTTPS://News.example:443/a b#top").text
    'https://news.example/a%20b'

    Raises:
        Refused: another scheme than http and https, credentials, a host or port that is none.
    """
    if len(url) > LONGEST:
        raise Refused(f"an address of more than {LONGEST} characters")
    if any(c <= " " or c == "\x7f" for c in url.strip().replace(" ", "")) or "\\" in url:
        raise Refused("control characters or backslashes in the address")
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise Refused(f"not an address ({error})") from error
    if parts.scheme not in ("http", "https"):
        raise Refused(f"only http and https are asked, not {parts.scheme[:20] or 'an address without a scheme'}")
    if "@" in parts.netloc:
        raise Refused("a name or password in the address; name the feed without it")
    host = _host(parts.hostname or "")
    port = port if port is not None else {"http": 80, "https": 443}[parts.scheme]
    if not (port in PORTS or 1024 <= port <= 65535 or (allow_private and port > 0)):
        raise Refused(f"port {port}: only 80, 443 and those from 1024 are asked")
    target = quote(parts.path or "/", safe=_SAFE) + (f"?{quote(parts.query, safe=_SAFE)}" if parts.query else "")
    return Address(parts.scheme, host, port, target)


def shown(url: str) -> str:
    """Return an address for reading and keeping: without credentials, not too long.

    >>> shown("https://me:secret@news.example/feed")
    'https://…@news.example/feed'
    """
    return _USER.sub("…@", " ".join(url.split()))[:LONGEST]


def checked(host: str, found: Iterable[str], *, allow_private: bool = False) -> list[str]:
    """Return the addresses that a host resolved to, if every one of them may be asked.

    Raises:
        NotPublic: one of them is of this machine, a private or a special network.
        Refused: there are none.
    """
    addresses = [ipaddress.ip_address(one) for one in found]
    if not addresses:
        raise Refused(f"{host} has no address")
    for address in addresses:
        if not (is_public(address) or (allow_private and is_own(address))):
            more = "" if allow_private or not is_own(address) else "; --allow-private asks it all the same"
            which = "" if str(address) == host else f" {address}, which is"
            raise NotPublic(f"{host} is{which} not an address of the public Internet{more}")
    return [str(address) for address in addresses]


def is_public(address: IP) -> bool:
    """Tell whether an address is of the public Internet.

    >>> [is_public(ipaddress.ip_address(a)) for a in ("8.8.8.8", "::ffff:127.0.0.1", "64:ff9b::7f00:1", "fe80::1")]
    [True, False, False, False]
    """
    plain = _carried(address)
    if isinstance(plain, ipaddress.IPv6Address) and plain not in PUBLIC6:
        return False
    return plain.is_global and not any(plain in network for network in NOT_PUBLIC if network.version == plain.version)


def is_own(address: IP) -> bool:
    """Tell whether an address is of this machine or of a private network."""
    plain = _carried(address)
    return any(plain in network for network in OWN if network.version == plain.version)


def _carried(address: IP) -> IP:
    """Return the IPv4 address that an IPv6 address carries, if any."""
    if isinstance(address, ipaddress.IPv6Address) and any(address in network for network in CARRIED):
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return address


def _host(name: str) -> str:
    """Return a host as it is asked for: a literal address in its plain form, or a name in IDNA."""
    if ":" in name:
        try:
            return str(ipaddress.IPv6Address(name if "%" not in name else ""))  # a zone is of this machine
        except ValueError as error:
            raise Refused(f"not an address: [{name[:60]}]") from error
    try:
        host = name.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError as error:
        raise Refused(f"not the name of a host: {name[:60]!r}") from error
    labels = host.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError as error:
            raise Refused(f"an IP address in an odd spelling ({host[:60]}); write four decimal numbers") from error
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise Refused(f"not the name of a host: {name[:60]!r}")
    return host
