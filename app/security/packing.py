"""Compression of bodies that are complete; streams are never touched."""

import gzip
import re
from collections.abc import Callable
from functools import partial

import brotli  # type: ignore[import-untyped] # ships no types
from litestar.types import Scope

SMALL = 600  # bytes below which a packet saves nothing
TEXT = (b"text/", b"application/json", b"application/problem+json", b"image/svg+xml", b"application/xml")
REFUSED = re.compile(rb";\s*q=0(\.0*)?\s*$")
PACKERS: dict[bytes, Callable[[bytes], bytes]] = {
    b"br": partial(brotli.compress, quality=4),
    b"gzip": partial(gzip.compress, compresslevel=5, mtime=0),
}


def pack(scope: Scope, headers: list[tuple[bytes, bytes]], body: bytes) -> bytes:
    """Compress in the way the client likes best and note it in `headers`; else the body as it came."""
    present = {name.lower(): value for name, value in headers}
    if b"content-encoding" in present or not present.get(b"content-type", b"").startswith(TEXT):
        return body
    headers.append((b"vary", b"Accept-Encoding"))
    encoding = accepted(scope)
    if encoding is None or len(body) < SMALL:
        return body
    packed = PACKERS[encoding](body)
    headers[:] = [(name, value) for name, value in headers if name.lower() != b"content-length"]
    headers += [(b"content-encoding", encoding), (b"content-length", b"%d" % len(packed))]
    return packed


def accepted(scope: Scope) -> bytes | None:
    offered = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
    tokens = {part.partition(b";")[0].strip() for part in offered.split(b",") if not REFUSED.search(part)}
    return next((encoding for encoding in PACKERS if encoding in tokens), None)
