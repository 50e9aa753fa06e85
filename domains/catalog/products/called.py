"""Products as people name them: by an address or a SKU."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ..codes import sku_key
from ..models import SkuClaim, SlugClaim
from ..slugs import slugify


def called(name: str, addresses: Mapping[str, UUID], skus: Mapping[str, UUID]) -> UUID | None:
    """An address as it is written comes first, for forms and files show products by theirs: what is sent back untouched
    means the same, whatever SKUs there are."""
    return addresses.get(name) or skus.get(sku_key(name)) or addresses.get(slugify(name))


async def products_called(names: Sequence[str], session: AsyncClientSession | None = None) -> dict[str, UUID | None]:
    by_sku = await SkuClaim.find({"_id": {"$in": [sku_key(name) for name in names]}}, session=session).to_list()
    by_slug = await SlugClaim.find({"_id": {"$in": [slugify(name) for name in names]}}, session=session).to_list()
    skus, addresses = ({claim.id: claim.product_id for claim in claims} for claims in (by_sku, by_slug))
    return {name: called(name, addresses, skus) for name in names}
