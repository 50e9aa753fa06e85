"""What is low, for staff: with the names of what it is, and the rules by which it is so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from domains import catalog, inventory
from domains.inventory import Act, DocumentKind, LineDraft, Terms
from domains.shared.errors import Invalid


@dataclass(frozen=True)
class Low:
    """`goods` by SKU; what no product bears any more has none."""

    rows: Sequence[inventory.Short]
    goods: Mapping[str, catalog.Goods]
    total: int
    page: int
    pages: int
    rules: inventory.ReorderRules


async def low(places: Sequence[inventory.Location], page: int, *, quiet: bool) -> Low:
    """Only at these places: whoever asks may see no others."""
    found = await inventory.shortages([place.id for place in places], page, quiet=quiet)
    goods = await catalog.goods({row.level.sku for row in found.rows})
    pages = max(1, -(-found.total // inventory.SHORTAGES_A_PAGE))
    return Low(found.rows, goods, found.total, page, pages, await inventory.reorder_rules())


async def draft_orders(chosen: Sequence[tuple[str, UUID]], places: Sequence[UUID], actor: str, key: UUID) -> int:
    """As many as is suggested of each of these that are low, from whom it was bought last: a draft for each supplier
    and location; how many there are. Invalid, and nothing is drafted, where one was never bought."""
    short = [row for row in await inventory.chosen_shortages(chosen, places) if row.item.suggested]
    last = await inventory.last_purchases([row.item.sku for row in short])
    unknown = [row.item.sku for row in short if row.item.sku not in last]
    if unknown:
        told = "was never ordered here. Begin a purchase order for it, and its supplier is known from then on."
        raise Invalid(f"{unknown[0]} {told}")
    orders: dict[tuple[UUID, str], list[LineDraft]] = {}
    for row in short:
        known = last[row.item.sku]
        line = LineDraft(row.item.sku, row.item.suggested, known.unit_cost)
        orders.setdefault((known.supplier.id, row.item.location), []).append(line)
    for (supplier_id, location), lines in orders.items():
        once = uuid5(key, f"{supplier_id}/{location}")
        draft = await inventory.draft_purchase(supplier_id, location, Terms(), Act(actor, key=once))
        if not (await inventory.find_document(DocumentKind.PURCHASE, draft.number)).lines:  # else it was sent twice
            await inventory.set_document_lines(draft.number, lines, Act(actor))
    return len(orders)
