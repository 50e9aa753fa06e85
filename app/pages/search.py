"""Looking for something: the result page, and suggestions while typing."""

from functools import partial

from litestar import Response
from litestar.di import NamedDependency
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER

from app.gateway import browsing
from app.gateway.browsing import Shelf
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other, swap
from app.security.declarations import seen_by
from app.security.visitor import Visitor
from domains import catalog

from . import forms, listing

POPULAR = 4  # things that are shown where nothing was found


@get_page("/search", name="search.show", opt=seen_by(), before_request=listing.tidied)
async def show(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    sorts = listing.SEARCH_SORTS if forms.asked(request, "q") else listing.EVERYTHING_SORTS
    asked = listing.read(request, sorts, "search.show")
    target = None if request.htmx else catalog.destination(asked.query)
    if target:
        return Redirect(target, status_code=HTTP_303_SEE_OTHER)
    shelf = await asked.shelf(visitor.buyer)
    if asked.plain:
        catalog.note_query(asked.query, shelf.results.total, visitor.ip)
        if (sku := _named(asked.query, shelf)) and not request.htmx:
            return see_other("product.show", slug=shelf.cards[0].card.slug, variant=sku)
    popular = () if shelf.cards or asked.filters.any else await browsing.popular(POPULAR, visitor.buyer)
    answer = partial(swap, "shelf/listed") if request.htmx else partial(page, "search/show")
    return answer(asked=asked, shelf=shelf, departments=await catalog.category_tree(), popular=popular)


def _named(query: str, shelf: Shelf) -> str | None:
    """The item number that was typed, where it names the one thing that was found."""
    skus = shelf.cards[0].card.skus if shelf.results.total == 1 else ()
    return next((sku for sku in skus if sku.casefold() == query.strip().casefold()), None)


@get_page("/search/suggest", name="search.suggest", opt=seen_by())
async def suggest(request: Request, visitor: NamedDependency[Visitor]) -> Rendered:
    """Swaps a list under the search field; opened by itself it is a page of the same list."""
    query = forms.asked(request, "q")
    suggestions = await catalog.suggest(query, groups=await visitor.buyer.groups()) if len(query) > 1 else None
    answer = swap if request.htmx else page
    return answer("search/suggest", query=query, suggestions=suggestions)
