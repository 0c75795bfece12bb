"""A web server on loopback that misbehaves in every way that the tests need; real sockets, no network."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html>
<html lang="en"><head>
<title>Fleet renewed | The Harbour Post</title>
<meta property="og:title" content="Navy takes over second frigate">
<meta property="og:site_name" content="The Harbour Post">
<meta property="article:published_time" content="2019-04-11T08:00:00Z">
</head><body>
<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Navy takes over second frigate</h1>
<p>The shipyard handed the second frigate over to the navy on Thursday, nine months later than the contract had set.</p>
<p>“She is the quietest ship we have built,” the yard's director said at the ceremony, and named a third for 2021.</p>
<p>Spare parts and the training of two crews are part of the contract, which the ministry signed in May 2014.</p>
</article>
<footer>All rights reserved. Terms. Privacy.</footer>
</body></html>
"""


class Handler(BaseHTTPRequestHandler):
    """What each path answers; `seen` gathers the headers of each request."""

    seen: list[dict[str, str]]

    def do_GET(self) -> None:
        type(self).seen.append(dict(self.headers))
        answer = getattr(self, "_" + self.path.strip("/").partition("?")[0].replace("-", "_"), self._missing)
        with suppress(BrokenPipeError, ConnectionResetError):
            answer()

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _send(self, body: bytes, kind: str, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def _page(self) -> None:
        self._send(PAGE.encode(), "text/html; charset=utf-8")

    def _packed(self) -> None:
        self._send(gzip.compress(PAGE.encode()), "text/html", Content_Encoding="gzip")

    def _latin(self) -> None:
        self._send(
            "Das Geschütz, sagte er, sei verkauft.".encode("latin-1"), "text/plain; charset=iso-8859-1"
        )

    def _rows(self) -> None:
        self._send(
            b'{"id": "one", "text": "First."}\n{"id": "two", "text": "Second."}\n', "application/x-ndjson"
        )

    def _moved(self) -> None:
        self._send(b"", "text/html", 302, Location="/page")

    def _loop(self) -> None:
        self._send(b"", "text/html", 301, Location="/loop")

    def _away(self) -> None:
        self._send(b"", "text/html", 302, Location="file:///etc/hostname")

    def _missing(self) -> None:
        self._send(b"nothing here", "text/html", 404)

    def _picture(self) -> None:
        self._send(b"\x89PNG\r\n\x1a\n" + bytes(64), "image/png")

    def _huge(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        for _ in range(64):
            self.wfile.write(b"a" * (1 << 20))

    def _bomb(self) -> None:
        self._send(gzip.compress(bytes(30_000_000)), "text/plain", Content_Encoding="gzip")

    def _stall(self) -> None:
        time.sleep(3)

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        for _ in range(30):
            self.wfile.write(b"a")
            self.wfile.flush()
            time.sleep(0.1)

    def _short(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"The beginning.")


class Server:
    """A running server: the address of a path, and the headers of the requests so far."""

    def __init__(self, port: int, seen: list[dict[str, str]]) -> None:
        self.port = port
        self.seen = seen

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"


@contextmanager
def serving() -> Iterator[Server]:
    """A server for as long as the block lasts."""
    seen: list[dict[str, str]] = []
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), type("Seeing", (Handler,), {"seen": seen}))
    httpd.daemon_threads = True
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Server(httpd.server_address[1], seen)
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()
