"""Access tokens: who asks, in which session, for five minutes, signed with Ed25519 by a key of the day."""

import hashlib
import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from domains.shared import clock
from domains.shared.settings import settings

from .sealing import derived, secrets

log = logging.getLogger(__name__)
LIFE: Final = timedelta(minutes=5)
SKEW: Final = timedelta(seconds=5)  # between the clocks of two hosts
ALGORITHM: Final = "EdDSA"
KIND: Final = "at+jwt"  # RFC 9068: no other token of ours, signed with whatever key, is taken for one of these
LONGEST: Final = 1_000
CLAIMS: Final = ["iss", "aud", "sub", "sid", "iat", "exp"]


class Audience(StrEnum):
    SHOP = "shop"
    API = "api"


@dataclass(frozen=True)
class Claims:
    person_id: UUID
    session_id: UUID


def issue(person_id: UUID, session_id: UUID, audience: Audience) -> str:
    now = clock.now()
    key, kid = _key(secrets()[0], now.astimezone(UTC).date())
    claims = {
        "iss": settings().base_url,
        "aud": audience.value,
        "sub": str(person_id),
        "sid": str(session_id),
        "iat": now,
        "exp": now + LIFE,
    }
    return jwt.encode(claims, key, algorithm=ALGORITHM, headers={"kid": kid, "typ": KIND})


def read(token: str, audience: Audience) -> Claims | None:
    """What a token of ours says; None for one that is too old, forged or made for somebody else."""
    if not token or len(token) > LONGEST:
        return None
    try:
        head = jwt.get_unverified_header(token)
        key = _known().get(str(head.get("kid")))
        if key is None or head.get("typ") != KIND:
            raise jwt.InvalidTokenError("unknown key or kind")
        said = jwt.decode(
            token,
            key.public_key(),
            algorithms=[ALGORITHM],
            audience=audience.value,
            issuer=settings().base_url,
            leeway=SKEW,
            options={"require": CLAIMS, "strict_aud": True},
        )
        return Claims(UUID(said["sub"]), UUID(said["sid"]))
    except jwt.ExpiredSignatureError:
        return None
    except (jwt.PyJWTError, ValueError, TypeError) as error:
        log.warning("token.refused reason=%s", type(error).__name__)
        return None


def _known() -> dict[str, Ed25519PrivateKey]:
    """By `kid`. A host whose clock is ahead may sign with tomorrow's."""
    today = datetime.now(UTC).date()
    days = [today + timedelta(days=off) for off in (-1, 0, 1)]
    return {kid: key for secret in secrets() for key, kid in (_key(secret, day) for day in days)}


@lru_cache(maxsize=16)
def _key(secret: str, day: date) -> tuple[Ed25519PrivateKey, str]:
    key = Ed25519PrivateKey.from_private_bytes(derived(secret, f"access {day.isoformat()}"))
    mark = hashlib.sha256(key.public_key().public_bytes_raw()).hexdigest()[:12]
    return key, f"{day.isoformat()}.{mark}"
