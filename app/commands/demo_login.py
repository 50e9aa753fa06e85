"""A login for the demonstration shop: made once, kept beside its data, never in production."""

import json
import secrets
from pathlib import Path

from domains import users

EMAIL = "owner@barrow.example"


async def ensure(home: Path) -> None:
    """Make the person and write `demo-login.json` into `home`, where that is still to be done.

    The file gets its name last: where it is, the login works.
    """
    unfinished = home / "demo-login.new"
    if all(person.email != EMAIL for person in await users.staff()):
        password = secrets.token_urlsafe(9)
        _write(unfinished, password)
        await users.create_staff(EMAIL, password, name="Demonstration owner")
    if unfinished.exists():
        unfinished.replace(home / "demo-login.json")


def _write(file: Path, password: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps({"email": EMAIL, "password": password}))
