"""Static files: read once, style sheets and scripts joined, named by their content, kept for ever by browsers."""

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import quote

import brotli  # type: ignore[import-untyped] # ships no types

STATIC = Path(__file__).resolve().parent.parent / "static"
ASIDE = re.compile(r"/\*.*?\*/\s*|(?<=\n)\s+", re.DOTALL)  # notes and indents: for readers, not for browsers
REFERENCE = re.compile(r"url\(\"?(/static/[^)\"]+)\"?\)")
# A bundle is _global.css, then every file of these folders below static/css, each folder a cascade layer
BUNDLES = {
    "css/shop.css": ("reset", "base", "layout", "components", "pages", "utilities"),
    "css/admin.css": ("reset", "base", "layout", "components", "admin", "utilities"),
}
LAYER_OF = {"admin": "pages"}
# js/shop.js, which every page runs, is these, then every behaviour of static/js in a scope of its own
VENDORED = ("vendor/htmx.min.js", "vendor/hx-preload.min.js")
# js/live.js only keeps this at hand: htmx has to be there first, and begins as soon as js/shop.js has run
LIVE = "vendor/hx-sse.min.js"
SMALL = 1024  # bytes of a drawing that is put into the style sheet rather than asked for


@dataclass
class Asset:
    url: str
    body: bytes
    media_type: str

    @cached_property
    def packed(self) -> bytes | None:
        """Brotli at its best, once per process; None for what is packed already (fonts, pictures)."""
        if self.media_type.startswith(("text/", "image/svg")):
            return bytes(brotli.compress(self.body, quality=11))
        return None


class Assets:
    """`url("css/shop.css")` → /static/css/shop.3f9ab2c1d0.css. An unknown name is a mistake of ours: KeyError."""

    def __init__(self, folder: Path = STATIC) -> None:
        self._by_name: dict[str, Asset] = {}
        self._by_url: dict[str, Asset] = {}
        for path in sorted(folder.rglob("*")):
            joined = path.suffix == ".css" or path.parent == folder / "js"
            if path.is_file() and not joined and path.suffix != ".md" and path.name != "LOCK":
                self._add(path.relative_to(folder).as_posix(), path.read_bytes())
        self._add("js/shop.js", _scripts(folder).encode())
        self._add("js/live.js", f"window.live = () => {{\n{(folder / LIVE).read_text()}\n}};".encode())
        for name, parts in BUNDLES.items():
            self._add(name, self._bundle(folder / "css", parts))

    def url(self, name: str) -> str:
        return self._by_name[name].url

    def find(self, url: str) -> Asset | None:
        return self._by_url.get(url)

    def _add(self, name: str, body: bytes) -> None:
        stem, dot, ending = name.rpartition(".")
        named = f"{stem}.{sha256(body).hexdigest()[:12]}.{ending}" if dot else name
        media_type = "font/woff2" if ending == "woff2" else guess_type(name)[0] or "application/octet-stream"
        asset = Asset(f"/static/{named}", body, media_type)
        self._by_name[name] = self._by_url[asset.url] = asset

    def _bundle(self, folder: Path, parts: tuple[str, ...]) -> bytes:
        texts = [(folder / "_global.css").read_text()]
        for part in parts:
            blocks = "\n".join(path.read_text() for path in sorted((folder / part).rglob("*.css")))
            texts.append(f"@layer {LAYER_OF.get(part, part)} {{\n{blocks}\n}}")
        return self._resolve(ASIDE.sub("", "\n".join(texts))).encode()

    def _resolve(self, css: str) -> str:
        """`url(/static/fonts/x.woff2)` in a style sheet gets the hashed name; a small drawing comes with the sheet."""
        return REFERENCE.sub(lambda found: f'url("{self._reference(found[1].removeprefix("/static/"))}")', css)

    def _reference(self, name: str) -> str:
        asset = self._by_name[name]
        small = asset.media_type.startswith("image/svg") and len(asset.body) <= SMALL
        return f"data:image/svg+xml,{quote(asset.body)}" if small else asset.url


def _scripts(folder: Path) -> str:
    own = sorted((folder / "js").glob("*.js"))
    foreign = [(folder / name).read_text() for name in VENDORED]
    return "\n".join([*foreign, *(f"{{\n{path.read_text()}}}" for path in own)])
