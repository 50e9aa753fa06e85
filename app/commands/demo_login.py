"""A login for the demonstration shop: made once, kept beside its data, never in production."""

import json
import secrets
from pathlib import Path

from domains import users

EMAIL = "owner@barrow.example"


async def ensure(home: Path) -> None:
    """Write `demo-login.json` into `home` and make the person it names, where that is still to be done."""
    if any(person.email == EMAIL for person in await users.staff()):
        return
    password = secrets.token_urlsafe(9)
    _write(home, password)
    await users.create_staff(EMAIL, password, name="Demonstration owner")


def _write(home: Path, password: str) -> None:
    home.mkdir(parents=True, exist_ok=True)
    file = home / "demo-login.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps({"email": EMAIL, "password": password}))
