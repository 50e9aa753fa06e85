"""Customers as staff look after them: kept out at once and altogether, by whoever may, for a written reason."""

import asyncio
from collections.abc import Awaitable
from uuid import uuid4

import pytest
import sqlalchemy as sa

from domains import users
from domains.shared.errors import Invalid, Refusal
from domains.users import AuditFilter, ProofKind
from tests.support.people import EMAIL, PASSWORD, make_person
from tests.support.staff import actor, hired

HERE = "192.0.2.1"


@pytest.fixture
async def ada(shop: None) -> users.Person:
    return await make_person()


async def letters_of(kind: ProofKind) -> list[users.LinkLetter | None]:
    wanted = sa.select(users.Proof.id).where(users.Proof.kind == kind).order_by(users.Proof.id)
    async with users.database.reading() as session:
        return [await users.letter(identity) for identity in await session.scalars(wanted)]


async def refused(deed: Awaitable[object]) -> type[Refusal]:
    with pytest.raises(Refusal) as refusal:
        await deed
    return refusal.type


async def test_nothing_lets_in_who_is_kept_out_and_nothing_of_before_comes_back(ada: users.Person) -> None:
    owner = await hired("owner@barrow.example")
    tokens = await users.start_session(ada.id, "a browser", HERE)
    program = await users.start_session(ada.id, "a program", HERE, audience=users.Audience.API)
    await users.ask_to_reset(EMAIL)
    await users.ask_to_move(ada, "elsewhere@example.com", PASSWORD, HERE)
    [reset], [leaving], [taking] = [
        await letters_of(kind) for kind in (ProofKind.RESET, ProofKind.LEAVE_ADDRESS, ProofKind.TAKE_ADDRESS)
    ]
    assert reset
    assert leaving
    assert taking
    await users.disable_customer(ada.id, "  Three disputed\n payments ", actor=actor(owner))

    async def nothing_lets_in() -> None:
        assert await users.session(tokens.access) is None
        assert await users.session(program.access, users.Audience.API) is None
        assert await users.refresh(tokens.refresh) is None
        assert await refused(users.reset(reset.token, "another passphrase")) is users.LinkGone
        for letter in (leaving, taking):
            assert await refused(users.follow(letter.token)) is users.LinkGone

    await nothing_lets_in()
    assert await refused(users.authenticate(EMAIL, PASSWORD, HERE)) is users.BadCredentials
    await users.ask_to_reset(EMAIL)
    assert await letters_of(ProofKind.RESET) == [None, None]
    again = await users.start_session(ada.id, "half signed in already", HERE)
    await users.enable_customer(ada.id, actor=actor(owner))
    await nothing_lets_in()
    assert await users.session(again.access) is None
    assert (await users.authenticate(EMAIL, PASSWORD, HERE)).disabled_because == ""

    found = (await users.audit_entries(AuditFilter(subject=EMAIL))).entries
    assert [(each.action, each.actor, each.before, each.after) for each in found] == [
        ("enable_customer", owner.email, {"reason": "Three disputed payments"}, None),
        ("disable_customer", owner.email, None, {"reason": "Three disputed payments"}),
    ]


async def test_twice_and_at_once_it_is_done_once_and_said_once(ada: users.Person) -> None:
    one, two = actor(await hired("one@barrow.example")), actor(await hired("two@barrow.example"))
    await asyncio.gather(*(users.disable_customer(ada.id, "fraud", actor=each) for each in (one, two, one)))
    assert len((await users.audit_entries(AuditFilter(action="disable_customer"))).entries) == 1


async def test_who_may_not_and_who_is_no_customer_change_nothing(ada: users.Person) -> None:
    owner, support = await hired("owner@barrow.example"), await hired("sue@barrow.example", "support")
    for reason in ("", " \n", "x" * 201):
        assert await refused(users.disable_customer(ada.id, reason, actor=actor(owner))) is Invalid
    assert await refused(users.disable_customer(ada.id, "why not", actor=actor(support))) is users.BeyondYou
    for whoever in (support.id, owner.id, uuid4()):
        deed = users.disable_customer(whoever, "why not", actor=actor(owner))
        assert await refused(deed) is users.NoSuchCustomer
        assert await refused(users.enable_customer(whoever, actor=actor(owner))) is users.NoSuchCustomer
    assert [each.disabled_at for each in (await users.find_customer(ada.id), *await users.staff())] == [None] * 3


async def test_who_is_kept_out_is_not_let_in_as_staff_instead(ada: users.Person) -> None:
    owner = await hired("owner@barrow.example")
    await users.disable_customer(ada.id, "fraud", actor=actor(owner))
    assert await refused(users.invite_staff(EMAIL, "", {"support": []}, actor=actor(owner))) is users.KeptOut
    assert (await users.find_customer(ada.id)).disabled_because == "fraud"


async def test_staff_who_are_let_in_again_are_signed_in_nowhere(shop: None) -> None:
    owner, packer = await hired("owner@barrow.example"), await hired("bob@barrow.example", "fulfilment")
    tokens = await users.start_session(packer.id, "a browser", HERE)
    await users.ask_to_reset(packer.email)
    [link] = await letters_of(ProofKind.RESET)
    assert link
    await users.disable(packer.id, actor=actor(owner))
    await users.enable(packer.id, actor=actor(owner))
    assert (await users.session(tokens.access), await users.refresh(tokens.refresh)) == (None, None)
    assert await refused(users.reset(link.token, "another long passphrase")) is users.LinkGone


async def test_customers_are_found_by_address_and_name_the_newest_first(ada: users.Person) -> None:
    bob = await make_person("bob@example.com", name="Bob 100% Lovelace")
    await hired("lovelace@barrow.example")
    for query, whom in (
        ("", [bob.id, ada.id]), ("ADA@ex", [ada.id]), ("da@ex", []), ("lovelace", [bob.id]), ("0% l", [bob.id]),
        ("%", [bob.id]), ("_", []), ("a\x00da@example.com", [ada.id]),
    ):  # fmt: skip
        assert [each.id for each in (await users.customers(query)).people] == whom, query
    assert [each.id for each in (await users.customers("", before=bob.id)).people] == [ada.id]
