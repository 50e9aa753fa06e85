"""What people tell of themselves: kept as one spelling, one default of each kind, and consent by the words they saw."""

import asyncio
from dataclasses import replace
from uuid import UUID

import pytest
import sqlalchemy as sa

from domains import users
from domains.shared.addresses import Address
from domains.shared.errors import Invalid
from tests.support.people import make_person

BERLIN = Address("Ada Lovelace", "Torstraße 1", "Berlin", "DE", postal_code="10119")
PARIS = replace(BERLIN, line1="1 rue de Rivoli", city="Paris", country="FR", postal_code="75001")


async def uses(person_id: UUID) -> list[tuple[str, bool, bool]]:
    book = await users.address_book(person_id)
    return [(each.address.city, each.for_delivery, each.for_billing) for each in book.saved]


async def test_a_profile_is_saved_whole_or_not_at_all(shop: None) -> None:
    person = await make_person()
    await users.save_profile(person.id, " Ada  King ", "030 123456", "en", "DE")
    with pytest.raises(Invalid) as refused:
        await users.save_profile(person.id, "x" * 101, "12", "tlh", "DE")
    assert list(refused.value.fields) == ["name", "phone", "language"]
    found = await users.find_person(person.id)
    assert found is not None
    assert (found.name, found.phone, found.language) == ("Ada King", "+4930123456", "en")
    await users.save_profile(person.id, "", "", "en", "DE")
    found = await users.find_person(person.id)
    assert found is not None
    assert (found.name, found.phone) == ("", "")


async def test_one_address_of_each_kind_is_meant_at_every_moment(shop: None) -> None:
    person = await make_person()
    first = await users.save_address(person.id, BERLIN)
    assert await users.save_address(person.id, BERLIN) != first  # another look at the same one
    assert await uses(person.id) == [("Berlin", True, True)]
    second = await users.save_address(person.id, PARIS, for_delivery=True)
    assert await uses(person.id) == [("Berlin", False, True), ("Paris", True, False)]
    await users.change_address(person.id, first.id, replace(BERLIN, city="Potsdam"), for_delivery=True)
    assert await uses(person.id) == [("Potsdam", True, True), ("Paris", False, False)]
    await users.remove_address(person.id, first.id)
    assert await uses(person.id) == [("Paris", True, True)]
    await users.remove_address(person.id, second.id)
    assert await uses(person.id) == []


async def test_many_windows_at_once_leave_one_default_and_a_full_book_takes_no_more(shop: None) -> None:
    person = await make_person()
    places = [replace(BERLIN, line1=f"Torstraße {number}") for number in range(20)]
    await asyncio.gather(*(users.save_address(person.id, each, for_delivery=True, for_billing=True) for each in places))
    meant = await uses(person.id)
    assert (len(meant), sum(row[1] for row in meant), sum(row[2] for row in meant)) == (20, 1, 1)
    with pytest.raises(Invalid, match="at most 20 addresses"):
        await users.save_address(person.id, PARIS)
    assert len(await uses(person.id)) == 20


async def test_another_persons_address_is_not_there(shop: None) -> None:
    ada, eve = await make_person(), await make_person("eve@example.com")
    mine = await users.save_address(ada.id, BERLIN)
    for deed in (
        users.find_address(eve.id, mine.id),
        users.change_address(eve.id, mine.id, PARIS, for_delivery=True),
        users.remove_address(eve.id, mine.id),
    ):
        with pytest.raises(users.NoSuchAddress):
            await deed
    assert await uses(ada.id) == [("Berlin", True, True)]


async def test_consent_is_given_to_the_words_that_were_shown_and_its_history_stays(shop: None) -> None:
    person = await make_person()
    words = users.wording()
    with pytest.raises(users.OtherWords):
        await users.consent(person.id, True, "of an older page")
    assert await users.consents(person.id) == []
    for _ in range(2):  # pressed twice it is said once
        await users.consent(person.id, True, words.mark)
    await users.consent(person.id, False)
    ended, given = await users.consents(person.id)
    assert (given.given, given.wording) == (True, words.text)
    assert (ended.given, ended.wording) == (False, "Barrow may no longer write to me about new things and offers.")
    assert given.at <= ended.at
    found = await users.find_person(person.id)
    assert found is not None
    assert found.marketing_at is None


@pytest.mark.parametrize("deed", ["UPDATE consents SET given = true", "DELETE FROM consents", "TRUNCATE consents"])
async def test_what_was_consented_to_is_only_ever_added_to(shop: None, deed: str) -> None:
    person = await make_person()
    await users.consent(person.id, True, users.wording().mark)
    with pytest.raises(sa.exc.DBAPIError, match="only ever added to"):
        async with users.database.transaction() as session:
            await session.execute(sa.text(deed))
    assert len(await users.consents(person.id)) == 1
