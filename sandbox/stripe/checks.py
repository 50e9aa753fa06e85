"""Addresses that Stripe looks at before it takes them: of the web and of mail."""

from urllib.parse import urlsplit

from .errors import InvalidParams
from .objects import StripeDict


def addresses(params: StripeDict) -> None:
    for name in ("success_url", "cancel_url", "return_url"):
        if name in params and not is_url(params[name]):
            raise InvalidParams("Not a valid URL", code="url_invalid", param=name)
    for name in ("customer_email", "email", "receipt_email"):
        if params.get(name) and not is_email(params[name]):
            raise InvalidParams(f"Invalid email address: {params[name]}", code="email_invalid", param=name)


def is_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def is_email(text: str) -> bool:
    """As little as a mail server needs; the shop has its own, better check."""
    local, at, domain = text.rpartition("@")
    return bool(local and at and "." in domain.strip(".")) and " " not in text
