"""What Stripe has told the shop: looked through, and looked into once more."""

from typing import Final

from litestar import post
from litestar.params import FromPath

from app.admin import forms
from app.requests import Request, get_page
from app.responses import Rendered, SeeOther, page, see_other
from app.security.declarations import done_by, seen_by
from app.security.proving import proved_lately
from domains import payments
from domains.shared import clock
from domains.users import Permission as P

DONE: Final = {
    "again": "It is being looked into once more. What was known already changes nothing.",
    "all": "All that waited are being looked into.",
}


@get_page("/stripe-events", name="admin.stripe_events", opt=seen_by(P.BOOKS_READ))
async def index(request: Request) -> Rendered:
    asked = {name: forms.asked(request, name) for name in ("kind", "state", "after")}
    found = await payments.stripe_events(kind=asked["kind"], waiting=asked["state"] == "waiting", after=asked["after"])
    kinds = [("", "All"), *((kind, kind) for kind in found.kinds)]
    done, is_heard = forms.done(request, DONE), payments.is_heard
    return page("admin/stripe_events", found=found, asked=asked, kinds=kinds, done=done, is_heard=is_heard)


@post(
    "/stripe-events/repetition",
    name="admin.look_at_all_events",
    opt=done_by(P.ORDERS_REFUND),
    guards=[proved_lately],
    status_code=303,
)
async def repeat_all() -> SeeOther:
    await payments.look_at_all_waiting(clock.now())
    return see_other("admin.stripe_events", done="all")


@post(
    "/stripe-events/{event_id:str}/repetition",
    name="admin.look_at_event",
    opt=done_by(P.ORDERS_REFUND),
    guards=[proved_lately],
    status_code=303,
)
async def repeat(event_id: FromPath[str]) -> SeeOther:
    await payments.look_again(forms.text(event_id))
    return see_other("admin.stripe_events", done="again")


routes = [index, repeat_all, repeat]
