"""What staff do to their own accounts is in the audit log, with where it was done; of shoppers nothing is."""

import pyotp
import pytest
import sqlalchemy as sa

from domains import users
from domains.users import AuditFilter, Origin
from tests.support.people import make_person
from tests.support.staff import PASSWORD, hired

FROM = Origin("192.0.2.7", "a browser", "r-1")
NEW = "another long passphrase"
DONE = [
    "sign_in", "add_second_factor", "prove_second_factor", "renew_recovery_codes", "use_recovery_code",
    "remove_second_factor", "change_password", "change_email", "reset_password", "sign_in", "sign_in", "sign_out",
    "sign_out_everywhere",
]  # fmt: skip


async def token(kind: users.ProofKind) -> str:
    newest = sa.select(users.Proof.id).where(users.Proof.kind == kind, users.Proof.used_at.is_(None))
    async with users.database.reading() as session:
        letter = await users.letter((await session.execute(newest.order_by(users.Proof.id.desc()))).scalars().one())
    assert letter is not None
    return letter.token


async def live(person: users.Person) -> users.Session:
    tokens = await users.start_session(person.id, FROM.user_agent, FROM.ip, request_id=FROM.request_id)
    found = await users.session(tokens.access)
    assert found is not None
    return found


async def do_everything(person: users.Person) -> None:
    here = await live(person)
    await users.begin_second_factor(person)
    pending = await users.pending_second_factor(person)
    assert pending is not None
    app = pyotp.TOTP(pending.secret.replace(" ", ""))
    await users.confirm_second_factor(person, here.id, app.now(), origin=FROM)
    with pytest.raises(users.WrongCode):
        await users.prove_second_factor(person, "000000", origin=FROM)
    [code, *_] = await users.renew_recovery_codes(person, origin=FROM)
    await users.prove_second_factor(person, code, origin=FROM)
    await users.remove_second_factor(person, origin=FROM)
    await users.change_password(person, here.id, PASSWORD, NEW, "192.0.2.7", origin=FROM)
    await users.ask_to_move(person, "else@example.com", NEW, "192.0.2.7")
    for kind in (users.ProofKind.LEAVE_ADDRESS, users.ProofKind.TAKE_ADDRESS):
        await users.follow(await token(kind), origin=FROM)
    await users.ask_to_reset("else@example.com")
    await users.reset(await token(users.ProofKind.RESET), PASSWORD, origin=FROM)
    one = await live(person)
    await live(person)
    await users.end_session(person.id, one.id, origin=FROM)
    await users.end_session(person.id, one.id, origin=FROM)  # over already: nothing is done
    await users.end_sessions(person.id, origin=FROM)


async def test_whatever_staff_do_to_their_own_account_is_there(shop: None) -> None:
    person = await hired()
    await do_everything(person)
    entries = (await users.audit_entries(AuditFilter())).entries[::-1]
    assert [entry.action for entry in entries] == ["create_staff", *DONE]
    refused = [entry for entry in entries if entry.outcome == "refused"]
    assert [(entry.action, entry.actor, entry.person_id) for entry in refused] == [
        ("prove_second_factor", "not known", None)
    ]
    assert {(entry.ip, entry.user_agent, entry.request_id) for entry in entries[1:]} == {
        (FROM.ip, FROM.user_agent, FROM.request_id)
    }
    [moved] = [entry for entry in entries if entry.action == "change_email"]
    assert (moved.actor, moved.before, moved.after) == (
        "ada@barrow.example", {"email": "ada@barrow.example"}, {"email": "else@example.com"},
    )  # fmt: skip
    assert entries[-1].after == {"sessions": 1}
    async with users.database.reading() as session:
        written = await session.scalar(sa.text("SELECT string_agg(row(e.*)::text, ' ') FROM audit_entries e"))
    assert PASSWORD not in written
    assert NEW not in written


async def test_of_what_shoppers_do_to_theirs_nothing_is(shop: None) -> None:
    await do_everything(await make_person(password=PASSWORD))
    assert (await users.audit_entries(AuditFilter())).entries == []
