from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from pymongo import AsyncMongoClient, monitoring

from domains import catalog
from domains.catalog import PromotionClass, PromotionStatus, Scope
from domains.catalog.models import Sale, StoredPromotion
from domains.catalog.promotions import below_cost, naming, preview
from domains.shared import clock
from domains.shared.errors import Invalid
from domains.shared.remembering import FRESH_SECONDS
from tests.support.catalog import eur, make_product, make_variant
from tests.support.stored_promotions import make_promotion, terms

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)

pytestmark = pytest.mark.usefixtures("catalogue")


async def test_a_draft_is_given_to_nobody_until_it_is_published_and_to_nobody_after_its_end() -> None:
    draft = await catalog.create_promotion(terms(), actor="ada@shop.example")
    assert (draft.status, draft.changed_by) == (PromotionStatus.DRAFT, "ada@shop.example")
    assert await catalog.live_promotions(fresh=True) == {}
    await catalog.publish_promotion(draft.id)
    assert [each.name for each in (await catalog.live_promotions()).values()] == ["Friday"]
    await catalog.end_promotion(draft.id)
    assert await catalog.live_promotions() == {}
    with pytest.raises(catalog.PromotionOver):
        await catalog.publish_promotion(draft.id)


async def test_what_is_published_is_what_was_written() -> None:
    await make_product(sku="MUG", category="Table/Mugs")
    said = terms(
        benefits=(catalog.BuyGet(2, 1, bought=Scope(categories=frozenset({"table/mugs"}))),),
        scope=Scope(skus=frozenset({"mug"})),
        starts_at=NOON,
        all_of=(catalog.MinimumAmount(50_00), catalog.NthOrder(1)),
        combines_with=frozenset({PromotionClass.SHIPPING}),
        limits=catalog.Limits(overall=100, budget=1_000_00),
    )
    made = await make_promotion_of(said)
    kept = (await catalog.live_promotions(fresh=True))[made.id]
    assert kept.id == made.id
    assert kept.scope == Scope(skus=frozenset({"MUG"}))  # as the variant writes it
    assert (kept.benefits, kept.starts_at, kept.all_of) == (said.benefits, NOON, said.all_of)
    assert (kept.limits, kept.combines_with) == (said.limits, said.combines_with)


async def make_promotion_of(said: catalog.Promotion) -> catalog.StoredPromotion:
    return await catalog.publish_promotion((await catalog.create_promotion(said)).id)


