"""Half a sign-in: the password was right, the second factor is still to come. A form carries it for five minutes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from itsdangerous import BadSignature, URLSafeTimedSerializer

from domains import users
from domains.shared.ids import new_id
from domains.shared.redis import redis
from domains.shared.settings import settings

LASTS: Final = 300  # seconds


@dataclass(frozen=True)
class Half:
    """`id` is of this one try; it lets somebody in once, and as long as the password is that of `password_of`."""

    person_id: UUID
    id: UUID
    password_of: datetime

    async def used(self) -> bool:
        return bool(await redis().exists(self._mark))

    async def use(self) -> bool:
        """False for whoever comes second."""
        return bool(await redis().set(self._mark, "1", nx=True, ex=LASTS))

    @property
    def _mark(self) -> str:
        return f"half-used:{self.id}"


def half(person: users.Person) -> str:
    """Of who has just proved their password."""
    since = person.password_of.isoformat() if person.password_of else ""
    return _signer().dumps([person.id.hex, new_id().hex, since])


def read_half(text: str) -> Half | None:
    """Whose password was right a moment ago; None for what is too old or not ours."""
    try:
        person, once, since = _signer().loads(text[:500], max_age=LASTS)
        return Half(UUID(hex=person), UUID(hex=once), datetime.fromisoformat(since))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


def _signer() -> URLSafeTimedSerializer:
    """What FORMER_SECRET_KEY has signed still holds."""
    secrets = [secret for secret in (settings().former_secret_key, settings().secret_key) if secret]
    return URLSafeTimedSerializer(secrets, salt="half a sign-in")
