"""Stripe's list answers: newest first, paged by object id, filtered by creation time."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from .errors import InvalidParams
from .objects import StripeDict
from .site import Call
from .store import Where

_COMPARE = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


def page(call: Call, kind: str, url: str, *, where: Where = (), **equal: Any) -> StripeDict:
    """The page of stored objects that `limit`, `starting_after`, `ending_before` and `created` ask for."""
    conditions = [*where, *_created(call.params.get("created"))]
    if before := call.params.get("ending_before"):
        limit, edge = limit_of(call), (_NEWER, call.objects.get(kind, before, "ending_before")["id"])
        newer = list(call.objects.newest_first(kind, where=[*conditions, edge], **equal))
        return listing(newer[-limit:], url, len(newer) > limit)
    if after := call.params.get("starting_after"):
        conditions.append((_OLDER, call.objects.get(kind, after, "starting_after")["id"]))
    return first(call, call.objects.newest_first(kind, where=conditions, **equal), url)


def first(call: Call, rows: Iterator[StripeDict], url: str) -> StripeDict:
    limit = limit_of(call)
    found = list(islice(rows, limit + 1))
    return listing(found[:limit], url, len(found) > limit)


def limit_of(call: Call) -> int:
    limit: int = call.params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise InvalidParams("Limit must be between 1 and 100.", param="limit")
    return limit


def listing(rows: list[StripeDict], url: str, has_more: bool = False) -> StripeDict:
    return {"object": "list", "data": rows, "has_more": has_more, "url": url}


_NEWER = "seq > (SELECT edge.seq FROM objects AS edge WHERE edge.id = ?)"
_OLDER = "seq < (SELECT edge.seq FROM objects AS edge WHERE edge.id = ?)"


def _created(wanted: int | dict[str, int] | None) -> list[tuple[str, int]]:
    if wanted is None:
        return []
    if isinstance(wanted, int):
        return [("json_extract(body, '$.created') = ?", wanted)]
    return [(f"json_extract(body, '$.created') {_COMPARE[name]} ?", moment) for name, moment in wanted.items()]
