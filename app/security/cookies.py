"""Cookies: one function decides their names and flags, one signer vouches for what is in them."""

import re
from functools import lru_cache
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer
from litestar.datastructures import Cookie

from domains import users
from domains.shared.settings import settings

YEAR = 365 * 24 * 3600
PARTY = "barrow-party"
WISHES = "barrow-wishes"
ACCESS = "barrow-access"
REFRESH = "barrow-refresh"
QUESTION = "barrow-question"


def name(plain: str) -> str:
    """`__Host-` wherever visitors come over https: no sister host and no plain http can set such a cookie."""
    return f"__Host-{plain}" if settings().secure else plain


def make(plain: str, value: str, max_age: int) -> Cookie:
    """`max_age` in seconds; 0 makes the browser forget it."""
    return Cookie(
        key=name(plain),
        value=value,
        max_age=max_age,
        path="/",
        httponly=True,
        secure=settings().secure,
        samesite="lax",
    )


def forget(plain: str) -> Cookie:
    return make(plain, "", 0)


def party(party_id: UUID) -> Cookie:
    return make(PARTY, _signer().dumps(party_id.hex), YEAR)


def read_party(value: str | None) -> UUID | None:
    """The party a cookie names; None when it is absent, not ours or tampered with."""
    if not value or len(value) > 200:
        return None
    try:
        return UUID(hex=_signer().loads(value))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


def session(tokens: users.Tokens) -> tuple[Cookie, Cookie]:
    """Kept as long as the session may rest: the access token itself says when it is over."""
    return make(ACCESS, tokens.access, tokens.lasts), make(REFRESH, tokens.refresh, tokens.lasts)


def no_session() -> tuple[Cookie, Cookie]:
    return forget(ACCESS), forget(REFRESH)


def question(bearer: str) -> Cookie:
    """Whose browser a passkey is asked of, before it is known who is there."""
    return make(QUESTION, bearer, users.QUESTION_LASTS)


def wishes(count: int) -> Cookie:
    """How many things are on the visitor's wishlists, so that no page has to ask: a hint, worth no signature."""
    return make(WISHES, str(count), YEAR)


def read_wishes(value: str | None) -> int | None:
    return int(value) if value and re.fullmatch(r"[0-9]{1,4}", value) else None


@lru_cache
def _signer() -> URLSafeSerializer:
    """What FORMER_SECRET_KEY has signed still holds."""
    secrets = [secret for secret in (settings().former_secret_key, settings().secret_key) if secret]
    return URLSafeSerializer(secrets, salt="party")
