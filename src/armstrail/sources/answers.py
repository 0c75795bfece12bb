"""What is asked of an address and what comes back: limits, answers, and whose addresses are asked for at all."""

from __future__ import annotations

from dataclasses import dataclass

from armstrail.sources.capture import LARGEST


@dataclass(frozen=True, slots=True)
class Limits:
    """How far to go for one address: seconds in all, seconds of silence, bytes of its body, redirects.

    The seconds are those of its host's work; those that are spent waiting out of politeness are not counted.
    """

    seconds: float = 30.0
    silence: float = 10.0
    largest: int = LARGEST
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address gave: its bytes, unpacked; the media type and charset of its headers; where it was found.

    `status` is 200, or 304 with an empty body where it has not changed since the visit that was named. `etag` and
    `last_modified` are what to ask by the next time, None after a redirect; `fetched` is ISO 8601, UTC, to the second.
    """

    body: bytes
    media_type: str
    charset: str | None
    url: str
    status: int = 200
    etag: str | None = None
    last_modified: str | None = None
    fetched: str | None = None


def is_private(ip: str) -> bool:
    """Whether an IP address belongs to this machine, to a private network, or to nobody in particular.

    An address that carries another one in it (IPv4 in IPv6, 6to4, NAT64) is what it carries.
    """
    from ipaddress import IPv6Address, IPv6Network, ip_address  # noqa: PLC0415 - slow, for addresses only

    address = ip_address(ip)
    if isinstance(address, IPv6Address):
        carried = address.ipv4_mapped or address.sixtofour
        if carried is None and address in IPv6Network("64:ff9b::/96"):
            return is_private(str(ip_address(int(address) & 0xFFFFFFFF)))
        if carried:
            return is_private(str(carried))
        if address.is_site_local or address in IPv6Network("64:ff9b:1::/48"):
            return True
    return (
        not address.is_global
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or address.is_loopback
        or address.is_link_local
    )
