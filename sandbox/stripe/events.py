"""Events: what happened, kept for the events list and put on its way to the shop's webhook."""

import json
import re
import time

import stripe

from .lists import page
from .objects import StripeDict, complete, new_id
from .site import Call

API_VERSION = stripe.api_version


def emit(call: Call, kind: str, thing: StripeDict, previous: StripeDict | None = None) -> None:
    """Records the event and its deliveries in the caller's transaction; the courier sends them after the commit."""
    data = {"object": thing} | ({"previous_attributes": previous} if previous is not None else {})
    event = complete(
        stripe.Event,
        {
            "id": new_id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": call.now(),
            "data": data,
            "livemode": False,
            "pending_webhooks": 1,
            "request": {"id": call.request_id, "idempotency_key": call.idempotency_key},
            "type": kind,
        },
    )
    call.objects.put(event)
    webhooks = call.site.faults.webhooks
    for _ in range(0 if webhooks.drop else 1 + webhooks.duplicates):
        sql = "INSERT INTO deliveries (event, due) VALUES (?, ?)"
        call.objects.database.execute(sql, event["id"], time.time() + webhooks.delay_ms / 1000)
    call.site.webhooks_due.set()


def retrieve(call: Call) -> StripeDict:
    return with_pending(call, call.objects.get("event", call.ids["event"]))


def list_(call: Call) -> StripeDict:
    kinds = call.params.get("types") or ([call.params["type"]] if "type" in call.params else None)
    where = [] if kinds is None else [(_OF_KINDS, json.dumps([_glob(kind) for kind in kinds]))]
    found = page(call, "event", "/v1/events", where=where)
    found["data"] = [with_pending(call, event) for event in found["data"]]
    return found


def with_pending(call: Call, event: StripeDict) -> StripeDict:
    sql = "SELECT count(*) FROM deliveries WHERE event = ? AND state = 'pending'"
    return event | {"pending_webhooks": call.objects.database.execute(sql, event["id"]).fetchone()[0]}


_OF_KINDS = "EXISTS (SELECT 1 FROM json_each(?) AS kind WHERE json_extract(body, '$.type') GLOB kind.value)"


def _glob(pattern: str) -> str:
    """A type as it is, or with a star at its end; no other sign of a pattern means anything to Stripe."""
    return re.sub(r"[\[?]|\*(?!$)", "", pattern)
