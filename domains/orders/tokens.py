"""The link of an order: whoever holds its token may see the order. It names the shard and cannot be guessed."""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Final
from uuid import UUID

RANDOM_BYTES: Final = 20  # 160 bits
LENGTH: Final = 48  # (16 + 20) bytes × 4 / 3, without padding


def new_token(customer_id: UUID) -> str:
    return urlsafe_b64encode(customer_id.bytes + secrets.token_bytes(RANDOM_BYTES)).decode()


def customer_of(token: str) -> UUID | None:
    """Whose order a token claims to open; None for what is no token at all."""
    if len(token) != LENGTH or not token.isascii():
        return None
    try:
        return UUID(bytes=urlsafe_b64decode(token)[:16])
    except ValueError:
        return None


def same(one: str, other: str) -> bool:
    """In constant time."""
    return hmac.compare_digest(one.encode(errors="replace"), other.encode(errors="replace"))
