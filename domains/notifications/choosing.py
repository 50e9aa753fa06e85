"""Which of the letters that are written to staff somebody wants."""

from collections.abc import Collection
from uuid import UUID

from .models import StaffChoice, StockLetters


async def choose_stock_letters(person_id: UUID, how: StockLetters) -> None:
    await StaffChoice(id=person_id, stock=how).save()


async def stock_letters(person_id: UUID) -> StockLetters:
    """Who has not chosen gets none."""
    found = await StaffChoice.get(person_id)
    return found.stock if found else StockLetters.NEVER


async def who_wants(how: StockLetters, among: Collection[UUID]) -> frozenset[UUID]:
    chosen = StaffChoice.find({"_id": {"$in": list(among)}, "stock": how.value})
    return frozenset([each.id async for each in chosen])


async def forget_choices(person_id: UUID) -> None:
    await StaffChoice.find({"_id": person_id}).delete()
