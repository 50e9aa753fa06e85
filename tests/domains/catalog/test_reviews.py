"""Reviews: written once per order and product, read by staff, counted with the product exactly as published."""

import asyncio
from datetime import timedelta

import pytest
import time_machine

from domains import catalog
from domains.shared import clock
from domains.shared.errors import Invalid, Refusal
from domains.shared.ids import new_id
from tests.support.catalog import eur, make_product, make_variant
from tests.support.reviews import STAFF, make_review, purchase, rating_of, words

pytestmark = pytest.mark.usefixtures("catalogue")


async def test_a_review_waits_until_it_is_published_and_counts_only_then() -> None:
    mug = await make_product(variants=[make_variant(options={"Colour": "Moss", "Title": "Default Title"})])
    review = await catalog.write_review(purchase(mug), words(4))
    assert (review.status, review.verified, review.variants) == (catalog.ReviewStatus.WAITING, True, ["Colour Moss"])
    assert await rating_of(mug) == (0, 0, {})
    assert (await catalog.published_reviews(mug)).reviews == ()
    await catalog.publish_review(review.id, revision=review.revision, actor=STAFF)
    assert await rating_of(mug) == (4, 1, {"4": 1})
    shown = await catalog.published_reviews(await catalog.find_product(mug.id))
    assert [each.words for each in shown.reviews] == [words(4)]
    assert shown.stars == ((5, 0), (4, 1), (3, 0), (2, 0), (1, 0))


async def test_an_order_has_one_review_of_a_product_however_often_it_is_sent() -> None:
    mug, plate = await make_product(), await make_product("Plate")
    order = new_id()
    sent = [catalog.write_review(purchase(mug, order), words()) for _ in range(4)]
    assert len({review.id for review in await asyncio.gather(*sent)}) == 1
    await catalog.write_review(purchase(plate, order), words(2))
    found = await catalog.reviews_of_order(order, [mug.id, plate.id, new_id()])
    assert {product: review.words.rating for product, review in found.items()} == {mug.id: 5, plate.id: 2}
    assert len(found[mug.id].history) == 1
    assert len((await catalog.review_queue(catalog.ReviewStatus.WAITING)).reviews) == 2


async def test_what_is_changed_leaves_the_shop_until_it_is_read_again() -> None:
    mug, order = await make_product(), new_id()
    review = await catalog.write_review(purchase(mug, order), words(5))
    await catalog.publish_review(review.id, actor=STAFF)
    changed = await catalog.write_review(purchase(mug, order), words(1, text="The handle broke."))
    assert changed.status is catalog.ReviewStatus.WAITING
    assert await rating_of(mug) == (0, 0, {})
    await catalog.publish_review(review.id, actor=STAFF)
    assert await rating_of(mug) == (1, 1, {"1": 1})
    events = (await catalog.find_review(review.id)).history
    assert [(event.deed.value, event.actor, event.words and event.words.rating) for event in events] == [
        ("written", "buyer", 5),
        ("published", STAFF, None),
        ("written", "buyer", 1),
        ("published", STAFF, None),
    ]


async def test_saying_the_same_again_changes_nothing() -> None:
    mug, order = await make_product(), new_id()
    review = await catalog.write_review(purchase(mug, order), words())
    published = await catalog.publish_review(review.id, actor=STAFF)
    again = await catalog.write_review(purchase(mug, order), words())
    assert (again.status, again.revision) == (catalog.ReviewStatus.PUBLISHED, published.revision)
    assert await rating_of(mug) == (5, 1, {"5": 1})


