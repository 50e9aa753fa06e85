"""Wishlists as a shopper sees them, with today's prices and stock, and the way from there into the cart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domains import catalog, inventory, orders
from domains.shared.errors import NotFound

from . import shopping
from .buying import GUEST, Buyer
from .shown import ShownCart


@dataclass(frozen=True)
class ShownWish:
    """`left` counts all variants that would do."""

    wish: catalog.Wish
    left: int

    @property
    def buyable(self) -> bool:
        return bool(self.wish.sku) and self.left > 0


@dataclass(frozen=True)
class ShownWishlist:
    """`others` are the holder's other lists, where its things can be moved to."""

    own: catalog.Wishlist
    wishes: tuple[ShownWish, ...]
    others: tuple[catalog.Wishlist, ...] = ()

    @property
    def buyable(self) -> int:
        return sum(each.buyable for each in self.wishes)


@dataclass(frozen=True)
class Taken:
    """What went from a list into the cart: how many things, and of the others which and why not."""

    into_cart: int
    left_out: tuple[tuple[str, str], ...]
    cart_count: int


async def look(holder_id: UUID | None, list_id: UUID, buyer: Buyer) -> ShownWishlist:
    """NotFound for a list that is not this visitor's."""
    lists = await catalog.wishlists(holder_id)
    own = next((each for each in lists if each.id == list_id), None)
    if own is None:
        raise NotFound("There is no such list.")
    return ShownWishlist(own, await _shown(own, buyer), tuple(each for each in lists if each is not own))


async def shared(token: str, buyer: Buyer) -> ShownWishlist:
    """At the prices of whoever looks at it."""
    own = await catalog.shared_wishlist(token)
    return ShownWishlist(own, await _shown(own, buyer))


async def take_to_cart(customer_id: UUID, list_id: UUID, item_id: UUID | None = None) -> Taken:
    """One thing of a list, or all of it, up to the quantities wished for: what the cart holds already is not doubled.

    What cannot be had stays out and is named, each for its own reason."""
    shown = await look(customer_id, list_id, GUEST)  # what it costs is the cart's to say
    wanted = [each.wish for each in shown.wishes if item_id in (None, each.wish.item.id)]
    if not wanted:
        raise NotFound("This is not on the list any more.")
    up_to: dict[str, int] = {}
    for wish in wanted:
        if wish.sku:
            up_to[wish.sku] = max(wish.item.quantity, up_to.get(wish.sku, 0))
    refused = await shopping.fill_cart(customer_id, up_to)
    left_out = tuple((wish.title, why) for wish in wanted if (why := _why_not(wish, refused)))
    return Taken(len(wanted) - len(left_out), left_out, await orders.cart_count(customer_id))


async def save_for_later(customer_id: UUID, line_id: UUID, buyer: Buyer) -> tuple[catalog.Wished, ShownCart]:
    """From the cart to the first wishlist there is. NotForSale for what no list can show; it then stays in the cart."""
    cart = await orders.cart(customer_id)
    if cart is None:
        raise NotFound("Your cart is empty.")
    wished = await catalog.wish(customer_id, cart.line(line_id).sku)
    return wished, (await shopping.remove_line(customer_id, line_id, buyer))[0]


def _why_not(wish: catalog.Wish, refused: Mapping[str, str]) -> str:
    """Why it stays out; empty where it does not."""
    if not wish.sold:
        return "It is no longer sold."
    return refused.get(wish.sku, "") if wish.sku else "Choose on its page which one it is to be."


async def _shown(own: catalog.Wishlist, buyer: Buyer) -> tuple[ShownWish, ...]:
    wishes = await catalog.shown_wishes(own.items, await buyer.groups())
    left = await inventory.availability(_skus(wishes))
    return tuple(ShownWish(each, sum(left[sku] for sku in each.skus)) for each in wishes)


def _skus(wishes: Sequence[catalog.Wish]) -> list[str]:
    return list(dict.fromkeys(sku for wish in wishes for sku in wish.skus))
