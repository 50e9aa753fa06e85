"""The passkeys of an account: added, renamed, removed; where there are none; what becomes of them."""

import re

import httpx
import pyotp
import pytest
from litestar import Litestar

from domains import users
from domains.shared.settings import settings
from tests.app.making import browser_of
from tests.support import office
from tests.support.forms import forms
from tests.support.passkeys import (
    ALONE,
    BACKED_UP,
    BACKUP_ELIGIBLE,
    HOST,
    MINE,
    PRESENT,
    VERIFIED,
    Device,
    add,
    enter,
    kept,
    prove,
    question,
)
from tests.support.people import EMAIL, age_proofs, letters, make_person, sign_in
from tests.support.visiting import heading

PAGE = "/account/second-factor"


async def test_the_first_is_a_second_factor_with_codes_and_a_letter(
    owner: httpx.AsyncClient, stranger: httpx.AsyncClient, person: users.Person, outside: str
) -> None:
    await office.signed_in(stranger, person)
    shown = await add(owner, Device(flags=PRESENT | VERIFIED | BACKUP_ELIGIBLE | BACKED_UP))
    assert len(re.findall(r"[a-z2-7]{4}(?:-[a-z2-7]{4}){3}", shown.text)) == 10
    assert (await stranger.get("/account/security")).status_code == 303  # was begun with the password alone
    told = office.read(await owner.get(PAGE))
    assert [words in told for words in ("A browser On all your devices", "not used yet", "10 recovery codes")] == [
        True
    ] * 3
    options = await question(owner, MINE)
    assert (options["rp"]["id"], options["attestation"], len(options["excludeCredentials"])) == (HOST, "none", 1)
    second = await add(owner, Device())
    assert second.headers["location"] == f"{PAGE}?done=passkey_added"  # the codes are still good
    sent = await letters("second_factor_changed")
    assert [letter.subject for letter in sent] == ["A passkey of your account at Barrow was added"] * 2
    assert sorted("every other sign-in has ended" in letter.text for letter in sent) == [False, True]


async def test_they_are_renamed_and_removed_by_who_has_proved_it(
    device: Device, owner: httpx.AsyncClient, stranger: httpx.AsyncClient, person: users.Person, outside: str
) -> None:
    other = Device()
    await add(owner, other)
    await enter(stranger, device)
    page = await owner.get(PAGE)
    rename, second = [form.action for form in forms(page.text, str(page.url)) if form.action.endswith("/name")]
    for wrong in ("", "x" * 61):
        refused = await owner.post(rename, data={"name": wrong})
        assert (refused.status_code, office.summary(refused)) == (422, ["Give it a name of 1 to 60 characters."])
    named = await owner.post(rename, data={"name": " <b>Blue</b>  stick "})
    assert named.headers["location"] == f"{PAGE}?done=passkey_renamed"
    assert "&lt;b&gt;Blue&lt;/b&gt; stick" in (await owner.get(PAGE)).text
    first_removal, second_removal = (action.removesuffix("name") + "removal" for action in (rename, second))
    await age_proofs()
    assert (await owner.post(first_removal)).headers["location"].startswith("/account/proof")
    await prove(owner, other)
    assert (await owner.post(first_removal)).headers["location"] == f"{PAGE}?done=passkey_removed"
    assert (await stranger.get("/account/security")).status_code == 303  # whoever has it now is signed out with it
    assert (await enter(stranger, device)).status_code == 422
    assert (await owner.post(first_removal)).status_code == 404
    assert await users.recovery_codes_left(person) == 10
    await owner.post(second_removal)
    assert await users.recovery_codes_left(person) == 0
    assert (await sign_in(stranger)).headers["location"] == "/account"  # by the password alone again
    told = [letter.text for letter in await letters("second_factor_changed") if letter.subject.endswith("removed")]
    assert sorted("your password alone lets you in" in text for text in told) == [False, True]


async def test_an_account_has_so_many_and_an_operator_clears_them_all(device: Device, owner: httpx.AsyncClient) -> None:
    for _ in range(9):
        assert (await add(owner, Device())).status_code == 303
    refused = await add(owner, Device())
    assert (refused.status_code, len(office.summary(refused)), len(await kept())) == (422, 1, 10)
    await users.clear_second_factor(EMAIL)
    assert (await kept(), (await owner.get("/account/security")).status_code) == ([], 303)


async def test_an_app_beside_them_comes_and_goes_and_leaves_the_codes(
    device: Device, owner: httpx.AsyncClient, person: users.Person
) -> None:
    await owner.post(f"{PAGE}/beginning")
    [key] = re.findall(r'account__key">([A-Z2-7 ]+)<', (await owner.get(PAGE)).text)
    code = pyotp.TOTP(key.replace(" ", "")).now()
    assert (await owner.post(PAGE, data={"code": code})).headers["location"] == f"{PAGE}?done=app_added"
    both = await users.second_factors(person.id)
    assert (both.app_at is None, len(both.passkeys), both.codes) == (False, 1, 10)
    assert (await owner.post(f"{PAGE}/removal")).headers["location"] == f"{PAGE}?done=removed"
    one = await users.second_factors(person.id)
    assert (one.app_at is None, len(one.passkeys), one.codes) == (True, 1, 10)
    page = await sign_in(owner)
    assert heading(page) == "Your second factor"


async def test_where_no_browser_would_make_one_none_is_offered(
    app: Litestar, person: users.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    parties = {
        "http://127.0.0.1:8000": None,
        "https://192.0.2.7": None,
        "http://[::1]:8000": None,
        "http://shop.example": None,
        "https://Shop.example:443": ("shop.example", "https://shop.example"),
        "https://shop.example:8443": ("shop.example", "https://shop.example:8443"),
        "http://shop.localhost:80": ("shop.localhost", "http://shop.localhost"),
    }
    for address, expected in parties.items():
        monkeypatch.setenv("BASE_URL", address)
        settings.cache_clear()
        party = users.relying_party()
        assert (address, party and (party.id, party.origin)) == (address, expected)
    monkeypatch.setenv("BASE_URL", "http://127.0.0.1:8000")
    settings.cache_clear()
    async with browser_of(app) as browser:
        assert "pass-key" not in (await browser.get("/login")).text
        assert (await browser.post(f"{ALONE}/question")).status_code == 404
        await office.signed_in(browser, await make_person("eve@example.com"))
        assert "account-passkeys" not in (await browser.get(PAGE)).text
        await office.signed_in(browser, await office.hire())
        told = (await browser.get(PAGE)).text
    assert ("BASE_URL can be http://localhost" in told, "pass-key" in told) == (True, False)


async def test_they_stand_in_the_file_of_their_owners_data_and_go_with_them(
    device: Device, owner: httpx.AsyncClient, person: users.Person, outside: str
) -> None:
    file = (await owner.get("/account/data/file")).json()
    assert [(each["name"], each["last_used"]) for each in file["passkeys"]] == [("A browser", None)]
    await users.erase(person.id)
    assert await kept() == []
