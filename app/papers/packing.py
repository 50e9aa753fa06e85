"""Papers for whoever packs: pick lists and packing slips."""

from collections.abc import Sequence

from app.gateway.picking import Shelves
from domains import orders
from domains.shared import clock, texts
from domains.shared.settings import settings

from .press import pdf


async def pick_list(shelves: Sequence[Shelves]) -> bytes:
    numbers = sorted({number for each in shelves for pick in each.picks for number, _ in pick.wanted})
    places = [
        {
            "name": each.place,
            "lines": [
                [
                    str(pick.quantity),
                    pick.title,
                    pick.options,
                    pick.sku,
                    [f"{units} × {number}" for number, units in pick.wanted],
                ]
                for pick in each.picks
            ],
        }
        for each in shelves
    ]
    about = f"{len(numbers)} orders, {texts.moment(clock.now())} UTC"
    return await pdf("picking", {"title": "Pick list", "about": about, "places": places})


async def slip(order: orders.Order, parcel: orders.Fulfilment) -> bytes:
    """Without prices: it may lie in a present."""
    packed = {line.order_line_id: line.quantity for line in parcel.lines}
    nth = [each.id for each in orders.parcels(order)].index(parcel.id) + 1
    facts = [["Order", order.number], ["Parcel", str(nth)], ["Sent", texts.day(parcel.shipped_at)]]
    facts += [["Carrier", parcel.carrier]] if parcel.carrier else []
    facts += [["Tracking number", parcel.tracking_number]] if parcel.tracking_number else []
    to_come = [f"{each.quantity} × {each.title}" for each in orders.to_come(order)]
    told = {
        "title": f"Packing slip {order.number}",
        "seller": {"name": settings().shop_name, "lines": [settings().shop_email]},
        "to": list(order.shipping_address.lines),
        "facts": facts,
        "lines": [
            [str(packed[line.id]), line.title, line.options_text, line.sku] for line in order.lines if line.id in packed
        ],
        "closing": [f"Still to come: {'; '.join(to_come)}."] if to_come else [],
    }
    return await pdf("packing", told)
