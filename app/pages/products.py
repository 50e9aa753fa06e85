"""A product's page: its pictures, its variants, the way into the cart, and what its buyers say."""

from litestar import Response
from litestar.params import FromPath

from app.gateway import browsing
from app.requests import Request, get_page
from app.responses import Rendered, page, swap
from domains import catalog
from domains.shared.errors import Refusal
from domains.shared.settings import settings

from . import addresses, forms, trail
from .sheets import Sheet


@get_page("/products/{slug:str}", name="product.show")
async def show(request: Request, slug: FromPath[str]) -> Response[None]:
    try:
        shown = await browsing.product(forms.text(slug))
    except catalog.Moved as moved:
        return addresses.moved_to(request, "product.show", slug=moved.slug)
    sheet = Sheet.of(shown, forms.asked(request, "variant"), settings().shop_currency)
    if request.htmx:
        return swap("product/show", sheet=sheet, product=sheet.product)
    reviews = await catalog.published_reviews(
        sheet.product, forms.asked(request, "reviews"), forms.page_number(request)
    )
    return await _page(request, sheet, reviews)


async def refused(request: Request, sku: str, refusal: Refusal, typed: str) -> Rendered:
    """The page of what could not be put in the cart, with the reason and what was typed at its field."""
    offer = await catalog.offer(sku)
    sheet = Sheet.of(await browsing.product(offer.slug), sku, settings().shop_currency)
    reviews = await catalog.published_reviews(sheet.product)
    return await _page(request, sheet, reviews, refusal.status, wrong=str(refusal), typed=typed)


async def _page(
    request: Request, sheet: Sheet, reviews: catalog.ReviewPage, status: int = 200, **refused: str
) -> Rendered:
    crumbs = await trail.crumbs(request, sheet.product.category)
    return page(
        "product/show", status, None, sheet=sheet, product=sheet.product, crumbs=crumbs, reviews=reviews,
        asked_variant=forms.asked(request, "variant"), **refused,
    )  # fmt: skip
