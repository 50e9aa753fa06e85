"""Staff prove who they are; a session is live until it is ended, idle or over."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from domains import users
from domains.shared.errors import Invalid

PASSWORD = "a long enough passphrase"


async def test_the_right_password_lets_a_person_in_whatever_the_case_of_the_address(shop: None) -> None:
    person = await users.create_staff("Ada@Example.com", PASSWORD)
    assert (await users.authenticate(" ada@example.COM ", PASSWORD)).id == person.id


@pytest.mark.parametrize(
    ("email", "password"), [("ada@example.com", "wrong"), ("nobody@example.com", PASSWORD), ("", "")]
)
async def test_anything_else_is_refused_in_the_same_words(shop: None, email: str, password: str) -> None:
    await users.create_staff("ada@example.com", PASSWORD)
    with pytest.raises(users.BadCredentials, match="do not belong together"):
        await users.authenticate(email, password)


async def test_a_password_is_kept_only_as_an_argon2id_hash(shop: None) -> None:
    await users.create_staff("ada@example.com", PASSWORD)
    async with users.database.reading() as session:
        kept = await session.scalar(sa.select(users.Credential.password_hash))
    assert kept is not None
    assert kept.startswith("$argon2id$v=19$m=38912,t=2,p=1$")
    assert PASSWORD not in kept


@pytest.mark.parametrize("email", ["", "ada", "ada@", "ada@example.com\nBcc: x@example.com"])
async def test_an_address_that_cannot_be_one_is_refused(shop: None, email: str) -> None:
    with pytest.raises(Invalid):
        await users.create_staff(email, PASSWORD)
    assert await users.staff() == []


async def test_a_short_password_and_a_taken_address_change_nothing(shop: None) -> None:
    with pytest.raises(users.WeakPassword):
        await users.create_staff("ada@example.com", "too short")
    await users.create_staff("ada@example.com", PASSWORD)
    with pytest.raises(users.EmailTaken):
        await users.create_staff("ADA@example.com", PASSWORD)
    assert len(await users.staff()) == 1


async def test_a_session_opens_with_its_token_alone_and_closes_at_once(shop: None) -> None:
    person = await users.create_staff("ada@example.com", PASSWORD)
    token = await users.start_session(person.id, "a browser", "192.0.2.1")
    live = await users.session(token)
    assert live is not None
    assert live.person.email == "ada@example.com"
    assert live.person.is_staff
    assert token not in live.token_hash
    assert await users.session(token + "x") is None
    await users.end_session(token)
    assert await users.session(token) is None


@pytest.mark.parametrize("moved", ["ends_at", "seen_at"])
async def test_a_session_that_is_over_or_idle_is_not_live(shop: None, moved: str) -> None:
    person = await users.create_staff("ada@example.com", PASSWORD)
    token = await users.start_session(person.id, "a browser", "192.0.2.1")
    async with users.database.transaction() as session:
        column = getattr(users.Session, moved)
        await session.execute(sa.update(users.Session).values({column: column - timedelta(hours=13)}))
    assert await users.session(token) is None


async def test_a_disabled_person_is_out_at_the_next_request(shop: None) -> None:
    person = await users.create_staff("ada@example.com", PASSWORD)
    token = await users.start_session(person.id, "a browser", "192.0.2.1")
    async with users.database.transaction() as session:
        await session.execute(sa.update(users.Person).values(disabled_at=sa.func.now()))
    assert await users.session(token) is None
    with pytest.raises(users.BadCredentials):
        await users.authenticate("ada@example.com", PASSWORD)
