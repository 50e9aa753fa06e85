"""Fault orders and the books, for tests only; nothing at Stripe looks like this."""

from typing import Annotated, Any

import msgspec
from litestar import Request, delete, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import HTTPException

from .faults import Failure, Faults, How
from .operations import OPERATIONS
from .site import Site

Count = Annotated[int, msgspec.Meta(ge=0, le=600_000)]


class WebhookOrder(msgspec.Struct, forbid_unknown_fields=True):
    drop: bool | msgspec.UnsetType = msgspec.UNSET
    hold: bool | msgspec.UnsetType = msgspec.UNSET
    duplicates: Annotated[int, msgspec.Meta(ge=0, le=20)] | msgspec.UnsetType = msgspec.UNSET
    delay_ms: Count | msgspec.UnsetType = msgspec.UNSET
    reverse: bool | msgspec.UnsetType = msgspec.UNSET
    forget: bool = False


class FailureOrder(msgspec.Struct, forbid_unknown_fields=True):
    operation: str
    times: Annotated[int, msgspec.Meta(ge=1)] = 1
    how: How = "error"


class Order(msgspec.Struct, forbid_unknown_fields=True):
    """What is left out stays as it is; `failures` replaces the list, `forget` gives up what still waits to be sent."""

    api_delay_ms: Count | msgspec.UnsetType = msgspec.UNSET
    webhooks: WebhookOrder | msgspec.UnsetType = msgspec.UNSET
    failures: list[FailureOrder] | msgspec.UnsetType = msgspec.UNSET
    clock_ahead_s: Annotated[int, msgspec.Meta(ge=0, le=10**9)] | msgspec.UnsetType = msgspec.UNSET


@get("/stripe/_control")
async def show(site: NamedDependency[Site]) -> dict[str, Any]:
    rows = site.objects.database.execute("SELECT state, count(*) FROM deliveries GROUP BY state").fetchall()
    return {
        "api_delay_ms": site.faults.api_delay_ms,
        "webhooks": msgspec.to_builtins(site.faults.webhooks),
        "failures": msgspec.to_builtins(site.faults.failures),
        "clock_ahead_s": site.clock.ahead_s,
        "deliveries": {"pending": 0, "delivered": 0, "given up": 0} | dict(rows),
        "operations": [operation.name for operation in OPERATIONS],
    }


@post("/stripe/_control", status_code=200)
async def order(request: Request[None, None, State], site: NamedDependency[Site]) -> dict[str, Any]:
    try:
        wanted = msgspec.json.decode(await request.body(), type=Order)
    except msgspec.MsgspecError as error:
        raise HTTPException(str(error), status_code=400) from None
    _apply(site, wanted)
    site.webhooks_due.set()
    return await show.fn(site)  # type: ignore[no-any-return]


@delete("/stripe/_control", status_code=200)
async def reset(site: NamedDependency[Site]) -> dict[str, Any]:
    site.faults = Faults()
    site.clock.ahead_s = 0
    site.webhooks_due.set()
    return await show.fn(site)  # type: ignore[no-any-return]


@get("/stripe/_control/ledger")
async def ledger(site: NamedDependency[Site]) -> dict[str, Any]:
    """Every intent that ever took or gave money, in minor units, oldest first."""
    refunded: dict[str, int] = {}
    for refund in site.objects.newest_first("refund", status="succeeded"):
        refunded[refund["payment_intent"]] = refunded.get(refund["payment_intent"], 0) + refund["amount"]
    names = ("status", "currency", "amount", "amount_capturable", "customer", "created", "metadata")
    rows = [
        {"payment_intent": intent["id"], "captured": intent["amount_received"]}
        | {"refunded": refunded.get(intent["id"], 0)}
        | {name: intent[name] for name in names}
        for intent in site.objects.newest_first("payment_intent")
    ]
    return {"payments": rows[::-1]}


def _apply(site: Site, wanted: Order) -> None:
    names = {operation.name for operation in OPERATIONS} | {"*"}
    if wanted.failures is not msgspec.UNSET:
        unknown = [failure.operation for failure in wanted.failures if failure.operation not in names]
        if unknown:
            raise HTTPException(f"There is no operation {unknown[0]}.", status_code=400)
        site.faults.failures = [Failure(item.operation, item.times, item.how) for item in wanted.failures]
    if wanted.api_delay_ms is not msgspec.UNSET:
        site.faults.api_delay_ms = wanted.api_delay_ms
    if wanted.clock_ahead_s is not msgspec.UNSET:
        site.clock.ahead_s = wanted.clock_ahead_s
    if wanted.webhooks is not msgspec.UNSET:
        if wanted.webhooks.forget:
            site.objects.database.execute("UPDATE deliveries SET state = 'given up' WHERE state = 'pending'")
        for name, value in msgspec.structs.asdict(wanted.webhooks).items():
            if name != "forget" and value is not msgspec.UNSET:
                setattr(site.faults.webhooks, name, value)
