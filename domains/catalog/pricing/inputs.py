"""What a price is made of, as pure data: stored with variants, in the search index and with every order.

Amounts are minor units of the `currency` beside them. Windows hold from `starts_at` on and end before `ends_at`.
"""

from datetime import datetime
from typing import Self
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace


class Window(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def open_at(self, moment: datetime) -> bool:
        return (self.starts_at is None or self.starts_at <= moment) and (self.ends_at is None or moment < self.ends_at)

    def edges(self) -> tuple[datetime, ...]:
        return tuple(edge for edge in (self.starts_at, self.ends_at) if edge is not None)


class TierInput(Struct, frozen=True, gc=False):
    quantity: int
    amount: int


class SaleInput(Window, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    amount: int


class ListedInput(Window, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """What one costs on a price list, from `quantity` on; the window is when the list said so."""

    list_id: UUID
    amount: int
    quantity: int = 1


class Mark(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """The regular price from a moment on, until the next mark."""

    at: datetime
    amount: int
    compare_at: int | None = None


class PriceInputs(Struct, frozen=True, gc=False, kw_only=True, omit_defaults=True):
    """`trail` is what the regular price has been, oldest first; the lowest price before a reduction is found in it."""

    currency: str
    regular: int
    compare_at: int | None = None
    tiers: tuple[TierInput, ...] = ()
    sales: tuple[SaleInput, ...] = ()
    listed: tuple[ListedInput, ...] = ()
    trail: tuple[Mark, ...] = ()


class ListTerms(Window, frozen=True, kw_only=True, omit_defaults=True):
    """For whom and when a list holds: without groups for everybody. Among several the highest priority decides.
    These were its terms from `since` on; None is from its beginning."""

    since: datetime | None = None
    priority: int = 0
    groups: frozenset[str] = frozenset()

    def for_groups(self, groups: frozenset[str]) -> bool:
        return not self.groups or not self.groups.isdisjoint(groups)


class PriceListTerms(ListTerms, frozen=True, kw_only=True, omit_defaults=True):
    """Today's terms; `past` are those before them, oldest first."""

    id: UUID
    name: str
    past: tuple[ListTerms, ...] = ()

    def at(self, moment: datetime) -> ListTerms:
        """As they were then; before its beginning, the first ones."""
        if not self.past or self.since is None or self.since <= moment:
            return self
        return next((each for each in reversed(self.past) if each.since is None or each.since <= moment), self.past[0])

    def only_at(self, moment: datetime) -> Self:
        """As if they had been no others."""
        then = self.at(moment)
        own = {"priority": then.priority, "groups": then.groups, "starts_at": then.starts_at, "ends_at": then.ends_at}
        return replace(self, **own, since=None, past=())

    def turns(self) -> set[datetime]:
        """All moments at which its terms changed, or its window opened or closed."""
        every = (*self.past, self)
        return {each.since for each in every if each.since} | {edge for each in every for edge in each.edges()}
