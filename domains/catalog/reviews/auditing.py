"""Whether every product's rating is what its published reviews give it."""

from collections import Counter, defaultdict
from typing import Any, Final
from uuid import UUID

from ..models import Product, Review, ReviewStatus

KEPT: Final = {"slug": 1, "rating_sum": 1, "rating_count": 1, "rating_stars": 1}
Stars = dict[int, int]  # how many reviews give so many stars


async def audit_ratings() -> tuple[str, ...]:
    """Reads every published review: for the books, not for a page. A sentence for each rating that has drifted."""
    given: defaultdict[UUID, Counter[int]] = defaultdict(Counter)
    published = {"status": ReviewStatus.PUBLISHED.value}
    async for row in Review.get_pymongo_collection().find(published, {"product_id": 1, "words.rating": 1}):
        given[row["product_id"]][row["words"]["rating"]] += 1
    problems = []
    async for product in Product.get_pymongo_collection().find({}, KEPT):
        if told := _drift(product, dict(given.get(product["_id"], {}))):
            problems.append(told)
    return tuple(problems)


def _drift(product: dict[str, Any], given: Stars) -> str:
    kept = {int(stars): count for stars, count in product.get("rating_stars", {}).items() if count}
    counts = (product.get("rating_sum", 0), product.get("rating_count", 0))
    right = (sum(stars * count for stars, count in given.items()), sum(given.values()))
    if kept == given and counts == right:
        return ""
    return (
        f"The product {product['slug']} counts {counts[1]} reviews with {counts[0]} stars; "
        f"{right[1]} are published, with {right[0]}."
    )
