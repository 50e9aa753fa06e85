"""A department or a category below it: its products, sorted and paged by the address."""

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.gateway.browsing import Shelf
from app.requests import Request, get_page
from app.responses import Rendered, page, swap
from app.security.declarations import seen_by
from app.security.visitor import Visitor
from domains import catalog

from . import addresses, listing, sharing, terms, trail
from .listing import Asked


@get_page("/categories/{path:path}", name="category.show", opt=seen_by(), before_request=listing.tidied)
async def show(request: Request, path: FromPath[str], visitor: NamedDependency[Visitor]) -> Response[None]:
    try:
        category = await catalog.category(path.removeprefix("/"))
    except catalog.Moved as moved:
        return addresses.moved_to(request, "category.show", path=moved.slug)
    asked = listing.read(request, listing.CATEGORY_SORTS, "category.show", path=category.path)
    shelf = await asked.shelf(visitor.buyer, category.path)
    if request.htmx:
        return swap("shelf/listed", asked=asked, shelf=shelf, departments=await catalog.category_tree())
    return await _page(request, category, asked, shelf)


async def _page(request: Request, category: catalog.Category, asked: Asked, shelf: Shelf) -> Rendered:
    crumbs = await trail.crumbs(request, category.path.rpartition("/")[0])
    address = terms.whole(request, "category.show", path=category.path)
    return page(
        "category/show",
        category=category,
        crumbs=crumbs,
        structured=terms.graph(terms.breadcrumbs(crumbs, category.name, address)) if crumbs else None,
        share=await sharing.picture(category.picture, category.name) or await sharing.of_cards(shelf.cards),
        node=await trail.node(category.path),
        departments=await catalog.category_tree(),
        announcements=await catalog.announcements(category.path),
        asked=asked,
        shelf=shelf,
    )
