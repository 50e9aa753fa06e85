"""Wishlists as a shopper without JavaScript and as htmx see them, and as those see them who have the link."""

import re
from urllib.parse import quote

import httpx
import pytest
from litestar import Litestar

from app.security import cookies
from domains import catalog, users
from tests.app.making import browser_of
from tests.support.catalog import eur, make_variant
from tests.support.forms import Form, forms
from tests.support.office import read
from tests.support.people import make_person, sign_in
from tests.support.visiting import HTMX, on_the_shelf, put_in_cart


async def add(browser: httpx.AsyncClient, sku: str = "MUG", **fields: str) -> str:
    """By its form; the address of the list it is on now."""
    answer = await browser.post("/wishlists/items", data={"sku": sku, **fields})
    assert answer.status_code == 303
    return str(answer.headers["location"])


async def form(browser: httpx.AsyncClient, page: str, ending: str) -> Form:
    answer = await browser.get(page)
    return next(each for each in forms(answer.text, str(answer.url)) if each.action.endswith(ending))


async def send(browser: httpx.AsyncClient, page: str, ending: str, **typed: str) -> httpx.Response:
    found = await form(browser, page, ending)
    return await browser.post(found.action, data=found.fields | typed)


async def shared_link(browser: httpx.AsyncClient, page: str, **typed: str) -> str:
    await send(browser, page, "/link", **typed)
    text = (await browser.get(page)).text
    [link] = re.findall(r'id="shared-link" type="url" value="[^"]*(/wishlists/shared/[^"]+)"', text)
    return str(link)


async def test_from_a_products_page_onto_a_list_and_from_there_into_the_cart(browser: httpx.AsyncClient) -> None:
    product = await on_the_shelf("Harbour Mug", price=eur(12_50))
    page = await add(browser, **(await form(browser, f"/products/{product.slug}", "/wishlists/items")).fields)
    shown = await browser.get(page)
    assert "Harbour Mug" in shown.text
    assert "€12.50" in shown.text
    assert "1 thing on them" in read(shown)
    await catalog.change_price(product.id, product.variants[0].id, eur(9_00), None)
    assert "€9.00" in (await browser.get(page)).text
    taken = await send(browser, page, "/wishlists/" + page.split("/")[-1] + "/cart")
    assert (taken.status_code, taken.headers["location"]) == (303, "/cart")
    assert "Harbour Mug" in (await browser.get("/cart")).text


async def test_looking_makes_no_visitor_and_asks_for_no_lists(browser: httpx.AsyncClient) -> None:
    product = await on_the_shelf()
    for page in ("/wishlists", f"/products/{product.slug}"):
        answer = await browser.get(page)
        assert answer.status_code == 200
        assert "set-cookie" not in answer.headers
    assert 'name="list"' not in answer.text
    await add(browser)
    assert 'name="list"' in (await browser.get(f"/products/{product.slug}")).text


async def test_htmx_gets_what_was_added_and_how_many_there_are(browser: httpx.AsyncClient) -> None:
    await on_the_shelf("Harbour Mug")
    answer = await browser.post("/wishlists/items", data={"sku": "MUG"}, headers=HTMX)
    assert answer.status_code == 200
    assert "On your list “Wishlist”: Harbour Mug" in answer.text
    assert '<hx-partial hx-target="#wishlist-badge"' in answer.text
    again = await browser.post("/wishlists/items", data={"sku": "MUG"}, headers=HTMX)
    assert "On your list “Wishlist” already: Harbour Mug" in again.text
    assert "<html" not in again.text


