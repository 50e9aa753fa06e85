"""An order after it was placed: the confirmation, and how it is coming along."""

from litestar.params import FromPath

from app.gateway import reviewing, tracking
from app.requests import Request, get_page
from app.responses import Rendered, page, swap

from . import forms, stories

# The token in the address is the key to the order: no other site and no search engine may learn it.
PRIVATE = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "private, no-store"}


@get_page("/orders/{number:str}", name="orders.show")
async def show(request: Request, number: FromPath[str]) -> Rendered:
    return await _page(await tracking.follow(forms.text(number), forms.asked(request, "token")))


@get_page("/orders/{number:str}/timeline", name="orders.timeline")
async def timeline(request: Request, number: FromPath[str]) -> Rendered:
    """What htmx asks for every few seconds; opened by itself it is the whole page."""
    tracked = await tracking.follow(forms.text(number), forms.asked(request, "token"))
    if not request.htmx:
        return await _page(tracked)
    return swap("order/show", headers=PRIVATE, tracked=tracked, story=stories.told(tracked))


async def _page(tracked: tracking.TrackedOrder) -> Rendered:
    reviewables = await reviewing.beside(tracked.order)
    return page("order/show", headers=PRIVATE, tracked=tracked, story=stories.told(tracked), reviewables=reviewables)
