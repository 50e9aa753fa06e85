"""A product's page: its pictures, its variants, the way into the cart, and what its buyers say."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Response
from litestar.params import FromPath

from app.gateway import browsing
from app.requests import Request, get_page
from app.responses import Rendered, page, swap
from app.security.visitor import visitor_of
from app.templating import url_for
from domains import catalog
from domains.shared.errors import Refusal
from domains.shared.settings import settings

from . import addresses, forms, trail
from .sheets import Sheet
from .structured import structured


@dataclass(frozen=True)
class Asking:
    """The form that asks to be told when it is back: what was typed and is wrong with it, or that it was taken."""

    email: str = ""
    wrong: str = ""
    said: bool = False


@get_page("/products/{slug:str}", name="product.show")
async def show(request: Request, slug: FromPath[str]) -> Response[None]:
    try:
        shown = await browsing.product(forms.text(slug))
    except catalog.Moved as moved:
        return addresses.moved_to(request, "product.show", slug=moved.slug)
    sheet = Sheet.of(shown, forms.asked(request, "variant"), settings().shop_currency)
    asking = Asking(said=forms.asked(request, "alert") == "asked")
    if request.htmx:
        lists = await _lists(request)
        return swap("product/show", sheet=sheet, product=sheet.product, asking=asking, lists=lists)
    reviews = await catalog.published_reviews(
        sheet.product, forms.asked(request, "reviews"), forms.page_number(request)
    )
    return await _page(request, sheet, reviews, asking=asking)


async def refused(request: Request, sku: str, refusal: Refusal, typed: str) -> Rendered:
    """The page of what could not be put in the cart, with the reason and what was typed at its field."""
    return await of_variant(request, sku, refusal.status, wrong=str(refusal), typed=typed)


async def of_variant(request: Request, sku: str, status: int, **more: Any) -> Rendered:
    """The page with this variant chosen, in answer to one of its forms."""
    offer = await catalog.offer(sku)
    sheet = Sheet.of(await browsing.product(offer.slug), sku, settings().shop_currency)
    return await _page(request, sheet, await catalog.published_reviews(sheet.product), status, **more)


async def _page(
    request: Request, sheet: Sheet, reviews: catalog.ReviewPage, status: int = 200, **more: Any
) -> Rendered:
    address = settings().base_url.rstrip("/") + url_for(request.app, "product.show", slug=sheet.product.slug)
    shown = {
        "address": address,
        "structured": structured(sheet, reviews.reviews, address),
        "sheet": sheet,
        "product": sheet.product,
        "crumbs": await trail.crumbs(request, sheet.product.category),
        "reviews": reviews,
        "lists": await _lists(request),
        "asking": Asking(),
        "asked_variant": forms.asked(request, "variant"),
    }
    return page("product/show", status, None, **(shown | more))


async def _lists(request: Request) -> Sequence[catalog.Wishlist]:
    """Where it can be put. Who has no list costs no question."""
    visitor = await visitor_of(request)
    return await catalog.wishlists(visitor.party_id) if visitor.wishes is not None else ()
