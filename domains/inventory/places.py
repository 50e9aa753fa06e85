"""Locations: written, changed, and found by their codes."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared.addresses import country_name
from domains.shared.errors import Invalid, NotFound
from domains.shared.ids import new_id
from domains.shared.remembering import Remembered

from .database import database
from .errors import CodeTaken, LocationChanged
from .models import Location

DEFAULT_LOCATION: Final = "main"
CODE: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SPAN: Final = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])-([01]?[0-9]|2[0-3]):([0-5][0-9])")
LONGEST_CODE, LONGEST_NAME, LONGEST_ADDRESS, MOST_PRIORITY = 30, 60, 300, 9_999
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
REMEMBERED: Final = 60.0  # seconds


@dataclass(frozen=True)
class LocationDraft:
    """What the editor of a location sends; `hours` are seven or none."""

    name: str
    country: str
    priority: int = 0
    address: str = ""
    zones: tuple[str, ...] = ()
    pickup: bool = False
    hours: tuple[str, ...] = ()
    region: str = ""

    def check(self) -> None:
        """Invalid, with all that is wrong; opening hours by `hours-0` for Monday and so on."""
        wrong = {}
        if not 0 < len(self.name) <= LONGEST_NAME:
            wrong["name"] = f"Give the location a name of {LONGEST_NAME} characters at most."
        if country_name(self.country) == self.country:
            wrong["country"] = "Choose a country."
        if not 0 <= self.priority <= MOST_PRIORITY:
            wrong["priority"] = f"Give a whole number from 0 to {MOST_PRIORITY}."
        if len(self.region) > LONGEST_NAME:
            wrong["region"] = f"Say it in {LONGEST_NAME} characters at most."
        if len(self.address) > LONGEST_ADDRESS:
            wrong["address"] = f"Say it in {LONGEST_ADDRESS} characters at most."
        for day, spans in enumerate(self.hours):
            if not _opens(spans):
                wrong[f"hours-{day}"] = f"{DAYS[day]}: give times such as 9:00-13:00, 14:00-18:00, or nothing."
        if wrong:
            raise Invalid(next(iter(wrong.values())), wrong)


async def locations() -> list[Location]:
    """In the order in which they ship."""
    async with database.reading() as session:
        return list(await session.scalars(sa.select(Location).order_by(Location.priority, Location.code)))


async def find_location(code: str) -> Location:
    async with database.reading() as session:
        return await location(session, code)


async def _read() -> Sequence[Location]:
    return [each for each in await locations() if each.pickup]


_open = Remembered(_read, REMEMBERED)
forget_shops = _open.forget


async def shops() -> Sequence[Location]:
    """Where shoppers may come, for pages that tell of it; up to a minute old."""
    return await _open.look()


async def create_location(code: str, name: str, country: str, priority: int) -> Location:
    """Once per code: a second call returns what is there."""
    async with database.transaction() as session:
        insert = pg.insert(Location).values(id=new_id(), code=code, name=name, country=country, priority=priority)
        await session.execute(insert.on_conflict_do_nothing(index_elements=["code"]))
        return await location(session, code)


async def ensure_default_location() -> Location:
    return await create_location(DEFAULT_LOCATION, "Main warehouse", "DE", 0)


async def open_location(code: str, draft: LocationDraft) -> Location:
    """CodeTaken where there is one; the code never changes, for roles, files and links name it."""
    if not CODE.fullmatch(code) or len(code) > LONGEST_CODE:
        told = f"Give a code of small letters, digits and hyphens, {LONGEST_CODE} at most."
        raise Invalid(told, {"code": told})
    draft.check()
    async with database.transaction() as session:
        insert = pg.insert(Location).values(id=new_id(), code=code, **_values(draft))
        made = insert.on_conflict_do_nothing(index_elements=["code"]).returning(Location)
        opened = await session.scalar(made)
        if opened is None:
            raise CodeTaken
    forget_shops()
    return opened


async def change_location(code: str, draft: LocationDraft, revision: UUID) -> Location:
    """LocationChanged where somebody was faster. What orders hold there stays theirs."""
    draft.check()
    async with database.transaction() as session:
        changed = await location(session, code, lock=True)
        if changed.revision != revision:
            raise LocationChanged
        for name, value in _values(draft).items():
            setattr(changed, name, value)
        changed.revision = new_id()
    forget_shops()
    return changed


async def location(session: AsyncSession, code: str, *, lock: bool = False) -> Location:
    wanted = sa.select(Location).where(Location.code == code)
    found = await session.scalar(wanted.with_for_update(key_share=True) if lock else wanted)
    if found is None:
        raise NotFound("There is no such location.")
    return found


def _values(draft: LocationDraft) -> dict[str, object]:
    return asdict(draft) | {"zones": list(draft.zones), "hours": list(draft.hours)}


def _opens(spans: str) -> bool:
    """One after the other, each from earlier to later."""
    if not spans:
        return True
    found = [SPAN.fullmatch(span.strip()) for span in spans.split(",")]
    minutes = [int(span[hour]) * 60 + int(span[hour + 1]) for span in found if span for hour in (1, 3)]
    return all(found) and minutes == sorted(set(minutes))
