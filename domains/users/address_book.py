"""Address books: where a person has things sent, and which of them is meant unless they say otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domains.shared.addresses import Address
from domains.shared.errors import Invalid, NotFound

from .database import database
from .models import Person, SavedAddress

MOST: Final = 20


class NoSuchAddress(NotFound):
    """Unknown and another person's are told alike."""

    def __init__(self) -> None:
        super().__init__("There is no such address in your book.")


@dataclass(frozen=True)
class AddressBook:
    """In the order in which they were saved."""

    saved: Sequence[SavedAddress] = ()

    @property
    def delivery(self) -> SavedAddress | None:
        return next((each for each in self.saved if each.for_delivery), None)

    @property
    def billing(self) -> SavedAddress | None:
        return next((each for each in self.saved if each.for_billing), None)

    @property
    def billed_elsewhere(self) -> Address | None:
        """Where invoices go, if that is not where parcels go."""
        parcels, invoices = self.delivery, self.billing
        return invoices.address if invoices and parcels and invoices.address != parcels.address else None

    def of(self, address: Address | None) -> SavedAddress | None:
        """The one that says just this."""
        return next((each for each in self.saved if each.address == address), None)

    def find(self, address_id: str) -> SavedAddress | None:
        return next((each for each in self.saved if str(each.id) == address_id), None)


async def address_book(person_id: UUID) -> AddressBook:
    async with database.reading() as session:
        return await _book(session, person_id)


async def find_address(person_id: UUID, address_id: UUID) -> SavedAddress:
    async with database.reading() as session:
        return _one(await _book(session, person_id), address_id)


async def save_address(
    person_id: UUID, address: Address, *, for_delivery: bool = False, for_billing: bool = False
) -> SavedAddress:
    """The first is meant for everything. One that is in the book already is there once. Invalid for one too many."""
    async with database.transaction() as session:
        book = await _locked(session, person_id)
        saved = book.of(address)
        if saved is None:
            if len(book.saved) >= MOST:
                raise Invalid(f"An address book holds at most {MOST} addresses. Remove one first.")
            saved = SavedAddress(person_id=person_id, address=address, for_delivery=False, for_billing=False)
            session.add(saved)
        await _mean(session, book, saved, delivery=for_delivery, billing=for_billing)
        return saved


async def change_address(
    person_id: UUID, address_id: UUID, address: Address, *, for_delivery: bool = False, for_billing: bool = False
) -> None:
    """NoSuchAddress changes nothing. What is meant for everything stays so until another is."""
    async with database.transaction() as session:
        book = await _locked(session, person_id)
        saved = _one(book, address_id)
        saved.address = address
        await _mean(session, book, saved, delivery=for_delivery, billing=for_billing)


async def remove_address(person_id: UUID, address_id: UUID) -> None:
    """Where it was meant unless somebody says otherwise, the one saved last takes its place. Removed twice it is gone
    once; NoSuchAddress for what was never theirs."""
    async with database.transaction() as session:
        book = await _locked(session, person_id)
        gone = _one(book, address_id)
        await session.delete(gone)
        await session.flush()
        rest = AddressBook([each for each in book.saved if each is not gone])
        if rest.saved:
            await _mean(session, rest, rest.saved[-1], delivery=gone.for_delivery, billing=gone.for_billing)


async def _mean(
    session: AsyncSession, book: AddressBook, saved: SavedAddress, *, delivery: bool, billing: bool
) -> None:
    """One at most of each kind, at every moment: the one before ends first."""
    if (delivery or book.delivery is None) and not saved.for_delivery:
        for each in book.saved:
            each.for_delivery = False
        await session.flush()
        saved.for_delivery = True
    if (billing or book.billing is None) and not saved.for_billing:
        for each in book.saved:
            each.for_billing = False
        await session.flush()
        saved.for_billing = True


async def _locked(session: AsyncSession, person_id: UUID) -> AddressBook:
    """Under the person's lock: two windows of theirs wait for each other."""
    await session.get_one(Person, person_id, with_for_update=True)
    return await _book(session, person_id)


async def _book(session: AsyncSession, person_id: UUID) -> AddressBook:
    found = sa.select(SavedAddress).where(SavedAddress.person_id == person_id).order_by(SavedAddress.id)
    return AddressBook((await session.scalars(found)).all())


def _one(book: AddressBook, address_id: UUID) -> SavedAddress:
    found = book.find(str(address_id))
    if found is None:
        raise NoSuchAddress
    return found
