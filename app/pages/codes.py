"""Coupon codes: typed in and taken out, in the cart and on the last page before paying."""

from typing import Any, Final

from litestar import Response, post
from litestar.di import NamedDependency

from app.gateway import checkout, promoting
from app.gateway.sheet import NotReady, Step
from app.requests import Request
from app.responses import Rendered, page, see_other
from app.security.declarations import Of, Rate, done_by
from app.security.visitor import Visitor
from domains.shared.errors import Invalid

from . import carts, forms, refusals

LONGEST: Final = 100  # of what is shown again after it was refused
AT_THE_CHECKOUT: Final = "review"
MISSING: Final[dict[int | type[Exception], Any]] = {NotReady: refusals.to_the_missing_step}


@post(
    "/cart/codes",
    name="cart.enter_code",
    opt=done_by(of=Of.PARTY, rate=Rate.CODE),
    status_code=200,
    exception_handlers=MISSING,
)
async def enter(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    fields = await forms.typed(request)
    typed = fields.get("code", "")
    try:
        await promoting.enter_code(visitor.party(), typed)
    except Invalid as invalid:
        return await _answer(request, visitor, 422, typed[:LONGEST], invalid.fields.get("code", str(invalid)))
    return await _done(request, visitor)


@post(
    "/cart/codes/removal",
    name="cart.take_out_code",
    opt=done_by(of=Of.PARTY),
    status_code=200,
    exception_handlers=MISSING,
)
async def take_out(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    await promoting.take_out_code(visitor.party(), (await forms.typed(request)).get("code", ""))
    return await _done(request, visitor)


async def _done(request: Request, visitor: Visitor) -> Response[None]:
    if request.htmx:
        return await _answer(request, visitor, 200)
    return see_other("checkout.review" if await _at_the_checkout(request) else "cart.show")


async def _answer(request: Request, visitor: Visitor, status: int, code: str = "", told: str = "") -> Rendered:
    """Where it was typed, with what was typed and why it is refused."""
    if await _at_the_checkout(request):
        sheet = (await checkout.look(visitor.party_id, visitor.buyer)).ready_for(Step.REVIEW)
        return page("checkout/review", status, sheet=sheet, problem="", said="", code=code, code_refused=told)
    return await carts.answer(request, visitor, status=status, code=code, code_refused=told)


async def _at_the_checkout(request: Request) -> bool:
    return (await forms.typed(request)).get("at") == AT_THE_CHECKOUT
