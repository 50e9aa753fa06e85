"""Files for browsers: named by what is in them, kept for ever, small, and exactly those we vouch for."""

import hashlib
import re

import brotli  # type: ignore[import-untyped] # ships no types
import httpx
import pytest
from litestar import Litestar

from app.assets import STATIC, Assets

IMMUTABLE = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def assets() -> Assets:
    return Assets()


@pytest.mark.parametrize(
    ("name", "media_type"),
    [
        ("css/shop.css", "text/css; charset=utf-8"),
        ("css/admin.css", "text/css; charset=utf-8"),
        ("js/shop.js", "text/javascript; charset=utf-8"),
        ("js/live.js", "text/javascript; charset=utf-8"),
        ("fonts/instrument-sans.woff2", "font/woff2"),
        ("images/mark.svg", "image/svg+xml"),
    ],
)
async def test_a_file_is_named_by_its_content_and_kept_for_ever(
    app: Litestar, browser: httpx.AsyncClient, name: str, media_type: str
) -> None:
    url: str = app.state.templates.globals["asset"](name)
    answer = await browser.get(url)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, IMMUTABLE)
    assert answer.headers["content-type"] == media_type
    assert hashlib.sha256(answer.content).hexdigest()[:12] in url


@pytest.mark.parametrize("path", ["/static/css/shop.css", "/static/../pyproject.toml", "/static/%2e%2e/README.md"])
async def test_nothing_else_is_served_from_there(browser: httpx.AsyncClient, path: str) -> None:
    assert (await browser.get(path)).status_code == 404


@pytest.mark.parametrize("path", ["/media/none", "/media/../pyproject.toml", "/media/ab/original"])
async def test_a_picture_that_does_not_exist_is_a_page_that_says_so(browser: httpx.AsyncClient, path: str) -> None:
    assert (await browser.get(path)).status_code == 404


@pytest.mark.parametrize(("accepts", "encoding"), [("gzip, br", "br"), ("br;q=0, gzip", None), ("identity", None)])
async def test_files_come_as_the_browser_can_read_them(
    app: Litestar, browser: httpx.AsyncClient, accepts: str, encoding: str | None
) -> None:
    url = app.state.templates.globals["asset"]("fonts/instrument-sans.woff2")
    assert "content-encoding" not in (await browser.get(url, headers={"Accept-Encoding": accepts})).headers
    script = app.state.templates.globals["asset"]("images/mark.svg")
    answer = await browser.get(script, headers={"Accept-Encoding": accepts})
    assert answer.headers.get("content-encoding") == encoding


@pytest.mark.parametrize(("accepts", "encoding"), [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("", None)])
async def test_pages_are_compressed(browser: httpx.AsyncClient, accepts: str, encoding: str | None) -> None:
    answer = await browser.get("/probe", headers={"Accept-Encoding": accepts})
    assert answer.headers.get("content-encoding") == encoding
    assert "Accept-Encoding" in answer.headers["vary"]
    assert answer.text.startswith("<!doctype html>")


async def test_a_stream_passes_as_it_is(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/probe/stream", headers={"Accept-Encoding": "br"})
    assert "content-encoding" not in answer.headers
    assert answer.text == "".join(f"word {number} " * 200 for number in range(3))


def test_what_others_wrote_is_what_we_vouched_for() -> None:
    locked = [line.split() for line in (STATIC / "vendor" / "LOCK").read_text().splitlines()]
    assert [line[0] for line in locked] == [
        "vendor/htmx.min.js",
        "vendor/hx-preload.min.js",
        "vendor/hx-sse.min.js",
        "fonts/instrument-sans.woff2",
    ]
    for name, _, _, _, digest in locked:
        assert digest == f"sha256:{hashlib.sha256((STATIC / name).read_bytes()).hexdigest()}"


def test_nothing_of_others_comes_without_its_licence_and_its_lock() -> None:
    foreign = {*(STATIC / "vendor").iterdir(), *(STATIC / "fonts").iterdir()}
    assert {path.name for path in foreign} == {
        "LOCK",
        "htmx.min.js",
        "hx-preload.min.js",
        "hx-sse.min.js",
        "htmx.LICENSE",
        "instrument-sans.woff2",
        "instrument-sans.LICENSE",
    }


def test_a_page_needs_little(assets: Assets) -> None:
    def packed(name: str) -> int:
        asset = assets.find(assets.url(name))
        assert asset is not None
        return len(brotli.compress(asset.body))

    assert packed("js/shop.js") <= 16 * 1024
    assert packed("js/live.js") <= 2.5 * 1024
    assert packed("css/shop.css") <= 12 * 1024
    assert packed("css/admin.css") <= 16 * 1024
    assert (STATIC / "fonts" / "instrument-sans.woff2").stat().st_size <= 24 * 1024


def test_what_every_page_runs_is_one_file(assets: Assets) -> None:
    asset = assets.find(assets.url("js/shop.js"))
    assert asset is not None
    for name in ("vendor/htmx.min.js", "vendor/hx-preload.min.js"):
        assert (STATIC / name).read_bytes() in asset.body
    for path in (STATIC / "js").glob("*.js"):
        assert b"{\n" + path.read_bytes() + b"}" in asset.body
        assert not re.search(r"^(import|export) ", path.read_text(), re.MULTILINE)  # they share one plain script


def test_small_drawings_come_with_the_styles(assets: Assets) -> None:
    asset = assets.find(assets.url("css/shop.css"))
    assert asset is not None
    assert b'mask: url("data:image/svg+xml,%3Csvg' in asset.body


def test_styles_come_in_layers_and_name_only_files_there_are(assets: Assets) -> None:
    for name in ("css/shop.css", "css/admin.css"):
        found = assets.find(assets.url(name))
        assert found is not None
        css = found.body.decode()
        assert css.startswith("@layer reset, base, layout, components, pages, utilities;")
        assert css.count("{") == css.count("}")
        for url in re.findall(r'url\("(/static/[^"]+)"\)', css):
            assert assets.find(url) is not None


def test_styles_use_only_tokens_there_are() -> None:
    css = "\n".join(path.read_text() for path in sorted((STATIC / "css").rglob("*.css")))
    set_somewhere = set(re.findall(r"(--[a-z0-9-]+)\s*:", css))
    required = set(re.findall(r"var\((--[a-z0-9-]+)\)", css))
    assert required - set_somewhere == set()


def test_an_unknown_file_is_a_mistake_of_ours(assets: Assets) -> None:
    with pytest.raises(KeyError):
        assets.url("css/nothing.css")
