"""Promotions looked over in the background: asked for by a page, counted by a worker, the figures kept as they grow."""

from datetime import timedelta
from typing import Final
from uuid import UUID

import msgspec
from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ..database import documents
from ..errors import Unknown
from ..events import PreviewWanted
from ..models import PromotionLook
from .editing import find_promotion
from .preview import Preview, previews

KEPT: Final = timedelta(minutes=10)  # by then prices and other promotions may be others


async def look_over(promotion_id: UUID, *, again: bool = False) -> PromotionLook:
    """What a worker has counted of it, or will have: of the promotion as it is now, and not long ago."""
    own = await find_promotion(promotion_id)
    found = None if again else await PromotionLook.get(promotion_id)
    if found and found.revision == own.revision and clock.now() - found.asked_at < KEPT:
        return found
    products = await documents.database["products"].estimated_document_count()
    look = PromotionLook(id=promotion_id, revision=own.revision, products=products)

    async def work(session: AsyncClientSession) -> None:
        await look.save(session=session)
        await documents.record(session, PreviewWanted(promotion_id, look.asked))

    await documents.transaction(work)
    return look


async def count_preview(promotion_id: UUID, asked: UUID) -> None:
    """By a worker. Nothing once it has been asked for anew, or counted."""
    looks = PromotionLook.get_pymongo_collection()
    wanted = {"_id": promotion_id, "asked": asked, "done": False}
    if await looks.find_one(wanted) is None:
        return
    try:
        async for seen in previews(promotion_id):
            figures = {"$set": {"figures": msgspec.to_builtins(seen)}}
            if not (await looks.update_one(wanted, figures)).matched_count:
                return
    except Unknown:
        return
    await looks.update_one(wanted, {"$set": {"done": True}})


def counted(look: PromotionLook) -> Preview | None:
    """None before the first figures are there."""
    return msgspec.convert(look.figures, Preview) if look.figures else None
