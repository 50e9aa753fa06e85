"""Each ready-made role before each route of the back office: refused in words but where `who_may_what.txt` lets it in,
which is tried with one of those; and no page offers what would be refused.

A route that is added or asks for something else changes the table: the test prints the lines as they should be."""

import html
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from litestar import Litestar

from app.security.declarations import Who
from domains import catalog, inventory, orders, users
from tests.app.making import browser_of, forget_limits
from tests.support import office, warehouse
from tests.support.forms import forms
from tests.support.routes import Way, ways
from tests.support.staff import hired
from tests.support.visiting import on_the_shelf

TABLE = Path(__file__).parent / "who_may_what.txt"
ROLES = ("catalogue", "fulfilment", "manager", "owner", "read-only", "support")
SLOW = {"admin.books", "admin.rebuild_search"}  # they have tests of their own; their guard is tried all the same
Crew = dict[str, httpx.AsyncClient]


@pytest.fixture
async def crew(surroundings: Callable[..., None], stranger: httpx.AsyncClient, app: Litestar) -> AsyncIterator[Crew]:
    """A browser for each role, somebody of it signed in. All of them come from one address, and often."""
    surroundings(RATE_BROWSE="100000/minute", RATE_ACT="100000/minute")
    forget_limits()
    signed_in: Crew = {}
    for role in ROLES:
        signed_in[role] = browser_of(app)
        await office.signed_in(signed_in[role], await hired(f"{role}@barrow.example", role))
    yield signed_in
    for client in signed_in.values():
        await client.aclose()


def inside(app: Litestar) -> list[Way]:
    found = [way for way in ways(app) if way.path.startswith("/admin") and way.method != "HEAD"]
    return sorted(
        (way for way in found if way.declared and way.declared.who is not Who.ANYONE), key=lambda way: way.name
    )


def test_the_table_tells_what_the_roles_allow(app: Litestar) -> None:
    from domains.users.ready_made import READY_MADE

    allow = {ready["key"]: ready for ready in READY_MADE}
    lines = []
    for way in inside(app):
        assert way.declared is not None
        who = way.declared.who
        may = [role for role in ROLES if role == "owner" or who is Who.STAFF or who in allow[role]["permissions"]]
        lines.append(f"{way.name}: {' '.join(may)}\n")
    assert TABLE.read_text() == "".join(lines)


async def test_every_role_is_let_in_where_the_table_says_so_and_nowhere_else(app: Litestar, crew: Crew) -> None:
    table = {name: set(may.split()) for name, may in (line.split(":") for line in TABLE.read_text().splitlines())}
    wrong = []
    for number, way in enumerate(inside(app)):
        someone = sorted(table[way.name])[number % len(table[way.name])]
        for role, client in crew.items():
            if role in table[way.name] and (role != someone or way.name in SLOW):
                continue
            answer = await client.request(way.method, way.address, data={} if way.method == "POST" else None)
            refused = answer.status_code == 403
            said = "None of your roles lets you" in html.unescape(answer.text)
            if (role in table[way.name]) == refused or refused != said or answer.status_code >= 500:
                wrong.append((role, way.name, answer.status_code))
    assert wrong == []


async def test_a_role_is_shown_the_way_only_to_what_it_may_open(
    app: Litestar, crew: Crew, stranger: httpx.AsyncClient, index: catalog.SearchIndex, outside: str
) -> None:
    """Pages with something on them, their links and forms; a shop where everything has happened once."""
    await on_the_shelf(stock=5)
    order = await office.buy(stranger, quantity=3)
    await inventory.create_location("shop", "The shop", "DE", 1)
    await warehouse.drafted({"MUG": 1})
    await warehouse.ordered({"MUG": 2})
    known = {way.name: way for way in inside(app)}
    offered: dict[str, set[str]] = {}
    for role, client in crew.items():
        [person] = [each for each in await users.staff() if each.email == f"{role}@barrow.example"]
        for path in await pages(order):
            answer = await client.get(path)
            if answer.status_code == 403:
                continue
            assert (path, answer.status_code) == (path, 200)
            for method, target in led_to(answer):
                way = route_of(known, method, target)
                assert way.declared is not None
                allowed = way.declared.who is Who.STAFF or person.may(users.Permission(way.declared.who))
                assert allowed, f"{path} offers {role} {method} {target}"
                offered.setdefault(role, set()).add(way.name)
    assert "admin.refund" in offered["support"]
    assert "admin.fulfil" in offered["fulfilment"]
    assert offered["owner"] > offered["manager"] - {"admin.home"} > offered["read-only"] - {"admin.home"}


async def pages(order: orders.Order) -> list[str]:
    product = (await catalog.products(query="", status=None, page=1)).items[0]
    return [
        "/admin/orders", f"/admin/orders/{order.number}", "/admin/products", f"/admin/products/{product.id}",
        f"/admin/products/{product.id}/pictures", f"/admin/products/{product.id}/prices",
        f"/admin/products/{product.id}/variants/{product.variants[0].id}/prices", "/admin/categories",
        "/admin/collections", "/admin/product-types", "/admin/price-lists", "/admin/promotions", "/admin/reviews",
        "/admin/articles", "/admin/stock", "/admin/stock/history?sku=MUG", "/admin/stock/locations",
        "/admin/stock/routing", f"/admin/products/{product.id}/sending",
        f"/admin/products/{product.id}/variants/{product.variants[0].id}/parts",
        "/admin/stock/locations/main", "/admin/stock/transfers", "/admin/stock/transfers/TR-1001",
        "/admin/stock/purchase-orders", "/admin/stock/purchase-orders/PO-1001", "/admin/imports", "/admin/search",
        "/admin/alerts", "/admin/audit", "/admin/customers", "/admin/staff", "/admin/roles", "/admin/roles/support",
        f"/admin/staff/{(await users.staff())[0].id}",
    ]  # fmt: skip


def led_to(answer: httpx.Response) -> set[tuple[str, str]]:
    """Links and forms into the back office, without its doors; a form whose fields stand still sends nothing."""
    links = {("GET", urlsplit(html.unescape(href)).path) for href in re.findall(r'<a [^>]*href="([^"]+)"', answer.text)}
    sealed = set(re.findall(r'<form [^>]*action="([^"]+)"[^>]*>\s*<fieldset class="sealed" disabled', answer.text))
    sent = {
        (form.method.upper(), urlsplit(form.action).path)
        for form in forms(answer.text, str(answer.url))
        if urlsplit(form.action).path not in {urlsplit(html.unescape(action)).path for action in sealed}
    }
    doors = ("/admin/sign-in", "/admin/sign-out")
    return {(how, path) for how, path in links | sent if path.startswith("/admin") and path not in doors}


def route_of(known: dict[str, Way], method: str, path: str) -> Way:
    for way in known.values():
        pattern = re.sub(r"{\w+:path}", ".+", way.path.replace("{", "\0{")).replace("\0", "")
        pattern = re.sub(r"{\w+:\w+}", "[^/]+", pattern)
        if way.method == method and re.fullmatch(pattern, path):
            return way
    raise AssertionError(f"{method} {path} leads nowhere")
