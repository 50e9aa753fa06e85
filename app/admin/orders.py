"""Orders for staff: find one, see all that happened to it, send it off, give money back, cancel it."""

from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app import menu
from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.gateway import backoffice, parcels
from app.requests import Request, get_page
from app.responses import Rendered, SeeOther, page, see_other
from app.security.declarations import Who, done_by, seen_by
from app.security.guards import allowed, require_at_each
from app.security.proving import proved_lately
from domains import orders, users
from domains.shared.errors import Forbidden, Invalid, Refusal
from domains.shared.ids import new_id
from domains.users import Permission as P

DONE: Final = {
    "sent": "The parcel is on its way, and the customer will be told.",
    "back": "What came back is written down. This gave back no money: refund it below.",
    "delivered": "The parcel is marked as delivered.",
    "cancelled": "The order is cancelled. Stripe is asked to give back what was paid; its stock is free in a moment.",
    "noted": "Your note is on the timeline.",
    "message": "The message is on its way once more.",
    "told": "The message will not be sent: you have told it another way.",
    "refund-succeeded": "The refund is made.",
    "refund-pending": "The refund is written down; Stripe does not answer yet and will be asked again.",
    "refund-failed": "Stripe refused the refund. Nothing was given back.",
}


@get_page("/", name="admin.home", opt=seen_by(Who.STAFF))
async def home(request: Request) -> SeeOther:
    """The first of the menu that this person may open."""
    first = next((route for route, _ in menu.OFFICE if allowed(request, route)), None)
    if first is None:
        raise Forbidden(
            "None of your roles lets you see anything here yet. Whoever looks after the staff can change that."
        )
    return see_other(first)


@get_page("/orders", name="admin.orders", opt=seen_by(P.ORDERS_READ))
async def index(request: Request) -> Rendered:
    asked = {name: forms.asked(request, name) for name in ("q", "status", "payment", "fulfilment", "after")}
    found = await orders.recent(
        status=forms.choice(orders.OrderStatus, asked["status"]),
        payment=forms.choice(orders.PaymentStatus, asked["payment"]),
        fulfilment=forms.choice(orders.FulfilmentStatus, asked["fulfilment"]),
        query=asked["q"],
        after=asked["after"],
    )
    return page("admin/orders/index", found=found, asked=asked, together_key=new_id())


@get_page("/orders/{number:str}", name="admin.order", opt=seen_by(P.ORDERS_READ))
async def show(request: Request, number: FromPath[str], staff: NamedDependency[users.Person]) -> Rendered:
    bench = await backoffice.workbench(number)
    said, offered = forms.asked(request, "done"), _offered(staff, bench)
    return page(
        "admin/orders/show", bench=bench, sendings=offered, refused=NOTHING_REFUSED, done=DONE.get(said), said=said
    )


