"""The front page: what the shop sells, its departments and things to buy."""

from dataclasses import replace

from app.gateway import browsing
from app.requests import get_page
from app.responses import Rendered, page

OPENING, NEW = 2, 9


@get_page("/", name="home")
async def show() -> Rendered:
    """What is bought most often opens it; what is new comes below, without what stands above already."""
    opening = await browsing.popular(OPENING)
    newest = await browsing.shelf(sort="newest", size=OPENING + NEW)
    above = {shown.card.product_id for shown in opening}
    new = [shown for shown in newest.cards if shown.card.product_id not in above][:NEW]
    new.sort(key=lambda shown: shown.left < 1)  # the first stands large: something that can be had
    return page("home", opening=opening, shelf=replace(newest, cards=tuple(new)))
