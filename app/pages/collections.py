"""A collection: its products, gathered by hand or by a rule, sorted, filtered and paged by the address."""

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.requests import Request, get_page
from app.responses import page, swap
from app.security.declarations import seen_by
from app.security.visitor import Visitor
from domains import catalog

from . import addresses, forms, listing, sharing


@get_page("/collections/{slug:str}", name="collection.show", opt=seen_by(), before_request=listing.tidied)
async def show(request: Request, slug: FromPath[str], visitor: NamedDependency[Visitor]) -> Response[None]:
    try:
        collection = await catalog.collection(forms.text(slug))
    except catalog.Moved as moved:
        return addresses.moved_to(request, "collection.show", slug=moved.slug)
    asked = listing.read(request, listing.CATEGORY_SORTS, "collection.show", slug=collection.slug)
    shelf = await asked.shelf(visitor.buyer, collection=collection)
    departments = await catalog.category_tree()
    if request.htmx:
        return swap("shelf/listed", asked=asked, shelf=shelf, departments=departments)
    share = await sharing.of_cards(shelf.cards)
    return page(
        "collection/show", collection=collection, asked=asked, shelf=shelf, departments=departments, share=share
    )
