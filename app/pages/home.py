"""The front page: what the shop sells, its departments and things to buy."""

from app.gateway import browsing
from app.requests import get_page
from app.responses import Rendered, page

OPENING, NEW = 2, 9


@get_page("/", name="home")
async def show() -> Rendered:
    """What is bought most often opens it; what is new comes below, without what stands above already."""
    return page("home", front=await browsing.front(OPENING, NEW))
