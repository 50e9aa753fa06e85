"""Programs that ask the API."""

from typing import Protocol

from domains import users
from domains.users import Permission


class MakeKey(Protocol):
    """The header of a new key with these permissions, its owner's or another person's."""

    async def __call__(
        self, *permissions: Permission, per_minute: int = 600, person: users.Person | None = None
    ) -> dict[str, str]: ...


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}
