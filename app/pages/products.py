"""A product's page: its pictures, its variants and the way into the cart."""

from litestar import Response
from litestar.params import FromPath

from app.gateway import browsing
from app.requests import Request, get_page
from app.responses import page, swap
from domains import catalog
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
    crumbs = await trail.crumbs(request, sheet.product.category)
    return page("product/show", sheet=sheet, product=sheet.product, crumbs=crumbs)
