"""To whom passkeys are bound: the host of BASE_URL, where browsers take it for one."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from domains.shared.settings import settings


@dataclass(frozen=True)
class RelyingParty:
    """`id` is a host's name, `origin` the one address whose pages may ask for its keys."""

    id: str
    origin: str


def relying_party() -> RelyingParty | None:
    """None where no browser would make a key: for a number instead of a name, and over plain http except on the
    machine itself."""
    base = urlsplit(settings().base_url)
    host = (base.hostname or "").lower()
    local = host == "localhost" or host.endswith(".localhost")
    if _is_number(host) or not (local or base.scheme == "https"):
        return None
    port = "" if base.port in (None, {"https": 443, "http": 80}.get(base.scheme)) else f":{base.port}"
    return RelyingParty(host, f"{base.scheme}://{host}{port}")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
