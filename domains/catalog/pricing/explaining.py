"""Why a cart costs what it costs: per line where its price comes from, what was taken off it, and what was not."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Final

from ...shared.money import Money
from ...shared.pricing import Told, Why
from ..promotions.terms import Gift, Promotion, PromotionClass
from .benefits import Candidate
from .choosing import Plan, conflict
from .conditions import Refused
from .goods import Item
from .stages import Taken
from .unit import PriceSource, UnitPrice

NOT_APPLIED: Final = "Not applied"
Given = Sequence[tuple[Gift, Promotion]]


class Reasons:
    """What became of every promotion that was looked at; a branch is made once and hangs in many lines."""

    def __init__(self, plan: Plan, looked_at: Sequence[Candidate | Refused], currency: str) -> None:
        self._plan = plan
        self._looked_at = looked_at
        self._currency = currency
        self._rivals: dict[tuple[PromotionClass, frozenset[PromotionClass], bool], Promotion | None] = {}

    @property
    def tree(self) -> Why:
        return Why("Promotions", parts=Told(lambda: (*map(self._applied, self._plan.taken), *self._branches)))

    def of_line(self, item: Item, place: int, gifts: Given, applied: Sequence[Taken]) -> Told:
        return Told(
            lambda: (
                *_of_price(item),
                *gift_parts(gifts, item.price.price),
                *(_off(taken, place, self._currency) for taken in applied),
                *self._beside(place),
            )
        )

    @cached_property
    def not_applied(self) -> list[tuple[Candidate | Refused, str]]:
        """Each with the reason."""
        applied = {taken.candidate for taken in self._plan.taken}
        return [
            (each, each.because if isinstance(each, Refused) else self._lost(each))
            for each in self._looked_at
            if each not in applied
        ]

    @cached_property
    def _branches(self) -> list[Why]:
        return [Why(each.promotion.name, because=because, applied=False) for each, because in self.not_applied]

    def _applied(self, taken: Taken) -> Why:
        return Why(taken.candidate.promotion.name, -Money(taken.saved + taken.shipping, self._currency), _how(taken))

    def _beside(self, place: int) -> tuple[Why, ...]:
        """Promotions that are for this line and took nothing off it."""
        parts = self._hanging.get(place)
        return (Why(NOT_APPLIED, parts=tuple(parts), applied=False),) if parts else ()

    @cached_property
    def _hanging(self) -> dict[int, list[Why]]:
        hanging: dict[int, list[Why]] = defaultdict(list)
        for (each, _), branch in zip(self.not_applied, self._branches, strict=True):
            for place in each.places:
                hanging[place].append(branch)
        for taken in self._plan.taken:
            if taken.of_lines:
                for place in taken.candidate.places:
                    if place not in taken.amounts and place in self._first:
                        hanging[place].append(self._outdone(taken.candidate.promotion, self._first[place]))
        return hanging

    def _outdone(self, promotion: Promotion, by: Promotion) -> Why:
        return Why(promotion.name, because=f"“{by.name}” saves more here.", applied=False)

    def _lost(self, each: Candidate) -> str:
        rival = self._conflicting(each)
        if rival is not None:
            return f"It cannot be combined with “{rival.name}”, which saves more."
        first = next((self._first[place] for place in each.claims if place in self._first), None)
        if first is not None:
            return f"“{first.name}” saves more on the same things."
        return "There is nothing it could take off."

    def _conflicting(self, each: Candidate) -> Promotion | None:
        """Promotions of one class that stand beside the same others lose against the same one."""
        promotion = each.promotion
        key = (promotion.kind, promotion.combines_with, promotion.exclusive)
        if key not in self._rivals:
            taken = (taken.candidate for taken in self._plan.taken)
            self._rivals[key] = next((other.promotion for other in taken if conflict(each, other)), None)
        return self._rivals[key]

    @cached_property
    def _first(self) -> dict[int, Promotion]:
        """By line, the promotion of lines that takes off first."""
        first: dict[int, Promotion] = {}
        for taken in self._plan.taken:
            if taken.of_lines:
                for place in taken.amounts:
                    first.setdefault(place, taken.candidate.promotion)
        return first


def gift_parts(gifts: Given, unit: Money) -> tuple[Why, ...]:
    worth = (Why("Gift", unit * gift.quantity, f"{gift.quantity} on top") for gift, _ in gifts)
    free = (Why(promotion.name, -(unit * gift.quantity), "a gift") for gift, promotion in gifts)
    return (*worth, *free)


def _of_price(item: Item) -> tuple[Why, ...]:
    price, quantity = item.price, item.line.quantity
    whole = price.price * quantity
    if price.compare_at is None:
        return (Why(_NAMES[price.source], whole, _at(price, quantity)),)
    saved = (price.price - price.compare_at) * quantity
    before = Why("Regular price", price.compare_at * quantity, f"{quantity} at the price before the reduction")
    return (
        before,
        Why("Sale", saved, _at(price, quantity) if price.source is PriceSource.TIER else "Reduced in price"),
    )


_NAMES = {
    PriceSource.REGULAR: "Price",
    PriceSource.TIER: "Price by quantity",
    PriceSource.SALE: "Sale",
    PriceSource.LIST: "Price list",
}


def _at(price: UnitPrice, quantity: int) -> str:
    match price.source:
        case PriceSource.LIST:
            return f"{quantity} at the price of “{price.because}”"
        case PriceSource.TIER:
            return f"{quantity} at the price {price.because}"
        case _:
            return f"{quantity} at the regular price"


def _off(taken: Taken, place: int, currency: str) -> Why:
    promotion = taken.candidate.promotion
    part = "" if taken.of_lines else "its part of what is taken off the order"
    return Why(promotion.name, Money(-taken.amounts[place], currency), part)


def _how(taken: Taken) -> str:
    words = {
        PromotionClass.LINE: "off lines",
        PromotionClass.ORDER: "off the order",
        PromotionClass.SHIPPING: "off delivery",
    }
    gifts = ", ".join(f"{gift.quantity} × {gift.sku}" for gift in taken.candidate.gifts)
    return f"{words[taken.candidate.promotion.kind]}, with {gifts}" if gifts else words[taken.candidate.promotion.kind]
