"""The address a request comes from, believed only as far as the proxies we run ourselves."""

import ipaddress

from litestar.types import Scope

from domains.shared.settings import settings


def client_ip(scope: Scope) -> str:
    """With TRUSTED_HOPS=N the Nth from the right of X-Forwarded-For; what stands left of it anyone can write."""
    peer = scope.get("client")
    nearest = peer[0] if peer else "unknown"
    hops = settings().trusted_hops
    if not hops:
        return nearest
    forwarded = b",".join(value for key, value in scope["headers"] if key == b"x-forwarded-for").decode("latin-1")
    chain = [part.strip() for part in forwarded.split(",") if part.strip()]
    claimed = chain[-hops] if len(chain) >= hops else nearest
    return claimed if _is_address(claimed) else nearest


def rate_key(ip: str) -> str:
    """IPv6 visitors own a whole /64, so that is what is counted; IPv4 written as IPv6 is one visitor like any IPv4."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ip
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
        return str(ipaddress.ip_network((address, 64), strict=False).network_address)
    return str(getattr(address, "ipv4_mapped", None) or address)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
