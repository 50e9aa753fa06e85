"""What promotions answer to the question whether the books balance: counters, claims and limits side by side."""

from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from beanie import Document

from ..models import CouponCode, CustomerUses, PromotionClaim, PromotionUses, StoredPromotion
from .terms import Limits

Raw = Mapping[str, Any]


@dataclass(frozen=True)
class PromotionAudit:
    """`claimed` and `claimed_amount` are counted anew from the claims of orders, with what was settled of old ones;
    `beyond` of those were paid late and stand outside the limits. Amounts in minor units."""

    id: UUID
    name: str
    limits: Limits
    uses: int
    given: int
    claimed: int
    claimed_amount: int
    beyond: int
    beyond_amount: int


@dataclass(frozen=True)
class PromotionsAudit:
    """`drifted` are codes and customers whose counter is not the sum of their claims; `holding` orders with a claim."""

    promotions: tuple[PromotionAudit, ...]
    drifted: tuple[str, ...]
    holding: frozenset[UUID]


async def audit_promotions() -> PromotionsAudit:
    """Reads every claim: for the books, not for a page."""
    seen = _Claims()
    async for claim in _all(PromotionClaim, {"released_at": None}):
        seen.add(claim)
    counted = {row["_id"]: PromotionUses.model_validate(row) async for row in _all(PromotionUses, {})}
    kept = await StoredPromotion.find({}).to_list()
    promotions = [seen.beside(each, counted.get(each.id) or PromotionUses(id=each.id)) for each in kept]
    drifted = [
        *await _drift("code", CouponCode, seen.codes),
        *await _drift("customer", CustomerUses, seen.customers),
    ]
    return PromotionsAudit(tuple(promotions), tuple(drifted), frozenset(seen.orders))


class _Claims:
    def __init__(self) -> None:
        self.orders: set[UUID] = set()
        self.codes: Counter[str] = Counter()
        self.customers: Counter[str] = Counter()
        self._uses: Counter[UUID] = Counter()
        self._given: Counter[UUID] = Counter()
        self._beyond: Counter[UUID] = Counter()
        self._beyond_given: Counter[UUID] = Counter()

    def add(self, claim: Raw) -> None:
        self.orders.add(claim["_id"])
        for use in claim["uses"]:
            promotion_id, amount = use["promotion_id"], use["amount"]
            self._uses[promotion_id] += 1
            self._given[promotion_id] += amount
            self._beyond[promotion_id] += claim["beyond"]
            self._beyond_given[promotion_id] += amount if claim["beyond"] else 0
            self.customers.update(f"{promotion_id}:{customer}" for customer in claim["customers"])
            if use["code"] is not None:
                self.codes[use["code"]] += 1

    def beside(self, stored: StoredPromotion, counted: PromotionUses) -> PromotionAudit:
        return PromotionAudit(
            id=stored.id,
            name=stored.promotion.name,
            limits=stored.promotion.limits,
            uses=counted.uses,
            given=counted.given,
            claimed=self._uses[stored.id] + counted.settled,
            claimed_amount=self._given[stored.id] + counted.settled_given,
            beyond=self._beyond[stored.id] + counted.settled_beyond,
            beyond_amount=self._beyond_given[stored.id] + counted.settled_beyond_given,
        )


async def _drift(what: str, counter: type[Document], claimed: Counter[str]) -> list[str]:
    rows = {row["_id"]: row async for row in _all(counter, {})}
    counted = {key: row["uses"] for key, row in rows.items()}
    held = {key: claimed[key] + rows.get(key, {}).get("settled", 0) for key in rows.keys() | claimed.keys()}
    return [
        f"The {what} {key} counts {counted.get(key, 0)} uses, its orders hold {held[key]}."
        for key in sorted(held)
        if counted.get(key, 0) != held[key]
    ]


async def _all(kind: type[Document], wanted: Mapping[str, Any]) -> AsyncIterator[Raw]:
    async for row in kind.get_pymongo_collection().find(wanted):
        yield row
