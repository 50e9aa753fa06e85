"""Half a sign-in: the password was right, the second factor is still to come. A form carries it for five minutes."""

from functools import lru_cache
from typing import Final
from uuid import UUID

from itsdangerous import BadSignature, URLSafeTimedSerializer

from domains.shared.settings import settings

LASTS: Final = 300  # seconds


def half(person_id: UUID) -> str:
    return _signer().dumps(person_id.hex)


def read_half(text: str) -> UUID | None:
    """Whose password was right a moment ago; None for what is too old or not ours."""
    try:
        return UUID(hex=_signer().loads(text[:500], max_age=LASTS))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


@lru_cache
def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt="half a sign-in")
