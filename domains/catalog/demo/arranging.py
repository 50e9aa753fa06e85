"""The demo shop put in order through the doors a merchant uses. What is there already stays as it is."""

import csv
from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ..collections.gathering import CollectionDetails, change_collection, collections, create_collection
from ..importing.running import run_import
from ..importing.uploads import upload_import
from ..models import CollectionKind, Product, PromotionStatus, SlugClaim
from ..products.editing import change_product
from ..products.kinds import change_product_type, create_product_type, find_product_type
from ..promotions.batches import add_code
from ..promotions.editing import create_promotion, promotions_by_status, publish_promotion
from . import demo_facts
from .offering import ATTRIBUTES, COLLECTIONS, KIND, Offered, offered

ACTOR: Final = "demo"
GOES_WITH: Final = "Goes with"  # a column that no import reads


async def arrange_demo_shop() -> None:
    """What goods are made of, what goes with what, collections, promotions."""
    await _state_facts()
    await _put_beside()
    gathered = {each.title for each in await collections()}
    for details in COLLECTIONS:
        if details.title not in gathered:
            await _gather(details)
    known = [each for status in PromotionStatus for each, _ in (await promotions_by_status(status)).entries]
    for each in offered():
        if each.promotion.name not in {stored.promotion.name for stored in known}:
            await _offer(each)


async def _state_facts() -> None:
    kind = await find_product_type(KIND) or await create_product_type(KIND.replace("-", " ").capitalize())
    if kind.revision_id and not kind.attributes:
        await change_product_type(kind.id, kind.name, ATTRIBUTES, kind.revision_id)
    uploaded = await upload_import("demo-facts.csv", demo_facts(), by=ACTOR, background=False)
    await run_import(uploaded.id)


async def _put_beside() -> None:
    rows = list(csv.DictReader(demo_facts().decode().splitlines()))
    beside = {row["Handle"]: row[GOES_WITH].split() for row in rows if row[GOES_WITH]}
    claims = await SlugClaim.find({"_id": {"$in": list(beside)}}).to_list()
    known = {claim.id: claim.product_id for claim in claims}
    for slug, others in beside.items():
        if slug in known:
            related = [known[other] for other in others if other in known]
            await change_product(known[slug], None, partial(_beside, related), actor=ACTOR)


async def _beside(related: Sequence[UUID], _session: AsyncClientSession, product: Product) -> None:
    product.related = product.related or list(related)


async def _gather(details: CollectionDetails) -> None:
    kind = CollectionKind.RULE if details.conditions else CollectionKind.MANUAL
    made = await create_collection(details.title, kind)
    await change_collection(made.id, details, revision=made.revision)


async def _offer(offer: Offered) -> None:
    stored = await create_promotion(offer.promotion, actor=ACTOR)
    if offer.code:
        await add_code(stored.id, offer.code)
    await publish_promotion(stored.id, actor=ACTOR)
