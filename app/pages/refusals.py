"""When the checkout cannot go on: the page on which the shopper can do something about it, with the reason on it."""

from typing import Any, Final

from litestar import Request as LitestarRequest
from litestar import Response

from app.gateway import checkout, pending, shopping
from app.gateway.sheet import NotReady, Step
from app.responses import Rendered, page, see_other
from app.security.visitor import Visitor
from domains import catalog, inventory, orders, payments
from domains.shared.errors import Refusal, Unavailable

from . import carts, forms, members

OF_THE_CART: Final = (inventory.OutOfStock, orders.CartChanged)
OF_THE_PAYMENT: Final = (
    members.TheirsToPay,
    checkout.PriceChanged,
    checkout.OrderChanged,
    catalog.PromotionUsedUp,
    pending.PaymentUnderWay,
    payments.PaymentRefused,
    payments.PaymentUnavailable,
)
ROUTES: Final = {Step.CART: "cart.show", Step.CONTACT: "checkout.contact", Step.DELIVERY: "checkout.delivery"}


def to_the_missing_step(request: LitestarRequest[Any, Any, Any], refusal: NotReady) -> Response[None]:
    """With what was to be said on the way."""
    return see_other(ROUTES[refusal.step], notice=forms.asked(request, "notice") or None)


async def in_the_cart(visitor: Visitor, refusal: Refusal) -> Rendered:
    """What is short is marked at its lines."""
    shown = await shopping.look(visitor.party_id, visitor.buyer)
    return await carts.whole(shown, visitor.buyer, refusal.status, problem=str(refusal))


async def before_paying(visitor: Visitor, refusal: Refusal) -> Rendered:
    headers = {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, Unavailable) else None
    sheet = await checkout.look(visitor.party_id, visitor.buyer)
    return page("checkout/review", refusal.status, headers, sheet=sheet, problem=str(refusal), said="")