async def test_lists_are_begun_renamed_filled_and_deleted_by_plain_forms(browser: httpx.AsyncClient) -> None:
    await on_the_shelf("Harbour Mug")
    first = await add(browser)
    second = (await send(browser, "/wishlists", "/wishlists", name="Birthday")).headers["location"].split("?")[0]
    moved = await send(browser, first, "/place")
    assert moved.headers["location"] == f"{first}?done=moved"
    assert "Nothing is on this list yet." in (await browser.get(first)).text
    item = re.findall(r'id="wishlist-item-([0-9a-f-]{36})"', (await browser.get(second)).text)[0]
    await send(browser, second, f"/items/{item}", quantity="2", note="the <blue> one")
    text = (await browser.get(second)).text
    assert "the &lt;blue&gt; one" in text
    refused = await send(browser, second, f"/items/{item}", quantity="abc", note="kept as typed")
    assert refused.status_code == 422
    assert "Enter a whole number" in refused.text
    assert 'value="kept as typed"' in refused.text
    await send(browser, second, "/name", name="For Ada")
    clash = await send(browser, second, "/name", name="wishlist")
    assert (clash.status_code, clash.text.count("You have a list of this name already.")) == (422, 2)  # also above
    await send(browser, second, "/wishlists/" + second.split("/")[-1] + "/removal")
    assert (await browser.get(second)).status_code == 404
    assert "The list “For Ada” is deleted." in read(await browser.get("/wishlists"))
    back = await send(browser, "/wishlists", "/restoration")
    assert "the &lt;blue&gt; one" in (await browser.get(back.headers["location"])).text
    assert "is deleted" not in (await browser.get("/wishlists")).text
    await send(browser, second, "/wishlists/" + second.split("/")[-1] + "/removal")
    names = re.findall(r'class="wishlists__name"[^>]*>([^<]+)<', (await browser.get("/wishlists")).text)
    assert names == ["Wishlist"]


async def test_what_has_sold_out_is_named_and_the_rest_goes_into_the_cart_once(browser: httpx.AsyncClient) -> None:
    await on_the_shelf("Mug", sku="MUG")
    await on_the_shelf("Jug", sku="JUG", stock=0)
    gone = await on_the_shelf("Bowl", sku="BOWL")
    sizes = [make_variant(f"T-{size}", options={"Size": size}) for size in "SL"]
    await on_the_shelf("Shirt", variants=sizes, options=[catalog.Option(name="Size", values=["S", "L"])])
    for sku in ("MUG", "JUG", "BOWL"):
        page = await add(browser, sku)
    await add(browser, "T-S", open="yes")
    await catalog.set_status(gone.id, catalog.ProductStatus.ARCHIVED)
    for _ in range(2):
        taken = await send(browser, page, page.split("/")[-1] + "/cart")
        assert taken.status_code == 200
        words = read(taken)
        assert "In your cart: 1 of 4." in words
        assert "Jug: This is sold out." in words
        assert "Bowl: It is no longer sold." in words
        assert "Shirt: Choose on its page which one it is to be." in words
    cart = (await browser.get("/cart")).text
    assert re.findall(r'name="quantity"[^>]* value="(\d+)"', cart) == ["1"]
    htmx = await browser.post(f"{page}/cart", headers=HTMX)
    assert '<hx-partial hx-target="#cart-badge"' in htmx.text
    assert "No longer sold" in htmx.text


async def test_nothing_that_can_be_had_is_a_refusal(browser: httpx.AsyncClient) -> None:
    await on_the_shelf("Jug", sku="JUG", stock=0)
    page = await add(browser, "JUG")
    assert "Tell me when it is back" in (await browser.get(page)).text
    assert (await browser.post(f"{page}/cart")).status_code == 409


async def test_a_shared_list_is_read_by_strangers_without_notes_and_without_traces(
    app: Litestar, browser: httpx.AsyncClient
) -> None:
    await on_the_shelf("Harbour Mug")
    page = await add(browser)
    item = re.findall(r'id="wishlist-item-([0-9a-f-]{36})"', (await browser.get(page)).text)[0]
    await send(browser, page, f"/items/{item}", quantity="1", note="a secret")
    link = await shared_link(browser, page, by="Grace")
    async with browser_of(app) as stranger:
        seen = await stranger.get(link)
        assert "Harbour Mug" in seen.text
        assert "A wishlist of Grace" in seen.text
        assert "a secret" not in seen.text
        assert "/wishlists/items" not in [each.action for each in forms(seen.text, str(seen.url))]
        assert seen.headers["cache-control"] == "private, no-store"
        assert seen.headers["x-robots-tag"] == "noindex, nofollow"
        assert seen.headers["referrer-policy"] == "no-referrer"
        assert "set-cookie" not in seen.headers
        assert (await stranger.get(page)).status_code == 404
        await send(browser, page, "/link", by="", notes="yes")
        anew = await stranger.get(link)
        assert "a secret" in anew.text
        assert "Grace" not in anew.text
        await send(browser, page, "/link/removal")
        assert (await stranger.get(link)).status_code == 404


