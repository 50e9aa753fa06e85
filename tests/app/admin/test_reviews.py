"""Reviews in the back office: read in turn, published, refused, answered, and each of it remembered."""

import httpx
import pytest

from domains import catalog, notifications
from domains.shared.settings import settings
from tests.support import office
from tests.support.catalog import make_product
from tests.support.draining import drain
from tests.support.reviews import make_review, purchase, rating_of, words

NOBODY = "00000000-0000-0000-0000-000000000000"
BOX = 'name="review" value="'


def boxes(answer: httpx.Response) -> list[str]:
    """What ticking each box would send."""
    return [part.split('"')[0] for part in answer.text.split(BOX)[1:]]


async def send(staff: httpx.AsyncClient, review: catalog.Review, deed: str, **typed: str) -> httpx.Response:
    form = office.form_to(await staff.get(f"/admin/reviews/{review.id}"), f"/{deed}")
    return await staff.post(form.action, data=form.fields | typed)


async def now(review: catalog.Review) -> catalog.Review:
    return await catalog.find_review(review.id)


async def test_those_that_wait_are_read_and_published_together(staff: httpx.AsyncClient) -> None:
    mug = await make_product("Harbour Mug")
    order = await make_review(mug, 4, publish=False, title="First")
    rewritten = purchase(mug)
    await catalog.write_review(rewritten, words(5, title="Second"))
    await make_review(mug, 1, publish=False, title="Third")
    queue = await staff.get("/admin/reviews")
    told = office.read(queue)
    assert told.index("First") < told.index("Second") < told.index("Third")
    assert "Harbour Mug" in told
    assert f"/admin/orders/{order.order_number}" in queue.text
    first, second, _ = boxes(queue)
    await catalog.write_review(rewritten, words(1, title="Second thoughts"))
    done = await staff.post("/admin/reviews/publication", data={"review": [first, second]})
    assert (done.status_code, done.headers["location"]) == (303, "/admin/reviews?published=1&left=1")
    after = await staff.get(done.headers["location"])
    assert office.said(after) == "Published: 1. Changed by their writers meanwhile, so to be read again: 1."
    assert [title in after.text for title in ("First", "Second thoughts", "Third")] == [False, True, True]
    assert await rating_of(mug) == (4, 1, {"4": 1})
    [event] = [event for event in (await now(order)).history if event.deed is catalog.ReviewDeed.PUBLISHED]
    assert event.actor == office.EMAIL


async def test_nothing_ticked_is_said(staff: httpx.AsyncClient) -> None:
    await make_review(await make_product(), publish=False)
    for data in ({}, {"review": "nonsense"}):
        answer = await staff.post("/admin/reviews/publication", data=data)
        assert answer.status_code == 422
        assert len(office.summary(answer)) == 1


async def test_one_is_refused_with_a_reason_answered_and_published_after_all(staff: httpx.AsyncClient) -> None:
    mug = await make_product()
    review = await make_review(mug, 2, publish=False)
    silent = await send(staff, review, "refusal")
    assert (silent.status_code, office.summary(silent)) == (422, ["Say why: its writer reads this."])
    assert (await send(staff, review, "refusal", reason="Leave out the name.")).status_code == 303
    assert (await now(review)).reason == "Leave out the name."
    listed = await staff.get("/admin/reviews?status=refused")
    assert "Refused: Leave out the name." in office.read(listed)
    assert (await send(staff, review, "answer", answer="We are sorry.")).status_code == 303
    published = await send(staff, review, "publication")
    assert office.said(await staff.get(published.headers["location"])) == "The review is published."
    assert await rating_of(mug) == (2, 1, {"2": 1})
    page = await staff.get(f"/admin/reviews/{review.id}")
    assert [(row[1], row[2]) for row in office.rows(page, "What happened")] == [
        ("published", office.EMAIL),
        ("answered", office.EMAIL),
        ("refused", office.EMAIL),
        ("written", "buyer"),
    ]
    await send(staff, review, "refusal", reason="Taken down.")
    assert await rating_of(mug) == (0, 0, {})


async def test_what_was_changed_while_staff_read_it_is_read_again(staff: httpx.AsyncClient) -> None:
    mug = await make_product()
    bought = purchase(mug)
    review = await catalog.write_review(bought, words())
    form = office.form_to(await staff.get(f"/admin/reviews/{review.id}"), "/publication")
    answer_form = office.form_to(await staff.get(f"/admin/reviews/{review.id}"), "/answer")
    await catalog.write_review(bought, words(1, title="Something else"))
    late = await staff.post(form.action, data=form.fields)
    assert late.status_code == 409
    assert office.summary(late) == ["Somebody else has just changed this review. Look at it again, then save."]
    assert "Something else" in late.text
    kept = await staff.post(answer_form.action, data=answer_form.fields | {"answer": "Typed with care"})
    assert (kept.status_code, ">Typed with care</textarea>" in kept.text) == (409, True)
    assert await rating_of(mug) == (0, 0, {})


async def test_a_withdrawn_one_can_be_seen_and_not_brought_back(staff: httpx.AsyncClient) -> None:
    bought = purchase(await make_product())
    review = await catalog.write_review(bought, words())
    await catalog.withdraw_review(bought)
    page = await staff.get(f"/admin/reviews/{review.id}")
    assert "/publication" not in page.text
    shown = await catalog.find_review(review.id)
    publication = f"/admin/reviews/{review.id}/publication"
    assert (await staff.post(publication, data={"revision": str(shown.revision)})).status_code == 409
    assert (await staff.post(publication)).status_code == 422  # it does not say what was read
    assert "A good mug" in (await staff.get("/admin/reviews?status=withdrawn")).text


async def test_a_product_leads_to_its_reviews_with_their_number(staff: httpx.AsyncClient) -> None:
    mug, plate = await make_product("Mug"), await make_product("Plate")
    await make_review(mug, title="Of the mug")
    await make_review(mug, publish=False)
    await make_review(plate, title="Of the plate")
    page = await staff.get(f"/admin/products/{mug.id}")
    assert "Reviews: 1 waiting , 1 published 5 of 5" in office.read(page)
    assert f'/admin/reviews?product={mug.id}&amp;status=published">Reviews (1)</a>' in page.text
    listed = await staff.get(f"/admin/reviews?product={mug.id}&status=published")
    assert ["Of the mug" in listed.text, "Of the plate" in listed.text] == [True, False]
    assert (await staff.get("/admin/reviews?product=x&status=%00&after=~&published=x")).status_code == 200
    assert (await staff.get(f"/admin/reviews?product={NOBODY}")).status_code == 404


@pytest.mark.usefixtures("outside")
async def test_whoever_is_at_work_sees_how_many_wait_and_the_shop_has_one_letter(staff: httpx.AsyncClient) -> None:
    assert "office-bar__count" not in (await staff.get("/admin/orders")).text
    mug = await make_product()
    first, _ = await make_review(mug, publish=False), await make_review(mug, publish=False)
    assert "Reviews 2 waiting" in office.read(await staff.get("/admin/orders"))
    assert await catalog.tell_reviews_came() == 2
    await drain()
    [letter] = await notifications.deliveries(notifications.DeliveryState.SENT)
    assert (letter.template, letter.to, letter.subject) == ("reviews_came", settings().shop_email, "2 reviews to read")
    for body in (letter.text, letter.html):
        assert "2 new reviews wait" in body
        assert f"{settings().base_url}/admin/reviews" in body
    await catalog.publish_review(first.id, actor=office.EMAIL)
    assert "Reviews 1 waiting" in office.read(await staff.get("/admin/reviews"))
