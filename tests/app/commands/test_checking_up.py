"""`barrow doctor` over stores that answer: it says what `barrow migrate` has still to do."""

from app.commands import checkup
from domains import catalog, notifications
from domains.shared.ids import new_id


async def told(part: str) -> str:
    [check] = [check for name, check in checkup._checks() if name == part]
    return (await checkup._find(part, check)).told


async def test_every_index_of_a_migrated_shop_is_there(shop: None) -> None:
    assert await told("catalog (MongoDB)") == "answers, with all indexes"
    assert await told("notifications (MongoDB)") == "answers, with all indexes"


async def test_a_missing_index_is_told_and_migrating_makes_it(shop: None) -> None:
    await notifications.documents.database["outbox"].drop_index("state_1_due_at_1")
    await notifications.documents.database["deliveries"].drop_index("about_1_queued_at_1")
    wanting = "lacks indexes of deliveries, outbox: run `barrow migrate`"
    assert await told("notifications (MongoDB)") == wanting
    notifications.documents._ready.pop()  # as in a new process
    await notifications.documents.connect()
    assert await told("notifications (MongoDB)") == "answers, with all indexes"


async def test_old_documents_are_told_and_upgrading_renews_them(shop: None) -> None:
    claims = catalog.documents.database["sku_claims"]
    await claims.insert_one({"_id": "Mug-1", "product_id": new_id(), "variant_id": new_id()})
    await catalog.documents.database["categories"].insert_one(
        {"_id": "kitchen", "name": "Kitchen"}
    )  # as files made them
    assert await told("catalog (MongoDB)") == "holds documents of an older shape, 2 of them: run `barrow migrate`"
    await catalog.upgrade_documents()
    assert (await catalog.find_category("kitchen")).revision
    assert await told("catalog (MongoDB)") == "answers, with all indexes"