@post("/orders/{number:str}/fulfilments", name="admin.fulfil", opt=done_by(P.ORDERS_FULFIL), status_code=200)
async def fulfil(request: Request, number: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        parcel = _parcel(fields)
        require_at_each(staff, P.ORDERS_FULFIL, await parcels.sent_from(number, parcel))
        await parcels.fulfil(number, parcel, actor=staff.email)
    except Refusal as refusal:
        return await refused_page(staff, number, Refused(_sending_form(fields), refusal, fields))
    return see_other("admin.order", number=number, done="sent")


@post(
    "/orders/{number:str}/fulfilments/{fulfilment_id:uuid}/delivery",
    name="admin.deliver",
    opt=done_by(P.ORDERS_FULFIL),
    status_code=200,
)
async def deliver(
    number: FromPath[str], fulfilment_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    try:
        require_at_each(staff, P.ORDERS_FULFIL, await parcels.left_from(number, fulfilment_id))
        await parcels.mark_delivered(number, fulfilment_id, actor=staff.email)
    except Refusal as refusal:
        return await refused_page(staff, number, Refused("admin-fulfilment", refusal))
    return see_other("admin.order", number=number, done="delivered")


@post(
    "/orders/{number:str}/refunds/{refund_id:uuid}/repetition",
    name="admin.refund_again",
    opt=done_by(P.ORDERS_REFUND),
    guards=[proved_lately],
    status_code=200,
)
async def refund_again(
    number: FromPath[str], refund_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    try:
        made = await backoffice.refund_again(number, refund_id, actor=staff.email)
    except Refusal as refusal:
        return await refused_page(staff, number, Refused("refund", refusal))
    return see_other("admin.order", number=number, done=f"refund-{made.status}")


@post(
    "/orders/{number:str}/messages/{delivery_id:uuid}/repetition",
    name="admin.send_again",
    opt=done_by(P.ORDERS_MESSAGE),
    status_code=200,
)
async def send_again(
    request: Request, number: FromPath[str], delivery_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    fields = await forms.typed(request)
    try:
        await backoffice.send_again(number, delivery_id, to=fields.get("email", ""))
    except Refusal as refusal:
        return await refused_page(staff, number, Refused(_message_form(refusal, delivery_id), refusal, fields))
    return see_other("admin.order", number=number, done="message")


@post(
    "/orders/{number:str}/messages/{delivery_id:uuid}/suppression",
    name="admin.told_another_way",
    opt=done_by(P.ORDERS_MESSAGE),
    status_code=200,
)
async def told_another_way(
    number: FromPath[str], delivery_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    try:
        await backoffice.told_another_way(number, delivery_id, actor=staff.email)
    except Refusal as refusal:
        return await refused_page(staff, number, Refused("message", refusal))
    return see_other("admin.order", number=number, done="told")


@post(
    "/orders/{number:str}/cancellation",
    name="admin.cancel",
    opt=done_by(P.ORDERS_CANCEL),
    guards=[proved_lately],
    status_code=200,
)
async def cancel(request: Request, number: FromPath[str], staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        forms.confirmed(fields)
        await backoffice.cancel(number, reason=fields.get("reason", ""), actor=staff.email)
    except Refusal as refusal:
        return await refused_page(staff, number, Refused("cancel", refusal, fields))
    return see_other("admin.order", number=number, done="cancelled")


def _message_form(refusal: Refusal, delivery_id: UUID) -> str:
    """The message's own form where its field is to blame; the heading of all messages where there is none such."""
    return f"message-{delivery_id}" if isinstance(refusal, Invalid) else "message"


def _sending_form(fields: Fields) -> str:
    place = fields.get("location", "")
    return f"fulfil-{place}" if place else "fulfil"


def _offered(staff: users.Person, bench: backoffice.Workbench) -> list[parcels.Sending]:
    """What this person may send: from a place, whoever may there; what lies at none or at several, who may at all."""
    return [
        each
        for each in bench.sendings
        if all(staff.may(P.ORDERS_FULFIL, place.code) for place in ([each.place] if each.place else bench.places))
    ]


def _parcel(fields: Fields) -> parcels.Parcel:
    quantities = {
        forms.identity(name.removeprefix("quantity-")): forms.whole_number(value or "0", name)
        for name, value in fields.items()
        if name.startswith("quantity-")
    }
    key, place = forms.identity(fields.get("key", "")), fields.get("location") or None
    return parcels.Parcel(key, quantities, fields.get("carrier", ""), fields.get("tracking_number", ""), place)


async def refused_page(staff: users.Person, number: str, refused: Refused) -> Rendered:
    """The same page again, as it is now, with what was typed. An order there is not is refused once more, and whoever
    may not look at orders is told why and sees none."""
    if refused.refusal and not staff.may(P.ORDERS_READ):
        raise refused.refusal
    bench = await backoffice.workbench(number)
    offered = _offered(staff, bench)
    return page(
        "admin/orders/show", *answered(refused), bench=bench, sendings=offered, refused=refused, done=None, said=""
    )


routes = [home, index, show, fulfil, deliver, refund_again, send_again, told_another_way, cancel]
