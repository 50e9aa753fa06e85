"""Reviews as shoppers meet them: written from the page of an order, read beside the product."""

import re
from uuid import UUID

import httpx
import pytest

from domains import catalog, orders
from domains.shared.settings import settings
from tests.app.making import forget_limits
from tests.support import office
from tests.support.catalog import make_product, make_variant
from tests.support.orders import make_item, make_order, make_paid_order, pay, send
from tests.support.reviews import STAFF, make_review, rating_of
from tests.support.visiting import heading, on_the_shelf, put_in_cart

SAID = {"rating": "4", "title": "A good mug", "text": "It holds tea.\nAnd coffee.", "name": "Grace"}


@pytest.fixture
async def mug(browser: httpx.AsyncClient) -> catalog.Product:
    return await on_the_shelf(slug="mug")


@pytest.fixture
async def order(mug: catalog.Product) -> orders.Order:
    """Two mugs, paid for and sent."""
    order = await make_paid_order()
    await send(order)
    return order


def page_of(order: orders.Order, product_id: UUID, deed: str = "", token: str | None = None) -> str:
    return f"/orders/{order.number}/reviews/{product_id}{deed}?token={order.token if token is None else token}"


async def only_review(status: str = "waiting") -> catalog.Review:
    [found] = (await catalog.review_queue(catalog.ReviewStatus(status))).reviews
    return found


async def test_a_buyer_writes_from_the_page_of_their_order_and_others_read_it_once_it_is_published(
    browser: httpx.AsyncClient, mug: catalog.Product, order: orders.Order
) -> None:
    followed = await browser.get(f"/orders/{order.number}?token={order.token}")
    [link] = re.findall(r'href="([^"]+/reviews/[^"]+)"', followed.text)
    assert link == page_of(order, mug.id)
    form = office.form_to(await browser.get(link), link)
    sent = await browser.post(form.action, data=form.fields | SAID)
    assert (sent.status_code, sent.headers["location"]) == (303, f"{link}&done=written")
    thanks = await browser.get(sent.headers["location"])
    assert office.said(thanks).startswith("Thank you.")
    assert "We have it and will read it." in thanks.text
    assert thanks.headers["referrer-policy"] == "no-referrer"
    review = await only_review()
    assert (review.order_number, review.variants) == (order.number, ["Size Large, Colour Blue"])
    assert "A good mug" not in (await browser.get("/products/mug")).text
    await catalog.publish_review(review.id, actor=STAFF)
    shown = await browser.get("/products/mug")
    told = office.read(shown)
    assert "4 of 5, 1 review" in told
    assert "A good mug Grace , " in told
    assert "· Verified purchase · Size Large, Colour Blue It holds tea. And coffee." in told
    assert "Your review is shown" in (await browser.get(f"/orders/{order.number}?token={order.token}")).text
    assert "ada@example.com" not in shown.text
    assert '<link rel="canonical" href="http' in shown.text


async def test_only_who_has_bought_and_got_it_can_write(browser: httpx.AsyncClient, mug: catalog.Product) -> None:
    plate = await make_product("Plate")
    waiting = await make_order()
    paid = await pay(waiting)
    for order in (waiting, paid):
        assert "/reviews/" not in (await browser.get(f"/orders/{order.number}?token={order.token}")).text
        assert (await browser.post(page_of(order, mug.id), data=SAID)).status_code == 404
    await send(paid)
    other = await make_paid_order(items=[(make_item("PLATE", title="Plate"), 1)])
    wrong = (page_of(paid, plate.id), page_of(paid, mug.id, token=""), page_of(paid, mug.id, token=other.token))
    for address in (*wrong, page_of(other, mug.id)):
        assert (await browser.get(address)).status_code == 404
        assert (await browser.post(address, data=SAID)).status_code == 404
    assert (await catalog.review_queue(catalog.ReviewStatus.WAITING)).reviews == ()
    assert (await browser.post(page_of(paid, mug.id), data=SAID)).status_code == 303


async def test_of_a_part_that_was_sent_only_that_can_be_told(browser: httpx.AsyncClient, mug: catalog.Product) -> None:
    plate = await make_product("Plate", slug="plate")
    order = await make_paid_order(items=[(make_item(), 1), (make_item("PLATE", title="Plate"), 1)])
    await send(order, {next(line.id for line in order.lines if line.sku == "PLATE"): 1})
    assert (await browser.get(page_of(order, plate.id))).status_code == 200
    assert (await browser.get(page_of(order, mug.id))).status_code == 404


async def test_two_variants_of_a_product_are_told_of_together(browser: httpx.AsyncClient) -> None:
    variants = [make_variant("MUG-S", options={"Size": "S"}), make_variant("MUG-L", options={"Size": "L"})]
    mug = await make_product(variants=variants, slug="mug")
    items = [(make_item(each.sku, options=each.options), 1) for each in variants]
    order = await make_paid_order(items=items)
    await send(order)
    followed = await browser.get(f"/orders/{order.number}?token={order.token}")
    assert followed.text.count(f"/reviews/{mug.id}") == 1
    await browser.post(page_of(order, mug.id), data=SAID)
    assert (await only_review()).variants == ["Size S", "Size L"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"rating": ""}, ["Choose from one to five stars."]),
        ({"rating": "9"}, ["Choose from one to five stars."]),
        ({"text": "x" * 5000}, ["At most 4000 characters fit here; these are 5000."]),
        ({"name": "ada@example.com"}, ["Everybody reads this: give a name, not an address."]),
        ({"rating": "", "title": ""}, ["Choose from one to five stars.", "Say in a few words how you find it."]),
    ],
)
async def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    browser: httpx.AsyncClient, mug: catalog.Product, order: orders.Order, typed: dict[str, str], told: list[str]
) -> None:
    answer = await browser.post(page_of(order, mug.id), data=SAID | typed)
    assert (answer.status_code, office.summary(answer)) == (422, told)
    kept = office.form_to(answer, page_of(order, mug.id)).fields
    assert kept | {"rating": ""} == SAID | typed | {"rating": ""}
    assert "<title>Error: " in answer.text
    assert (await catalog.review_queue(catalog.ReviewStatus.WAITING)).reviews == ()


