"""Price lists: who pays other prices and when."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from beanie.exceptions import RevisionIdWasChanged
from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ...shared.errors import Invalid
from ...shared.remembering import Remembered
from ...shared.settings import settings
from .. import finding
from ..errors import Conflict, Unknown
from ..models import ListTermsBefore, PriceList
from ..pricing.inputs import ListTerms, PriceListTerms

MOST_PRIORITY = 1000
MOST_PAST = 200
NONE_SUCH = "There is no such price list."


async def _read() -> Mapping[UUID, PriceListTerms]:
    return {each.id: _terms(each) for each in await PriceList.find({}).to_list()}


_lists = Remembered(_read)
forget_price_lists = _lists.forget


async def price_list_terms(*, fresh: bool = False) -> Mapping[UUID, PriceListTerms]:
    return await _lists.look(fresh=fresh)


async def price_lists() -> list[PriceList]:
    """For staff, the ones that decide first at the top."""
    found = await PriceList.find({"removed_at": None}).to_list()
    return sorted(found, key=lambda each: (-each.priority, each.name.casefold(), each.id))


async def price_list(list_id: UUID) -> PriceList:
    found = await finding.one(PriceList, list_id, NONE_SUCH)
    if found.removed_at is not None:
        raise Unknown(NONE_SUCH)
    return found


async def rely_on_list(session: AsyncClientSession, list_id: UUID) -> None:
    """Held still until this transaction ends. Unknown when it has been removed."""
    there = {"_id": list_id, "removed_at": None}
    said = {"$set": {"priced_at": clock.now()}}
    if not (await PriceList.get_pymongo_collection().update_one(there, said, session=session)).matched_count:
        raise Unknown(NONE_SUCH)


async def save_price_list(
    list_id: UUID | None,
    *,
    name: str,
    priority: int,
    groups: list[str],
    starts_at: datetime | None,
    ends_at: datetime | None,
    revision: UUID | None = None,
) -> PriceList:
    """A new one without `list_id`. Conflict when it has changed since `revision`."""
    _check(name, priority, starts_at, ends_at)
    own = await price_list(list_id) if list_id else PriceList(name=name, currency=settings().shop_currency)
    if list_id and revision is not None and own.revision != revision:
        raise Conflict("price list")
    before = own.model_copy()
    own.name, own.priority, own.starts_at, own.ends_at = name, priority, starts_at, ends_at
    own.groups = sorted({group.strip().casefold() for group in groups} - {""})
    await (_replace(before, own) if list_id else own.insert())
    forget_price_lists()
    return own


async def remove_price_list(list_id: UUID, *, revision: UUID | None = None) -> None:
    """It holds for nobody from now on, and no page shows it. Orders keep their own copy of what was used."""
    own = await price_list(list_id)
    if revision is not None and own.revision != revision:
        raise Conflict("price list")
    before, now = own.model_copy(), clock.now()
    own.removed_at, own.ends_at = now, min(own.ends_at or now, now)
    await _replace(before, own)
    forget_price_lists()


async def _replace(before: PriceList, own: PriceList) -> None:
    """Where the terms are others now, what they were until now stays known: the last MOST_PAST times, for a list is
    one document. Before these it counts as if it had always been as the oldest of them."""
    was = _terms_before(before)
    if _terms_before(own) != was:
        own.past, own.since = [*before.past, was][-MOST_PAST:], clock.now()
    try:
        await own.replace()
    except RevisionIdWasChanged:
        raise Conflict("price list") from None


def _terms_before(own: PriceList) -> ListTermsBefore:
    return ListTermsBefore(
        since=own.since or own.created_at,
        priority=own.priority,
        groups=own.groups,
        starts_at=own.starts_at,
        ends_at=own.ends_at,
    )


def _terms(each: PriceList) -> PriceListTerms:
    return PriceListTerms(
        id=each.id,
        name=each.name,
        priority=each.priority,
        groups=frozenset(each.groups),
        starts_at=each.starts_at,
        ends_at=each.ends_at,
        since=each.since,
        past=tuple(map(_past, each.past)),
    )


def _past(was: ListTermsBefore) -> ListTerms:
    return ListTerms(
        since=was.since,
        priority=was.priority,
        groups=frozenset(was.groups),
        starts_at=was.starts_at,
        ends_at=was.ends_at,
    )


def _check(name: str, priority: int, starts_at: datetime | None, ends_at: datetime | None) -> None:
    if not name or len(name) > 80:
        raise Invalid("A price list has a name.", {"name": "Give a name of at most 80 characters."})
    if not 0 <= priority <= MOST_PRIORITY:
        raise Invalid("This priority is out of range.", {"priority": f"Give a number from 0 to {MOST_PRIORITY}."})
    if starts_at and ends_at and ends_at <= starts_at:
        raise Invalid("It would end before it begins.", {"ends_at": "Give a moment after the first one."})
