"""The sheet of a checkout: all that is known of an order before it is placed, and what is still missing."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from domains import orders
from domains.shared.errors import Refusal
from domains.shared.settings import settings

from .shown import ShownCart


class Step(StrEnum):
    CART = "cart"
    CONTACT = "contact"
    DELIVERY = "delivery"
    REVIEW = "review"


class NotReady(Refusal):
    """Something of the checkout is still missing; `step` is where it is asked for."""

    status: ClassVar[int] = 409

    def __init__(self, step: Step) -> None:
        super().__init__("There is something to fill in before you can pay.")
        self.step = step


@dataclass(frozen=True)
class Sheet:
    """All that the checkout knows so far; until there is an address, for one in the shop's own country.

    `proposed` is the delivery that is tried out or chosen, or else the one offered first; the totals count on it.
    """

    shown: ShownCart
    email: str
    address: orders.Address | None
    billing_address: orders.Address | None
    options: tuple[orders.ShippingOption, ...]
    shipping: orders.ShippingOption | None
    proposed: orders.ShippingOption | None
    totals: orders.Totals

    @property
    def step(self) -> Step:
        """The first step that still misses something."""
        if not self.shown.can_be_ordered:
            return Step.CART
        if not (self.email and self.address):
            return Step.CONTACT
        return Step.REVIEW if self.shipping else Step.DELIVERY

    @property
    def destination(self) -> str:
        """The country it is counted for, as a sentence says it."""
        return (
            self.address.country_in_a_sentence
            if self.address
            else orders.country_in_a_sentence(settings().shop_country)
        )

    @property
    def waits(self) -> bool:
        """Whether something of it is not there yet: when it arrives nobody can tell."""
        return any(line.awaited for line in self.shown.lines)

    @property
    def version(self) -> str:
        """Of the cart: any change to its lines, the address or the delivery is another one."""
        return str(self.shown.cart.version) if self.shown.cart else ""

    def ready_for(self, step: Step) -> "Sheet":
        steps = list(Step)
        if steps.index(self.step) < steps.index(step):
            raise NotReady(self.step)
        return self


@dataclass(frozen=True)
class Seen:
    """What a review page stood for, as its form sends it back; None where a form does not say."""

    version: str | None = None
    total: str | None = None

    def differs_from(self, sheet: Sheet) -> bool:
        return self.version not in (None, sheet.version) or self.total not in (None, str(sheet.totals.total.amount))
