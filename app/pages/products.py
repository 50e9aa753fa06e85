"""A product's page: its pictures, its variants, the way into the cart, and what its buyers say."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from litestar import Response
from litestar.params import FromPath

from app import streams
from app.gateway import browsing, delivering
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other, swap
from app.security.declarations import seen_by
from app.security.visitor import visitor_of
from app.sights import Part
from domains import catalog, inventory, orders
from domains.shared.errors import Refusal
from domains.shared.settings import settings

from . import addresses, forms, gone, reading, sheets, structured, terms, trail
from .sheets import Sheet


@dataclass(frozen=True)
class Asking:
    """The form that asks to be told when it is back: what was typed and is wrong with it, or that it was taken."""

    email: str = ""
    wrong: str = ""
    said: bool = False


@get_page("/products/{slug:str}", name="product.show", opt=seen_by())
async def show(request: Request, slug: FromPath[str]) -> Response[None]:
    try:
        shown = await browsing.product(forms.text(slug), (await visitor_of(request)).buyer)
    except catalog.Moved as moved:
        return addresses.moved_to(request, "product.show", slug=moved.slug)
    except catalog.Gone as left:
        return await gone.page_of(request, left)
    asked = reading.read(request, shown.product.slug)
    if request.htmx and request.part == "product-reviews":
        return swap("product/reviews", **await reading.reviews(request, shown.product, asked))
    sheet = Sheet.of(shown, asked.variant, settings().shop_currency)
    asking = Asking(said=forms.asked(request, "alert") == "asked")
    if request.htmx:
        return swap("product/show", **await _shown(request, sheet, asked, asking=asking))
    return await _page(request, sheet, asked, asking=asking)


@get_page("/products/{slug:str}/stock", name="product.stock", opt=seen_by())
async def stock(request: Request, slug: FromPath[str]) -> Response[Any]:
    """How many are left, as it changes. Opened by itself it leads to the page that says so."""
    sku = forms.asked(request, "variant")
    if not streams.wanted(request):
        return see_other("product.show", slug=forms.text(slug), variant=sku or None)
    known = forms.asked(request, "left")
    offer, buyable = await catalog.offer(sku), known != "0"
    shown = {"sku": offer.sku, "slug": offer.slug, "buyable": buyable}
    return streams.live_for_all(request, ("stock", *shown.values()), partial(_stock, shown), known)


async def _stock(shown: dict[str, Any]) -> AsyncGenerator[Part, None]:
    sku = shown["sku"]
    async with aclosing(inventory.watch([sku])) as told:
        async for supplies in told:
            yield Part(sheets.told(supplies[sku]), "product/stock", shown | {"supply": supplies[sku]})


async def refused(request: Request, sku: str, refusal: Refusal, typed: str) -> Rendered:
    """The page of what could not be put in the cart, with the reason and what was typed at its field."""
    return await of_variant(request, sku, refusal.status, wrong=str(refusal), typed=typed)


async def of_variant(request: Request, sku: str, status: int, **more: Any) -> Rendered:
    """The page with this variant chosen, in answer to one of its forms."""
    offer = await catalog.offer(sku)
    shown = await browsing.product(offer.slug, (await visitor_of(request)).buyer)
    sheet = Sheet.of(shown, sku, settings().shop_currency)
    asked = replace(reading.read(request, offer.slug), variant=sku)
    return await _page(request, sheet, asked, status, **more)


async def _page(
    request: Request, sheet: Sheet, asked: reading.AskedReviews, status: int = 200, **more: Any
) -> Rendered:
    shown = await _shown(request, sheet, asked, **more)
    crumbs = await trail.crumbs(request, sheet.product.category)
    shown |= {"crumbs": crumbs, **await structured.head(request, sheet, shown["reviews"].reviews, crumbs)}
    return page("product/show", status, None, **shown)


async def _shown(request: Request, sheet: Sheet, asked: reading.AskedReviews, **more: Any) -> dict[str, Any]:
    said = await reading.reviews(request, sheet.product, asked)
    told = {"ways": await _ways(sheet), "returning": await terms.returning(request)}
    return {**said, **told, "sheet": sheet, "lists": await _lists(request), "asking": Asking(), **more}


async def _ways(sheet: Sheet) -> Sequence[orders.ShippingOption]:
    """How it would come if it were bought now."""
    if not (sheet.for_sale and sheet.left > 0 and sheet.chosen.requires_shipping):
        return ()
    return await delivering.ways(sheet.price.price, sheet.chosen.weight_grams)


async def _lists(request: Request) -> Sequence[catalog.Wishlist]:
    """Where it can be put. Who has no list costs no question."""
    visitor = await visitor_of(request)
    return await catalog.wishlists(visitor.party_id) if visitor.wishes is not None else ()
