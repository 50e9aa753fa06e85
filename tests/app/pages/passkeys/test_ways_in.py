"""Signing in and proving again with a passkey, and what is no right answer of one."""

import asyncio
import json
import re
from dataclasses import replace
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from domains import users
from domains.shared.redis import redis
from tests.support import office
from tests.support.forms import forms
from tests.support.passkeys import (
    AGAIN,
    ALONE,
    MINE,
    PRESENT,
    SECOND,
    VERIFIED,
    Device,
    add,
    enter,
    half,
    kept,
    prove,
    question,
)
from tests.support.people import age_proofs, make_person, sign_in
from tests.support.visiting import heading

REFUSED = ["This passkey did not let you in. Try again, or sign in with your password."]


async def test_alone_it_opens_the_account_and_proves_both_at_once(device: Device, stranger: httpx.AsyncClient) -> None:
    assert "<pass-key hidden>" in (await stranger.get("/login")).text  # nothing to be seen without its script
    options = await question(stranger, ALONE)
    assert (options["userVerification"], options["allowCredentials"]) == ("required", [])
    entered = await stranger.post(ALONE, data={"passkey": device.answer(options), "next": "/wishlists"})
    assert (entered.status_code, entered.headers["location"]) == (303, "/wishlists")
    assert (await stranger.get("/account/security")).status_code == 200
    assert await kept() == [("A browser", 1, True, False)]
    silent = Device(count=None)
    assert (await add(stranger, silent)).status_code == 303
    for _ in range(2):
        assert (await enter(stranger, silent)).headers["location"] == "/account"


async def test_after_the_password_it_is_the_second_step(device: Device, stranger: httpx.AsyncClient) -> None:
    device.flags = PRESENT  # a plain security key: who has it need not be known to it
    fields = await half(stranger)
    options = await question(stranger, SECOND, half=fields["half"])
    answer = device.answer(options)
    assert [each["id"] for each in options["allowCredentials"]] == [json.loads(answer)["id"]]
    none = await stranger.post("/login/code/passkey", data=fields)
    assert (none.status_code, office.summary(none)) == (422, ["No passkey was used. Try again, or enter a code."])
    sent = fields | {"passkey": answer}
    right = await stranger.post("/login/code/passkey", data=sent | {"next": "//evil.example"})
    assert (right.status_code, right.headers["location"]) == (303, "/account")
    again = await stranger.post("/login/code/passkey", data=sent)
    assert again.headers["location"] == "/login?done=late"
    assert (await stranger.post("/login/code/question", data=fields)).status_code == 404


async def test_it_proves_again_before_what_matters(device: Device, owner: httpx.AsyncClient) -> None:
    await age_proofs()
    assert (await owner.post(f"{MINE}/question")).status_code == 303
    page = await owner.get("/account/second-factor")
    assert ("/account/proof?next=%2Faccount%2Fsecond-factor" in page.text, "new-key" in page.text) == (True, False)
    given = await prove(owner, device, next="/account/second-factor")
    assert given.headers["location"] == "/account/second-factor"
    assert "new-key" in (await owner.get("/account/second-factor")).text


