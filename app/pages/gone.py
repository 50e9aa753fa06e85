"""The page of a product that is no longer sold: it says so, and leads on to what lies beside it."""

from app.gateway import browsing
from app.requests import Request
from app.responses import Rendered, page
from app.security.visitor import visitor_of
from domains import catalog

from . import trail

FEW = 4


async def page_of(request: Request, gone: catalog.Gone) -> Rendered:
    """For people; programs and htmx are refused as everywhere."""
    if request.htmx or request.wants_json:
        raise gone
    crumbs = await trail.crumbs(request, gone.category)
    buyer = (await visitor_of(request)).buyer
    shelf = await browsing.shelf(category=gone.category if crumbs else None, sort="best-selling", size=FEW, buyer=buyer)
    return page("product/gone", gone.status, title=gone.title, crumbs=crumbs, shelf=shelf)
