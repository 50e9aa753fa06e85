"""An order after it was placed: the confirmation, and how it is coming along."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from app import streams
from app.gateway import reviewing, tracking
from app.gateway.buying import Buyer
from app.papers import invoices, press
from app.requests import Request, get_page
from app.responses import Rendered, page
from app.security.declarations import Cache, Of, seen_by
from app.security.visitor import Visitor
from app.sights import Part

from . import forms, stories

# The token in the address is the key to the order: no other site and no search engine may learn it.
PRIVATE = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow", "Cache-Control": "private, no-store"}


@get_page("/orders/{number:str}", name="orders.show", opt=seen_by(of=Of.TOKEN, cache=Cache.NEVER))
async def show(request: Request, visitor: NamedDependency[Visitor], number: FromPath[str]) -> Rendered:
    return await _page(await tracking.follow(forms.text(number), forms.asked(request, "token"), visitor.buyer))


@get_page("/orders/{number:str}/timeline", name="orders.timeline", opt=seen_by(of=Of.TOKEN, cache=Cache.NEVER))
async def timeline(request: Request, visitor: NamedDependency[Visitor], number: FromPath[str]) -> Response[Any]:
    """What is new, as it comes. Opened by itself it is the whole page."""
    buyer = visitor.buyer
    tracked = await tracking.follow(forms.text(number), forms.asked(request, "token"), buyer)
    if streams.wanted(request):
        return streams.live(request, partial(_parts, tracked, buyer), forms.asked(request, "seen"))
    return await _page(tracked)


@get("/orders/{number:str}/documents/{named:str}", name="orders.document", opt=seen_by(of=Of.TOKEN, cache=Cache.NEVER))
async def document(request: Request, number: FromPath[str], named: FromPath[str]) -> Response[bytes]:
    """An invoice or a credit note as PDF."""
    found = await tracking.document(forms.text(number), forms.asked(request, "token"), forms.text(named))
    return press.answer(found.number, await invoices.printed(found))


async def _parts(tracked: tracking.TrackedOrder, buyer: Buyer) -> AsyncGenerator[Part, None]:
    async with aclosing(tracking.watch(tracked, buyer)) as news:
        async for now in news:
            yield Part(now.mark, "order/show", {"tracked": now, "story": stories.told(now)})


async def _page(tracked: tracking.TrackedOrder) -> Rendered:
    reviewables = await reviewing.beside(tracked.order)
    return page("order/show", headers=PRIVATE, tracked=tracked, story=stories.told(tracked), reviewables=reviewables)
