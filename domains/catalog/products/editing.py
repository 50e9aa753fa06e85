"""How a product is written: read, changed, claimed for and stored in one transaction, or not at all."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from beanie.exceptions import RevisionIdWasChanged
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import DuplicateKeyError

from ...shared import clock
from ...shared.errors import Invalid
from ...shared.money import Money
from ..categories.branches import rely_on
from ..categories.tree import forget_tree
from ..codes import sku_key
from ..collections.membership import enrol
from ..database import documents
from ..errors import Conflict, Unknown
from ..models import BarcodeClaim, Product, SkuClaim, SlugClaim
from ..prices.changing import HIGHEST
from ..prices.history import lay_trail, record_prices
from .kinds import rely_on_types
from .recoding import lead_on

Change = Callable[[AsyncClientSession, Product], Awaitable[None]]


async def change_product(product_id: UUID, revision: UUID | None, change: Change, *, actor: str = "") -> Product:
    """What `change` makes of it. Conflict when it is no longer at `revision`, which whoever has not looked at it leaves
    out; unwritten where nothing is different."""

    async def work(session: AsyncClientSession) -> Product:
        before = await Product.find_one({"_id": product_id}, session=session)
        if before is None:
            raise Unknown("There is no such product.")
        if revision is not None and before.revision != revision:
            raise Conflict
        after: Product = before.model_copy(deep=True)
        await change(session, after)
        if after == before:
            return before
        after.updated_at = clock.now()
        lay_trail(before, after)
        await _settle(session, before, after)
        await after.rewrite(session)
        await record_prices(session, [(before, after)], actor)
        return after

    try:
        return await _written(work)
    except RevisionIdWasChanged:
        raise Conflict from None


async def add_product(make: Callable[[AsyncClientSession], Awaitable[Product]], *, actor: str = "") -> Product:
    async def work(session: AsyncClientSession) -> Product:
        product = await make(session)
        lay_trail(None, product)
        await _settle(session, None, product)
        await record_prices(session, [(None, product)], actor)
        return await product.insert(session=session)

    return await _written(work)


async def _written(work: Callable[[AsyncClientSession], Awaitable[Product]]) -> Product:
    try:
        product = await documents.transaction(work)
    except DuplicateKeyError:  # somebody claimed the same at the same moment: now it is there to be seen
        product = await documents.transaction(work)
    forget_tree()
    return product


async def _settle(session: AsyncClientSession, before: Product | None, after: Product) -> None:
    """What a write owes the rest of the catalogue: names claimed, its category held still, collections kept."""
    await _claim_slug(session, before, after)
    skus = {sku_key(each.sku): each.id for each in after.variants}
    await _claim(session, SkuClaim, _skus(before), skus, after, "sku", "This SKU belongs to another variant.")
    await _claim(session, BarcodeClaim, _barcodes(before), _barcodes(after), after, "barcode", BARCODE_TAKEN)
    if after.category and (before is None or before.category != after.category):
        await rely_on(session, after.category)
    await rely_on_types(session, [(before, after)])
    await lead_on(session, [(before, after)])
    await enrol(session, [after])


def check_regular(price: Money, currency: str) -> None:
    """What a new variant may cost at first."""
    if price.currency != currency or not 0 <= price.amount <= HIGHEST:
        told = f"Give an amount in {currency} that is not negative and not larger than a card can pay."
        raise Invalid(told, {"price": told})


BARCODE_TAKEN = "This barcode belongs to another variant."


async def _claim_slug(session: AsyncClientSession, before: Product | None, after: Product) -> None:
    if before is not None and before.slug == after.slug:
        return
    held = await SlugClaim.find_one({"_id": after.slug}, session=session)
    if held is None:
        await SlugClaim(id=after.slug, product_id=after.id).insert(session=session)
    elif held.product_id != after.id:
        told = "Another product has this address, or had it before."
        raise Invalid(told, {"slug": told})


def _skus(product: Product | None) -> dict[str, UUID]:
    return {sku_key(each.sku): each.id for each in product.variants} if product else {}


def _barcodes(product: Product | None) -> dict[str, UUID]:
    return {each.barcode: each.id for each in product.variants if each.barcode} if product else {}


async def _claim(
    session: AsyncClientSession,
    kind: type[SkuClaim] | type[BarcodeClaim],
    before: Mapping[str, UUID],
    after: Mapping[str, UUID],
    product: Product,
    field: str,
    taken: str,
) -> None:
    claims = kind.get_pymongo_collection()
    given_up = [code for code, variant in before.items() if after.get(code) != variant]
    if given_up:
        await claims.delete_many({"_id": {"$in": given_up}, "product_id": product.id}, session=session)
    wanted = {code: variant for code, variant in after.items() if before.get(code) != variant}
    if not wanted:
        return
    held = [row["_id"] async for row in claims.find({"_id": {"$in": list(wanted)}}, session=session)]
    if held:
        raise Invalid(taken, {f"{field}-{wanted[code]}": f"{taken} ({code})" for code in held})
    rows: list[dict[str, Any]] = [
        {"_id": code, "product_id": product.id, "variant_id": variant} for code, variant in wanted.items()
    ]
    await claims.insert_many(rows, session=session)
