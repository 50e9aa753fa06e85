"""The door of the back office: who gets in, where strangers end up, and how one leaves."""

import re
from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar

from app.commands import demo_login
from domains import users
from domains.shared.settings import settings
from tests.app.making import browser_of, forget_limits
from tests.support import office
from tests.support.round_trips import counting, listening

NUMBER, ID = "B-1001", str(uuid4())
DOORS = {("GET", "/admin/sign-in"), ("POST", "/admin/sign-in"), ("POST", "/admin/sign-out")}
FILLINGS = {"uuid": ID, "int": "1", "path": "kitchen/knives", "str": NUMBER}
LEADING_AWAY = (
    "https://evil.example/admin",
    "//evil.example/admin",
    "/\\evil.example",
    "/admin/..//evil.example",
    "/admin/%2e%2e//evil.example",
    "/admin//evil.example",
    "/administrator",
    "javascript:alert(1)",
    "/admin\r\nSet-Cookie: a=b",
    "",
)


def every_address(app: Litestar, wanted: str) -> list[str]:
    """Of the back office, but for its doors; with something put in where an address has a gap."""
    routes = {
        (method, route.path)
        for route in app.routes
        if route.path.startswith("/admin")
        for method in getattr(route, "methods", ())
    }
    return sorted(
        re.sub(r"{\w+:(\w+)}", lambda gap: FILLINGS[gap[1]], path)
        for method, path in routes - DOORS
        if method == wanted
    )


