"""The API believes a key or an access token in a header, and nothing else, whatever is sent."""

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from litestar import Litestar

from domains import users
from domains.shared import clock
from domains.users import Permission as P
from domains.users import tokens
from tests.app.making import browser_of
from tests.support import office
from tests.support.people import EMAIL, PASSWORD, make_person
from tests.support.programs import MakeKey, bearer
from tests.support.staff import PASSWORD as OF_STAFF
from tests.support.staff import hired

Forgery = Callable[[str], str]


def encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def resigned(head: dict[str, Any] | None = None, key: Any = None, **said: Any) -> Forgery:
    """By the shop's own key, or another, with something else in it."""

    def forge(access: str) -> str:
        was, claims = jwt.get_unverified_header(access), jwt.decode(access, options={"verify_signature": False})
        signed_by = key or tokens._known()[was["kid"]]
        return jwt.encode(claims | said, signed_by, algorithm="EdDSA", headers=was | (head or {}))

    return forge


def unsigned(**head: Any) -> Forgery:
    def forge(access: str) -> str:
        was, claims = jwt.get_unverified_header(access), jwt.decode(access, options={"verify_signature": False})
        return f"{encoded(was | head)}.{encoded(claims)}.{'' if head['alg'] == 'none' else access.rpartition('.')[2]}"

    return forge


FORGED: dict[str, Forgery] = {
    "no algorithm": unsigned(alg="none"),
    "another algorithm": unsigned(alg="HS256"),
    "yet another": unsigned(alg="ES256"),
    "another's key": resigned(key=Ed25519PrivateKey.generate()),
    "a foreign kid": resigned({"kid": "2026-01-01.000000000000"}),
    "a path for a kid": resigned({"kid": "../../../dev/null"}),
    "over": resigned(exp=clock.now() - timedelta(seconds=6)),
    "for pages": resigned(aud="shop"),
    "for both": resigned(aud=["api", "shop"]),
    "another shop's": resigned(iss="https://evil.example"),
    "another kind": resigned({"typ": "JWT"}),
    "nobody's session": resigned(sid="00000000-0000-0000-0000-000000000001"),
    "cut short": lambda access: access[:-10],
    "without a signature": lambda access: access.rpartition(".")[0] + ".",
    "without its middle": lambda access: "..".join(access.split(".")[::2]),
    "doubled": lambda access: f"{access}, Bearer {access}",
    "huge": lambda access: access + "A" * 20_000,
    "a head alone": lambda access: access.partition(".")[0],
    "empty": lambda access: "",
    "no text": lambda access: "\x80\xff",
    "half a key": lambda access: "barrow_",
    "a key of nobody": lambda access: f"barrow_01234567_{'A' * 43}",
    "a huge key": lambda access: f"barrow_01234567_{'A' * 5_000}",
}


async def test_a_forged_token_opens_nothing(program: httpx.AsyncClient, owner: users.Person) -> None:
    access = (await users.start_session(owner.id, "", "", audience=users.Audience.API)).access
    assert (await program.get("/api/v1/me", headers=bearer(access))).json()["email"] == owner.email
    let_in = []
    for name, forge in FORGED.items():
        sent = {"Authorization": b"Bearer " + forge(access).encode("latin-1")}
        answer = await program.get("/api/v1/me", headers=sent)  # type: ignore[arg-type]
        refused = (answer.status_code, answer.headers.get("www-authenticate", ""), answer.headers["content-type"])
        if refused != (401, 'Bearer realm="api", error="invalid_token"', "application/problem+json"):
            let_in.append((name, *refused))
    assert let_in == []
    assert (await program.get("/api/v1/me", headers=bearer(access))).status_code == 200


async def test_without_a_bearer_nothing_is_told(program: httpx.AsyncClient) -> None:
    for path in ("/api/v1/me", "/api/v1/products", "/api/v1/orders", "/api/v1/orders/B-1001"):
        for headers in ({}, {"Authorization": "Basic YTpi"}):
            answer = await program.get(path, headers=headers)
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, 'Bearer realm="api"')
            assert (answer.headers["cache-control"], answer.json()["status"]) == ("no-store", 401)


async def test_cookies_open_nothing_and_both_together_are_refused(
    app: Litestar, program: httpx.AsyncClient, owner: users.Person, key: MakeKey
) -> None:
    made = await key(P.ORDERS_READ)
    async with browser_of(app) as browser:
        await office.signed_in(browser, owner)
        assert (await browser.get("/admin/orders")).status_code == 200
        assert (await browser.get("/api/v1/me")).status_code == 401
        for path in ("/api/v1/me", "/admin/orders", "/"):
            both = await browser.get(path, headers=made | {"Accept": "application/json"})
            assert (both.status_code, both.headers["content-type"]) == (400, "application/problem+json")
            assert both.json()["detail"].startswith("Send either the cookies")
        assert (await browser.get("/admin/orders")).status_code == 200
    assert (await program.get("/admin/orders", headers=made)).status_code == 303  # pages take no bearer


