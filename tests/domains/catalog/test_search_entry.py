"""What the index keeps of a product, byte by byte: what has another meaning has another version, and is built anew."""

from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from domains.catalog.search.reading import read_product
from domains.catalog.search.schema import VERSION
from domains.catalog.search.stored import restore, store

FIRST_SEEN, SEEN_AGAIN = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
VARIANT = {
    "id": UUID(int=2),
    "sku": "MUG",
    "price": {"amount": 1250, "currency": "EUR"},
    "options": {"Size": "L"},
    "dimensions": {"length": 120, "width": 85, "height": 95},
}
PRODUCT = {
    "_id": UUID(int=1),
    "slug": "mug",
    "title": "Mug",
    "status": "active",
    "currency": "EUR",
    "variants": [VARIANT],
    "created_at": datetime(2026, 1, 1, tzinfo=UTC),
    "published_at": SEEN_AGAIN,
    "first_shown_at": FIRST_SEEN,
    "shown_from": SEEN_AGAIN,
    "category": "table/mugs",
    "tags": ["blue"],
    "attributes": {"material": "Oak", "dimmable": True},
    "sold": 3,
}


def test_whoever_changes_what_is_kept_or_what_it_means_raises_the_version() -> None:
    kept = store(read_product(PRODUCT), {"MUG"})
    assert restore(kept).since == FIRST_SEEN.timestamp()
    assert (VERSION, sha256(kept).hexdigest()[:16]) == (8, "13250d1538a38517")
