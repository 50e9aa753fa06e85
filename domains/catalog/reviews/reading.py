"""What shoppers read beside a product: its published reviews, in the order and through the filters they choose."""

from dataclasses import dataclass
from typing import Any, Final

from ..models import Product, Review, ReviewStatus

PAGE: Final = 10
SORTS: Final = {
    "newest": ("-written_at", "-_id"),
    "helpful": ("-helpful", "-written_at", "-_id"),
    "best": ("-words.rating", "-written_at", "-_id"),
    "worst": ("words.rating", "-written_at", "-_id"),
}
STARS: Final = range(5, 0, -1)


@dataclass(frozen=True)
class ReviewFilter:
    """`stars` 0 takes all; `verified` only those of whom it is known that they bought it."""

    stars: int = 0
    verified: bool = False


EVERYTHING: Final = ReviewFilter()


@dataclass(frozen=True)
class ReviewPage:
    """`found` are what the filter leaves of `total`; `stars` counts all published, from five stars down to one."""

    reviews: tuple[Review, ...]
    sort: str
    filter: ReviewFilter
    page: int
    pages: int
    found: int
    total: int
    stars: tuple[tuple[int, int], ...]


async def published_reviews(
    product: Product, sort: str = "newest", page: int = 1, filter: ReviewFilter = EVERYTHING
) -> ReviewPage:
    """Nothing is asked where the product has none; beyond the last page is the last, an unknown order the newest."""
    sort = sort if sort in SORTS else next(iter(SORTS))
    wanted = _wanted(product, filter)
    count = await _count(product, filter, wanted)
    pages = max(1, -(-count // PAGE))
    page = min(max(page, 1), pages)
    found: list[Review] = []
    if count:
        found = await Review.find(wanted).sort(*SORTS[sort]).skip((page - 1) * PAGE).limit(PAGE).to_list()
    stars = tuple((each, _with(product, each)) for each in STARS)
    return ReviewPage(tuple(found), sort, filter, page, pages, count, product.rating_count, stars)


def _wanted(product: Product, filter: ReviewFilter) -> dict[str, Any]:
    wanted: dict[str, Any] = {"product_id": product.id, "status": ReviewStatus.PUBLISHED.value}
    if filter.stars:
        wanted["words.rating"] = filter.stars
    return wanted | ({"order_id": {"$ne": None}} if filter.verified else {})


async def _count(product: Product, filter: ReviewFilter, wanted: dict[str, Any]) -> int:
    """The product counts its reviews by their stars; only buyers among them have to be counted."""
    most = _with(product, filter.stars) if filter.stars else product.rating_count
    return await Review.get_pymongo_collection().count_documents(wanted) if filter.verified and most else most


def _with(product: Product, stars: int) -> int:
    return product.rating_stars.get(str(stars), 0)
