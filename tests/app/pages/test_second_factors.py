"""Signing in with an authenticator app, and proving once more before what matters."""

import asyncio
import re

import httpx
import pyotp
import pytest
import sqlalchemy as sa
from litestar import Litestar

from domains import users
from domains.shared.settings import settings
from tests.app.making import browser_of
from tests.support import office
from tests.support.forms import forms
from tests.support.people import EMAIL, PASSWORD, age_proofs, make_person, sign_in
from tests.support.visiting import heading


async def set_up(browser: httpx.AsyncClient) -> tuple[pyotp.TOTP, list[str]]:
    """Through the pages, signed in; the recovery codes as they are shown."""
    assert (await browser.post("/account/second-factor/beginning")).status_code == 303
    page = await browser.get("/account/second-factor")
    assert 'src="data:image/svg+xml' in page.text
    [key] = re.findall(r'account__key">([A-Z2-7 ]+)<', page.text)
    app = pyotp.TOTP(key.replace(" ", ""))
    shown = await browser.post("/account/second-factor", data={"code": app.now()})
    assert heading(shown) == "Your recovery codes"
    assert shown.headers["cache-control"] == "no-store"
    return app, re.findall(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){3}", shown.text)


async def only_person() -> users.Person:
    async with users.database.reading() as session:
        return (await session.execute(sa.select(users.Person))).scalar_one()


async def begun(browser: httpx.AsyncClient) -> dict[str, str]:
    """The form for the code, once the password was right."""
    page = await sign_in(browser)
    assert (page.status_code, heading(page)) == (200, "Your code")
    [form] = [form for form in forms(page.text, str(page.url)) if form.action.endswith("/login/code")]
    return form.fields


async def test_the_password_alone_lets_nobody_in_any_more(app: Litestar, browser: httpx.AsyncClient) -> None:
    await make_person()
    await sign_in(browser)
    _, codes = await set_up(browser)
    assert len(codes) == 10
    async with browser_of(app) as other:
        fields = await begun(other)
        assert (await other.get("/account/security")).status_code == 303
        wrong = await other.post("/login/code", data=fields | {"code": "000000"})
        assert (wrong.status_code, len(office.summary(wrong))) == (422, 1)
        right = await other.post("/login/code", data=fields | {"code": codes[0]})
        assert (right.status_code, right.headers["location"]) == (303, "/account")
        assert (await other.get("/account/security")).status_code == 200
        for code in (codes[0], codes[1]):
            again = await other.post("/login/code", data=fields | {"code": code})
            assert again.headers["location"] == "/login?done=late"
        assert (await users.recovery_codes_left(await only_person())) == 9


