"""Hashing a password is slow on purpose; the tests' few passwords are hashed once in each process."""

from collections.abc import Awaitable, Callable

from domains.users import passwords


def once_each() -> None:
    """What a password is compared with stays a real hash of it, and every comparison is made."""
    passwords.hashed = _remembering(passwords.hashed)


def _remembering(hashed: Callable[[str], Awaitable[str]]) -> Callable[[str], Awaitable[str]]:
    known: dict[str, str] = {}

    async def remembered(password: str) -> str:
        if password not in known:
            known[password] = await hashed(password)
        return known[password]

    return remembered
