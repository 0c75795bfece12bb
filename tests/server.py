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


FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Harbour Post: &lt;b&gt;Fleet&lt;/b&gt;</title><link>{host}/</link>
<item><title>A yard &amp;amp; its frigate</title><link>/plain?1</link>
<pubDate>Thu, 11 Apr 2019 23:30:00 +0000</pubDate></item>
<item><title>Gone</title><link>{host}/none</link></item>
<item><title>A picture</title><link>{host}/picture</link></item>
<item><title>The second frigate</title><link>{host}/page</link>
<pubDate>Fri, 12 Apr 2019 08:00:00 +0000</pubDate></item>
<item><title>Told here</title><guid isPermaLink="false">note-7</guid>
<content:encoded><![CDATA[<p>The ministry said on Friday that the third frigate had been laid down at the
same yard, and that it will be handed over in 2021.</p>]]></content:encoded></item>
</channel></rss>
"""
SITEMAP = """<?xml version="1.0"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>{host}/plain?2</loc><lastmod>2020-05-06T07:08:09Z</lastmod>
<image:image><image:loc>{host}/picture</image:loc><image:title>A ship</image:title></image:image></url>
<url><loc>{host}/plain?3</loc><lastmod>2020-06-01</lastmod>
<news:news><news:publication><news:name>The Quay</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2020-05-07</news:publication_date><news:title>Spare parts</news:title></news:news></url>
</urlset>
"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>{host}/sitemap</loc></sitemap><sitemap><loc>{host}/none</loc></sitemap>
<sitemap><loc>{host}/index</loc></sitemap><sitemap><loc>{host}/sitemap_packed</loc></sitemap>
</sitemapindex>
"""


class Handler(BaseHTTPRequestHandler):
    """What each path answers; `seen` gathers the headers of each request, `asked` the paths, robots.txt apart."""

    seen: list[dict[str, str]]
    asked: list[str]
    rules_asked: list[str]
    robots: str | int = 404

    def do_GET(self) -> None:
        if self.path.endswith("/robots.txt"):
            type(self).rules_asked.append(self.path)
            self._robots()
            return
        type(self).seen.append(dict(self.headers))
        type(self).asked.append(self.path)
        name = self.path.strip("/").partition("?")[0].replace("-", "_").replace("/", "_")
        answer = getattr(self, f"_{name}", self._missing)
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

    @property
    def _host(self) -> str:
        return f"http://{self.headers['Host']}"

    def _robots(self) -> None:
        if isinstance(self.robots, int):
            self._send(b"", "text/plain", self.robots)
        else:
            self._send(self.robots.encode(), "text/plain")

    def _plain(self) -> None:
        self._send(b"Eighteen tanks were handed over in March, the ministry said.", "text/plain")

    def _private_page(self) -> None:
        self._page()

    def _feed(self) -> None:
        self._dated(FEED.format(host=self._host).encode(), "application/rss+xml")

    def _feed_as_page(self) -> None:
        self._send(FEED.format(host=self._host).encode(), "text/html")

    def _feed_of_one(self) -> None:
        item = f"<item><link>{self._host}/plain?1</link></item>"
        body = f"<rss version='2.0'><channel><title>P</title>{item}</channel></rss>"
        self._dated(body.encode(), "text/xml")

    def _sitemap(self) -> None:
        self._dated(SITEMAP.format(host=self._host).encode(), "application/xml")

    def _sitemap_of_odd_addresses(self) -> None:
        addresses = ("http://[", "http://[x]/", f"{self._host}/page")
        pages = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
        self._send(f"<urlset>{pages}</urlset>".encode(), "application/xml")

    def _sitemap_packed(self) -> None:
        body = SITEMAP.replace("plain?", "plain?4").format(host=self._host)
        self._send(gzip.compress(body.encode()), "application/gzip")

    def _index(self) -> None:
        self._dated(INDEX.format(host=self._host).encode(), "text/xml")

    def _whole_index(self) -> None:
        below = f"<sitemapindex><sitemap><loc>{self._host}/sitemap</loc></sitemap></sitemapindex>"
        self._dated(below.encode(), "application/xml")

    def _deeper(self) -> None:
        number = int(self.path.partition("?")[2]) + 1
        below = f"<sitemapindex><sitemap><loc>{self._host}/deeper?{number}</loc></sitemap></sitemapindex>"
        self._send(below.encode(), "application/xml")

    def _other_xml(self) -> None:
        self._send(b"<?xml version='1.0'?><orders><order/></orders>", "application/xml")

    def _dated(self, body: bytes, kind: str) -> None:
        """A body that says when it has not changed."""
        tag, day = f'"{len(body)}"', "Thu, 11 Apr 2019 08:00:00 GMT"
        same = self.headers["If-None-Match"] == tag or self.headers["If-Modified-Since"] == day
        if same:
            self._send(b"", kind, 304)
        else:
            self._send(body, kind, ETag=tag, Last_Modified=day)

    def _dated_page(self) -> None:
        self._dated(PAGE.encode(), "text/html")

    def _moved_to_dated(self) -> None:
        self._send(b"", "text/html", 302, Location="/dated_page")

    def _busy(self) -> None:
        if self.asked.count("/busy") % 2:
            self._send(b"", "text/html", 429, Retry_After="7")
        else:
            self._page()

    def _busy_moved(self) -> None:
        if self.asked.count("/busy_moved") % 2:
            self._send(b"", "text/html", 429, Retry_After="7")
        else:
            self._moved()

    def _always_busy(self) -> None:
        self._send(b"", "text/html", 503, Retry_After="7")

    def _busy_long(self) -> None:
        self._send(b"", "text/html", 429, Retry_After="3600")

    def _busy_until(self) -> None:
        self._send(b"", "text/html", 503, Retry_After="Sat, 01 Jan 2000 01:00:00 GMT")

    def _unwell(self) -> None:
        self._send(b"", "text/html", 500)

    def _elsewhere(self) -> None:
        self._send(b"", "text/html", 302, Location="http://inside.example:80/page")

    def _packed_short(self) -> None:
        self._send(gzip.compress(PAGE.encode())[:-20], "text/html", Content_Encoding="gzip")

    def _long(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", "14")
        self.end_headers()
        self.wfile.write(b"The beginning. And what its length does not tell of.")

    def _page(self) -> None:
        self._send(PAGE.encode(), "text/html; charset=utf-8")

    def _packed_in_parts(self) -> None:
        middle = len(PAGE) // 2
        parts = [gzip.compress(part.encode()) for part in (PAGE[:middle], PAGE[middle:])]
        self._send(b"".join(parts), "text/html", Content_Encoding="gzip")

    def _packed_and_more(self) -> None:
        self._send(gzip.compress(PAGE.encode()) + b"\0\0and more", "text/html", Content_Encoding="gzip")

    def _bombs(self) -> None:
        self._send(gzip.compress(bytes(9_000_000)) * 3, "text/plain", Content_Encoding="gzip")

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

    def _moved_beyond_ascii(self) -> None:
        self.send_response(301)
        self.send_header("Location", "/page?q=größe".encode().decode("latin-1"))
        self.send_header("Content-Length", "0")
        self.end_headers()

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
        time.sleep(20)

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        for _ in range(200):
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
    """A running server: the address of a path, the headers and the paths of the requests so far."""

    def __init__(
        self, port: int, seen: list[dict[str, str]], asked: list[str], rules_asked: list[str]
    ) -> None:
        self.port = port
        self._rules_asked = rules_asked
        self.seen = seen
        self.asked = asked

    @property
    def rules_asked(self) -> int:
        """How often robots.txt was asked for."""
        return len(self._rules_asked)

    def at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"


@contextmanager
def serving(robots: str | int = 404) -> Iterator[Server]:
    """A server for as long as the block lasts, with a robots.txt, or a status in its place."""
    seen: list[dict[str, str]] = []
    asked: list[str] = []
    rules_asked: list[str] = []
    told = {"seen": seen, "asked": asked, "rules_asked": rules_asked, "robots": robots}
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), type("Seeing", (Handler,), told))
    httpd.daemon_threads = True
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Server(httpd.server_address[1], seen, asked, rules_asked)
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()