async def test_the_door_asks_the_catalogue_for_nothing(
    stranger: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listening(monkeypatch) as asked:
        with counting(asked):
            answers = [await stranger.get("/admin/sign-in"), await stranger.get("/admin/sign-in?done=out")]
            answers.append(await stranger.post("/admin/sign-in", data={"email": "ada@example.com", "password": "no"}))
        assert ([answer.status_code for answer in answers], asked.mongo) == ([200, 200, 422], [])


async def test_a_stranger_is_led_to_the_sign_in_page_from_every_page(
    app: Litestar, stranger: httpx.AsyncClient
) -> None:
    pages = every_address(app, "GET")
    assert {"/admin", "/admin/orders", f"/admin/products/{ID}", "/admin/categories/kitchen/knives"} <= set(pages)
    for path in pages:
        answer = await stranger.get(path, params={"q": "1"})
        assert (path, answer.status_code) == (path, 303)
        assert answer.headers["location"] == f"/admin/sign-in?next={path.replace('/', '%2F')}%3Fq%3D1"
        assert "cache-control" in answer.headers


async def test_no_deed_of_a_stranger_is_done(
    app: Litestar, stranger: httpx.AsyncClient, surroundings: Callable[..., None]
) -> None:
    surroundings(RATE_ACT="1000/minute")  # there are more deeds than one may try in a minute
    forget_limits()
    deeds = every_address(app, "POST")
    assert {f"/admin/orders/{NUMBER}/refunds", "/admin/imports"} <= set(deeds)
    for path in deeds:
        answer = await stranger.post(path, data={"amount": "1", "key": ID, "status": "archived"})
        assert (path, answer.status_code, answer.headers.get("location")) == (path, 303, "/admin/sign-in")


def test_the_office_is_asked_in_these_two_ways_only(app: Litestar) -> None:
    methods = {
        method for route in app.routes if route.path.startswith("/admin") for method in getattr(route, "methods", ())
    }
    assert methods <= {"GET", "HEAD", "POST", "OPTIONS"}


async def test_after_a_session_has_ended_a_deed_leads_back_to_its_page(stranger: httpx.AsyncClient) -> None:
    referer = {"Referer": f"http://127.0.0.1:8000/admin/orders/{NUMBER}"}
    answer = await stranger.post(f"/admin/orders/{NUMBER}/refunds", headers=referer)
    assert answer.headers["location"] == f"/admin/sign-in?next=%2Fadmin%2Forders%2F{NUMBER}"


async def test_signing_in_opens_the_page_that_was_asked_for(stranger: httpx.AsyncClient) -> None:
    await office.hire()
    asked = await stranger.get("/admin/products?q=mug")
    form = office.form_to(await stranger.get(asked.headers["location"]), "/admin/sign-in")
    answer = await stranger.post(form.action, data=form.filled(username=office.EMAIL, current_password=office.PASSWORD))
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/products?q=mug")
    page = await stranger.get(answer.headers["location"])
    assert page.status_code == 200
    assert page.headers["cache-control"] == "no-store"


async def test_the_session_travels_in_cookies_scripts_cannot_read(stranger: httpx.AsyncClient) -> None:
    await office.hire()
    sent = (await office.sign_in(stranger)).headers.get_list("set-cookie")
    assert [cookie.partition("=")[0] for cookie in sent] == ["barrow-access", "barrow-refresh"]
    for cookie in sent:
        assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=1800"} <= set(cookie.split("; "))
        assert office.EMAIL not in cookie


async def test_over_https_its_cookies_are_secure_and_bound_to_this_host(
    surroundings: Callable[..., None], shop: None
) -> None:
    from app.main import create_app

    surroundings(BASE_URL="https://shop.example")
    await office.hire()
    async with browser_of(create_app(), "https://shop.example") as client:
        sent = (await office.sign_in(client)).headers.get_list("set-cookie")
    assert [cookie.partition("=")[0] for cookie in sent] == ["__Host-barrow-access", "__Host-barrow-refresh"]
    assert all("Secure" in cookie.split("; ") for cookie in sent)


async def test_with_an_old_access_token_the_page_comes_with_new_ones(staff: httpx.AsyncClient) -> None:
    before = staff.cookies["barrow-refresh"]
    staff.cookies.delete("barrow-access")
    answer = await staff.get("/admin/orders")
    assert answer.status_code == 200
    assert staff.cookies["barrow-refresh"] != before
    assert (await staff.get("/admin/orders")).headers.get_list("set-cookie") == []


@pytest.mark.parametrize(
    ("email", "password"),
    [
        (office.EMAIL, "wrong horse"),
        ("nobody@barrow.example", office.PASSWORD),
        (office.EMAIL, ""),
        ("", ""),
        ("a\x00b@example.com", "x\x00"),
        ("x" * 100_000, "y" * 100_000),
    ],
)
async def test_wrong_credentials_are_refused_and_never_say_which(
    stranger: httpx.AsyncClient, email: str, password: str
) -> None:
    await office.hire()
    answer = await office.sign_in(stranger, email, password)
    assert answer.status_code == 422
    assert office.summary(answer) == ["This e-mail address and password do not belong together."]
    assert "set-cookie" not in answer.headers
    assert (await stranger.get("/admin/orders")).status_code == 303


async def test_a_refused_sign_in_keeps_the_address_and_forgets_the_password(stranger: httpx.AsyncClient) -> None:
    answer = await office.sign_in(stranger, '"><b>ada', "secret words")
    assert 'value="&#34;&gt;&lt;b&gt;ada"' in answer.text
    assert "secret words" not in answer.text


@pytest.mark.parametrize("away", LEADING_AWAY)
async def test_nobody_is_led_out_of_the_back_office(stranger: httpx.AsyncClient, away: str) -> None:
    await office.hire()
    form = await stranger.get("/admin/sign-in", params={"next": away})
    assert office.form_to(form, "/admin/sign-in").fields["next"] == ""
    answer = await stranger.post(
        "/admin/sign-in", data={"email": office.EMAIL, "password": office.PASSWORD, "next": away}
    )
    assert answer.headers["location"] == "/admin"


async def test_signing_out_ends_the_session_itself_not_only_its_cookies(staff: httpx.AsyncClient) -> None:
    carried = dict(staff.cookies)
    answer = await staff.post("/admin/sign-out")
    assert answer.headers["location"] == "/admin/sign-in?done=out"
    assert not {"barrow-access", "barrow-refresh"} & set(staff.cookies)
    assert office.said(await staff.get(answer.headers["location"])) == "You are signed out."
    for name, value in carried.items():
        staff.cookies.set(name, value, domain=staff.base_url.host)
    assert (await staff.get("/admin/orders")).status_code == 303


async def test_signing_in_again_ends_the_session_before(staff: httpx.AsyncClient) -> None:
    before = staff.cookies["barrow-access"]
    await office.sign_in(staff)
    assert staff.cookies["barrow-access"] != before
    assert await users.session(before) is None


async def test_a_made_up_session_opens_nothing_and_is_taken_back(stranger: httpx.AsyncClient) -> None:
    for name in ("barrow-access", "barrow-refresh"):
        stranger.cookies.set(name, "a" * 43, domain=stranger.base_url.host)
    assert (await stranger.get("/admin/orders")).status_code == 303
    assert dict(stranger.cookies) == {}


async def test_after_six_wrong_passwords_within_an_hour_one_has_to_wait(stranger: httpx.AsyncClient) -> None:
    """For a second, then for two and so on: who takes longer than that to try again is not held up yet."""
    answers = [await office.sign_in(stranger, "ada@example.com", "wrong") for _ in range(10)]
    assert [answer.status_code for answer in answers[:6]] == [422] * 6
    waiting = [answer.headers["retry-after"] for answer in answers if answer.status_code == 429]
    assert waiting
    assert set(waiting) <= {"1", "2", "3", "4"}


async def test_the_eleventh_try_within_a_minute_has_to_wait(stranger: httpx.AsyncClient) -> None:
    for number in range(10):
        assert (await office.sign_in(stranger, f"ada{number}@example.com", "wrong")).status_code == 422
    answer = await office.sign_in(stranger, "ada@example.com", "wrong")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


async def test_the_demonstrations_login_opens_no_real_shop(
    surroundings: Callable[..., None], stranger: httpx.AsyncClient
) -> None:
    await office.hire(demo_login.EMAIL)
    assert (await office.sign_in(stranger, demo_login.EMAIL)).status_code == 303
    assert (await stranger.get("/admin/orders")).status_code == 200
    surroundings(STRIPE_API_BASE="")
    forget_limits()
    assert not settings().sandboxed
    assert (await stranger.get("/admin/orders")).status_code == 303
    assert (await office.sign_in(stranger, demo_login.EMAIL)).status_code == 422


async def test_a_deed_from_another_site_is_refused(staff: httpx.AsyncClient) -> None:
    answer = await staff.post("/admin/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert (await staff.get("/admin/orders")).status_code == 200


async def test_what_is_not_there_is_said_inside_the_back_office(staff: httpx.AsyncClient) -> None:
    for path in (f"/admin/orders/{NUMBER}", f"/admin/products/{ID}", f"/admin/imports/{ID}"):
        answer = await staff.get(path)
        assert answer.status_code == 404
        assert 'class="office-bar"' in answer.text
