"""How the workbench is run: one frozen object, made from the command line."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address


@dataclass(frozen=True, slots=True)
class Settings:
    """What `armstrail serve` is told.

    `ledger` is a path or a URL of PostgreSQL. `host` is the address that is listened on, `names` are the host names by
    which the workbench may be asked for beside it (those of a proxy before it, say); "*" is any. `reviewer` is who
    decides where there are no accounts. `accounts`: people sign in; without, only loopback may be listened on.
    `read_only`: everybody reads, nobody signs in or decides. `secure`: it is reached by HTTPS alone, so its cookies
    travel by HTTPS alone. `proxies` are the addresses or networks of proxies that are believed when they say for whom
    they ask; where there is none, whoever connects is who asks.
    """

    ledger: str = "armstrail.db"
    host: str = "127.0.0.1"
    port: int = 8765
    names: tuple[str, ...] = ()
    reviewer: str = "reviewer"
    accounts: bool = False
    read_only: bool = False
    secure: bool = False
    proxies: tuple[str, ...] = ()

    @property
    def signs_in(self) -> bool:
        """Whether people sign in."""
        return self.accounts and not self.read_only

    @property
    def hosts(self) -> frozenset[str]:
        """The host names that a request may name: others are refused, so that no name of the web leads here."""
        listened = f"[{self.host.strip('[]')}]" if ":" in self.host else self.host
        own = {"localhost", "127.0.0.1", "[::1]"} if is_loopback(self.host) else {listened}
        return frozenset(name.lower() for name in (*own, *self.names))


def is_loopback(host: str) -> bool:
    """Whether a host is this machine alone."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
