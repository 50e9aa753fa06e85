"""Being told when something is back: asked for on its page, confirmed and ended by the links of the letters.

A link opens a page with a button: programs that look into mail follow links, and must not decide anything by that.
"""

import hashlib
from typing import Final

from litestar import Response, post
from litestar.params import FromPath

from app.gateway import alerting
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other, swap
from app.security.declarations import Cache, From, Of, Rate, done_by, seen_by
from app.security.rates import limiter
from domains import catalog
from domains.shared.errors import Invalid, Refusal

from . import forms, products
from .orders import PRIVATE
from .products import Asking

LONGEST: Final = 254  # of what is shown again after it was refused


@post("/alerts", name="alerts.ask", opt=done_by(rate=Rate.MAIL), status_code=200)
async def ask(request: Request) -> Response[None]:
    fields = await forms.typed(request)
    sku, email = fields.get("sku", ""), fields.get("email", "")
    try:
        await limiter().admit("mailbox", hashlib.sha256(email.casefold().encode()).hexdigest())
        offer = await alerting.ask(sku, email)
    except (Invalid, alerting.ThereAlready) as refusal:
        return await _refused(request, sku, email[:LONGEST], refusal)
    if request.htmx:
        return swap("product/alert", sku=offer.sku, asking=Asking(said=True))
    return see_other("product.show", slug=offer.slug, variant=offer.sku, alert="asked")


@get_page("/alerts/confirmations/{token:str}", name="alerts.confirmation", opt=seen_by(of=Of.TOKEN, cache=Cache.NEVER))
async def confirmation(token: FromPath[str]) -> Rendered:
    token = forms.text(token)
    return page("alert/confirmation", headers=PRIVATE, alert=await catalog.alert_to_confirm(token), token=token)


@post("/alerts/confirmations/{token:str}", name="alerts.confirm", opt=done_by(of=Of.TOKEN), status_code=200)
async def confirm(token: FromPath[str]) -> Response[None]:
    await catalog.confirm_alert(forms.text(token))
    return see_other("alerts.confirmation", token=forms.text(token))


@get_page("/alerts/endings/{token:str}", name="alerts.ending", opt=seen_by(of=Of.TOKEN, cache=Cache.NEVER))
async def ending(token: FromPath[str]) -> Rendered:
    token = forms.text(token)
    return page("alert/ending", headers=PRIVATE, alert=await catalog.alert_to_end(token), token=token)


@post("/alerts/endings/{token:str}", name="alerts.end", opt=done_by(of=Of.TOKEN, sent_from=From.LINK), status_code=200)
async def end(token: FromPath[str]) -> Rendered:
    await catalog.end_alert(forms.text(token))
    return page("alert/ended", headers=PRIVATE)


async def _refused(request: Request, sku: str, email: str, refusal: Refusal) -> Rendered:
    """Where it was typed, with what was typed and why it is refused."""
    told = refusal.fields.get("email", str(refusal)) if isinstance(refusal, Invalid) else str(refusal)
    asking = Asking(email=email, wrong=told)
    if request.htmx:
        return swap("product/alert", refusal.status, sku=sku, asking=asking)
    return await products.of_variant(request, sku, refusal.status, asking=asking)
