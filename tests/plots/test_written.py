"""Pictures as they are written: whole in themselves, safe whatever names they hold, drawn by the real renderers."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import shutil
import struct
import subprocess
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from armstrail import plots
from armstrail.errors import OutputError
from armstrail.plots import Spec, flows, stages, write_html, write_picture
from armstrail.plots.frame import told
from tests.plots.made import HARM, HARMFUL, HOSTILE, SOME, pictures

ASSETS = Path(plots.__file__).with_name("assets")
SCRIPTS = ("vega.min.js", "vega-lite.min.js", "vega-embed.min.js")
PICTURES = pictures()
vl_convert = pytest.importorskip("vl_convert")


class Page(HTMLParser):
    """What a page holds: its elements with their attributes, what stands in each script, the cells of its table."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.cells: list[str] = []
        self.heading = ""
        self.inside = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.inside = tag
        if tag == "script":
            self.scripts.append("")
        if tag == "td":
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "script":
            self.scripts[-1] += data
        elif self.inside == "td":
            self.cells[-1] += data
        elif self.inside == "h1":
            self.heading += data


def page(spec: Spec) -> str:
    out = io.StringIO()
    write_html(spec, out, made=date(2024, 5, 6))
    return out.getvalue()


def picture(spec: Spec, form: Any) -> bytes:
    out = io.BytesIO()
    write_picture(spec, out, form)
    return out.getvalue()


def strings(part: Any) -> list[str]:
    if isinstance(part, dict):
        return [word for value in part.values() for word in strings(value)]
    if isinstance(part, list):
        return [word for value in part for word in strings(value)]
    return [part] if isinstance(part, str) else []


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_plain_json_that_compiles(name: str) -> None:
    written = json.loads(json.dumps(PICTURES[name], allow_nan=False))
    compiled = vl_convert.vegalite_to_vega(written, vl_version="6.4")
    assert compiled["marks"]


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_drawn_as_svg_with_its_title_and_its_caption(name: str) -> None:
    drawn = picture(PICTURES[name], "svg").decode("utf-8")
    root = ElementTree.fromstring(drawn)
    words = " ".join("".join(root.itertext()).split())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert told(PICTURES[name]).title[:30] in words
    for element in root.iter():
        assert element.tag.removeprefix("{http://www.w3.org/2000/svg}") not in (
            "script",
            "foreignObject",
            "image",
        )
        assert not [key for key in element.attrib if key.lower().startswith("on") or key.endswith("href")]


@pytest.mark.parametrize("name", ["matrix-some", "map-some", "timeline-some", "stages-some", "stages-none"])
def test_a_png_has_twice_the_size_of_the_svg(name: str) -> None:
    root = ElementTree.fromstring(picture(PICTURES[name], "svg"))
    drawn = picture(PICTURES[name], "png")
    assert drawn.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", drawn[16:24])
    assert (width, height) == pytest.approx(
        (2 * float(root.attrib["width"]), 2 * float(root.attrib["height"])), abs=2
    )
    assert 500 < width < 3_000 and 300 < height < 3_000


@pytest.mark.parametrize("name", [name for name in PICTURES if name.endswith("-none")])
def test_nothing_is_said_to_be_nothing(name: str) -> None:
    drawn = picture(PICTURES[name], "svg").decode("utf-8")
    assert "Nothing to show" in drawn
    assert "The figures: 0 rows" in page(PICTURES[name])


def test_a_picture_says_what_to_install_where_the_renderer_is_lacking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "vl_convert", None)
    with pytest.raises(
        OutputError, match=r"PNG needs vl-convert-python: `pip install 'armstrail\[pictures\]'`"
    ):
        picture(PICTURES["matrix-one"], "png")
    assert page(PICTURES["matrix-one"])


def test_a_picture_that_cannot_be_drawn_says_so() -> None:
    with pytest.raises(OutputError, match="the picture cannot be drawn"):
        picture({**PICTURES["matrix-one"], "mark": 7, "layer": 7}, "png")


def test_a_picture_loads_nothing_from_elsewhere() -> None:
    reaching: Spec = {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"url": "https://example.org/figures.json"},
        "mark": "point",
    }
    with pytest.raises(OutputError):
        picture(reaching, "svg")


