"""Reviews: written, moderated, read."""

from ..errors import (
    WrittenTooOften,
)
from ..events import (
    ReviewsCame,
)
from ..models import (
    Bought,
    Review,
    ReviewDeed,
    ReviewEvent,
    ReviewStatus,
    Words,
)
from ..reviews.demo import (
    write_demo_reviews,
)
from ..reviews.moderating import (
    ReviewQueue,
    answer_review,
    find_review,
    publish_review,
    publish_reviews,
    refuse_review,
    review_counts,
    review_queue,
)
from ..reviews.reading import (
    ReviewFilter,
    ReviewPage,
    published_reviews,
)
from ..reviews.telling import (
    reviews_waiting,
    tell_reviews_came,
)
from ..reviews.voting import (
    vote_for_review,
    votes_of,
)
from ..reviews.wording import (
    LONGEST as LONGEST_OF_REVIEWS,
)
from ..reviews.writing import (
    Purchase,
    products_by_slug,
    reviews_of_order,
    reviews_of_orders,
    withdraw_review,
    write_review,
)

__all__ = [
    "LONGEST_OF_REVIEWS",
    "Bought",
    "Purchase",
    "Review",
    "ReviewDeed",
    "ReviewEvent",
    "ReviewFilter",
    "ReviewPage",
    "ReviewQueue",
    "ReviewStatus",
    "ReviewsCame",
    "Words",
    "WrittenTooOften",
    "answer_review",
    "find_review",
    "products_by_slug",
    "publish_review",
    "publish_reviews",
    "published_reviews",
    "refuse_review",
    "review_counts",
    "review_queue",
    "reviews_of_order",
    "reviews_of_orders",
    "reviews_waiting",
    "tell_reviews_came",
    "vote_for_review",
    "votes_of",
    "withdraw_review",
    "write_demo_reviews",
    "write_review",
]
