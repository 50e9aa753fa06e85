"""What the web process reads from the settings: headers, limits, the log of requests."""

import logging
import sys
from urllib.parse import urlsplit

from domains.shared.settings import settings

BODY_LIMIT = 256 * 1024  # bytes of a form; a route that takes files names its own limit
STRIPE_PAGES = "https://checkout.stripe.com"


def payment_origin() -> str:
    """Where the hosted payment page lives; browsers apply `form-action` to the redirect that leads there."""
    base = settings().stripe_api_base
    if not base:
        return STRIPE_PAGES
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}"


def security_headers() -> list[tuple[bytes, bytes]]:
    headers = {
        "content-security-policy": "; ".join(
            (
                "default-src 'none'",
                "script-src 'self' 'inline-speculation-rules'",
                "style-src 'self'",
                f"img-src 'self' data: {settings().media_base_url}".rstrip(),
                "connect-src 'self'",
                "font-src 'self'",
                f"form-action 'self' {payment_origin()}",
                "base-uri 'none'",
                "frame-ancestors 'none'",
            )
        ),
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }
    if settings().secure:
        headers["strict-transport-security"] = "max-age=31536000; includeSubDomains"
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def configure_request_log() -> None:
    """One JSON line per request on standard output, beside the ordinary log and without its prefix."""
    access = logging.getLogger("barrow.access")
    access.setLevel(logging.INFO)
    access.propagate = False
    if not access.handlers:
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(logging.Formatter("%(message)s"))
        access.addHandler(handler)
