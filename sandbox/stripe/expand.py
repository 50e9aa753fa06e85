"""`expand`: replaces ids in an answer by the objects they name."""

from collections.abc import Iterator
from typing import Any

from . import sessions
from .errors import InvalidParams
from .lists import listing
from .objects import StripeDict
from .site import Call

KINDS = {
    "customer": "customer",
    "payment_intent": "payment_intent",
    "setup_intent": "setup_intent",
    "payment_method": "payment_method",
    "default_payment_method": "payment_method",
    "latest_charge": "charge",
    "charge": "charge",
    "shipping_rate": "shipping_rate",
}


def expanded(call: Call, answer: StripeDict) -> StripeDict:
    for path in call.params.get("expand", []):
        steps = path.split(".")
        if len(steps) > 4:
            raise InvalidParams("You cannot expand more than 4 levels of a property.", param="expand")
        for place in _places(call, answer, steps[:-1], path):
            _expand(call, place, steps[-1], path)
    return answer


def _places(call: Call, answer: Any, steps: list[str], path: str) -> Iterator[StripeDict]:
    if isinstance(answer, list):
        for row in answer:
            yield from _places(call, row, steps, path)
    elif not steps:
        yield answer
    elif isinstance(answer, dict) and steps[0] in answer:
        if isinstance(answer[steps[0]], str):
            _expand(call, answer, steps[0], path)
        if answer[steps[0]] is not None:
            yield from _places(call, answer[steps[0]], steps[1:], path)
    else:
        raise _cannot(path)


def _expand(call: Call, place: StripeDict, name: str, path: str) -> None:
    if name == "line_items" and place.get("object") == "checkout.session":
        place[name] = sessions.listed_items(call, place["id"])
    elif name == "refunds" and place.get("object") == "charge":
        rows = list(call.objects.newest_first("refund", charge=place["id"]))
        place[name] = listing(rows[:10], f"/v1/charges/{place['id']}/refunds", len(rows) > 10)
    elif name not in KINDS or name not in place:
        raise _cannot(path)
    elif isinstance(place[name], str):
        found = call.objects.find(KINDS[name], place[name])
        place[name] = found or {"id": place[name], "object": KINDS[name], "deleted": True}


def _cannot(path: str) -> InvalidParams:
    return InvalidParams(f"This property cannot be expanded ({path}).", param="expand")
