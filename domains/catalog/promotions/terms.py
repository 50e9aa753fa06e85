"""A promotion as pure data: who gets what, when, together with which others. Nothing here asks a database.

Amounts are minor units of `Promotion.currency`; shares are basis points (1250 is 12.5 %); a window holds from
`starts_at` on and ends before `ends_at`.
"""

from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Final
from uuid import UUID

from msgspec import Struct

WHOLE: Final = 10_000  # basis points


class PromotionClass(StrEnum):
    """What it takes off from; also the order in which promotions are applied."""

    LINE = "line"
    ORDER = "order"
    SHIPPING = "shipping"


class Measure(StrEnum):
    AMOUNT = "amount"
    QUANTITY = "quantity"


class Scope(Struct, frozen=True, kw_only=True, omit_defaults=True, dict=True):
    """Which lines: those with any of these, and none of `but_not`. Naming nothing matches nothing; where every line
    is meant there is no scope. A category's path means all below it too."""

    skus: frozenset[str] = frozenset()
    products: frozenset[UUID] = frozenset()
    categories: frozenset[str] = frozenset()
    collections: frozenset[UUID] = frozenset()
    but_not: "Scope | None" = None

    @cached_property
    def product_numbers(self) -> frozenset[int]:
        """Looked up in every cart: of numbers that takes a tenth of the time."""
        return frozenset(each.int for each in self.products)

    @cached_property
    def collection_numbers(self) -> frozenset[int]:
        return frozenset(each.int for each in self.collections)


class MinimumQuantity(Struct, frozen=True, tag_field="kind", tag="minimum_quantity", omit_defaults=True):
    """So many units of the lines in scope. One: the cart holds such a thing."""

    quantity: int
    scope: Scope | None = None


class MinimumAmount(Struct, frozen=True, tag_field="kind", tag="minimum_amount", omit_defaults=True):
    """The lines in scope are worth so much at their unit prices, before any promotion."""

    amount: int
    scope: Scope | None = None


class InGroup(Struct, frozen=True, tag_field="kind", tag="in_group"):
    """The customer is in one of these groups."""

    groups: frozenset[str]


class NthOrder(Struct, frozen=True, tag_field="kind", tag="nth_order", omit_defaults=True):
    """This would be their nth order; `every`: also the 2nth, the 3nth … The first order is `NthOrder(1)`."""

    nth: int
    every: bool = False


class ShippingBy(Struct, frozen=True, tag_field="kind", tag="shipping_by"):
    """One of these shipping methods is chosen."""

    methods: frozenset[str]


Condition = MinimumQuantity | MinimumAmount | InGroup | NthOrder | ShippingBy


class PercentOff(Struct, frozen=True, tag_field="kind", tag="percent_off", omit_defaults=True):
    """`most` caps what it takes off altogether."""

    basis_points: int
    most: int | None = None


class AmountOff(Struct, frozen=True, tag_field="kind", tag="amount_off", omit_defaults=True):
    """Once, spread over the lines in scope; `each`: off every unit of them."""

    amount: int
    each: bool = False


class Step(Struct, frozen=True):
    """From `at` on, by the measure of its staircase."""

    at: int
    benefit: PercentOff | AmountOff


class Tiered(Struct, frozen=True, tag_field="kind", tag="tiered"):
    """The highest step that the lines in scope reach."""

    by: Measure
    steps: tuple[Step, ...]


class BuyGet(Struct, frozen=True, tag_field="kind", tag="buy_get", omit_defaults=True):
    """For every `buy` units the cheapest `get` further ones in the promotion's scope are reduced (WHOLE: free).

    `bought` names what has to be bought where that is something else than what is reduced; `most_times` per order.
    """

    buy: int
    get: int
    basis_points: int = WHOLE
    bought: Scope | None = None
    most_times: int | None = None


class SetPrice(Struct, frozen=True, tag_field="kind", tag="set_price", omit_defaults=True):
    """Every `quantity` units in scope cost `amount` together, the dearest first; never more than they would."""

    amount: int
    quantity: int = 1


class FreeShipping(Struct, frozen=True, tag_field="kind", tag="free_shipping"):
    """Whatever the chosen delivery costs."""


class Gift(Struct, frozen=True, tag_field="kind", tag="gift", omit_defaults=True):
    """So many of this SKU on top, for nothing. Where it is sold out the promotion does not apply."""

    sku: str
    quantity: int = 1


Benefit = PercentOff | AmountOff | Tiered | BuyGet | SetPrice | FreeShipping | Gift

BENEFITS_OF: Final[dict[PromotionClass, tuple[type[Struct], ...]]] = {
    PromotionClass.LINE: (PercentOff, AmountOff, Tiered, BuyGet, SetPrice, Gift),
    PromotionClass.ORDER: (PercentOff, AmountOff, Tiered, Gift),
    PromotionClass.SHIPPING: (PercentOff, AmountOff, FreeShipping),
}


class Limits(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How often it may be used, and how much it may give away altogether; None is without limit. Held when an order is
    placed, not by pricing."""

    overall: int | None = None
    per_customer: int | None = None
    per_code: int | None = None
    budget: int | None = None


class Promotion(Struct, frozen=True, kw_only=True, omit_defaults=True, dict=True):
    """`name` is for staff, `label` for shoppers; `announcement` is said on the front page and where it holds. Every one
    of `all_of` holds, and one of `any_of` where there are any.

    `priority`: higher is applied first and wins where two save the same. `combines_with`: classes it may stand beside;
    two stand together only when each names the other's class. `exclusive`: it stands alone. `most` caps what all its
    benefits take off one order.
    """

    id: UUID
    name: str
    label: str
    kind: PromotionClass
    currency: str
    benefits: tuple[Benefit, ...]
    scope: Scope | None = None
    by_code: bool = False
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    priority: int = 0
    exclusive: bool = False
    combines_with: frozenset[PromotionClass] = frozenset()
    all_of: tuple[Condition, ...] = ()
    any_of: tuple[Condition, ...] = ()
    most: int | None = None
    limits: Limits = Limits()
    announcement: str = ""

    @cached_property
    def order(self) -> tuple[int, int]:
        """Of a smaller one before a larger: whose turn it is among all promotions."""
        return -self.priority, self.id.int

    @cached_property
    def gifts(self) -> tuple[Gift, ...]:
        return tuple(each for each in self.benefits if isinstance(each, Gift))

    @cached_property
    def given(self) -> frozenset[str]:
        """The SKUs of its gifts."""
        return frozenset(each.sku for each in self.gifts)

    @cached_property
    def climbs(self) -> bool:
        """Whether what it gives depends on a step that the cart reaches."""
        return any(isinstance(each, Tiered) for each in self.benefits)

    @cached_property
    def stacks(self) -> bool:
        """Whether it may stand beside others of its own class."""
        return self.kind in self.combines_with

    def open_at(self, moment: datetime) -> bool:
        return (self.starts_at is None or self.starts_at <= moment) and (self.ends_at is None or moment < self.ends_at)
