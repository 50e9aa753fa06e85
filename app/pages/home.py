"""The front page: what the shop sells, its departments and things to buy."""

from app.gateway import browsing
from app.requests import get_page
from app.responses import Rendered, page


@get_page("/", name="home")
async def show() -> Rendered:
    return page("home", shelf=await browsing.shelf(sort="newest", size=9))
