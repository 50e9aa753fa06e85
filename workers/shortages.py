"""Who works here and wants to know is written to when something runs out: at once, or in one letter a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from domains import catalog, inventory, notifications, users
from domains.notifications import StockLetters

from .consumer import consumer

MOST_LINES: Final = 50  # the page has all of them
MOST_GATHERED: Final = 1_000


@dataclass(frozen=True)
class Line:
    """As `inventory.LowItem` says; `title` is empty where no product bears the SKU."""

    title: str
    sku: str
    left: int
    incoming: int
    sold: int
    sold_days: int
    suggested: int


@dataclass(frozen=True)
class Place:
    name: str
    code: str
    lines: tuple[Line, ...]


@consumer(queue="messages")
async def stock_low(fact: inventory.StockLow, event_id: UUID) -> None:
    await _write("stock_low", StockLetters.AT_ONCE, fact.items, event_id)


@consumer(queue="messages")
async def stock_digest(fact: inventory.ShortagesGathered, event_id: UUID) -> None:
    found = await inventory.gathered(fact.digest_id, MOST_GATHERED)
    await _write("stock_digest", StockLetters.DAILY, [row.item for row in found.rows], fact.digest_id)


async def _write(template: str, how: StockLetters, items: Sequence[inventory.LowItem], about: UUID) -> None:
    """To each the places that they may see; told again, it is the same letter."""
    people = {person.id: person for person in await users.staff() if person.disabled_at is None}
    readers = await notifications.who_wants(how, people) if items else frozenset()
    if not readers:
        return
    goods = await catalog.goods({item.sku for item in items})
    locations = await inventory.locations()
    for person in (people[reader] for reader in sorted(readers)):
        seen = {place.code: place.name for place in locations if person.may(users.Permission.STOCK_READ, place.code)}
        theirs = [item for item in items if item.location in seen]
        if theirs:
            places = [_place(code, name, theirs[:MOST_LINES], goods) for code, name in seen.items()]
            await notifications.tell(
                template,
                person.email,
                about=about,
                places=[place for place in places if place.lines],
                count=len(theirs),
                out=sum(item.left <= 0 for item in theirs),
                more=len(theirs[MOST_LINES:]),
            )


def _place(code: str, name: str, items: Sequence[inventory.LowItem], goods: Mapping[str, catalog.Goods]) -> Place:
    return Place(name, code, tuple(_line(item, goods.get(item.sku)) for item in items if item.location == code))


def _line(item: inventory.LowItem, goods: catalog.Goods | None) -> Line:
    title = goods.name if goods else ""
    return Line(title, item.sku, max(item.left, 0), item.incoming, item.sold, item.sold_days, item.suggested)
