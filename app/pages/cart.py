"""The cart: looking at it, putting something in, changing how many, taking something out."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.gateway import shopping
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other, swap
from app.security.visitor import Visitor
from domains import inventory
from domains.shared.errors import Invalid, Refusal

from . import forms, products


@dataclass(frozen=True)
class Refused:
    """A line whose change was refused: why, and what was typed, which stays in its field."""

    line_id: UUID
    why: str
    typed: str


NOTICES: Final = {"given-up": "You came back before paying. Nothing was charged, and your cart is as you left it."}


@get_page("/cart", name="cart.show")
async def show(request: Request, visitor: NamedDependency[Visitor]) -> Rendered:
    said = NOTICES.get(forms.asked(request, "notice"), "")
    return page("cart/show", shown=await shopping.look(visitor.party_id), said=said)


@post("/cart/lines", name="cart.add", status_code=200)
async def add(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    fields = await forms.typed(request)
    sku = fields.get("sku", "")
    try:
        added = await shopping.add_to_cart(visitor.party(), sku, forms.quantity(fields))
    except (Invalid, inventory.OutOfStock) as refusal:
        if request.htmx or request.wants_json:
            raise
        return await products.refused(request, sku, refusal, fields.get("quantity", ""))
    return swap("cart/added", added=added, cart_count=added.cart.count) if request.htmx else see_other("cart.show")


@post("/cart/lines/{line_id:uuid}", name="cart.change", status_code=200)
async def change(request: Request, visitor: NamedDependency[Visitor], line_id: FromPath[UUID]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        shown = await shopping.change_quantity(visitor.party(), line_id, forms.quantity(fields))
    except (Invalid, inventory.OutOfStock) as refusal:
        return await _refused(request, visitor, line_id, refusal)
    return _changed(shown) if request.htmx else see_other("cart.show")


@post("/cart/lines/{line_id:uuid}/removal", name="cart.remove", status_code=200)
async def remove(request: Request, visitor: NamedDependency[Visitor], line_id: FromPath[UUID]) -> Response[None]:
    shown = await shopping.remove_line(visitor.party(), line_id)
    return _changed(shown) if request.htmx else see_other("cart.show")


def _changed(shown: shopping.ShownCart, status: int = 200, refused: Refused | None = None) -> Rendered:
    return swap("cart/changed", status, shown=shown, cart_count=shown.count, refused=refused)


async def _refused(request: Request, visitor: Visitor, line_id: UUID, refusal: Refusal) -> Rendered:
    shown = await shopping.look(visitor.party_id)
    typed = (await forms.typed(request)).get("quantity", "")
    refused = Refused(line_id, str(refusal), typed)
    if request.htmx:
        return _changed(shown, refusal.status, refused)
    return page("cart/show", refusal.status, shown=shown, refused=refused)
