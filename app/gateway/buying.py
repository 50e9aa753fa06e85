"""Who buys: what prices may hang on of the person behind a party."""

from typing import Final

from domains import orders, users
from domains.shared import clock


class Buyer:
    """For one request. A guest is in no group, and nobody knows how often they have bought: that costs no question. Of
    who is signed in it costs one at most, and only where something asks for what they have bought."""

    def __init__(self, session: users.Session | None = None) -> None:
        self._session = session
        self._bought: orders.Bought | None = None

    @property
    def account(self) -> users.Person | None:
        """Who is there with the cards that they have saved: not a guest, nor staff who act for somebody."""
        return self._session.person if self._session and not self._session.customer else None

    async def groups(self, *, fresh: bool = False) -> frozenset[str]:
        """`fresh`: by the rules as they are this moment, for what will be paid."""
        if self._session is None:
            return frozenset()
        known = await users.known_groups(fresh=fresh)
        bought = await self._asked(self._session) if known.ask_orders else orders.Bought()
        counted = users.Bought(bought.orders, bought.spent)
        return known.of(self._session.shopper, self._session.groups, counted, clock.now())

    async def earlier_orders(self) -> int | None:
        """None where nobody knows."""
        return (await self._asked(self._session)).orders if self._session else None

    async def _asked(self, session: users.Session) -> orders.Bought:
        if self._bought is None:
            self._bought = await orders.bought(session.shopper.party_id, session.taken)
        return self._bought


GUEST: Final = Buyer()