async def test_the_slower_of_two_editors_is_told() -> None:
    draft = await catalog.create_promotion(terms())
    await catalog.edit_promotion(draft.id, terms("Sunday"), revision=draft.revision)
    with pytest.raises(catalog.Conflict, match="promotion"):
        await catalog.edit_promotion(draft.id, terms("Monday"), revision=draft.revision)
    assert (await catalog.find_promotion(draft.id)).promotion.name == "Sunday"


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", {"name": " "}),
        ("label", {"label": "x" * 81}),
        ("benefits", {"benefits": ()}),
        ("benefits-0", {"benefits": (catalog.PercentOff(10_001),)}),
        ("benefits-0", {"benefits": (catalog.AmountOff(-1),)}),
        ("benefits-0", {"benefits": (catalog.FreeShipping(),)}),
        ("benefits", {"currency": "JPY"}),
        ("scope", {"scope": Scope()}),
        ("scope", {"scope": Scope(skus=frozenset({"A"}), but_not=Scope(but_not=Scope(skus=frozenset({"B"}))))}),
        ("scope", {"scope": Scope(skus=frozenset({"GONE"}))}),
        ("scope", {"scope": Scope(categories=frozenset({"nowhere"}))}),
        ("all_of-1", {"all_of": (catalog.NthOrder(1), catalog.MinimumQuantity(1, Scope(skus=frozenset({"GONE"}))))}),
        ("all_of-0", {"all_of": (catalog.InGroup(frozenset()),)}),
        ("any_of-0", {"any_of": (catalog.MinimumQuantity(0),)}),
        ("ends_at", {"starts_at": NOON, "ends_at": NOON}),
        ("priority", {"priority": 1001}),
        ("most", {"most": 0}),
        ("overall", {"limits": catalog.Limits(overall=0)}),
        ("per_code", {"limits": catalog.Limits(per_code=1)}),
    ],
)
async def test_what_means_nothing_is_refused_at_its_field(field: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refused:
        await catalog.create_promotion(terms(**wrong))
    assert list(refused.value.fields) == [field]
    assert (await catalog.promotions_by_status(PromotionStatus.DRAFT)).entries == ()


async def test_pages_know_of_a_promotion_within_a_second_and_payment_at_once() -> None:
    assert await catalog.live_promotions(fresh=True) == {}
    draft = await catalog.create_promotion(terms())
    rows = StoredPromotion.get_pymongo_collection()
    await rows.update_one({"_id": draft.id}, {"$set": {"status": "live"}})  # as another process publishes it
    assert await catalog.live_promotions() == {}
    assert list(await catalog.live_promotions(fresh=True)) == [draft.id]
    assert FRESH_SECONDS == 1.0


class Told(monitoring.CommandListener):
    """What was written where, and how many products each answer brought."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.products: list[int] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        for name in ("insert", "update", "delete"):
            if name in event.command:
                self.seen.append(f"{name} {event.command[name]}")

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        cursor = event.reply.get("cursor", {})
        if event.command_name in ("find", "getMore") and cursor.get("ns", "").endswith(".products"):
            self.products.append(len(cursor.get("firstBatch", cursor.get("nextBatch", ()))))

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        pass


async def test_publishing_writes_one_document_however_many_variants_it_is_for(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        await make_product(variants=[make_variant(f"SKU-{number}-{size}") for size in range(3)])
    draft = await catalog.create_promotion(terms())
    assert (await catalog.preview_promotion(draft.id)).variants == 120
    told = Told()
    monkeypatch.setattr("domains.shared.documents.AsyncMongoClient", partial(AsyncMongoClient, event_listeners=[told]))
    await catalog.documents.close()
    await catalog.documents.connect()
    await catalog.publish_promotion(draft.id)
    assert [each for each in told.seen if not each.startswith("insert outbox")] == ["update promotions"]
    monkeypatch.undo()
    await catalog.documents.close()
    await catalog.documents.connect()
    offer = await catalog.offer("SKU-39-2")
    live_now = tuple((await catalog.live_promotions()).values())
    context = catalog.PricingContext(at=NOON, currency="EUR", promotions=live_now)
    assert catalog.price([catalog.LineSnapshot.of(offer, 1)], context).goods == eur(11_25)


async def test_a_preview_counts_names_what_conflicts_and_what_would_be_sold_below_cost() -> None:
    await make_product(variants=[make_variant("A", cost=eur(12_00)), make_variant("B", cost=eur(3_00))])
    await make_product(sku="C", price=eur(20_00))
    await make_product(sku="LAMP", category="Light", status=catalog.ProductStatus.DRAFT)
    await make_promotion("Mugs", exclusive=True, scope=Scope(skus=frozenset({"B"})))
    await make_promotion("Delivery", kind=PromotionClass.SHIPPING, benefits=(catalog.FreeShipping(),))
    both = frozenset({PromotionClass.LINE, PromotionClass.ORDER})
    await make_promotion("Friend", kind=PromotionClass.ORDER, combines_with=both)
    over = {"starts_at": NOON - timedelta(days=9), "ends_at": NOON - timedelta(days=8)}
    await make_promotion("Last week", exclusive=True, **over)
    draft = await catalog.create_promotion(
        terms("Tenth", combines_with=frozenset({PromotionClass.ORDER}), starts_at=NOON)
    )
    seen = await catalog.preview_promotion(draft.id)
    assert (seen.variants, seen.of_all, seen.below_cost_count) == (3, 3, 1)
    assert [(each.name, each.variants) for each in seen.clashes] == [("Mugs", 1), ("Delivery", 3)]
    [loss] = seen.below_cost
    assert (loss.sku, loss.quantity, loss.sold_for, loss.cost) == ("A", 1, eur(10_12), eur(12_00))
    assert loss.beside == ("Friend",)


async def test_a_preview_sells_beside_the_live_promotions_that_customers_get_with_it() -> None:
    same = {"price": eur(10_00), "cost": eur(7_00)}
    await make_product(variants=[make_variant(sku, **same) for sku in ("MUG", "BOWL", "LAMP")])
    order = {"kind": PromotionClass.ORDER, "combines_with": frozenset({PromotionClass.LINE})}
    fifth = (catalog.PercentOff(2_000),)
    await make_promotion("Fifth", benefits=fifth, scope=Scope(skus=frozenset({"MUG"})), **order)
    await make_promotion("Alone", benefits=fifth, scope=Scope(skus=frozenset({"BOWL"})), kind=PromotionClass.ORDER)
    await make_promotion("Coded", benefits=fifth, scope=Scope(skus=frozenset({"LAMP"})), codes=("CODED",), **order)
    draft = await catalog.create_promotion(terms(benefits=fifth, combines_with=frozenset({PromotionClass.ORDER})))
    seen = await catalog.preview_promotion(draft.id)
    assert [(each.sku, each.sold_for, each.beside) for each in seen.below_cost] == [("MUG", eur(6_40), ("Fifth",))]
    assert [(each.name, each.variants) for each in seen.clashes] == [("Alone", 1)]


async def test_what_is_counted_so_far_is_told_and_an_older_count_gives_way(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        await make_product(sku=f"SKU-{number}")
    draft = await catalog.create_promotion(terms())
    monkeypatch.setattr(preview, "TOLD_SECONDS", -1.0)
    told = [(seen.products, seen.variants) async for seen in preview.previews(draft.id)]
    assert told == [(1, 1), (2, 2), (3, 3), (3, 3)]
    older = await catalog.look_over(draft.id)
    assert (await catalog.look_over(draft.id)).asked == older.asked
    newer = await catalog.look_over(draft.id, again=True)
    await catalog.count_preview(draft.id, older.asked)
    assert catalog.counted(await catalog.look_over(draft.id)) is None
    await catalog.count_preview(draft.id, newer.asked)
    found = await catalog.look_over(draft.id)
    assert (found.done, catalog.counted(found)) == (True, await catalog.preview_promotion(draft.id))


async def test_a_preview_tells_variants_of_one_price_apart_by_their_sales(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(below_cost, "MOST_KNOWN", 1)
    sale = Sale(price=eur(9_00), starts_at=clock.now() - timedelta(days=1))
    same = {"price": eur(12_50), "cost": eur(10_00)}
    odd = [make_variant("A", **same), make_variant("B", **same, sales=[sale]), make_variant("C", **same)]
    await make_product(variants=odd)
    draft = await catalog.create_promotion(terms())
    seen = await catalog.preview_promotion(draft.id)
    assert [(each.sku, each.sold_for) for each in seen.below_cost] == [("B", eur(8_10))]


async def test_a_preview_sells_as_many_as_the_promotion_asks_for() -> None:
    await make_product(variants=[make_variant("A", cost=eur(8_00), price=eur(10_00))])
    draft = await catalog.create_promotion(terms(benefits=(catalog.BuyGet(2, 1),)))
    [loss] = (await catalog.preview_promotion(draft.id)).below_cost
    assert (loss.quantity, loss.sold_for, loss.cost) == (3, eur(20_00), eur(24_00))


@pytest.mark.parametrize(
    ("conditions", "waits"),
    [
        ({}, False),
        ({"all_of": (catalog.MinimumQuantity(2),)}, False),
        ({"all_of": (catalog.MinimumQuantity(2), catalog.NthOrder(1))}, True),
        ({"any_of": (catalog.InGroup(frozenset({"trade"})), catalog.NthOrder(5, every=True))}, True),
        ({"any_of": (catalog.InGroup(frozenset({"trade"})), catalog.MinimumAmount(50_00))}, False),
    ],
)
async def test_a_preview_says_when_only_customers_with_an_account_can_have_it(
    conditions: dict[str, Any], waits: bool
) -> None:
    draft = await catalog.create_promotion(terms(**conditions))
    assert (await catalog.preview_promotion(draft.id)).needs_account is waits


async def test_a_preview_holds_one_batch_of_products_in_memory_however_many_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(23):
        await make_product(variants=[make_variant(f"SKU-{number}-{size}", cost=eur(20_00)) for size in range(3)])
    draft = await catalog.create_promotion(terms())
    monkeypatch.setattr(preview, "BATCH", 5)
    monkeypatch.setattr(preview, "MOST_NAMED", 4)
    told = Told()
    monkeypatch.setattr("domains.shared.documents.AsyncMongoClient", partial(AsyncMongoClient, event_listeners=[told]))
    await catalog.documents.close()
    await catalog.documents.connect()
    seen = await catalog.preview_promotion(draft.id)
    assert (seen.variants, seen.below_cost_count, len(seen.below_cost)) == (69, 69, 4)
    assert told.products == [5, 5, 5, 5, 3]


async def test_a_promotion_names_no_sku_that_is_changed_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    mug = await make_product(sku="MUG")
    asked = naming._held

    async def and_then_it_changed(*what: Any) -> set[Any]:
        monkeypatch.setattr(naming, "_held", asked)
        await catalog.edit_variants(mug.id, {mug.variants[0].id: catalog.VariantDetails(sku="CUP")}, revision=None)
        return await asked(*what)

    draft = await catalog.create_promotion(terms())
    for write in (catalog.create_promotion, partial(catalog.edit_promotion, draft.id)):
        monkeypatch.setattr(naming, "_held", and_then_it_changed)
        with pytest.raises(Invalid, match="There is no MUG"):
            await write(terms(scope=Scope(skus=frozenset({"MUG"}))))
        await catalog.edit_variants(mug.id, {mug.variants[0].id: catalog.VariantDetails(sku="MUG")}, revision=None)
    assert await StoredPromotion.find({}).count() == 1
    assert (await catalog.find_promotion(draft.id)).promotion.scope is None


async def test_a_promotion_names_no_category_or_collection_that_is_removed_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await catalog.create_category("", "Sale")
    gifts = await catalog.create_collection("Gifts", catalog.CollectionKind.MANUAL)
    draft = await catalog.create_promotion(terms())
    hold = naming._held
    for scope, removal, told in (
        (Scope(categories=frozenset({"sale"})), partial(catalog.remove_category, "sale"), "There is no sale"),
        (Scope(collections=frozenset({gifts.id})), partial(catalog.remove_collection, gifts.id), "no such collection"),
    ):

        async def first_it_goes(*what: Any, removal: Callable[[], Awaitable[None]] = removal) -> set[Any]:
            monkeypatch.setattr(naming, "_held", hold)
            await removal()
            return await hold(*what)

        monkeypatch.setattr(naming, "_held", first_it_goes)
        with pytest.raises(Invalid, match=told):
            await catalog.edit_promotion(draft.id, terms(scope=scope))
    assert (await catalog.find_promotion(draft.id)).promotion.scope is None
