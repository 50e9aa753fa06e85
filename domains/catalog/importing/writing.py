"""Plans into the database: one product with its claims, its categories and its facts is one transaction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import BulkWriteError, DuplicateKeyError

from ..categories import lineage
from ..database import documents
from ..events import PicturesWanted, StockImported
from ..models import BarcodeClaim, Category, Product, SkuClaim, SlugClaim
from .entries import ProductEntry
from .holders import Holders, derived_skus, invented_sku
from .plan import Plan

DUPLICATE = 11000


class Known:
    """What the catalogue holds of the products a batch is about."""

    def __init__(self, products: dict[str, Product], holders: Holders) -> None:
        self._products = products
        self.holders = holders

    def product(self, slug: str) -> Product | None:
        return self._products.get(slug)

    def learn(self, slug: str, product: Product) -> None:
        self._products[slug] = product
        self.holders.learn(product)

    def refresh(self, slug: str, fresh: "Known") -> None:
        """Somebody else wrote in the meantime: what was just read about this product holds."""
        self._products.pop(slug, None)
        self._products |= fresh._products
        self.holders.skus |= fresh.holders.skus
        self.holders.barcodes |= fresh.holders.barcodes


class Catalogue(Protocol):
    async def known(self, entries: Sequence[ProductEntry], *, thorough: bool = False) -> Known: ...
    async def write(self, plan: Plan) -> None: ...


class Live:
    """The catalogue itself. `write` raises DuplicateKeyError or RevisionIdWasChanged when another writer was first."""

    def __init__(self, import_id: UUID) -> None:
        self._import_id = import_id
        self._categories: set[str] = set()

    async def known(self, entries: Sequence[ProductEntry], *, thorough: bool = False) -> Known:
        """Four questions by key for the whole batch; thorough ones also ask for the SKUs that might be derived."""
        slugs = {claim.id: claim.product_id for claim in await SlugClaim.find(_keys(e.slug for e in entries)).to_list()}
        found = await Product.find(_keys(set(slugs.values()))).to_list() if slugs else []
        products = {product.id: product for product in found}
        skus = await SkuClaim.find(_keys(_possible_skus(entries, thorough))).to_list()
        barcodes = await BarcodeClaim.find(_keys(code for e in entries for code in e.barcodes)).to_list()
        holders = Holders(
            {claim.id: claim.product_id for claim in skus}, {claim.id: claim.product_id for claim in barcodes}
        )
        return Known({slug: products[key] for slug, key in slugs.items() if key in products}, holders)

    async def write(self, plan: Plan) -> None:
        async def work(session: AsyncClientSession) -> None:
            product = plan.after.model_copy()  # a try that is repeated must start from the same revision
            if plan.before is None:
                await product.insert(session=session)
                await SlugClaim(id=product.slug, product_id=product.id).insert(session=session)
            else:
                await product.replace(session=session)
            await _claim(session, SkuClaim, product.id, _skus(plan.before), _skus(product))
            await _claim(session, BarcodeClaim, product.id, _barcodes(plan.before), _barcodes(product))
            await self._make_categories(session, plan.entry)
            await documents.record(session, *self._facts(plan))
            written.append(product)

        written: list[Product] = []
        try:
            await documents.transaction(work)
        except BulkWriteError as error:
            if any(each["code"] == DUPLICATE for each in error.details["writeErrors"]):
                raise DuplicateKeyError("claimed by another", DUPLICATE, error.details) from None
            raise
        plan.after = written[-1]
        self._categories.update(path for path, _ in plan.entry.category or ())

    async def _make_categories(self, session: AsyncClientSession, entry: ProductEntry) -> None:
        missing = [(path, name) for path, name in entry.category or () if path not in self._categories]
        if not missing:
            return
        upserts = [
            UpdateOne({"_id": path}, {"$setOnInsert": _category(path, name)}, upsert=True) for path, name in missing
        ]
        await Category.get_pymongo_collection().bulk_write(upserts, session=session)

    def _facts(self, plan: Plan) -> list[object]:
        stock = [StockImported(self._import_id, tuple(plan.stock))] if plan.stock else []
        return [*stock, *(PicturesWanted(plan.after.id, host) for host in sorted(plan.hosts))]


class Rehearsal:
    """The catalogue with what the file would have done to it so far, kept in memory alone."""

    def __init__(self) -> None:
        self._live = Live(UUID(int=0))
        self._products: dict[str, Product] = {}
        self._holders = Holders()

    async def known(self, entries: Sequence[ProductEntry], *, thorough: bool = False) -> Known:
        known = await self._live.known(entries, thorough=thorough)
        known.holders.skus |= self._holders.skus
        known.holders.barcodes |= self._holders.barcodes
        for entry in entries:
            if entry.slug in self._products:
                known.learn(entry.slug, self._products[entry.slug])
        return known

    async def write(self, plan: Plan) -> None:
        self._products[plan.entry.slug] = plan.after
        self._holders.skus |= {variant.sku: plan.after.id for variant in plan.after.variants}
        self._holders.barcodes |= dict.fromkeys(_barcodes(plan.after), plan.after.id)


def _keys(keys: Iterable[Any]) -> dict[str, Any]:
    return {"_id": {"$in": list(set(keys))}}


def _possible_skus(entries: Sequence[ProductEntry], thorough: bool) -> Iterable[str]:
    for entry in entries:
        for variant in entry.variants:
            wanted = variant.sku or invented_sku(entry.slug, variant.values)
            yield wanted
            if thorough:
                yield from derived_skus(wanted, entry.slug, variant.values)


def _skus(product: Product | None) -> dict[str, UUID]:
    return {variant.sku: variant.id for variant in product.variants} if product else {}


def _barcodes(product: Product | None) -> dict[str, UUID]:
    return {variant.barcode: variant.id for variant in product.variants if variant.barcode} if product else {}


async def _claim(
    session: AsyncClientSession,
    kind: type[SkuClaim] | type[BarcodeClaim],
    product_id: UUID,
    before: Mapping[str, UUID],
    after: Mapping[str, UUID],
) -> None:
    collection = kind.get_pymongo_collection()
    given_up = [key for key, holder in before.items() if after.get(key) != holder]
    if given_up:
        await collection.delete_many({"_id": {"$in": given_up}, "product_id": product_id}, session=session)
    taken = [
        {"_id": key, "product_id": product_id, "variant_id": holder}
        for key, holder in after.items()
        if before.get(key) != holder
    ]
    if taken:
        await collection.insert_many(taken, session=session)


def _category(path: str, name: str) -> dict[str, Any]:
    above = lineage(path)[:-1]
    return {"name": name, "description": "", "picture": None, "position": 0, "parent": above[-1] if above else ""}
