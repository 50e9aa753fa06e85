"""What a link in a letter carries: made anew from the shop's secret each time, so the database holds none to steal."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from enum import StrEnum
from typing import Final
from uuid import UUID

from ...shared.settings import settings
from ..models import StockAlert

PROOF_BYTES: Final = 20  # 160 bits
LENGTH: Final = 48  # (16 + 20) bytes × 4 / 3, without padding


class Purpose(StrEnum):
    """A link that confirms belongs to one letter; the one that ends works as long as the alert does."""

    CONFIRM = "confirm"
    END = "end"


def token(purpose: Purpose, alert: StockAlert) -> str:
    return urlsafe_b64encode(alert.id.bytes + _proof(purpose, alert)).decode()


def claimed(text: str) -> UUID | None:
    """Which alert a token claims to be for; None for what is no token at all."""
    if len(text) != LENGTH or not text.isascii():
        return None
    try:
        return UUID(bytes=urlsafe_b64decode(text)[:16])
    except ValueError:
        return None


def fits(text: str, purpose: Purpose, alert: StockAlert) -> bool:
    return hmac.compare_digest(text, token(purpose, alert))


def _proof(purpose: Purpose, alert: StockAlert) -> bytes:
    about = f"alert:{purpose}:{alert.id}" + (f":{alert.letter_id}" if purpose is Purpose.CONFIRM else "")
    return hmac.digest(settings().secret_key.encode(), about.encode(), "sha256")[:PROOF_BYTES]
