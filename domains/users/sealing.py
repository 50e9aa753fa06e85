"""Keys made of SECRET_KEY, one for each purpose; those of FORMER_SECRET_KEY still open what was made with them."""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domains.shared.settings import settings


def secrets() -> tuple[str, ...]:
    """The one that new things are made with first."""
    return tuple(filter(None, (settings().secret_key, settings().former_secret_key)))


@lru_cache(maxsize=64)
def derived(secret: str, purpose: str) -> bytes:
    """32 bytes that tell nothing of the secret or of any other purpose's key."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())


def stamp(purpose: str, text: str) -> str:
    """What only who knows the secret can make of `text`: as unguessable as a random token, and always the same."""
    key = derived(settings().secret_key, purpose)
    return urlsafe_b64encode(hmac.digest(key, text.encode(), "sha256")).rstrip(b"=").decode()


def digest(token: str) -> str:
    """What is kept of a token. It is random enough that a plain hash of it cannot be turned back."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def seal(purpose: str, text: str) -> str:
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(purpose: str, sealed: str) -> str | None:
    """None for what was sealed with a secret that is gone."""
    try:
        return _box(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def _box(purpose: str) -> MultiFernet:
    return MultiFernet([Fernet(urlsafe_b64encode(derived(secret, purpose))) for secret in secrets()])
