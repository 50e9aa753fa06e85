"""Papers for whoever packs, and several orders sent off together."""

from typing import Final
from uuid import UUID, uuid5

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import forms
from app.gateway import parcels, picking
from app.gateway.parcels import Parcel
from app.papers import packing, press
from app.requests import Request
from app.responses import Rendered, page
from app.security.declarations import done_by, seen_by
from app.security.guards import require_at_each
from domains import inventory, orders, users
from domains.shared import clock
from domains.shared.errors import Invalid, Refusal
from domains.users import Permission as P

MOST: Final = picking.MOST


@get("/pick-list", name="admin.pick_list", opt=seen_by(P.ORDERS_READ))
async def pick_list(request: Request) -> Response[bytes]:
    """Of the orders that are named in the address, by their numbers."""
    numbers = [forms.text(str(number)) for number in request.query_params.getall("order", [])]
    body = await packing.pick_list(await picking.pick_list(numbers))
    return press.answer(f"pick-list-{clock.now():%Y-%m-%d-%H%M}", body)


@get("/orders/{number:str}/fulfilments/{fulfilment_id:uuid}/slip", name="admin.slip", opt=seen_by(P.ORDERS_READ))
async def slip(number: FromPath[str], fulfilment_id: FromPath[UUID]) -> Response[bytes]:
    order, parcel = await picking.packed(number, fulfilment_id)
    return press.answer(f"packing-slip-{order.number}", await packing.slip(order, parcel))


@post("/parcels", name="admin.send_together", opt=done_by(P.ORDERS_FULFIL), status_code=200)
async def send_together(request: Request, staff: NamedDependency[users.Person]) -> Rendered:
    """All that can leave of each ticked order, one parcel per location. What cannot be sent is named, the rest is."""
    fields, numbers = await forms.typed(request), sorted(await forms.ticked(request, "order"))
    key = forms.identity(fields.get("key", ""))
    if not 0 < len(numbers) <= MOST:
        raise Invalid(f"Tick from 1 to {MOST} orders.")
    sent: list[tuple[str, int]] = []
    refused: list[tuple[str, str]] = []
    for number in numbers:
        try:
            sent.append((number, await _send(staff, number, key, fields.get("carrier", ""))))
        except Refusal as refusal:
            refused.append((number, refusal.message))
    return page("admin/orders/sent", sent=sent, refused=refused)


async def _send(staff: users.Person, number: str, key: UUID, carrier: str) -> int:
    """How many parcels: sent twice under one key, the same ones."""
    order = await orders.find(number)
    done = [each for each in order.fulfilments if each.id in {uuid5(key, f"{number} {nth}") for nth in range(MOST)}]
    if done:
        return len(done)
    offered = await parcels.sendings(order, await inventory.locations())
    if not offered:
        raise Invalid("Nothing of it can be sent now.")
    made = [
        Parcel(uuid5(key, f"{number} {nth}"), dict(each.most), carrier, "", each.code or None)
        for nth, each in enumerate(offered)
    ]
    for parcel in made:
        require_at_each(staff, P.ORDERS_FULFIL, await parcels.sent_from(number, parcel))
    for parcel in made:
        await parcels.fulfil(number, parcel, actor=staff.email)
    return len(made)


routes = [pick_list, slip, send_together]
