"""How often promotions are used: counters that are only raised while below their limit, and who raised them.

A claim is kept by its order's id and written in the same transaction as the counters it raises. Of these, `settled` are
those whose claims were pruned.
"""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from beanie import Document
from pydantic import BaseModel, Field
from pymongo import ASCENDING, IndexModel

from ...shared import clock


class PromotionUses(Document):
    """Kept by the promotion's id; `given` is what it has taken off so far, in minor units."""

    id: UUID  # type: ignore[assignment]  # how Beanie lets us choose the key
    uses: int = 0
    given: int = 0
    settled: int = 0
    settled_given: int = 0
    settled_beyond: int = 0
    settled_beyond_given: int = 0

    class Settings:
        name = "promotion_uses"


class CustomerUses(Document):
    """Kept by promotion and customer, written `promotion:customer`."""

    id: str  # type: ignore[assignment]  # how Beanie lets us choose the key
    uses: int = 0
    settled: int = 0

    class Settings:
        name = "customer_uses"


class CouponCode(Document):
    """Kept by the code as it is compared; `written` as the shop prints it. Codes made at once share a batch."""

    id: str  # type: ignore[assignment]  # how Beanie lets us choose the key
    written: str
    promotion_id: UUID
    uses: int = 0
    settled: int = 0
    disabled: bool = False
    batch: str = ""
    created_at: datetime = Field(default_factory=clock.now)

    class Settings:
        name = "coupon_codes"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("promotion_id", ASCENDING), ("_id", ASCENDING)])]


class Use(BaseModel):
    """One promotion in one order: what it took off, in minor units, and the folded code it was asked for with."""

    promotion_id: UUID
    amount: int
    code: str | None = None


class PromotionClaim(Document):
    """Kept by the order's id. Without uses and released: the order ended before it claimed anything, and never will.

    `beyond`: it was paid for after its end, and counts even where nothing was left.
    """

    id: UUID  # type: ignore[assignment]  # how Beanie lets us choose the key
    uses: list[Use] = Field(default_factory=list)
    customers: list[str] = Field(default_factory=list)
    beyond: bool = False
    claimed_at: datetime = Field(default_factory=clock.now)
    released_at: datetime | None = None

    class Settings:
        name = "promotion_claims"
        indexes: ClassVar[list[IndexModel]] = [IndexModel([("released_at", ASCENDING), ("claimed_at", ASCENDING)])]