async def test_a_refusal_takes_a_published_one_down_and_a_withdrawal_too() -> None:
    mug, order = await make_product(), new_id()
    for rating in (5, 3):
        await make_review(mug, rating)
    review = await catalog.write_review(purchase(mug, order), words(1))
    await catalog.publish_review(review.id, actor=STAFF)
    assert await rating_of(mug) == (9, 3, {"5": 1, "3": 1, "1": 1})
    with pytest.raises(Invalid, match="Say why"):
        await catalog.refuse_review(review.id, " ", actor=STAFF)
    refused = await catalog.refuse_review(review.id, "It is about another shop.", actor=STAFF)
    assert (refused.status, refused.reason) == (catalog.ReviewStatus.REFUSED, "It is about another shop.")
    assert await rating_of(mug) == (8, 2, {"5": 1, "3": 1})
    await catalog.publish_review(review.id, actor=STAFF)
    for _ in range(2):
        await catalog.withdraw_review(purchase(mug, order))
    assert await rating_of(mug) == (8, 2, {"5": 1, "3": 1})
    with pytest.raises(Refusal, match="withdrawn"):
        await catalog.publish_review(review.id, actor=STAFF)
    assert await catalog.review_counts(mug.id) == {
        catalog.ReviewStatus.PUBLISHED: 2,
        catalog.ReviewStatus.WITHDRAWN: 1,
    }


async def test_nobody_publishes_what_they_have_not_read() -> None:
    mug, order = await make_product(), new_id()
    read = await catalog.write_review(purchase(mug, order), words())
    other = await make_review(mug, 2, publish=False)
    await catalog.write_review(purchase(mug, order), words(text="Buy at example.com instead"))
    with pytest.raises(catalog.Conflict, match="changed this review"):
        await catalog.publish_review(read.id, revision=read.revision, actor=STAFF)
    chosen = [(each.id, each.revision or new_id()) for each in (read, other)]
    assert await catalog.publish_reviews([*chosen, (new_id(), new_id())], actor=STAFF) == (1, 2)
    assert await rating_of(mug) == (2, 1, {"2": 1})


async def test_many_at_once_are_counted_exactly() -> None:
    mug = await make_product()
    waiting = [await make_review(mug, rating, publish=False) for rating in (1, 2, 3, 4, 5, 5, 4, 3)]
    publishing = [catalog.publish_review(review.id, actor=STAFF) for review in waiting for _ in range(2)]
    await asyncio.gather(*publishing)
    assert await rating_of(mug) == (27, 8, {"1": 1, "2": 1, "3": 2, "4": 2, "5": 2})
    assert (await catalog.audit()).ratings == ()


async def test_whoever_has_read_the_product_before_does_not_write_its_old_rating_back() -> None:
    mug = await make_product(price=eur(12_50))
    before = await catalog.find_product(mug.id)
    await make_review(mug)
    before.title = "Old mug"
    await before.rewrite()
    assert (await catalog.find_product(mug.id)).title == "Old mug"
    await catalog.change_price(mug.id, mug.variants[0].id, eur(9_00), None)
    assert await rating_of(mug) == (5, 1, {"5": 1})


async def test_a_rule_that_is_applied_while_reviews_are_published_misses_no_product() -> None:
    mugs = [await make_product(f"Mug {number}", tags=["Blue"]) for number in range(20)]
    waiting = [await make_review(mug, publish=False) for mug in mugs]
    made = await catalog.create_collection("Blue", catalog.CollectionKind.RULE)
    rule = catalog.RuleCondition(field=catalog.ConditionField.TAG, value="blue")
    await catalog.change_collection(made.id, catalog.CollectionDetails("Blue", conditions=(rule,)), revision=None)
    publishing = [catalog.publish_review(review.id, actor=STAFF) for review in waiting]
    await asyncio.gather(*publishing, catalog.refill(made.id))
    kept = await catalog.products_of([mug.id for mug in mugs])
    assert [(mug.collections, mug.rating) for mug in kept] == [([made.id], 5.0)] * 20


async def test_the_books_find_a_rating_that_has_drifted() -> None:
    mug, plate = await make_product(), await make_product("Plate")
    await make_review(mug, 4)
    await make_review(plate, 2)
    products = catalog.Product.get_pymongo_collection()
    await products.update_one({"_id": mug.id}, {"$inc": {"rating_sum": 1}})
    told = f"The product {mug.slug} counts 1 reviews with 5 stars; 1 are published, with 4."
    assert (await catalog.audit()).ratings == (told,)


