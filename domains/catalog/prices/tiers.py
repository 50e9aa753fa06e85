"""Prices by quantity beside the regular one: who takes more never pays more for one."""

from itertools import pairwise
from typing import Final

from ..models import Variant

GONE: Final = "The price from {quantity} on is gone: one costs no less then."


def misfit(variant: Variant) -> tuple[int, int] | None:
    """The first quantity from which on one costs no less, behind the smaller one it is compared with; None where all
    fit."""
    steps = [(1, variant.price), *((tier.quantity, tier.price) for tier in variant.tiers)]
    wrong = ((smaller, larger) for (smaller, before), (larger, price) in pairwise(sorted(steps)) if price >= before)
    return next(wrong, None)


def let_go(variant: Variant) -> list[str]:
    """Prices that do not fit another regular price any more go; what there is to say of each."""
    told: list[str] = []
    while found := misfit(variant):
        variant.tiers = [tier for tier in variant.tiers if tier.quantity != found[1]]
        told.append(GONE.format(quantity=found[1]))
    return told
