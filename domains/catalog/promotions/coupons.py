"""Coupon codes: how two of them are compared, what is made up at random, and whether one can be used."""

import re
import secrets
import unicodedata
from typing import Final

from ...shared import clock, texts
from ..errors import CodeRefused
from ..models import CouponCode, PromotionStatus, StoredPromotion
from .terms import Promotion

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that looks like something else: no 0 O, no 1 I L, no U
RANDOM: Final = 8  # characters that are made up: 6 · 10¹¹ ways
LONGEST: Final = 40
SHORTEST: Final = 3
LOOK_ALIKES: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})


def folded(code: str) -> str:
    """`welc0me-1o`, `WELCOME 10` and `Welcome10` are one code."""
    plain = unicodedata.normalize("NFKC", code).upper()
    return "".join(char for char in plain if char.isalnum()).translate(LOOK_ALIKES)


def well_formed(code: str) -> bool:
    """Letters and digits, with hyphens between them."""
    return len(folded(code)) >= SHORTEST and len(code) <= LONGEST and bool(re.fullmatch(r"[^\W_]+(-[^\W_]+)*", code))


def made_up(prefix: str) -> str:
    chars = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return f"{prefix}-{chars[:4]}-{chars[4:]}" if prefix else f"{chars[:4]}-{chars[4:]}"


async def coupon(typed: str) -> CouponCode:
    """CodeRefused says why it cannot be used. Whether this cart gets something for it is asked when it is priced."""
    key = folded(typed)
    if not key:
        raise CodeRefused("Type a code first.")
    found = await CouponCode.get(key) if len(key) <= LONGEST else None
    stored = await StoredPromotion.get(found.promotion_id) if found else None
    if found is None or stored is None or stored.status is PromotionStatus.DRAFT:
        raise CodeRefused("We do not know this code. Please check how it is written.")
    if told := refusal_of(found, stored.promotion if stored.status is PromotionStatus.LIVE else None):
        raise CodeRefused(told)
    return found


def refusal_of(found: CouponCode, promotion: Promotion | None, uses: int | None = None) -> str:
    """Empty where it can be used; the promotion is None where it is not live. `uses` without the asker's own."""
    now, limit = clock.now(), promotion.limits.per_code if promotion else None
    if found.disabled:
        return "This code is no longer valid."
    if promotion is None or (promotion.ends_at is not None and promotion.ends_at <= now):
        return "This code has expired."
    if promotion.starts_at is not None and now < promotion.starts_at:
        return f"This code can be used from {texts.moment(promotion.starts_at)} UTC on."
    if limit is not None and (found.uses if uses is None else uses) >= limit:
        return "This code has been used already."
    return ""