async def test_what_was_refused_can_be_changed_and_what_was_written_withdrawn(
    browser: httpx.AsyncClient, mug: catalog.Product, order: orders.Order
) -> None:
    here = page_of(order, mug.id)
    await browser.post(here, data=SAID)
    await catalog.refuse_review((await only_review()).id, "Please leave out the address.", actor=STAFF)
    assert "Please leave out the address." in (await browser.get(here)).text
    changed = office.form_to(await browser.get(here), here).fields | {"rating": "2"}
    assert changed["title"] == "A good mug"
    assert (await browser.post(here, data=changed)).status_code == 303
    await catalog.publish_review((await only_review()).id, actor=STAFF)
    assert await rating_of(mug) == (2, 1, {"2": 1})
    gone = await browser.post(page_of(order, mug.id, "/withdrawal"))
    assert gone.headers["location"] == f"{here}&done=withdrawn"
    assert await rating_of(mug) == (0, 0, {})
    assert office.said(await browser.get(gone.headers["location"])).startswith("Your review is withdrawn.")
    assert (await browser.get("/products/mug")).text.count("A good mug") == 0


async def test_writing_often_has_to_wait(
    browser: httpx.AsyncClient, mug: catalog.Product, order: orders.Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RATE_REVIEW", "2/minute")
    settings.cache_clear()
    forget_limits()
    answers = [await browser.post(page_of(order, mug.id), data=SAID | {"title": f"Good {n}"}) for n in range(3)]
    monkeypatch.undo()
    settings.cache_clear()
    forget_limits()
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert (await only_review()).words.title == "Good 1"


async def test_markup_is_shown_as_it_was_typed_and_addresses_are_no_links(
    browser: httpx.AsyncClient, mug: catalog.Product
) -> None:
    await make_review(
        mug, title="<script>alert(1)</script>", text='Go to https://x.example/?a=1 "now"', name="<b>G</b>"
    )
    page = (await browser.get("/products/mug")).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "Go to https://x.example/?a=1 &#34;now&#34;" in page
    assert "<bdi>&lt;b&gt;G&lt;/b&gt;</bdi>" in page
    assert 'href="https://x.example' not in page


async def test_reviews_are_sorted_and_paged_by_plain_links(browser: httpx.AsyncClient, mug: catalog.Product) -> None:
    for number in range(11):
        await make_review(mug, number % 5 + 1, title=f"Number {number:02}")

    async def titles(address: str) -> list[str]:
        return re.findall(r"Number (\d\d)</h3>", (await browser.get(address)).text)

    first = await browser.get("/products/mug?variant=MUG")
    assert "11 reviews" in first.text
    for link in ("reviews=best#product-reviews", "reviews=worst#product-reviews", "page=2#product-reviews"):
        assert f"/products/mug?variant=MUG&amp;{link}" in first.text
    assert await titles("/products/mug") == [f"{number:02}" for number in range(10, 0, -1)]
    assert await titles("/products/mug?page=2") == ["00"]
    assert await titles("/products/mug?reviews=best&page=2") == ["00"]
    assert (await titles("/products/mug?reviews=worst"))[:4] == ["10", "05", "00", "06"]
    assert await titles("/products/mug?reviews=%00%7B%24gt%7D") == await titles("/products/mug")
    assert await titles("/products/mug?page=999999") == ["00"]
    for nonsense in ("-1", "0", "1e9", "9" * 40, "%D9%A1", "x"):
        assert (await browser.get(f"/products/mug?page={nonsense}")).status_code == 404


async def test_the_shares_of_stars_are_a_table_that_can_be_read_out(
    browser: httpx.AsyncClient, mug: catalog.Product
) -> None:
    for rating in (5, 5, 4, 1):
        await make_review(mug, rating)
    page = await browser.get("/products/mug")
    assert [(row[0], row[2]) for row in office.rows(page, "How many reviews give how many stars")] == [
        ("5 stars", "2"),
        ("4 stars", "1"),
        ("3 stars", "0"),
        ("2 stars", "0"),
        ("1 star", "1"),
    ]
    assert "3.8 of 5, 4 reviews" in office.read(page)


async def test_cards_show_the_rating(
    browser: httpx.AsyncClient, mug: catalog.Product, index: catalog.SearchIndex
) -> None:
    for rating in (5, 4):
        await make_review(mug, rating)
    await index.catch_up()
    listed = await browser.get("/search?rating=4")
    assert heading(listed)
    assert "4.5 of 5, 2 reviews (2)" in office.read(listed)
    assert "Mug</a>" not in (await browser.get("/search?rating=5")).text


async def test_a_refused_quantity_still_shows_what_others_say(browser: httpx.AsyncClient, mug: catalog.Product) -> None:
    await make_review(mug)
    refused = await put_in_cart(browser, quantity="many")
    assert refused.status_code == 422
    assert "A good mug" in refused.text
