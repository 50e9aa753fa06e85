"""What a price is made of, as pure data: stored with variants, in the search index and with every order.

Amounts are minor units of the `currency` beside them. Windows hold from `starts_at` on and end before `ends_at`.
"""

from datetime import datetime
from uuid import UUID

from msgspec import Struct


class Window(Struct, frozen=True, kw_only=True, omit_defaults=True):
    starts_at: datetime | None = None
    ends_at: datetime | None = None

    def open_at(self, moment: datetime) -> bool:
        return (self.starts_at is None or self.starts_at <= moment) and (self.ends_at is None or moment < self.ends_at)

    def edges(self) -> tuple[datetime, ...]:
        return tuple(edge for edge in (self.starts_at, self.ends_at) if edge is not None)


class TierInput(Struct, frozen=True):
    quantity: int
    amount: int


class SaleInput(Window, frozen=True, kw_only=True, omit_defaults=True):
    amount: int


class ListedInput(Window, frozen=True, kw_only=True, omit_defaults=True):
    """What one costs on a price list, from `quantity` on; the window is when the list said so."""

    list_id: UUID
    amount: int
    quantity: int = 1


class Mark(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The regular price from a moment on, until the next mark."""

    at: datetime
    amount: int
    compare_at: int | None = None


class PriceInputs(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`trail` is what the regular price has been, oldest first; the lowest price before a reduction is found in it."""

    currency: str
    regular: int
    compare_at: int | None = None
    tiers: tuple[TierInput, ...] = ()
    sales: tuple[SaleInput, ...] = ()
    listed: tuple[ListedInput, ...] = ()
    trail: tuple[Mark, ...] = ()


class PriceListTerms(Window, frozen=True, kw_only=True, omit_defaults=True):
    """For whom and when a list holds: without groups for everybody. Among several the highest priority decides."""

    id: UUID
    name: str
    priority: int = 0
    groups: frozenset[str] = frozenset()

    def for_groups(self, groups: frozenset[str]) -> bool:
        return not self.groups or not self.groups.isdisjoint(groups)
