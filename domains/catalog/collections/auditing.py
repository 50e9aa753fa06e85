"""Whether every product knows the collections it is in."""

from collections.abc import Sequence
from typing import Any

from ...shared import clock
from ..models import Collection, Product
from .membership import batches


async def audit_membership() -> tuple[str, ...]:
    """Reads every product where there are rules: for the books, not for a page. A sentence for each product that is in
    others than hands and rules say. What has grown too old for a rule leaves it by the clock."""
    every = await Collection.find({}).to_list()
    by_hand = [product_id for each in every for product_id in each.products]
    told_of: dict[str, Any] = {"$or": [{"collections.0": {"$exists": True}}, {"_id": {"$in": by_hand}}]}
    wanted = {} if any(each.by_rule for each in every) else told_of
    return tuple([told async for some in batches(wanted) for product in some if (told := _problem(product, every))])


def _problem(product: Product, every: Sequence[Collection]) -> str:
    now = clock.now()
    right = {each.id for each in every if product.id in each.products or (each.by_rule and each.takes(product, now))}
    late = {each.id for each in every if each.ages}
    wrong = (right - {*product.collections}) | ({*product.collections} - right - late)
    titles = {each.id: each.title for each in every}
    told = ", ".join(sorted(titles.get(each, f"{each}, which is gone") for each in wrong))
    return f"The product {product.slug} counts otherwise than its collections do: {told}." if wrong else ""