async def test_shoppers_read_the_newest_the_best_or_the_worst_first_page_by_page() -> None:
    mug = await make_product()
    now = clock.now()
    for number in range(12):
        with time_machine.travel(now + timedelta(minutes=number), tick=False):
            await make_review(mug, number % 3 + 1, title=f"Number {number}")
    mug = await catalog.find_product(mug.id)

    async def titles(sort: str, page: int = 1) -> list[int]:
        shown = await catalog.published_reviews(mug, sort, page)
        assert (shown.total, shown.pages) == (12, 2)
        return [int(review.words.title.removeprefix("Number ")) for review in shown.reviews]

    assert await titles("newest") == [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]
    assert await titles("newest", 2) == [1, 0]
    assert await titles("best") == [11, 8, 5, 2, 10, 7, 4, 1, 9, 6]
    assert await titles("worst") == [9, 6, 3, 0, 10, 7, 4, 1, 11, 8]
    assert await titles("$where", -1) == await titles("newest")
    assert await titles("newest", 10**9) == [1, 0]


async def test_staff_read_whoever_waits_longest_first_page_by_page() -> None:
    mug, plate = await make_product(), await make_product("Plate")
    now = clock.now()
    for number in range(27):
        with time_machine.travel(now + timedelta(seconds=number), tick=False):
            await make_review(plate if number == 3 else mug, publish=False, title=f"Number {number}")
    first = await catalog.review_queue(catalog.ReviewStatus.WAITING)
    second = await catalog.review_queue(catalog.ReviewStatus.WAITING, after=first.after)
    titles = [review.words.title for review in (*first.reviews, *second.reviews)]
    assert (titles, second.after) == ([f"Number {number}" for number in range(27)], "")
    of_plate = await catalog.review_queue(catalog.ReviewStatus.WAITING, product_id=plate.id)
    assert [review.words.title for review in of_plate.reviews] == ["Number 3"]
    for nonsense in ("x", "1~2", "nan~" + str(mug.id), "1e300~" + str(mug.id)):
        found = await catalog.review_queue(catalog.ReviewStatus.WAITING, after=nonsense)
        assert found.reviews[0].words.title == "Number 0"


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title", "  ", "Say in a few words how you find it."),
        ("title", "x" * 101, "At most 100 characters fit here; these are 101."),
        ("title", "a\x00b", "There are characters in it that cannot be shown. Please take them out."),
        ("text", "\u202e\u200b!", "Write a sentence or two."),
        ("text", "x" * 4001, "At most 4000 characters fit here; these are 4001."),
        ("text", "\ud800", "There are characters in it that cannot be shown. Please take them out."),
        ("name", "ada@example.com", "Everybody reads this: give a name, not an address."),
        ("rating", 0, "Choose from one to five stars."),
        ("rating", 6, "Choose from one to five stars."),
    ],
)
async def test_what_cannot_be_shown_is_refused_at_its_field(field: str, typed: object, told: str) -> None:
    mug = await make_product()
    said = words().model_copy(update={field: typed})
    with pytest.raises(Invalid) as refused:
        await catalog.write_review(purchase(mug), said)
    assert refused.value.fields == {field: told}
    assert (await catalog.review_queue(catalog.ReviewStatus.WAITING)).reviews == ()


async def test_text_stays_plain_and_runs_in_its_own_direction_only() -> None:
    mug = await make_product()
    text = "One.\r\n\r\n\r\n\r\nTwo \u2066 https://x.example"
    said = words(title="Great\u202e gum\n  <b>mug</b>", text=text, name=" Noël 👩‍🍳 ")
    kept = (await catalog.write_review(purchase(mug), said)).words
    assert kept.title == "Great gum <b>mug</b>"
    assert kept.text == "One.\n\nTwo https://x.example"
    assert kept.name == "Noël 👩‍🍳"


async def test_the_shop_answers_and_takes_its_answer_back() -> None:
    review = await make_review(await make_product())
    answered = await catalog.answer_review(review.id, "Thank you.\u202e", actor=STAFF)
    assert (answered.answer, answered.status) == ("Thank you.", catalog.ReviewStatus.PUBLISHED)
    assert (await catalog.answer_review(review.id, "", actor=STAFF)).answer == ""
    with pytest.raises(Invalid, match="At most 2000"):
        await catalog.answer_review(review.id, "x" * 2001, actor=STAFF)


