"""What shoppers read beside a product: a page of its published reviews, in the order they choose."""

from dataclasses import dataclass
from typing import Final

from ..models import Product, Review, ReviewStatus

PAGE: Final = 10
SORTS: Final = {
    "newest": ("-written_at", "-_id"),
    "best": ("-words.rating", "-written_at", "-_id"),
    "worst": ("words.rating", "-written_at", "-_id"),
}


@dataclass(frozen=True)
class ReviewPage:
    """`stars` counts all published reviews, from five stars down to one."""

    reviews: tuple[Review, ...]
    sort: str
    page: int
    pages: int
    total: int
    stars: tuple[tuple[int, int], ...]


async def published_reviews(product: Product, sort: str = "newest", page: int = 1) -> ReviewPage:
    """Nothing is asked where the product has none; beyond the last page is the last, an unknown order the newest."""
    total = product.rating_count
    sort = sort if sort in SORTS else next(iter(SORTS))
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    found: list[Review] = []
    if total:
        wanted = {"product_id": product.id, "status": ReviewStatus.PUBLISHED.value}
        found = await Review.find(wanted).sort(*SORTS[sort]).skip((page - 1) * PAGE).limit(PAGE).to_list()
    stars = tuple((each, product.rating_stars.get(str(each), 0)) for each in range(5, 0, -1))
    return ReviewPage(tuple(found), sort, page, pages, total, stars)
