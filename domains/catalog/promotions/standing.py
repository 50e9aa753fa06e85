"""Which promotions a cart is priced under: those that ask for no code, those whose code was typed, and what is left."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import msgspec

from ..models import CouponCode, CustomerUses, PromotionClaim, PromotionUses
from .coupons import folded, refusal_of
from .live import live_promotions
from .terms import Promotion

ANOTHER_OF_THE_SAME: Final = "Another code for the same offer is in your cart."


@dataclass(frozen=True)
class Standing:
    """For PricingContext; `codes` as the shop writes them, by promotion. `refused` codes cannot be used at all."""

    promotions: tuple[Promotion, ...] = ()
    codes: Mapping[UUID, str] = field(default_factory=dict)
    used_up: frozenset[UUID] = frozenset()
    refused: tuple[tuple[str, str], ...] = ()


def customer_keys(customer_id: UUID, email: str | None) -> tuple[str, ...]:
    """Under what uses per customer are counted: who visits, and whom we write to, which is kept as a digest only."""
    if not email:
        return (f"party:{customer_id}",)
    digest = hashlib.sha256(email.strip().casefold().encode()).hexdigest()
    return (f"party:{customer_id}", f"email:{digest}")


async def standing(
    typed: Sequence[str], customers: Collection[str], order_id: UUID | None = None, *, fresh: bool = False
) -> Standing:
    """`order_id` is the cart's own order that waits for its payment: what it holds is left for itself."""
    live = await live_promotions(fresh=fresh)
    claim = await PromotionClaim.get(order_id) if order_id else None
    own = _Own(claim if claim and claim.released_at is None else None)
    codes, refused = await _entered(typed, live, own)
    wanted = [each for each in live.values() if not each.by_code or each.id in codes]
    uses = await _uses([each.id for each in wanted if each.limits.overall or each.limits.budget])
    spent = await _spent_customers([each.id for each in wanted if each.limits.per_customer], customers)
    found, used_up = [], set()
    for promotion in wanted:
        left = _left(promotion, uses.get(promotion.id), own)
        mine = max((count - own.uses(promotion.id) for count in spent.get(promotion.id, [])), default=0)
        if left is None or (promotion.limits.per_customer or mine + 1) <= mine:
            used_up.add(promotion.id)
        found.append(left or promotion)
    return Standing(tuple(found), codes, frozenset(used_up), tuple(refused))


class _Own:
    """What the cart's own order holds already."""

    def __init__(self, claim: PromotionClaim | None) -> None:
        self._claimed = claim.uses if claim else []

    def uses(self, promotion_id: UUID) -> int:
        return sum(use.promotion_id == promotion_id for use in self._claimed)

    def given(self, promotion_id: UUID) -> int:
        return sum(use.amount for use in self._claimed if use.promotion_id == promotion_id)

    def codes(self, code: str) -> int:
        return sum(use.code == code for use in self._claimed)


async def _entered(
    typed: Sequence[str], live: Mapping[UUID, Promotion], own: _Own
) -> tuple[dict[UUID, str], list[tuple[str, str]]]:
    keys = [folded(code) for code in typed]
    known = {each.id: each for each in await CouponCode.find({"_id": {"$in": keys}}).to_list()} if keys else {}
    codes: dict[UUID, str] = {}
    refused: list[tuple[str, str]] = []
    for key, written in zip(keys, typed, strict=True):
        found = known.get(key)
        if found is None:
            refused.append((written, "We do not know this code any more."))
        elif told := refusal_of(found, live.get(found.promotion_id), found.uses - own.codes(key)):
            refused.append((found.written, told))
        elif found.promotion_id in codes:
            refused.append((found.written, ANOTHER_OF_THE_SAME))
        else:
            codes[found.promotion_id] = found.written
    return codes, refused


def _left(promotion: Promotion, counted: PromotionUses | None, own: _Own) -> Promotion | None:
    """None where nothing is; a budget takes off no more than remains of it."""
    limits = promotion.limits
    uses = counted.uses - own.uses(promotion.id) if counted else 0
    if limits.overall is not None and uses >= limits.overall:
        return None
    if limits.budget is None:
        return promotion
    remains = limits.budget - (counted.given - own.given(promotion.id) if counted else 0)
    if remains <= 0:
        return None
    return msgspec.structs.replace(promotion, most=min(remains, promotion.most or remains))


async def _uses(ids: Iterable[UUID]) -> dict[UUID, PromotionUses]:
    wanted = list(ids)
    return {each.id: each for each in await PromotionUses.find({"_id": {"$in": wanted}}).to_list()} if wanted else {}


async def _spent_customers(ids: Sequence[UUID], customers: Collection[str]) -> dict[UUID, list[int]]:
    """How often each of the customer's names has used it."""
    keys = {f"{promotion_id}:{customer}": promotion_id for promotion_id in ids for customer in customers}
    found: dict[UUID, list[int]] = {}
    for each in await CustomerUses.find({"_id": {"$in": list(keys)}}).to_list() if keys else []:
        found.setdefault(keys[each.id], []).append(each.uses)
    return found