async def test_a_review_is_written_anew_only_so_often() -> None:
    mug, order = await make_product(), new_id()
    for number in range(20):
        await catalog.write_review(purchase(mug, order), words(text=f"Version {number}"))
    with pytest.raises(Refusal, match="many times"):
        await catalog.write_review(purchase(mug, order), words(text="Once more"))
    assert (await catalog.withdraw_review(purchase(mug, order))).status is catalog.ReviewStatus.WITHDRAWN


async def test_a_copy_begins_without_reviews_and_an_archived_product_keeps_its_own() -> None:
    mug = await make_product()
    review = await make_review(mug, 4)
    copy = await catalog.duplicate_product(mug.id)
    assert await rating_of(copy) == (0, 0, {})
    await catalog.set_status(mug.id, catalog.ProductStatus.ARCHIVED)
    assert await rating_of(mug) == (4, 1, {"4": 1})
    assert (await catalog.find_review(review.id)).status is catalog.ReviewStatus.PUBLISHED
    assert (await catalog.audit()).ratings == ()


async def test_the_rating_facet_follows_what_is_published(index: catalog.SearchIndex) -> None:
    mug, plate = await make_product("Mug"), await make_product("Plate")
    await make_review(mug, 4)
    review = await make_review(mug, 5)
    await make_review(plate, 2)
    await index.catch_up()

    async def found(stars: str) -> list[tuple[str, float | None, int]]:
        results = await catalog.search("", filters=catalog.Filters({"rating": (stars,)}))
        return [(card.title, card.rating, card.ratings) for card in results.cards]

    assert await found("4") == [("Mug", 4.5, 2)]
    assert sorted(await found("2")) == [("Mug", 4.5, 2), ("Plate", 2.0, 1)]
    await catalog.refuse_review(review.id, "Another product.", actor=STAFF)
    await catalog.publish_review((await make_review(mug, 1, publish=False)).id, actor=STAFF)
    await index.catch_up()
    assert await found("4") == []


async def test_the_demonstration_is_reviewed_once_by_nobody_who_claims_to_have_bought() -> None:
    mug, knife = await make_product(slug="everyday-mug"), await make_product("Knife", slug="chefs-knife")
    assert await catalog.write_demo_reviews() == 12
    assert await catalog.write_demo_reviews() == 0
    assert await rating_of(mug) == (32, 8, {"5": 4, "4": 2, "3": 1, "1": 1})
    shown = await catalog.published_reviews(await catalog.find_product(mug.id))
    assert [review.words.name for review in shown.reviews][:5] == ["Roland", "Hanna", "Tom", "Zeynep", "M. K."]
    assert not any(review.verified for review in shown.reviews)
    assert await rating_of(knife) == (16, 4, {"5": 2, "4": 1, "2": 1})
    assert (await catalog.audit()).ratings == ()


async def test_the_shop_is_told_once_a_day_at_most_of_those_it_was_not_told_of() -> None:
    mug, order, morning = await make_product(), new_id(), clock.now()
    assert await catalog.tell_reviews_came() == 0
    await catalog.write_review(purchase(mug, order), words())
    await make_review(mug)
    assert sorted(await asyncio.gather(*(catalog.tell_reviews_came() for _ in range(4)))) == [0, 0, 0, 1]
    await make_review(mug, publish=False)
    assert await catalog.tell_reviews_came() == 0
    with time_machine.travel(morning + timedelta(hours=25), tick=False):
        assert await catalog.tell_reviews_came() == 1
    with time_machine.travel(morning + timedelta(hours=50), tick=False):
        assert await catalog.tell_reviews_came() == 0
        await catalog.write_review(purchase(mug, order), words(text="Written anew."))
        assert await catalog.tell_reviews_came() == 1
    assert await catalog.reviews_waiting() == 2
