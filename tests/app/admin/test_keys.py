"""The pages of API keys: made after a fresh proof, shown once, ended by one press."""

import re

import httpx
from litestar import Litestar

from domains import users
from tests.app.making import browser_of
from tests.support import office
from tests.support.people import age_proofs
from tests.support.programs import bearer
from tests.support.staff import hired

TYPED = {"name": "Warehouse", "permission": ["orders:read"]}


def key_on(answer: httpx.Response) -> str:
    [key] = re.findall(r'value="(barrow_[0-9a-f]{8}_[\w-]{43})"', answer.text)
    return str(key)


async def test_a_key_is_made_shown_once_used_and_ended(app: Litestar, staff: httpx.AsyncClient) -> None:
    form = office.form_to(await staff.get("/admin/keys/new"), "/admin/keys/new")
    assert {"days": "90", "per_minute": "120"}.items() <= form.fields.items()
    made = await staff.post(form.action, data=form.fields | TYPED)
    assert (made.status_code, made.headers["cache-control"]) == (200, "no-store")
    key = key_on(made)
    async with browser_of(app) as program:
        assert (await program.get("/api/v1/orders", headers=bearer(key))).status_code == 200
        page = await staff.get("/admin/keys")
        [row] = office.rows(page, "API keys")
        assert row[:4] == [f"{key[:15]}…", "Warehouse", office.EMAIL, "orders:read"]
        assert row[4] != "never"
        assert key not in page.text
        gone = await staff.post(office.form_to(page, "/revocation").action)
        told = "The key is ended. Whoever comes with it is refused from now on."
        assert office.said(await staff.get(gone.headers["location"])) == told
        assert (await program.get("/api/v1/orders", headers=bearer(key))).status_code == 401
    [row] = office.rows(await staff.get("/admin/keys"), "API keys")
    assert row[5:] == ["ended", ""]


async def test_who_proved_themselves_long_ago_does_so_first(staff: httpx.AsyncClient) -> None:
    await age_proofs()
    asked = await staff.post("/admin/keys/new", data=TYPED | {"days": "30", "per_minute": "1"})
    assert asked.headers["location"].startswith("/account/proof")
    assert await users.api_keys() == []


async def test_what_a_key_cannot_be_is_said_and_kept(staff: httpx.AsyncClient) -> None:
    sent = TYPED | {"name": "<b>", "days": "30", "per_minute": "many"}
    answer = await staff.post("/admin/keys/new", data=sent)
    assert (answer.status_code, office.summary(answer)) == (422, ["Give a whole number, 0 or more."])
    assert 'value="&lt;b&gt;"' in answer.text
    assert 'value="orders:read" checked' in answer.text
    for wrong in ({"permission": []}, {"permission": ["roles:write"]}, {"days": "36500"}, {"name": " "}):
        assert (await staff.post("/admin/keys/new", data=sent | {"per_minute": "9"} | wrong)).status_code == 422
    assert await users.api_keys() == []


async def test_nobody_is_offered_or_given_more_than_they_hold(app: Litestar, staff: httpx.AsyncClient) -> None:
    typed = {"name": "Keymakers", "about": "", "permission": ["orders:read", "keys:read", "keys:write"]}
    assert (await staff.post("/admin/roles/new", data=typed)).status_code == 303
    async with browser_of(app) as other:
        await office.signed_in(other, await hired("kay@barrow.example", "keymakers"))
        page = await other.get("/admin/keys/new")
        assert re.findall(r'name="permission" value="([^"]+)"', page.text) == ["orders:read", "keys:read"]
        sent = {"name": "More", "days": "30", "per_minute": "9", "permission": ["orders:read", "orders:refund"]}
        answer = await other.post("/admin/keys/new", data=sent)
        assert (answer.status_code, "you may not give money back" in office.read(answer)) == (403, True)
    assert await users.api_keys() == []
