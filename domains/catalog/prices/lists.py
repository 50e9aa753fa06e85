"""Price lists: who pays other prices and when."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from beanie.exceptions import RevisionIdWasChanged

from ...shared.errors import Invalid
from ...shared.settings import settings
from .. import finding
from ..errors import Conflict
from ..models import PriceList
from ..pricing.inputs import PriceListTerms
from ..remembering import Remembered

MOST_PRIORITY = 1000


async def _read() -> Mapping[UUID, PriceListTerms]:
    return {each.id: _terms(each) for each in await PriceList.find({}).to_list()}


_lists = Remembered(_read)
forget_price_lists = _lists.forget


async def price_list_terms(*, fresh: bool = False) -> Mapping[UUID, PriceListTerms]:
    return await _lists.look(fresh=fresh)


async def price_lists() -> list[PriceList]:
    """For staff, the ones that decide first at the top."""
    found = await PriceList.find({}).to_list()
    return sorted(found, key=lambda each: (-each.priority, each.name.casefold(), each.id))


async def price_list(list_id: UUID) -> PriceList:
    return await finding.one(PriceList, list_id, "There is no such price list.")


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
        raise Conflict
    own.name, own.priority, own.starts_at, own.ends_at = name, priority, starts_at, ends_at
    own.groups = sorted({group.strip().casefold() for group in groups} - {""})
    try:
        await (own.replace() if list_id else own.insert())
    except RevisionIdWasChanged:
        raise Conflict from None
    forget_price_lists()
    return own


def _terms(each: PriceList) -> PriceListTerms:
    return PriceListTerms(
        id=each.id,
        name=each.name,
        priority=each.priority,
        groups=frozenset(each.groups),
        starts_at=each.starts_at,
        ends_at=each.ends_at,
    )


def _check(name: str, priority: int, starts_at: datetime | None, ends_at: datetime | None) -> None:
    if not name or len(name) > 80:
        raise Invalid("A price list has a name.", {"name": "Give a name of at most 80 characters."})
    if not 0 <= priority <= MOST_PRIORITY:
        raise Invalid("This priority is out of range.", {"priority": f"Give a number from 0 to {MOST_PRIORITY}."})
    if starts_at and ends_at and ends_at <= starts_at:
        raise Invalid("It would end before it begins.", {"ends_at": "Give a moment after the first one."})