@pytest.mark.parametrize("name", PICTURES)
def test_a_page_is_whole_in_itself(name: str) -> None:
    written = page(PICTURES[name])
    read = Page(written)
    data, *scripts = read.scripts
    loading = {"src", "href", "srcset", "data", "poster", "background", "action", "formaction", "style"}
    for tag, attributes in read.elements:
        assert tag not in {"link", "img", "iframe", "object", "embed", "base", "form", "a", "svg", "image"}
        assert not loading & set(attributes)
        assert not [key for key in attributes if key.startswith("on")]
    addresses = [word for word in strings(json.loads(data)) if re.search(r"https?://|//", word)]
    assert addresses == ["https://vega.github.io/schema/vega-lite/v6.json"]
    policy = next(str(held["content"]) for tag, held in read.elements if "http-equiv" in held)
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    assert policy.startswith("default-src 'none'; ") and "unsafe-eval" not in policy
    assert policy.endswith(" ".join(f"'sha256-{digest}'" for digest in hashes))
    assert (
        "url(" not in (ASSETS.parent / "page.css").read_text()
        and "@import" not in written.split("</style>")[0]
    )


@pytest.mark.parametrize(
    "spec", [flows(HARM, form="matrix"), flows(HARM, form="map"), stages(HARMFUL), stages(HARMFUL[:1])]
)
def test_names_that_mean_harm_stay_words(spec: Spec) -> None:
    written = page(spec)
    read = Page(written)
    assert len(read.scripts) == 5
    assert read.scripts[1:4] == [asset(name) for name in SCRIPTS]
    assert "title" not in json.loads(read.scripts[0]) and "usermeta" not in json.loads(read.scripts[0])
    assert not re.search(r"[<>&]", read.scripts[0])
    assert read.heading == told(spec).title
    assert {tag for tag, _ in read.elements} <= set(
        "html head meta title style body main h1 p figure div noscript time table caption thead tbody tr th td "
        "details summary pre script".split()
    )
    assert any(HOSTILE[0] in cell for cell in read.cells)


def asset(name: str) -> str:
    return (ASSETS / name).read_text(encoding="utf-8")


def outside_the_data(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: outside_the_data(value) for key, value in part.items() if key not in ("values", "sort")}
    return [outside_the_data(value) for value in part] if isinstance(part, list) else part


@pytest.mark.parametrize("spec", [flows(HARM, form="matrix"), flows(HARM, form="map"), stages(HARMFUL)])
def test_names_are_data_and_never_part_of_an_expression(spec: Spec) -> None:
    drawn = {key: value for key, value in spec.items() if key not in ("description", "title", "usermeta")}
    words = strings(json.loads(json.dumps(outside_the_data(drawn))))
    assert not [word for word in words for name in HOSTILE if name[:10] in word]


def test_a_page_has_the_title_the_caption_the_day_and_the_figures() -> None:
    spec = flows(SOME, form="matrix")
    read = Page(page(spec))
    assert read.heading == "6 flows of arms are told of, most often United States → Ukraine"
    assert ("time", {"datetime": "2024-05-06"}) in read.elements
    assert read.cells[:4] == ["United States", "Ukraine", "20", "30"]
    assert len(read.cells) == 4 * len(SOME)
    assert ("th", {"scope": "col", "class": "number"}) in read.elements


@pytest.mark.parametrize("name", ["matrix-harm", "map-many", "timeline-some", "stages-harm", "stages-some"])
def test_a_browser_draws_a_page_under_its_policy(name: str, tmp_path: Path) -> None:
    browser = shutil.which("chromium")
    if not browser:
        pytest.skip("needs Chromium")
    path = tmp_path / "page.html"
    path.write_text(page(PICTURES[name]), encoding="utf-8")
    options = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--enable-logging=stderr",
        "--virtual-time-budget=9000",
    )
    ran = subprocess.run(
        [browser, *options, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", path.as_uri()],
        capture_output=True,
        timeout=120,
    )
    drawn = ran.stdout.decode("utf-8")
    assert "<svg" in drawn and "could not be drawn" not in drawn.split("<script")[0]
    assert "<title>broken" not in drawn
    said = [line for line in ran.stderr.decode("utf-8", "replace").splitlines() if "CONSOLE" in line]
    assert not said


def test_what_is_vendored_is_what_the_readme_says() -> None:
    readme = (ASSETS / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([^`]+)` \|.*\| ([\d,]+) \| `([0-9a-f]{64})` \|$", readme, re.MULTILINE)
    assert {name for name, *_ in listed} == {path.name for path in ASSETS.iterdir()} - {
        "README.md",
        "LICENSES.txt",
    }
    for name, size, digest in listed:
        held = (ASSETS / name).read_bytes()
        assert (len(held), hashlib.sha256(held).hexdigest()) == (int(size.replace(",", "")), digest)


def test_no_script_that_is_put_into_pages_can_end_itself() -> None:
    for name in SCRIPTS:
        assert not re.search("</script|<!--", asset(name), re.IGNORECASE)
