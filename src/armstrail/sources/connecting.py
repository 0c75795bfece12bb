"""Connections to hosts whose IP address was checked: the very one that is then connected to. Slow to import."""

from __future__ import annotations

import contextlib
import http.client
import socket
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable


class RefusedError(OSError):
    """A host is not connected to, because of where it is; `ip` is its address."""

    def __init__(self, ip: str) -> None:
        super().__init__(f"resolves to {ip}, a private or loopback address")
        self.ip = ip


def resolve(host: str, port: int) -> list[str]:
    """The IP addresses of a host, in the order in which they are to be tried. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


@dataclass(frozen=True, slots=True)
class Gate:
    """Resolves a name once and lets nothing through that `refuses` says is refused, whatever else it resolves to."""

    resolve: Callable[[str, int], list[str]]
    refuses: Callable[[str], bool]

    def addresses(self, host: str, port: int) -> list[str]:
        """The IP addresses of a host, all of them checked. Raises RefusedError, or OSError."""
        found = self.resolve(host, port)
        for ip in found:
            if self.refuses(ip):
                raise RefusedError(ip)
        return found

    def connect(self, host: str, port: int, timeout: float | None) -> socket.socket:
        """A connection to the first of a host's addresses that answers."""
        trouble: OSError = OSError("its name has no address")
        for ip in self.addresses(host, port):
            connection = socket.socket(socket.AF_INET6 if ":" in ip else socket.AF_INET, socket.SOCK_STREAM)
            try:
                connection.settimeout(timeout)
                connection.connect((ip, port))
            except OSError as error:
                connection.close()
                trouble = error
            else:
                return connection
        raise trouble


class _Connection(http.client.HTTPConnection):
    """Goes through a gate; straight where there is none, which is for proxies."""

    def __init__(self, *arguments: Any, gate: Gate | None = None, **options: Any) -> None:  # noqa: ANN401 - urllib's
        super().__init__(*arguments, **options)
        self.gate = gate

    def connect(self) -> None:
        if self.gate is None:
            super().connect()
            return
        self.sock = self.gate.connect(self.host, self.port, self.timeout)
        with contextlib.suppress(OSError):  # a small gain in time, not needed
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class _SecureConnection(http.client.HTTPSConnection, _Connection):
    """The same with TLS: the standard way connects by the next class in line, then checks the certificate's name."""

    def __init__(self, *arguments: Any, gate: Gate | None, **options: Any) -> None:  # noqa: ANN401 - urllib's
        super().__init__(*arguments, **options)
        self.gate = gate


class _Http(urllib.request.HTTPHandler):
    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self.gate = gate

    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Connection, request, gate=_gate_for(request, self.gate))


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self.gate = gate

    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_SecureConnection, request, gate=_gate_for(request, self.gate))  # type: ignore[arg-type]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Redirects are followed elsewhere, in sight of the limits: the library's own way reads their bodies whole."""

    def redirect_request(self, *_: object) -> None:
        return None


def opener(gate: Gate) -> urllib.request.OpenerDirector:
    """What opens http and https addresses through a gate, and nothing else."""
    return urllib.request.build_opener(_NoRedirect, _Http(gate), _Https(gate))


def _gate_for(request: urllib.request.Request, gate: Gate) -> Gate | None:
    """The gate of a request. A proxy connects for us: the name is checked where it resolves here, and that is all."""
    tunnelled: str | None = getattr(
        request, "_tunnel_host", None
    )  # https through a proxy; no public name tells it
    if not (request.has_proxy() or tunnelled):
        return gate
    wanted = urlsplit(request.full_url)
    try:
        gate.addresses(wanted.hostname or "", wanted.port or 443)
    except RefusedError:
        raise
    except OSError:
        pass  # only the proxy knows it
    return None
