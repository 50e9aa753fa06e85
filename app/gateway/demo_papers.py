"""What is on its way in the demo shop: from its shop in Hamburg to its warehouse, and from its makers; and a count."""

from datetime import timedelta
from typing import Final

from domains import inventory
from domains.inventory import Act, Arrival, Document, DocumentKind, LineDraft, SupplierDraft, Terms
from domains.shared import clock
from domains.shared.ids import new_id

DEMO: Final = Act("demo")
MAKERS: Final = (
    SupplierDraft("Gelbgiesserei Thiele", "auftrag@thiele.example", "K-2041", 21),
    SupplierDraft("Papierwerk Lahn", "orders@lahn.example", "10-337", 9),
    SupplierDraft("Tischlerei Voss", "werkstatt@voss.example", "", 35),
)
# Of what lies in Hamburg already: what lies in the warehouse, a worker counts a moment later
FROM_HAMBURG: Final = {"CND-TEA-3": 6, "TWL-B-WHT": 4}
TABLEWARE: Final = {"BWL-L-MOS": None, "BWL-S-CHK": None, "MUG-CHK": 23, "MUG-MOS": 18, "PLT-CHK": 30}
AFTER_THE_SEASON: Final = {"GRD-TWINE": 12, "HOK-BRS": 8}


async def write() -> None:
    """Only where nobody has written any."""
    if not (await inventory.documents(DocumentKind.TRANSFER, limit=1)).rows:
        await _send_from_hamburg()
    if not (await inventory.documents(DocumentKind.PURCHASE, limit=1)).rows:
        await _order_from_makers()
    if not await inventory.counts([place.id for place in await inventory.locations()]):
        await _begin_a_count()


async def _send_from_hamburg() -> None:
    soon = clock.now().date() + timedelta(days=2)
    sent = await inventory.draft_transfer("hamburg", "main", Terms(soon, "", "With Thursday's van"), DEMO)
    await _fill(sent, FROM_HAMBURG)
    await inventory.ready_transfer(sent.number, DEMO)
    await inventory.send_transfer(sent.number, FROM_HAMBURG, DEMO)
    ready = await inventory.draft_transfer("hamburg", "main", Terms(note="The season is over"), DEMO)
    await _fill(ready, AFTER_THE_SEASON)
    await inventory.ready_transfer(ready.number, DEMO)


async def _order_from_makers() -> None:
    founder, paper, joiner = [await _supplier(maker) for maker in MAKERS]
    brass = await inventory.draft_purchase(founder.id, "main", Terms(reference="AB 5512"), DEMO)
    await _fill(brass, {"CND-BRASS": 10, "HOK-BRS": 30}, 14_20)
    await inventory.order_purchase(brass.number, DEMO)
    books = await inventory.draft_purchase(paper.id, "main", Terms(reference="L-90817"), DEMO)
    await _fill(books, {"NTB-3": 20}, 5_60)
    await inventory.order_purchase(books.number, DEMO)
    wood = await inventory.draft_purchase(joiner.id, "main", Terms(note="Oiled, not waxed"), DEMO)
    await _fill(wood, {"STL-ASH-NAT": 8, "MIR-OAK-56": 5}, 61_00)
    await inventory.order_purchase(wood.number, DEMO)
    come = [Arrival("NTB-3", 11, 1)]
    await inventory.receive_document(books.number, come, DEMO, reason="One box was wet", charges=9_00)


async def _begin_a_count() -> None:
    """Some of it is counted already, and of one there are fewer than the books have."""
    scope = f"{len(TABLEWARE)} SKUs listed"
    count_id = await inventory.open_count(
        "hamburg", "Tableware in the shop", scope, TABLEWARE, blind=False, actor=DEMO.actor, key=new_id()
    )
    found = [inventory.Found(sku, units) for sku, units in TABLEWARE.items() if units is not None]
    await inventory.enter_found(count_id, found, actor=DEMO.actor)


async def _supplier(maker: SupplierDraft) -> inventory.Supplier:
    known = [each for each in await inventory.suppliers() if each.name == maker.name]
    return known[0] if known else await inventory.add_supplier(maker)


async def _fill(document: Document, units: dict[str, int], unit_cost: int | None = None) -> None:
    lines = [LineDraft(sku, quantity, unit_cost) for sku, quantity in units.items()]
    await inventory.set_document_lines(document.number, lines, DEMO)
