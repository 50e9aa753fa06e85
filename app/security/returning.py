"""Where somebody is led after signing in: to a plain path of this shop and nowhere else."""

from typing import Any
from urllib.parse import unquote, urlsplit

from litestar import Request

LONGEST = 500
LOOKING = ("GET", "HEAD")


def inside(address: str | None, below: str = "") -> str | None:
    """`address` where it is a path of the shop, or of the part `below`; None for whatever could lead elsewhere."""
    if not address or len(address) > LONGEST or any(not 32 < ord(char) < 127 for char in address):
        return None
    if "\\" in address or address.startswith("//"):  # both begin a host's name, however many slashes follow
        return None
    parts = urlsplit(address)
    steps = unquote(parts.path).split("/")
    plain = steps[0] == "" and ".." not in steps and "" not in steps[1:-1] and "\\" not in unquote(parts.path)
    ours = not below or steps[1:2] == [below]
    return address if plain and len(steps) > 1 and ours and not parts.scheme and not parts.netloc else None


def page_of(request: Request[Any, Any, Any]) -> str | None:
    """What was asked for; of a deed, which is not repeated, the page it was done on."""
    looking = request.method in LOOKING
    parts = urlsplit(str(request.url) if looking else request.headers.get("referer", ""))
    return inside(f"{parts.path}?{parts.query}" if parts.query else parts.path)
