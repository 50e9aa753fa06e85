"""What staff do to a promotion. Each verb is one transaction, refused when somebody else was quicker."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from beanie.exceptions import RevisionIdWasChanged
from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock, texts
from ...shared.errors import Invalid
from .. import finding
from ..database import documents
from ..errors import Conflict, PromotionOver, Unknown
from ..models import PromotionStatus, PromotionUses, StoredPromotion
from .checking import check
from .live import forget_promotions
from .naming import resolved
from .terms import Promotion

PAGE: Final = 50
NONE_SUCH: Final = "There is no such promotion."
Change = Callable[[AsyncClientSession, StoredPromotion], Awaitable[None]]


@dataclass(frozen=True)
class PromotionPage:
    """`after` leads to the next page, empty on the last."""

    entries: tuple[tuple[StoredPromotion, PromotionUses], ...]
    after: str


async def create_promotion(promotion: Promotion, *, actor: str = "") -> StoredPromotion:
    """As a draft, under an id of its own."""
    check(promotion)

    async def work(session: AsyncClientSession) -> StoredPromotion:
        own = StoredPromotion(terms={}, changed_by=actor)
        own.say(await resolved(session, promotion))
        await own.insert(session=session)
        await PromotionUses(id=own.id).insert(session=session)
        return own

    return await documents.transaction(work)


async def edit_promotion(
    promotion_id: UUID, promotion: Promotion, *, revision: UUID | None = None, actor: str = ""
) -> StoredPromotion:
    """A live one too: from now on it holds as it is now. Orders that are placed keep what they were given."""
    check(promotion)

    async def edit(session: AsyncClientSession, own: StoredPromotion) -> None:
        if own.status is PromotionStatus.ENDED:
            raise PromotionOver
        said = await resolved(session, promotion)
        _check_given(said, await promotion_uses(promotion_id))
        own.say(said)

    return await _changed(promotion_id, revision, edit, actor)


async def publish_promotion(promotion_id: UUID, *, revision: UUID | None = None, actor: str = "") -> StoredPromotion:
    """One document is written, whatever it is for: which lines it is for is asked when a cart is priced."""

    async def publish(_: AsyncClientSession, own: StoredPromotion) -> None:
        if own.status is PromotionStatus.ENDED:
            raise PromotionOver
        check(own.promotion)  # the shop may sell in another currency by now
        own.status, own.published_at = PromotionStatus.LIVE, own.published_at or clock.now()

    return await _changed(promotion_id, revision, publish, actor)


async def end_promotion(promotion_id: UUID, *, revision: UUID | None = None, actor: str = "") -> StoredPromotion:
    """From now on nobody is given it; twice changes nothing more."""

    async def end(_: AsyncClientSession, own: StoredPromotion) -> None:
        own.status, own.ended_at = PromotionStatus.ENDED, own.ended_at or clock.now()

    return await _changed(promotion_id, revision, end, actor)


async def find_promotion(promotion_id: UUID) -> StoredPromotion:
    return await finding.one(StoredPromotion, promotion_id, NONE_SUCH)


async def promotions_by_status(status: PromotionStatus, after: str = "") -> PromotionPage:
    """For staff, the newest first, each with how often it was used."""
    wanted: dict[str, Any] = {"status": status.value}
    if last := _identity(after):
        wanted["_id"] = {"$lt": last}
    found = await StoredPromotion.find(wanted).sort("-_id").limit(PAGE + 1).to_list()
    ids = [each.id for each in found[:PAGE]]
    counted = {uses.id: uses for uses in await PromotionUses.find({"_id": {"$in": ids}}).to_list()} if ids else {}
    entries = tuple((each, counted.get(each.id) or PromotionUses(id=each.id)) for each in found[:PAGE])
    return PromotionPage(entries, str(ids[-1]) if len(found) > PAGE else "")


async def promotion_uses(promotion_id: UUID) -> PromotionUses:
    return await PromotionUses.get(promotion_id) or PromotionUses(id=promotion_id)


def _check_given(promotion: Promotion, used: PromotionUses) -> None:
    """A limit below what has been used would never have been kept."""
    limits = promotion.limits
    if limits.overall is not None and limits.overall < used.uses:
        told = f"It has been used {used.uses} times already: give that or more, or end it."
        raise Invalid(told, {"overall": told})
    if limits.budget is not None and limits.budget < used.given:
        given = texts.minor_units(used.given, promotion.currency)
        told = f"It has taken off {given} already: give that or more, or end it."
        raise Invalid(told, {"budget": told})


async def _changed(promotion_id: UUID, revision: UUID | None, change: Change, actor: str) -> StoredPromotion:
    async def work(session: AsyncClientSession) -> StoredPromotion:
        own = await StoredPromotion.get(promotion_id, session=session)
        if own is None:
            raise Unknown(NONE_SUCH)
        if revision is not None and own.revision != revision:
            raise Conflict("promotion")
        before = _said(own)
        await change(session, own)
        if _said(own) != before:
            own.changed_by = actor
            await own.replace(session=session)
        return own

    try:
        changed = await documents.transaction(work)
    except RevisionIdWasChanged:
        raise Conflict("promotion") from None
    forget_promotions()
    return changed


def _said(own: StoredPromotion) -> tuple[Promotion, dict[str, Any]]:
    """All that a change may touch; terms are compared by what they mean."""
    return own.promotion, own.model_dump(exclude={"terms"})


def _identity(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