async def test_a_key_does_what_it_was_given_while_its_maker_may(program: httpx.AsyncClient, key: MakeKey) -> None:
    packer = await hired("pim@barrow.example", "fulfilment")
    made = await key(P.ORDERS_READ, person=packer)
    told = (await program.get("/api/v1/me", headers=made)).json()
    assert (told["email"], told["permissions"]) == ("pim@barrow.example", ["orders:read"])
    assert made["Authorization"].startswith(f"Bearer {told['key']}_")
    assert (await program.get("/api/v1/orders", headers=made)).status_code == 200
    refused = await program.get("/api/v1/products", headers=made)
    assert (refused.status_code, refused.headers["content-type"]) == (403, "application/problem+json")
    [entry] = (await users.audit_entries(users.AuditFilter(action="products"))).entries
    assert (entry.actor, entry.behalf_of, entry.outcome) == (told["key"], "pim@barrow.example", "refused")
    await users.give_roles(packer.id, {"catalogue": []}, actor=users.OPERATOR)
    assert (await program.get("/api/v1/orders", headers=made)).status_code == 403
    await users.disable(packer.id, actor=users.OPERATOR)
    assert (await program.get("/api/v1/me", headers=made)).status_code == 401


async def test_a_key_whose_maker_may_not_work_rests_too(
    program: httpx.AsyncClient, owner: users.Person, key: MakeKey
) -> None:
    made = await key(P.ORDERS_READ)
    async with users.database.transaction() as session:
        await session.execute(sa.update(users.Person).values(staff_since=sa.func.now() - timedelta(days=15)))
    assert (await program.get("/api/v1/orders", headers=made)).status_code == 403
    assert (await program.get("/api/v1/me", headers=made)).json()["permissions"] == []


async def test_each_key_has_a_limit_of_its_own(program: httpx.AsyncClient, key: MakeKey) -> None:
    few, many = await key(P.ORDERS_READ, per_minute=2), await key(P.ORDERS_READ)
    told = [(await program.get("/api/v1/me", headers=few)).status_code for _ in range(3)]
    assert told == [200, 200, 429]
    assert int((await program.get("/api/v1/me", headers=few)).headers["retry-after"]) > 0
    assert (await program.get("/api/v1/me", headers=many)).status_code == 200


async def test_a_person_signs_in_without_a_browser(program: httpx.AsyncClient) -> None:
    await make_person()
    sent = {"email": EMAIL, "password": PASSWORD}
    begun = await program.post("/api/v1/tokens", json=sent)
    assert (begun.status_code, begun.json()["expires_in"], begun.cookies) == (201, 300, httpx.Cookies())
    me = await program.get("/api/v1/me", headers=bearer(begun.json()["access_token"]))
    assert (me.json()["email"], me.json()["permissions"], me.json()["key"]) == (EMAIL, [], None)
    assert (await program.get("/api/v1/orders", headers=bearer(begun.json()["access_token"]))).status_code == 403
    assert (await users.audit_entries(users.AuditFilter())).entries == []
    renewed = await program.post("/api/v1/tokens/renewal", json={"refresh_token": begun.json()["refresh_token"]})
    access = bearer(renewed.json()["access_token"])
    assert (await program.delete("/api/v1/session", headers=access)).status_code == 204
    assert (await program.get("/api/v1/me", headers=access)).status_code == 401
    gone = await program.post("/api/v1/tokens/renewal", json={"refresh_token": renewed.json()["refresh_token"]})
    assert gone.status_code == 401


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"email": EMAIL, "password": "not it"}, 401),
        ({"email": "nobody@example.com", "password": PASSWORD}, 401),
        ({"email": EMAIL}, 400),
        ({"email": EMAIL, "password": PASSWORD, "roles": ["owner"]}, 400),
        ({"email": EMAIL, "password": "x" * 2_000}, 400),
        ([], 400),
    ],
)
async def test_what_is_no_sign_in_is_a_problem(program: httpx.AsyncClient, sent: object, status: int) -> None:
    await make_person()
    answer = await program.post("/api/v1/tokens", json=sent)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


async def test_staff_with_a_second_factor_send_its_code_along(program: httpx.AsyncClient, owner: users.Person) -> None:
    [code] = await second_factor(owner)
    sent = {"email": owner.email, "password": OF_STAFF}
    for more, status in (({}, 401), ({"code": "000000"}, 422), ({"code": code}, 201)):
        answer = await program.post("/api/v1/tokens", json=sent | more)
        assert answer.status_code == status
    access = bearer(answer.json()["access_token"])
    assert "orders:refund" in (await program.get("/api/v1/me", headers=access)).json()["permissions"]
    alone = (await users.start_session(owner.id, "", "", audience=users.Audience.API)).access
    assert (await program.get("/api/v1/me", headers=bearer(alone))).status_code == 401


async def second_factor(person: users.Person) -> list[str]:
    """Set up; one recovery code of it."""
    import pyotp

    here = await users.session((await users.start_session(person.id, "", "")).access)
    await users.begin_second_factor(person)
    pending = await users.pending_second_factor(person)
    assert pending is not None
    assert here is not None
    app = pyotp.TOTP(pending.secret.replace(" ", ""))
    return [(await users.confirm_second_factor(person, here.id, app.now()))[0]]