async def test_nobody_changes_the_list_of_another(app: Litestar, browser: httpx.AsyncClient) -> None:
    await on_the_shelf("Harbour Mug")
    page = await add(browser)
    item = re.findall(r'id="wishlist-item-([0-9a-f-]{36})"', (await browser.get(page)).text)[0]
    before = read(await browser.get(page))
    of_item = [f"/items/{item}{deed}" for deed in ("", "/removal", "/cart")]
    deeds = ["/name", "/link", "/link/removal", "/cart", *of_item]
    async with browser_of(app) as stranger:
        assert [(await stranger.post(f"{page}{deed}")).status_code for deed in deeds] == [404] * 7
        await put_in_cart(stranger)
        typed = {"name": "Mine", "quantity": "1"}
        assert [(await stranger.post(f"{page}{deed}", data=typed)).status_code for deed in deeds] == [404] * 7
        await stranger.post(f"{page}/removal")
        assert (await stranger.post("/wishlists/items", data={"sku": "MUG", "list": page[-36:]})).status_code == 404
    assert read(await browser.get(page)) == before


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"sku": "MUG", "list": "nonsense"}, 422),
        ({"sku": "MUG", "list": '{"$gt": ""}'}, 422),
        ({"sku": "NOPE"}, 409),
        ({"sku": "x" * 5000}, 409),
        ({}, 409),
    ],
)
async def test_what_cannot_be_wished_for_is_refused(
    browser: httpx.AsyncClient, fields: dict[str, str], status: int
) -> None:
    await on_the_shelf()
    answer = await browser.post("/wishlists/items", data=fields)
    assert answer.status_code == status
    assert "You have no list yet." in (await browser.get("/wishlists")).text


async def test_a_hint_that_was_tampered_with_is_no_more_than_a_wrong_figure(browser: httpx.AsyncClient) -> None:
    await on_the_shelf()
    page = await add(browser)
    for hint in ("9999", "-1", "'; --", "9" * 400):
        browser.cookies.set("barrow-wishes", hint)
        assert (await browser.get(page)).status_code == 200
        assert (await browser.get("/cart")).status_code == 200
    answer = await browser.get("/wishlists")
    assert "barrow-wishes=1;" in answer.headers["set-cookie"]


async def test_whose_session_has_ended_comes_back_to_the_list_and_loses_nothing(
    app: Litestar, browser: httpx.AsyncClient
) -> None:
    ada = await make_person()
    await on_the_shelf("Harbour Mug")
    await sign_in(browser)
    page = await add(browser)
    await users.end_session(ada.id, (await users.sessions(ada.id))[0].id)
    ended = dict(browser.cookies)
    for ending, typed in (("/name", {"name": "For Ada"}), ("/removal", {}), ("/link", {"by": "Ada"}), ("/cart", {})):
        answer = await browser.post(f"{page}{ending}", data=typed, headers={"Referer": f"http://shop{page}"})
        assert answer.headers["location"] == f"/login?next={quote(page, safe='')}"
        browser.cookies.update(ended)
    assert (await browser.get(page)).headers["location"] == f"/login?next={quote(page, safe='')}"
    browser.cookies.update(ended)
    toast = await browser.post(f"{page}/name", data={"name": "For Ada"}, headers=HTMX)
    assert (toast.status_code, toast.headers["hx-retarget"]) == (401, "#toasts")
    assert "What you typed stays here: sign in, then send it again." in toast.text
    assert '<a class="toast__way" href="/login" target="_blank">Sign in</a>' in toast.text
    browser.cookies.update(ended)
    await on_the_shelf("Jug", sku="JUG")
    assert (await add(browser, "JUG", list=page[-36:])) != page
    guest = str(browser.cookies[cookies.PARTY])
    browser.cookies.clear()
    browser.cookies[cookies.PARTY] = guest
    await sign_in(browser)
    assert "2 things on them" in read(await browser.get("/wishlists"))