async def test_what_is_forged_is_told_apart_by_nobody(
    device: Device, stranger: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    device.count = 8
    assert (await enter(stranger, device)).status_code == 303
    before = await kept()
    forgeries: dict[str, dict[str, Any]] = {
        "asked by another page": {"origin": "http://shop.localhost:8001"},
        "asked over https": {"origin": "https://shop.localhost:8000"},
        "made for another host": {"host": "evil.example"},
        "nobody there": {"flags": VERIFIED},
        "its owner not known to it": {"flags": PRESENT},
        "signed by another": {"secret": Device().secret},
        "unknown": {"credential_id": b"somebody"},
        "of another owner": {"handle": bytes(16)},
        "of no owner": {"handle": b""},
        "counted back": {"count": 7},
        "not counted on": {"count": None},
    }
    for name, forged in forgeries.items():
        stranger.cookies.clear()
        await redis().flushdb()  # or one would have to wait
        caplog.clear()
        refused = await enter(stranger, replace(device, **forged))
        assert (name, refused.status_code, office.summary(refused)) == (name, 422, REFUSED)
        assert (name, "barrow-access" in stranger.cookies) == (name, False)
        assert (name, "passkey.count_went_back" in caplog.text) == (name, "count" in name)
    assert await kept() == before
    stranger.cookies.clear()
    assert (await enter(stranger, device)).status_code == 303


async def test_a_question_is_answered_once_and_by_the_browser_that_was_asked(
    device: Device, owner: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    right = device.answer(await question(stranger, ALONE))
    cookie = stranger.cookies["barrow-question"]
    assert (await owner.post(ALONE, data={"passkey": right})).status_code == 422  # nobody has asked there
    at_once = await asyncio.gather(*(stranger.post(ALONE, data={"passkey": right}) for _ in range(3)))
    assert sorted(answer.status_code for answer in at_once) == [303, 422, 422]
    stranger.cookies.clear()
    copied = await stranger.post(ALONE, data={"passkey": right}, headers={"cookie": f"barrow-question={cookie}"})
    assert (copied.status_code, office.summary(copied)) == (422, REFUSED)
    again = {"passkey": device.answer(await question(owner, AGAIN))}
    crossed = await stranger.post("/login/code/passkey", data=await half(stranger) | again)
    assert crossed.status_code == 422
    assert (await owner.post(f"{AGAIN}/passkey", data=again)).status_code == 303
    assert (await owner.post(f"{AGAIN}/passkey", data=again)).status_code == 422
    late = {"passkey": device.answer(await question(owner, AGAIN))}
    await redis().flushdb()
    assert (await owner.post(f"{AGAIN}/passkey", data=late)).status_code == 422


async def test_anothers_passkey_is_none_of_ones_own(device: Device, stranger: httpx.AsyncClient) -> None:
    await office.signed_in(stranger, await make_person("eve@example.com", name="Eve"))
    known = await stranger.post(MINE, data={"passkey": replace(device).make(await question(stranger, MINE))})
    assert (known.status_code, office.summary(known)) == (422, ["No passkey was added. Try again."])
    await add(stranger, Device())
    assert (await prove(stranger, device)).status_code == 422
    stranger.cookies.clear()
    fields = await half(stranger, "eve@example.com")
    answer = device.answer(await question(stranger, SECOND, half=fields["half"]))
    assert (await stranger.post("/login/code/passkey", data=fields | {"passkey": answer})).status_code == 422
    assert [used for _, _, used, _ in await kept()] == [False, False]


async def test_what_is_no_answer_is_refused(device: Device, owner: httpx.AsyncClient) -> None:
    before = await kept()
    half_way = '{"id":"é","rawId":"a","type":"public-key","response":{}}'
    for answer in ("", "x", "[]", "[" * 9_000, half_way, "9" * 9_000):
        await redis().flushdb()
        for path, sent_to in ((ALONE, ALONE), (AGAIN, f"{AGAIN}/passkey"), (MINE, MINE)):
            await question(owner, path)
            assert (answer, (await owner.post(sent_to, data={"passkey": answer})).status_code) == (answer, 422)
    assert await kept() == before


async def test_who_is_disabled_or_has_no_password_does_not_enter_by_it_alone(
    device: Device, stranger: httpx.AsyncClient
) -> None:
    for outside in (sa.update(users.Person).values(disabled_at=sa.func.now()), sa.delete(users.Credential)):
        async with users.database.transaction() as session:
            await session.execute(sa.update(users.Person).values(disabled_at=None))
            await session.execute(outside)
        assert (await enter(stranger, device)).status_code == 422


async def test_trying_slows_down(device: Device, stranger: httpx.AsyncClient) -> None:
    forged = replace(device, host="evil.example")
    assert [(await enter(stranger, forged)).status_code for _ in range(8)] == [422] * 6 + [429] * 2


async def test_a_code_still_opens_where_there_are_only_passkeys(device: Device, owner: httpx.AsyncClient) -> None:
    renewed = await owner.post("/account/second-factor/recovery-codes")
    code = re.findall(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){3}", renewed.text)[0]
    owner.cookies.clear()
    page = await sign_in(owner)
    assert (heading(page), "Recovery code" in page.text) == ("Your second factor", True)
    [form] = [form for form in forms(page.text, str(page.url)) if form.action.endswith("/login/code")]
    wrong = await owner.post("/login/code", data=form.fields | {"code": "000000"})
    told = "This code is wrong, or has been used already. Use another of your recovery codes."
    assert (wrong.status_code, office.summary(wrong)) == (422, [told])
    assert (await owner.post("/login/code", data=form.fields | {"code": code})).status_code == 303


async def test_staff_fulfil_what_is_asked_of_them_by_it_and_are_on_record(stranger: httpx.AsyncClient) -> None:
    hired = await office.hire()
    async with users.database.transaction() as session:
        await session.execute(sa.update(users.Role).values(second_factor_days=0))
    await office.signed_in(stranger, hired)
    led = await stranger.get("/admin/orders")
    assert led.headers["location"] == "/account/second-factor?done=needed"
    device = Device()
    await add(stranger, device)
    assert (await stranger.get("/admin/orders")).status_code == 200
    stranger.cookies.clear()
    form = office.form_to(await stranger.get("/admin/sign-in"), ALONE)
    assert (await enter(stranger, device, **form.fields)).headers["location"] == "/admin"
    assert (await stranger.get("/admin/orders")).status_code == 200
    assert (await enter(stranger, replace(device, host="evil.example"))).status_code == 422
    entries = (await users.audit_entries(users.AuditFilter())).entries[::-1]
    assert [(entry.action, entry.outcome) for entry in entries[1:]] == [
        ("sign_in", "done"), ("add_passkey", "done"), ("use_passkey", "done"), ("sign_in", "done"),
        ("sign_in", "refused"),
    ]  # fmt: skip
