"""The cart as an answer: the whole page, what stands on it, or the small one beside another page."""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from app.gateway import browsing, checkout, shopping
from app.gateway.buying import Buyer
from app.gateway.shown import ShownCart
from app.requests import Request
from app.responses import Rendered, page, swap
from app.security.visitor import Visitor
from domains import orders
from domains.shared.away import AWAY
from domains.shared.errors import Unavailable

from . import forms

NOTICES: Final = {
    "given-up": "You came back before paying. Nothing was charged, and everything is as you left it.",
    "saved": "It is on your wishlist now, for later.",
}
POPULAR: Final = 4  # things that are shown where nothing is in it
SMALL: Final = "small"  # what the field `at` of its forms says
COUNTS: Final = frozenset(str(count) for count in range(1, orders.MOST_OF_ONE + 1))
BARE: Final[dict[str, Any]] = dict.fromkeys(
    ("said", "problem", "refused", "taken_out", "code", "code_refused", "wished"), ""
)


@dataclass(frozen=True)
class Refused:
    """A line whose change was refused: why, and what was typed, which stays in its field."""

    line_id: UUID
    why: str
    typed: str


@dataclass(frozen=True)
class TakenOut:
    """What has just been taken out, and can be put back."""

    sku: str
    title: str
    quantity: int


async def answer(
    request: Request, visitor: Visitor, shown: ShownCart | None = None, *, status: int = 200, **more: Any
) -> Rendered:
    """The cart as it is by now, in the shape in which it was changed."""
    shown = shown or await shopping.look(visitor.party_id, visitor.buyer)
    if not request.htmx:
        return await whole(shown, visitor.buyer, status, **more)
    if (await forms.typed(request)).get("at") == SMALL:
        return small(shown, status, **more)
    return swap("cart/changed", status, cart_count=shown.count, **await _context(shown, visitor.buyer, more))


async def whole(shown: ShownCart, buyer: Buyer, status: int = 200, **more: Any) -> Rendered:
    return page("cart/show", status, **await _context(shown, buyer, more))


def small(shown: ShownCart, status: int = 200, **more: Any) -> Rendered:
    """Without delivery: a look at what is in it, and the way on."""
    return swap("cart/small", status, shown=shown, cart_count=shown.count, **BARE | more)


async def _context(shown: ShownCart, buyer: Buyer, more: dict[str, Any]) -> dict[str, Any]:
    sheet = await checkout.sheet_of(shown)
    return BARE | more | {"sheet": sheet, "shown": sheet.shown, "popular": await _popular(shown, buyer)}


async def _popular(shown: ShownCart, buyer: Buyer) -> tuple[browsing.ShownCard, ...]:
    """What others buy, where nothing is in the cart. The cart is worth more than that."""
    if shown.lines:
        return ()
    try:
        return await browsing.popular(POPULAR, buyer)
    except (Unavailable, *AWAY):
        return ()