async def test_half_a_sign_in_lets_one_in_and_outlives_its_secret(
    browser: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    await make_person()
    await sign_in(browser)
    _, codes = await set_up(browser)
    fields = await begun(browser)
    former = settings().secret_key
    try:
        monkeypatch.setenv("SECRET_KEY", "another secret, as long as it takes to be taken")
        settings.cache_clear()
        gone = await browser.post("/login/code", data=fields | {"code": codes[0]})
        assert gone.headers["location"] == "/login?done=late"
        monkeypatch.setenv("FORMER_SECRET_KEY", former)
        settings.cache_clear()
        tries = [browser.post("/login/code", data=fields | {"code": code}) for code in codes[:3]]
        told = [answer.headers["location"] for answer in await asyncio.gather(*tries)]
        assert sorted(told) == ["/account", "/login?done=late", "/login?done=late"]
    finally:
        monkeypatch.undo()
        settings.cache_clear()


@pytest.mark.parametrize("half", ["", "x", "a.b.c", "é"])
async def test_half_a_sign_in_that_is_none_begins_anew(browser: httpx.AsyncClient, half: str) -> None:
    answer = await browser.post("/login/code", data={"half": half, "code": "000000", "next": "//evil.example"})
    assert answer.headers["location"] == "/login?done=late"
    assert "set-cookie" not in answer.headers


async def test_a_new_password_by_letter_does_not_go_round_the_second_factor(browser: httpx.AsyncClient) -> None:
    person = await make_person()
    await sign_in(browser)
    _, codes = await set_up(browser)
    half = await begun(browser)
    await users.ask_to_reset(EMAIL)
    newest = sa.select(users.Proof.id).order_by(users.Proof.id.desc()).limit(1)
    async with users.database.reading() as session:
        letter = await users.letter((await session.execute(newest)).scalar_one())
    assert letter is not None
    await users.reset(letter.token, "another passphrase")
    assert (await browser.get("/account/security")).status_code == 303
    page = await sign_in(browser, password="another passphrase")
    assert heading(page) == "Your code"
    with_the_old = await browser.post("/login/code", data=half | {"code": codes[0]})
    assert with_the_old.headers["location"] == "/login?done=late"
    assert await users.sessions(person.id) == []


async def test_what_matters_asks_for_a_proof_of_the_last_five_minutes(browser: httpx.AsyncClient) -> None:
    await make_person()
    await sign_in(browser)
    await age_proofs()
    came_from = {"Referer": "http://127.0.0.1:8000/account/second-factor"}
    asked = await browser.post("/account/second-factor/beginning", headers=came_from)
    assert asked.headers["location"] == "/account/proof?next=%2Faccount%2Fsecond-factor"
    data = {"next": "/account/second-factor", "current": "not it"}
    wrong = await browser.post("/account/proof", data=data)
    assert (wrong.status_code, office.summary(wrong)) == (422, ["This is not your password."])
    right = await browser.post("/account/proof", data=data | {"current": PASSWORD})
    assert right.headers["location"] == "/account/second-factor"
    _, codes = await set_up(browser)
    await age_proofs()
    assert (await browser.post("/account/second-factor/removal")).headers["location"].startswith("/account/proof")
    assert (await browser.post("/account/proof", data={"current": PASSWORD})).status_code == 422
    assert (await browser.post("/account/proof", data={"code": codes[0]})).status_code == 303
    gone = await browser.post("/account/second-factor/removal")
    assert gone.headers["location"] == "/account/second-factor?done=removed"


async def test_the_secret_is_shown_to_nobody_whose_proof_is_old(browser: httpx.AsyncClient) -> None:
    await make_person()
    await sign_in(browser)
    await browser.post("/account/second-factor/beginning")
    await age_proofs()
    page = await browser.get("/account/second-factor")
    assert page.status_code == 200
    assert "account__key" not in page.text
    assert "data:image" not in page.text


async def test_staff_have_some_days_to_set_it_up_and_then_must(browser: httpx.AsyncClient) -> None:
    await office.hire()
    await office.sign_in(browser)
    assert (await browser.get("/admin/orders")).status_code == 200
    form = office.form_to(await browser.get("/admin/roles/owner"), "/roles/owner")
    assert form.fields["second_factor_days"] == "14"
    sent = {"revision": form.fields["revision"]}  # whatever else there is stands still
    for wrong in ("366", "a week", "-1"):
        assert (await browser.post(form.action, data=sent | {"second_factor_days": wrong})).status_code == 422
    saved = await browser.post(form.action, data=sent | {"second_factor_days": "0"})
    assert saved.headers["location"] == "/admin/roles/owner?done=saved"
    led = await browser.get("/admin/orders")
    assert led.headers["location"] == "/account/second-factor?done=needed"
    assert office.said(await browser.get(led.headers["location"])).startswith("Whoever works here")
    _, codes = await set_up(browser)
    assert (await browser.get("/admin/orders")).status_code == 200
    await browser.post("/admin/sign-out")
    page = await office.sign_in(browser)
    [form] = [form for form in forms(page.text, str(page.url)) if form.action.endswith("/login/code")]
    entered = await browser.post("/login/code", data=form.fields | {"code": codes[0]})
    assert entered.headers["location"] == "/admin"
    assert (await browser.get("/admin/orders")).status_code == 200
