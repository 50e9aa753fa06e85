"""An account begins in a mailbox; a lost password is replaced there, and another address holds once both are read."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from domains import users
from domains.shared.errors import Invalid, NotFound
from domains.users import ProofKind
from tests.support.people import EMAIL, PASSWORD, make_person

HERE = "192.0.2.1"
NEW = "a better passphrase"


async def asked(*kinds: ProofKind) -> list[users.LinkLetter | None]:
    """The letters of the links that were asked for, the oldest first."""
    wanted = sa.select(users.Proof.id).where(users.Proof.kind.in_(kinds)).order_by(users.Proof.id)
    async with users.database.reading() as session:
        return [await users.letter(identity) for identity in await session.scalars(wanted)]


async def token_of(kind: ProofKind) -> str:
    letter = (await asked(kind))[-1]
    assert letter is not None
    return letter.token


async def people() -> int:
    async with users.database.reading() as session:
        return int(await session.scalar(sa.select(sa.func.count()).select_from(users.Person)) or 0)


async def test_who_reads_the_mailbox_begins_the_account_and_nobody_before(shop: None) -> None:
    await users.ask_to_join("Ada@Example.com", "  Ada   Lovelace ")
    assert await people() == 0
    person = await users.join(await token_of(ProofKind.JOIN), PASSWORD)
    assert (person.email, person.name, person.is_staff) == ("Ada@example.com", "Ada Lovelace", False)
    assert (await users.authenticate(EMAIL, PASSWORD, HERE)).id == person.id


async def test_a_letter_greets_nobody_by_a_name_that_a_stranger_typed(shop: None) -> None:
    await users.ask_to_join(EMAIL, "Win a prize at evil.example")
    [letter] = await asked(ProofKind.JOIN)
    assert letter is not None
    assert (letter.letter, letter.name) == (users.Letter.JOIN, "")


async def test_with_an_address_that_has_an_account_another_letter_goes_there(shop: None) -> None:
    await make_person()
    await users.ask_to_join("ADA@example.com", "Mallory")
    letter = (await asked(ProofKind.JOIN))[-1]
    assert letter is not None
    assert (letter.letter, letter.name, letter.token) == (users.Letter.KNOWN, "Ada", "")


async def test_a_link_works_once_for_an_hour_and_for_its_purpose(shop: None) -> None:
    await users.ask_to_join(EMAIL, "")
    token = await token_of(ProofKind.JOIN)
    with pytest.raises(users.LinkGone):
        await users.reset(token, PASSWORD)
    await users.join(token, PASSWORD)
    with pytest.raises(users.LinkGone):
        await users.join(token, PASSWORD)
    await users.ask_to_reset(EMAIL)
    async with users.database.transaction() as session:
        await session.execute(sa.update(users.Proof).values(ends_at=users.Proof.ends_at - timedelta(hours=1)))
    with pytest.raises(users.LinkGone):
        await users.reset(await token_of(ProofKind.RESET), NEW)
    assert (await users.authenticate(EMAIL, PASSWORD, HERE)).email == EMAIL


async def test_two_who_follow_links_to_one_mailbox_make_one_account(shop: None) -> None:
    for _ in range(2):
        await users.ask_to_join(EMAIL, "")
    letters = [letter for letter in await asked(ProofKind.JOIN) if letter]
    joined = await asyncio.gather(*(users.join(each.token, PASSWORD) for each in letters), return_exceptions=True)
    assert sorted(type(each).__name__ for each in joined) == ["LinkGone", "Person"]
    assert await people() == 1


@pytest.mark.parametrize("token", ["", "x", "\x00", "é" * 43, "A" * 43, "' OR 1=1 --"])
async def test_what_is_no_link_is_none(shop: None, token: str) -> None:
    for verb in (users.join, users.reset):
        with pytest.raises(users.LinkGone):
            await verb(token, PASSWORD)
    with pytest.raises(users.LinkGone):
        await users.follow(token)


async def test_no_link_is_kept_where_it_could_be_read(shop: None) -> None:
    await users.ask_to_join(EMAIL, "")
    token = await token_of(ProofKind.JOIN)
    async with users.database.reading() as session:
        for table in ("proofs", "outbox"):
            kept = await session.scalars(sa.text(f"SELECT t::text FROM {table} t"))  # noqa: S608 - two names of ours
            assert token not in "".join(kept)


async def test_a_weak_password_leaves_the_link_as_it_was(shop: None) -> None:
    await users.ask_to_join(EMAIL, "")
    token = await token_of(ProofKind.JOIN)
    for weak in ("short", "password1", "ada@example.com"):
        with pytest.raises(users.WeakPassword):
            await users.join(token, weak)
    assert await people() == 0
    await users.join(token, "eightish")


async def test_a_new_password_by_letter_ends_every_session_and_every_other_link(shop: None) -> None:
    person = await make_person()
    tokens = await users.start_session(person.id, "", HERE)
    for _ in range(2):
        await users.ask_to_reset(EMAIL)
    first, second = [letter.token for letter in await asked(ProofKind.RESET) if letter]
    await users.reset(first, NEW)
    assert await users.session(tokens.access) is None
    with pytest.raises(users.LinkGone):
        await users.reset(second, PASSWORD)
    with pytest.raises(users.BadCredentials):
        await users.authenticate(EMAIL, PASSWORD, HERE)
    assert (await users.authenticate(EMAIL, NEW, HERE)).id == person.id


async def test_staff_need_twelve_signs_by_letter_too(shop: None) -> None:
    await users.create_staff(EMAIL, PASSWORD)
    await users.ask_to_reset(EMAIL)
    with pytest.raises(users.WeakPassword):
        await users.reset(await token_of(ProofKind.RESET), "eightish")


async def test_nobody_is_written_to_about_an_address_without_an_account(shop: None) -> None:
    await users.ask_to_reset("nobody@example.com")
    assert await asked(ProofKind.RESET) == [None]


async def test_a_changed_password_keeps_this_session_and_ends_the_others(shop: None) -> None:
    person = await make_person()
    here, elsewhere = [await users.start_session(person.id, "", HERE) for _ in range(2)]
    live = await users.session(here.access)
    assert live is not None
    with pytest.raises(users.WrongPassword):
        await users.change_password(live.person, live.id, "not it", NEW, HERE)
    assert await users.session(elsewhere.access) is not None
    await users.change_password(live.person, live.id, PASSWORD, NEW, HERE)
    assert [await users.session(each.access) is None for each in (here, elsewhere)] == [False, True]
    assert (await users.authenticate(EMAIL, NEW, HERE)).id == person.id


async def test_another_address_holds_once_both_links_were_followed(shop: None) -> None:
    person = await make_person()
    await users.ask_to_move(person, "ada@new.example", PASSWORD, HERE)
    old, new = [letter for letter in await asked(ProofKind.LEAVE_ADDRESS, ProofKind.TAKE_ADDRESS) if letter]
    assert [(each.to, each.other) for each in (old, new)] == [
        (EMAIL, "ada@new.example"),
        ("ada@new.example", EMAIL),
    ]
    assert await users.follow(new.token) is False
    assert (await users.authenticate(EMAIL, PASSWORD, HERE)).id == person.id
    assert await users.follow(old.token) is True
    assert (await users.authenticate("ada@new.example", PASSWORD, HERE)).id == person.id
    with pytest.raises(users.BadCredentials):
        await users.authenticate(EMAIL, PASSWORD, HERE)


async def test_both_followed_at_once_the_address_changes(shop: None) -> None:
    person = await make_person()
    await users.ask_to_move(person, "ada@new.example", PASSWORD, HERE)
    letters = [letter for letter in await asked(ProofKind.LEAVE_ADDRESS, ProofKind.TAKE_ADDRESS) if letter]
    assert sorted(await asyncio.gather(*(users.follow(letter.token) for letter in letters))) == [False, True]


async def test_moving_to_an_address_with_an_account_looks_the_same_and_never_happens(shop: None) -> None:
    person = await make_person()
    await make_person("bob@example.com")
    await users.ask_to_move(person, "bob@example.com", PASSWORD, HERE)
    old, new = await asked(ProofKind.LEAVE_ADDRESS, ProofKind.TAKE_ADDRESS)
    assert old is not None
    assert new is not None
    assert (new.letter, new.token) == (users.Letter.KNOWN, "")
    assert await users.follow(old.token) is False
    assert (await users.authenticate(EMAIL, PASSWORD, HERE)).id == person.id


async def test_a_changed_password_ends_a_change_of_address_that_was_begun(shop: None) -> None:
    person = await make_person()
    await users.ask_to_move(person, "mallory@example.com", PASSWORD, HERE)
    letters = [letter for letter in await asked(ProofKind.LEAVE_ADDRESS, ProofKind.TAKE_ADDRESS) if letter]
    await users.ask_to_reset(EMAIL)
    await users.reset(await token_of(ProofKind.RESET), NEW)
    for letter in letters:
        with pytest.raises(users.LinkGone):
            await users.follow(letter.token)


@pytest.mark.parametrize("email", ["ada@example.com", "ADA@example.com", "ada", ""])
async def test_an_address_that_is_none_or_is_theirs_already_is_refused(shop: None, email: str) -> None:
    person = await make_person()
    with pytest.raises(Invalid):
        await users.ask_to_move(person, email, PASSWORD, HERE)
    assert await asked(ProofKind.TAKE_ADDRESS) == []


async def taken(person: users.Person) -> set[tuple[UUID, str]]:
    return set(await users.taken_parties(person.id))


async def test_guests_are_taken_on_by_who_the_address_is_known_to_belong_to(shop: None) -> None:
    ada, bob = await make_person(), await make_person("bob@example.com")
    unverified = await users.create_staff("eve@example.com", PASSWORD)
    guest = uuid4()
    for email in ("ADA@example.com", "bob@example.com", "eve@example.com", "nobody@example.com"):
        await users.take_on_order(guest, email)
        await users.take_on_order(guest, email)
    assert [await taken(each) for each in (ada, bob, unverified)] == [
        {(guest, "ada@example.com")},
        {(guest, "bob@example.com")},
        set(),
    ]


async def test_what_was_ordered_from_an_account_stays_there_whatever_address_was_typed(shop: None) -> None:
    ada, bob = await make_person(), await make_person("bob@example.com")
    await users.take_on_order(ada.party_id, "bob@example.com")
    await users.take_on(bob.id, bob.email, [ada.party_id])
    assert await taken(bob) == set()


async def test_links_are_forgotten_with_the_addresses_they_went_to(shop: None) -> None:
    await users.ask_to_join(EMAIL, "")
    assert await users.forget_proofs(timedelta()) == 0
    assert await users.forget_proofs(timedelta(hours=-2)) == 1
    with pytest.raises(NotFound):
        await users.link("x", ProofKind.JOIN)
