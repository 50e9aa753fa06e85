"""The promotions that are live."""

from collections.abc import Mapping
from uuid import UUID

from ...shared.remembering import Remembered
from ..models import PromotionStatus, StoredPromotion
from .terms import Promotion


async def _read() -> Mapping[UUID, Promotion]:
    stored = await StoredPromotion.find({"status": PromotionStatus.LIVE.value}).to_list()
    return {each.id: each.promotion for each in stored}


_live = Remembered(_read)
forget_promotions = _live.forget


async def live_promotions(*, fresh: bool = False) -> Mapping[UUID, Promotion]:
    """By id, whether their window is open or not: that is asked when a cart is priced."""
    return await _live.look(fresh=fresh)
