"""Promotions, as tests need them: plain functions with defaults, made the way staff make them."""

from typing import Any
from uuid import UUID

from domains import catalog

NOBODY = UUID(int=0)


def terms(name: str = "Friday", **more: Any) -> catalog.Promotion:
    """A tenth off every line."""
    given: dict[str, Any] = {"label": name.strip() or "Offer", "kind": catalog.PromotionClass.LINE, "currency": "EUR"}
    given |= {"benefits": (catalog.PercentOff(1000),)} | more
    return catalog.Promotion(id=NOBODY, name=name, **given)


async def make_promotion(name: str = "Friday", *, codes: tuple[str, ...] = (), **more: Any) -> catalog.StoredPromotion:
    """Live; with `codes` it asks for one of them."""
    draft = await catalog.create_promotion(terms(name, by_code=bool(codes), **more))
    for code in codes:
        await catalog.add_code(draft.id, code)
    return await catalog.publish_promotion(draft.id)
