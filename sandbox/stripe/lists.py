"""Stripe's list answers: newest first, paged by object id, filtered by creation time."""

import operator
from collections.abc import Iterable

from .errors import InvalidParams, NoSuchObject
from .objects import StripeDict
from .site import Call

_COMPARE = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}


def page(call: Call, things: Iterable[StripeDict], url: str) -> StripeDict:
    """The page that `limit`, `starting_after`, `ending_before` and `created` ask for; `things` come newest first."""
    limit = call.params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise InvalidParams("Limit must be between 1 and 100.", param="limit")
    rows = [thing for thing in things if _created(thing, call.params.get("created"))]
    after, before = call.params.get("starting_after"), call.params.get("ending_before")
    if after:
        rows = rows[_place(rows, after, "starting_after") + 1 :]
    if before:
        newer = rows[: _place(rows, before, "ending_before")]
        return listing(newer[-limit:], url, len(newer) > limit)
    return listing(rows[:limit], url, len(rows) > limit)


def listing(rows: list[StripeDict], url: str, has_more: bool = False) -> StripeDict:
    return {"object": "list", "data": rows, "has_more": has_more, "url": url}


def _place(rows: list[StripeDict], object_id: str, param: str) -> int:
    for place, row in enumerate(rows):
        if row["id"] == object_id:
            return place
    raise NoSuchObject("object", object_id, param)


def _created(thing: StripeDict, wanted: int | dict[str, int] | None) -> bool:
    if wanted is None:
        return True
    if isinstance(wanted, int):
        return bool(thing["created"] == wanted)
    return all(_COMPARE[name](thing["created"], moment) for name, moment in wanted.items())
