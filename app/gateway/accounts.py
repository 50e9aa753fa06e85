"""Signing in: what a guest has gathered in this browser goes with them into their account."""

import logging
from dataclasses import dataclass
from uuid import UUID

from domains import catalog, inventory, orders, users
from domains.shared.away import AWAY
from domains.shared.errors import Refusal

from . import pending

log = logging.getLogger("barrow.edge")


@dataclass(frozen=True)
class Entered:
    """`wishes` is how many things are on the lists of the account; None where there are no lists."""

    tokens: users.Tokens
    wishes: int | None


@dataclass(frozen=True)
class Customer:
    """What the checkout knows of who is signed in, before they have typed anything."""

    person_id: UUID
    email: str
    name: str
    phone: str
    book: users.AddressBook


async def customer(person: users.Person | None) -> Customer | None:
    """None for guests, who cost no question."""
    if person is None:
        return None
    return Customer(person.id, person.email, person.name, person.phone, await users.address_book(person.id))


async def keep_address(owner: Customer | None, address: orders.Address) -> None:
    """What was typed at the checkout, for the next time. A full book keeps nobody from paying."""
    try:
        if owner:
            await users.save_address(owner.person_id, address)
    except (Refusal, *AWAY) as refusal:
        log.warning("accounts.address_not_kept reason=%s", type(refusal).__name__)


async def enter(
    person: users.Person, origin: users.Origin, guest_id: UUID | None, *, second_factor: bool = False
) -> Entered:
    """A session for who has proved themselves, and with it the cart and the lists of the guest they were.
    BadCredentials where what they proved holds no longer."""
    agent, ip, named, since = origin.user_agent, origin.ip, origin.request_id, person.password_of
    tokens = await users.start_session(
        person.id, agent, ip, second_factor=second_factor, password_of=since, request_id=named
    )
    if guest_id is not None:
        await _bring_cart(guest_id, person.party_id)
    return Entered(tokens, await _bring_wishes(guest_id, person.party_id))


async def own_orders(person: users.Person) -> tuple[orders.Order, ...]:
    """From the account, and as a guest with an address that is theirs."""
    return tuple(await orders.own(person.party_id, await users.taken_parties(person.id)))


async def _bring_cart(guest_id: UUID, party_id: UUID) -> None:
    """Nobody is kept out by their cart: what cannot come now waits with the guest, for the next time."""
    try:
        carts = [cart for cart in (await pending.release(guest_id), await orders.cart(party_id)) if cart]
        if not carts or carts[0].customer_id != guest_id:
            return
        left = await inventory.availability([line.sku for cart in carts for line in cart.lines])
        await orders.merge_carts(guest_id, party_id, left)
    except (Refusal, *AWAY) as refusal:
        log.warning("accounts.cart_stays reason=%s", type(refusal).__name__)


async def _bring_wishes(guest_id: UUID | None, party_id: UUID) -> int | None:
    try:
        if guest_id is not None:
            await catalog.join_wishlists(guest_id, party_id)
        lists = await catalog.wishlists(party_id)
        return sum(len(each.items) for each in lists) if lists else None
    except (Refusal, *AWAY) as refusal:
        log.warning("accounts.wishes_stay reason=%s", type(refusal).__name__)
        return None
