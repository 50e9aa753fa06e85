"""Customer groups as price lists and promotions name them: by their keys, and only those that there are."""

from collections.abc import Iterable
from typing import Final

from app.admin.forms import Fields
from domains import users

LEAVE_OUT: Final = "leave_out_groups"  # ticked to save a form without the keys that are of no group


def keys(typed: str) -> frozenset[str]:
    """As they were typed, with commas between them."""
    return frozenset(key.strip().casefold() for key in typed.replace("\n", ",").split(",")) - {""}


async def unknown(named: Iterable[str]) -> str:
    """What is wrong with naming these; empty where nothing is."""
    wanted = frozenset(named)
    if not wanted:
        return ""
    known = [group.key for group in await users.groups()]
    missing = sorted(wanted.difference(known))
    if not missing:
        return ""
    there_are = f"There are: {', '.join(known)}." if known else "There are none yet: make one under Customer groups."
    return f"{quoted(missing)} is the key of no customer group, or of none any more. {there_are}"


async def gone(fields: Fields) -> list[str]:
    """The keys in a form that are of no group: of one that was removed, or mistyped."""
    named = {key for name, value in fields.items() if _names_groups(name) for key in keys(value)}
    return sorted(named.difference(group.key for group in await users.groups())) if named else []


async def left_out(fields: Fields) -> Fields:
    """The form without them, where that was ticked. A field that names nobody else stays as it is, and is refused: left
    empty it would mean everybody."""
    missing = frozenset(await gone(fields)) if fields.get(LEAVE_OUT) == "yes" else frozenset()
    rest = {name: keys(value) - missing for name, value in fields.items() if missing and _names_groups(name)}
    return fields | {name: ", ".join(sorted(named)) for name, named in rest.items() if named}


def quoted(missing: Iterable[str]) -> str:
    return " and ".join(f"“{key[:60]}”" for key in missing)


def _names_groups(name: str) -> bool:
    return name == "groups" or name.endswith("-groups")
