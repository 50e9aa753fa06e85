"""The cart: looking at it, putting something in, changing how many, taking something out and putting it back."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app import streams
from app.gateway import shopping, wishing
from app.gateway.shown import ShownCart
from app.requests import Request, get_page
from app.responses import see_other, swap
from app.security.declarations import Of, done_by, seen_by
from app.security.visitor import Visitor
from app.sights import Part
from domains import catalog, inventory
from domains.shared.errors import Invalid, NotFound, Refusal

from . import carts, forms, products
from .carts import NOTICES, Refused, TakenOut

GONE: Final = "This is not in your cart any more. Perhaps you changed it in another window."


@get_page("/cart", name="cart.show", opt=seen_by(of=Of.PARTY))
async def show(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    if request.htmx:
        return carts.small(await shopping.look(visitor.party_id, visitor.buyer))
    shown = await shopping.look(visitor.party_id, visitor.buyer)
    said = NOTICES.get(forms.asked(request, "notice"), "")
    return await carts.whole(shown, visitor.buyer, said=said, taken_out=await _asked_taken_out(request, shown))


@get_page("/cart/stock", name="cart.stock", opt=seen_by(of=Of.PARTY))
async def stock(request: Request, visitor: NamedDependency[Visitor]) -> Response[Any]:
    """How many are left of what is in it, as it changes. Opened by itself it leads to the page that says so."""
    if not streams.wanted(request):
        return see_other("cart.show")
    shown = await shopping.look(visitor.party_id, visitor.buyer)
    return streams.live(request, partial(_stock, shown), forms.asked(request, "seen"))


async def _stock(shown: ShownCart) -> AsyncGenerator[Part, None]:
    before = shown
    async with aclosing(shopping.watch(shown)) as news:
        async for now in news:
            said = [line for line, was in zip(now.lines, before.lines, strict=True) if line.told != was.told]
            yield Part(now.stock_told, "cart/stock", {"shown": now, "said": said})
            before = now


@post("/cart/lines", name="cart.add", opt=done_by(of=Of.PARTY), status_code=200)
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


@post("/cart/restoration", name="cart.restore", opt=done_by(of=Of.PARTY), status_code=200)
async def restore(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    """What was taken out a moment ago comes back, as far as it can still be had."""
    fields = await forms.typed(request)
    try:
        await shopping.add_to_cart(visitor.party(), fields.get("sku", ""), forms.quantity(fields))
    except (Invalid, inventory.OutOfStock, catalog.NotForSale) as refusal:
        return await carts.answer(request, visitor, status=refusal.status, problem=str(refusal))
    return await carts.answer(request, visitor) if request.htmx else see_other("cart.show")


@post("/cart/lines/{line_id:uuid}", name="cart.change", opt=done_by(of=Of.PARTY), status_code=200)
async def change(request: Request, visitor: NamedDependency[Visitor], line_id: FromPath[UUID]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        quantity = forms.quantity(fields)
        if not quantity:
            return await _taken_out(request, visitor, line_id)
        shown = await shopping.change_quantity(visitor.party(), line_id, quantity, visitor.buyer)
    except (Invalid, inventory.OutOfStock) as refusal:
        return await _refused(request, visitor, line_id, refusal)
    except NotFound as gone:
        return await carts.answer(request, visitor, status=gone.status, problem=GONE)
    return await carts.answer(request, visitor, shown) if request.htmx else see_other("cart.show")


@post("/cart/lines/{line_id:uuid}/removal", name="cart.remove", opt=done_by(of=Of.PARTY), status_code=200)
async def remove(request: Request, visitor: NamedDependency[Visitor], line_id: FromPath[UUID]) -> Response[None]:
    try:
        return await _taken_out(request, visitor, line_id)
    except NotFound as gone:
        return await carts.answer(request, visitor, status=gone.status, problem=GONE)


@post("/cart/lines/{line_id:uuid}/wish", name="cart.save_for_later", opt=done_by(of=Of.PARTY), status_code=200)
async def save_for_later(
    request: Request, visitor: NamedDependency[Visitor], line_id: FromPath[UUID]
) -> Response[None]:
    try:
        wished, shown = await wishing.save_for_later(visitor.party(), line_id, visitor.buyer)
    except (NotFound, catalog.NotForSale) as refusal:
        problem = GONE if isinstance(refusal, NotFound) else str(refusal)
        return await carts.answer(request, visitor, status=refusal.status, problem=problem)
    visitor.count_wishes(wished.count)
    if not request.htmx:
        return see_other("cart.show", notice="saved")
    return await carts.answer(request, visitor, shown, said=NOTICES["saved"], wished=wished)


async def _taken_out(request: Request, visitor: Visitor, line_id: UUID) -> Response[None]:
    shown, line = await shopping.remove_line(visitor.party(), line_id, visitor.buyer)
    if not request.htmx:
        return see_other("cart.show", removed=line.sku, quantity=line.quantity)
    return await carts.answer(request, visitor, shown, taken_out=TakenOut(line.sku, line.title, line.quantity))


async def _asked_taken_out(request: Request, shown: ShownCart) -> TakenOut | None:
    """What the address says was taken out, while it can be put back: also under a SKU that was changed since."""
    sku, quantity = forms.asked(request, "removed"), forms.asked(request, "quantity")
    if not sku or quantity not in carts.COUNTS:
        return None
    try:
        offer = await catalog.offer(sku)
    except catalog.NotForSale:
        return None
    there = any(line.line.sku == offer.sku for line in shown.lines)
    return None if there else TakenOut(offer.sku, offer.title, int(quantity))


async def _refused(request: Request, visitor: Visitor, line_id: UUID, refusal: Refusal) -> Response[None]:
    typed = (await forms.typed(request)).get("quantity", "")
    return await carts.answer(request, visitor, status=refusal.status, refused=Refused(line_id, str(refusal), typed))
