"""Reading reviews: filtered and sorted by plain links, in part for htmx, and found helpful by one click."""

import re

import httpx
import pytest

from domains import catalog
from domains.shared.ids import new_id
from tests.support import office
from tests.support.reviews import make_review
from tests.support.visiting import HTMX, on_the_shelf

PART = HTMX | {"HX-Target": "section#product-reviews"}


@pytest.fixture
async def mug(browser: httpx.AsyncClient) -> catalog.Product:
    return await on_the_shelf(slug="mug")


async def titles(browser: httpx.AsyncClient, address: str) -> list[str]:
    answer = await browser.get(address)
    assert answer.status_code == 200
    return re.findall(r'class="review__title"[^>]*>([^<]+)<', answer.text)


async def test_the_stars_lead_to_the_reviews_that_gave_them(browser: httpx.AsyncClient, mug: catalog.Product) -> None:
    for number, rating in enumerate((5, 5, 3)):
        await make_review(mug, rating, title=f"Number {number}")
    page = await browser.get("/products/mug?reviews=best")
    assert 'href="/products/mug?reviews=best&amp;stars=3#product-reviews"' in page.text
    assert "stars=4" not in page.text  # nobody gave four: nothing to be seen there
    assert await titles(browser, "/products/mug?stars=5") == ["Number 1", "Number 0"]
    assert await titles(browser, "/products/mug?stars=4") == []
    assert await titles(browser, "/products/mug?stars=6") == ["Number 2", "Number 1", "Number 0"]


async def test_only_those_who_bought_can_be_asked_for(browser: httpx.AsyncClient, mug: catalog.Product) -> None:
    await make_review(mug, title="Bought")
    hearsay = await make_review(mug, 2, title="Heard of it")
    await catalog.Review.get_pymongo_collection().update_one({"_id": hearsay.id}, {"$set": {"order_id": None}})
    assert await titles(browser, "/products/mug") == ["Heard of it", "Bought"]
    assert await titles(browser, "/products/mug?verified=yes") == ["Bought"]
    assert await titles(browser, "/products/mug?verified=yes&stars=2") == []
    page = await browser.get("/products/mug?verified=yes")
    assert 'aria-current="true">Verified purchases only</a>' in page.text
    assert 'href="/products/mug#product-reviews"' in page.text


async def test_htmx_gets_the_reviews_alone(browser: httpx.AsyncClient, mug: catalog.Product) -> None:
    await make_review(mug)
    answer = await browser.get("/products/mug?stars=5", headers=PART)
    assert answer.text.startswith('<section class="reviews" id="product-reviews"')
    assert 'id="product-sheet"' not in answer.text
    assert office.read(answer).endswith("1 review")  # what is read out


async def test_a_vote_counts_once_and_can_be_taken_back(browser: httpx.AsyncClient, mug: catalog.Product) -> None:
    review = await make_review(mug)
    page = await browser.get("/products/mug?reviews=best")
    form = office.form_to(page, f"/reviews/{review.id}/vote?reviews=best")
    for _ in range(2):
        answer = await browser.post(form.action, data=form.fields)
        assert (answer.status_code, answer.headers["location"]) == (
            303,
            f"/products/mug?reviews=best#product-review-{review.id}",
        )
    page = await browser.get("/products/mug?reviews=best")
    assert "You found this helpful." in page.text
    back = office.form_to(page, f"/reviews/{review.id}/vote?reviews=best")
    assert back.fields == {"helpful": "no"}
    await browser.post(back.action, data=back.fields)
    assert "You found this helpful." not in (await browser.get("/products/mug")).text
    assert (await catalog.find_review(review.id)).helpful == 0


async def test_the_votes_of_others_are_counted_and_sort(browser: httpx.AsyncClient, mug: catalog.Product) -> None:
    first = await make_review(mug, title="First")
    await make_review(mug, title="Second")
    await catalog.vote_for_review(first.id, new_id(), helpful=True)
    assert await titles(browser, "/products/mug") == ["Second", "First"]
    assert await titles(browser, "/products/mug?reviews=helpful") == ["First", "Second"]
    answer = await browser.post(f"/products/mug/reviews/{first.id}/vote", data={"helpful": "yes"}, headers=HTMX)
    assert "You and 1 other person found this helpful." in answer.text
    assert answer.text.startswith('<form class="vote"')
    assert 'id="announcement">Noted. Thank you.<' in answer.text


async def test_a_review_keeps_its_votes_through_what_staff_do(browser: httpx.AsyncClient, mug: catalog.Product) -> None:
    review = await make_review(mug)
    await catalog.vote_for_review(review.id, new_id(), helpful=True)
    await catalog.answer_review(review.id, "Thank you.", revision=review.revision, actor="ada@barrow.example")
    assert (await catalog.find_review(review.id)).helpful == 1


async def test_what_nobody_can_read_is_not_voted_for(browser: httpx.AsyncClient, mug: catalog.Product) -> None:
    waiting = await make_review(mug, publish=False)
    for review_id in (waiting.id, new_id()):
        assert (await browser.post(f"/products/mug/reviews/{review_id}/vote")).status_code == 404
    assert (await catalog.find_review(waiting.id)).helpful == 0
