"""The front page: what the shop sells, its departments and things to buy."""

from litestar.di import NamedDependency

from app.gateway import browsing
from app.requests import Request, get_page
from app.responses import Rendered, page
from app.security.declarations import seen_by
from app.security.visitor import Visitor
from domains import catalog

from . import sharing, terms

OPENING, NEW, GATHERED = 2, 9, 6


@get_page("/", name="home", opt=seen_by())
async def show(request: Request, visitor: NamedDependency[Visitor]) -> Rendered:
    """What is bought most often opens it; what is new comes below, without what stands above already."""
    front = await browsing.front(OPENING, NEW, visitor.buyer)
    told = terms.shop(terms.logo(request), await terms.terms(request))
    return page(
        "home",
        front=front,
        announcements=await catalog.announcements(),
        gathered=(await catalog.shown_collections())[:GATHERED],
        structured=terms.graph(*told),
        share=await sharing.of_cards((*front.opening, *front.new)),
    )
