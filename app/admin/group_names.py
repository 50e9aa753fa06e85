"""Customer groups as price lists and promotions name them: by their keys, and only those that there are."""

from collections.abc import Iterable

from domains import users


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
    return f"“{missing[0][:60]}” is the key of no customer group. {there_are}"
