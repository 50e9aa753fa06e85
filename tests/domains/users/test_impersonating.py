"""Staff act for a customer in their own session, for half an hour, and the log names both."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from domains import users
from domains.shared.errors import Invalid
from domains.users import AuditFilter, RoleDraft
from tests.support.people import EMAIL, make_person
from tests.support.staff import actor, hired

WHY = "a call, number 12"


async def entered(person: users.Person) -> tuple[str, users.Session]:
    tokens = await users.start_session(person.id, "", "")
    found = await users.session(tokens.access)
    assert found is not None
    return tokens.access, found


async def acts_for(access: str) -> str | None:
    found = await users.session(access)
    assert found is not None
    assert found.shopper == (found.customer or found.person)
    return found.customer.email if found.customer else None


async def log() -> list[tuple[str, str, str]]:
    entries = (await users.audit_entries(AuditFilter())).entries[::-1]
    return [(each.action, each.actor, each.behalf_of) for each in entries if each.action.endswith("impersonation")]


async def turn_back(minutes: int) -> None:
    async with users.database.transaction() as session:
        until = users.Session.acts_until - timedelta(minutes=minutes)
        await session.execute(sa.update(users.Session).values(acts_until=until))


async def test_it_holds_for_half_an_hour_and_is_written_down_under_both(shop: None) -> None:
    owner, customer = await hired(), await make_person()
    access, here = await entered(owner)
    assert await acts_for(access) is None
    await users.begin_impersonation(here.id, EMAIL.upper(), WHY, actor=actor(owner))
    assert await acts_for(access) == EMAIL
    await turn_back(29)
    assert (await acts_for(access), await users.end_impersonations()) == (EMAIL, 0)
    await turn_back(1)
    assert await acts_for(access) is None
    assert (await users.end_impersonations(), await users.end_impersonations()) == (1, 0)
    named = f"customer {customer.id}"
    assert await log() == [(f"{how}_impersonation", owner.email, named) for how in ("begin", "end")]
    end, begin, *_ = (await users.audit_entries(AuditFilter())).entries
    assert (begin.subject, begin.after) == (f"person {EMAIL}", {"reason": WHY})
    assert (end.subject, end.after) == (named, {"by itself": True})


async def test_who_deletes_their_account_meanwhile_is_acted_for_no_longer(shop: None) -> None:
    owner, customer = await hired(), await make_person()
    access, here = await entered(owner)
    await users.begin_impersonation(here.id, EMAIL, WHY, actor=actor(owner))
    await users.erase(customer.id)
    assert await acts_for(access) is None
    await turn_back(30)
    assert await users.end_impersonations() == 1
    begun = next(each for each in (await users.audit_entries(AuditFilter())).entries if each.action.startswith("begin"))
    assert (begun.subject, begun.behalf_of) == ("somebody erased", f"customer {customer.id}")


async def test_it_ends_by_hand_and_with_its_session(shop: None) -> None:
    owner = await hired()
    await make_person()
    await make_person("bob@example.com")
    access, here = await entered(owner)
    await users.begin_impersonation(here.id, EMAIL, WHY, actor=actor(owner))
    await users.begin_impersonation(here.id, "bob@example.com", WHY, actor=actor(owner))
    assert await acts_for(access) == "bob@example.com"
    for _ in range(2):
        await users.end_impersonation(here.id, actor=actor(owner))
    assert await acts_for(access) is None
    await users.begin_impersonation(here.id, EMAIL, WHY, actor=actor(owner))
    await users.end_session(owner.id, here.id)
    assert await users.end_impersonations() == 1
    assert [action.partition("_")[0] for action, *_ in await log()] == ["begin", "end", "begin", "end", "begin", "end"]


async def test_nobody_acts_for_staff_for_nobody_or_without_a_reason(shop: None) -> None:
    owner, packer = await hired(), await hired("pim@barrow.example", "fulfilment")
    customer = await make_person()
    access, here = await entered(owner)
    for email, reason, field in (
        (packer.email, WHY, "email"),
        (owner.email, WHY, "email"),
        ("nobody@example.com", WHY, "email"),
        (EMAIL, "", "reason"),
        (EMAIL, "x" * 201, "reason"),
    ):
        with pytest.raises(Invalid) as refused:
            await users.begin_impersonation(here.id, email, reason, actor=actor(owner))
        assert list(refused.value.fields) == [field]
    theirs = (await entered(customer))[1]
    for session_id, who in ((here.id, packer), (theirs.id, owner)):
        with pytest.raises(users.BeyondYou):
            await users.begin_impersonation(session_id, EMAIL, WHY, actor=actor(who))
    assert (await acts_for(access), await log()) == (None, [])


async def test_it_ends_at_once_with_the_right_to_it(shop: None) -> None:
    owner = await hired()
    await users.create_role(
        RoleDraft("Callers", "", frozenset({users.Permission.USERS_IMPERSONATE})), actor=actor(owner)
    )
    caller, customer = await hired("kim@barrow.example", "callers"), await make_person()
    access, here = await entered(caller)
    await users.begin_impersonation(here.id, EMAIL, WHY, actor=actor(caller))
    await users.give_roles(caller.id, {"support": []}, actor=actor(owner))
    assert await acts_for(access) is None
    await users.give_roles(caller.id, {"callers": []}, actor=actor(owner))
    assert await acts_for(access) == EMAIL
    await users.invite_staff(EMAIL, "", {"support": []}, actor=actor(owner))
    assert await acts_for(access) is None
    found = await users.session(access)
    assert found is not None
    assert (found.groups, found.taken, found.shopper.id == customer.id) == (frozenset(), frozenset(), False)
