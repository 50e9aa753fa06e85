"""Static files: read once, joined where they are style sheets, named by their content, kept for ever by browsers."""

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from mimetypes import guess_type
from pathlib import Path

import brotli  # type: ignore[import-untyped] # ships no types

STATIC = Path(__file__).resolve().parent.parent / "static"
REFERENCE = re.compile(r"url\(\"?(/static/[^)\"]+)\"?\)")
# A bundle is _global.css, then every file of these folders below static/css, each folder a cascade layer
BUNDLES = {
    "css/shop.css": ("reset", "base", "layout", "components", "pages", "utilities"),
    "css/admin.css": ("reset", "base", "layout", "components", "admin", "utilities"),
}
LAYER_OF = {"admin": "pages"}


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
            if path.is_file() and path.suffix not in {".css", ".md"} and path.name != "LOCK":
                self._add(path.relative_to(folder).as_posix(), path.read_bytes())
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
        return self._resolve("\n".join(texts)).encode()

    def _resolve(self, css: str) -> str:
        """`url(/static/fonts/x.woff2)` in a style sheet gets the hashed name."""
        return REFERENCE.sub(lambda found: f'url("{self.url(found[1].removeprefix("/static/"))}")', css)
