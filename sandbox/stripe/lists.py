"""Stripe's list answers: newest first, paged by object id, filtered by creation time."""

import operator
from collections.abc import Iterable, Iterator
from itertools import islice

from .errors import InvalidParams, NoSuchObject
from .objects import StripeDict
from .site import Call

_COMPARE = {"gt": operator.gt, "gte": operator.ge, "lt": operator.lt, "lte": operator.le}


def page(call: Call, things: Iterable[StripeDict], url: str) -> StripeDict:
    """The page that `limit`, `starting_after`, `ending_before` and `created` ask for; `things` come newest first."""
    limit = call.params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise InvalidParams("Limit must be between 1 and 100.", param="limit")
    rows = (thing for thing in things if _created(thing, call.params.get("created")))
    if before := call.params.get("ending_before"):
        newer = _up_to(rows, before, "ending_before")
        return listing(newer[-limit:], url, len(newer) > limit)
    if after := call.params.get("starting_after"):
        _up_to(rows, after, "starting_after")
    found = list(islice(rows, limit + 1))
    return listing(found[:limit], url, len(found) > limit)


def listing(rows: list[StripeDict], url: str, has_more: bool = False) -> StripeDict:
    return {"object": "list", "data": rows, "has_more": has_more, "url": url}


def _up_to(rows: Iterator[StripeDict], object_id: str, param: str) -> list[StripeDict]:
    """What comes before the named object, which is consumed as well."""
    passed: list[StripeDict] = []
    for row in rows:
        if row["id"] == object_id:
            return passed
        passed.append(row)
    raise NoSuchObject("object", object_id, param)


def _created(thing: StripeDict, wanted: int | dict[str, int] | None) -> bool:
    if wanted is None:
        return True
    if isinstance(wanted, int):
        return bool(thing["created"] == wanted)
    return all(_COMPARE[name](thing["created"], moment) for name, moment in wanted.items())
