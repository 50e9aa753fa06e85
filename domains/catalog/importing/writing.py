"""Plans into the database: some products with their claims, their categories and their facts are one transaction."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID, uuid4

from pymongo import UpdateOne
from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.errors import BulkWriteError, DuplicateKeyError

from ...shared import clock
from ...shared.ids import new_id
from ..categories.tree import lineage, moved_among
from ..codes import sku_key
from ..collections.membership import enrol
from ..database import documents
from ..events import PicturesSaved, PicturesWanted, StockImported
from ..models import BarcodeClaim, Category, FormerSku, Product, SkuClaim, SlugClaim
from ..prices.history import lay_trail, record_prices
from ..prices.listed import lists_entered
from ..prices.lists import rely_on_list
from ..products.kinds import rely_on_types
from ..products.recoding import lead_on
from ..slugs import slugify
from ..stock_facts import next_stock_sequence
from .branches import Branches
from .entries import Entry
from .holders import Holders
from .plan import Plan

DUPLICATE = 11000
HANDFUL = 50
T = TypeVar("T")


class Known:
    """What the catalogue holds of the products a batch is about."""

    def __init__(self, products: dict[UUID, Product], holders: Holders, branches: Branches) -> None:
        self._products = products
        self.holders = holders
        self.branches = branches

    def product_id(self, entry: Entry) -> UUID | None:
        if entry.slug:
            return self.holders.slugs.get(entry.slug)
        return self.holders.skus.get(sku_key(entry.first_sku))

    def product(self, entry: Entry) -> Product | None:
        found = self.product_id(entry)
        return self._products.get(found) if found else None

    def learn(self, entry: Entry, product: Product, before: Product | None = None) -> None:
        if entry.slug:
            self.holders.slugs[entry.slug] = product.id
        self._products[product.id] = product
        self.holders.learn(product, before)

    def refresh(self, entry: Entry, fresh: "Known") -> None:
        """Somebody else wrote in the meantime: what was just read about this product holds."""
        self.holders.slugs.pop(entry.slug, None)
        self._products |= fresh._products
        self.holders.refresh(fresh.holders)
        self.branches = self.branches.learned(entry.category, fresh.branches)


class Catalogue(Protocol):
    async def known(self, entries: Sequence[Entry], *, thorough: bool = False) -> Known: ...
    async def write(self, plans: Sequence[Plan]) -> None: ...


class Live:
    """The catalogue itself. `write` raises DuplicateKeyError, RevisionIdWasChanged or Unknown when another writer was
    first."""

    def __init__(self, import_id: UUID) -> None:
        self._import_id = import_id
        self._categories: set[str] = set()

    async def known(self, entries: Sequence[Entry], *, thorough: bool = False) -> Known:
        """Six questions by key for the whole batch; thorough ones also ask for the SKUs that might be derived."""
        others = {name for entry in entries for name in entry.others}
        addresses = {*(entry.slug for entry in entries), *map(slugify, others)}
        slugs = {claim.id: claim.product_id for claim in await SlugClaim.find(_keys(addresses)).to_list()}
        wanted = {sku_key(sku) for entry in entries for sku in entry.possible_skus(thorough)} | {*map(sku_key, others)}
        skus = {claim.id: claim.product_id for claim in await SkuClaim.find(_keys(wanted)).to_list()}
        former = {trace.id: trace.variant_id for trace in await FormerSku.find(_keys(wanted)).to_list()}
        barcodes = await BarcodeClaim.find(_keys(code for e in entries for code in e.barcodes)).to_list()
        holders = Holders(skus, {claim.id: claim.product_id for claim in barcodes}, former, slugs)
        named = {skus[key] for e in entries if not e.slug and (key := sku_key(e.first_sku)) in skus}
        ids = {slugs[entry.slug] for entry in entries if entry.slug in slugs} | named
        found = await Product.find(_keys(ids)).to_list() if ids else []
        branches = Branches(await moved_among(path for e in entries for path, _ in e.category or ()))
        return Known({product.id: product for product in found}, holders, branches)

    async def write(self, plans: Sequence[Plan]) -> None:
        """All of them or none; no two may be about the same product."""
        for picture in (picture for plan in plans for picture in plan.wanted):
            picture.import_id = self._import_id

        async def work(session: AsyncClientSession) -> list[Product]:
            return await self._write(session, plans)

        try:
            written = await documents.transaction(work)
        except BulkWriteError as error:
            if any(each["code"] == DUPLICATE for each in error.details["writeErrors"]):
                raise DuplicateKeyError("claimed by another", DUPLICATE, error.details) from None
            raise
        for plan, product in zip(plans, written, strict=True):
            plan.after = product
        self._categories.update(_named_categories(plans))

    async def _write(self, session: AsyncClientSession, plans: Sequence[Plan]) -> list[Product]:
        products = [plan.after.model_copy() for plan in plans]  # a repeated try starts from the same revision
        for plan, product in zip(plans, products, strict=True):
            lay_trail(plan.before, product)
        await enrol(session, products)
        await _store(session, plans, products)
        changes = [(plan.before, product) for plan, product in zip(plans, products, strict=True)]
        await record_prices(session, changes, f"import {self._import_id}")
        for list_id in sorted({each for was, now in changes if was for each in lists_entered(was, now)}):
            await rely_on_list(session, list_id)
        await _claim(session, SkuClaim, plans, skus_of)
        await _claim(session, BarcodeClaim, plans, barcodes_of)
        await lead_on(session, changes)
        await rely_on_types(session, changes)
        await self._make_categories(session, plans)
        await documents.record(session, *await self._facts(session, plans))
        return products

    async def _make_categories(self, session: AsyncClientSession, plans: Sequence[Plan]) -> None:
        """What lies above a new one is touched as well: the last step of a move that takes it away must wait."""
        branches = _named_categories(plans)
        entered = {plan.after.category for plan in plans if plan.before is None or _elsewhere(plan)}
        new = {above for path in branches.keys() - self._categories for above in lineage(path)}
        touched = {"touched_at": clock.now()}
        named = {path: name for path, name in branches.items() if path in entered or path in new}
        upserts = [
            UpdateOne({"_id": path}, {"$setOnInsert": _category(path, name), "$set": touched}, upsert=True)
            for path, name in named.items()
        ]
        if upserts:
            if await moved_among(named, session):
                raise DuplicateKeyError("a category has just moved", DUPLICATE)
            await Category.get_pymongo_collection().bulk_write(upserts, session=session)

    async def _facts(self, session: AsyncClientSession, plans: Sequence[Plan]) -> list[object]:
        stock = tuple(item for plan in plans for item in plan.stock)
        wanting = tuple(plan.after.id for plan in plans if plan.wanted)
        saved = tuple(dict.fromkeys(key for plan in plans for key in plan.saved))
        facts: list[object] = []
        if stock:
            facts.append(StockImported(self._import_id, stock, await next_stock_sequence(session)))
        facts += [PicturesWanted(some) for some in _handfuls(wanting)]
        return [*facts, *(PicturesSaved(some) for some in _handfuls(saved))]


def _handfuls(things: Sequence[T]) -> Iterator[tuple[T, ...]]:
    """So few that a worker is done with them in good time."""
    return (tuple(things[start : start + HANDFUL]) for start in range(0, len(things), HANDFUL))


def _keys(keys: Iterable[Any]) -> dict[str, Any]:
    return {"_id": {"$in": list(set(keys))}}


def skus_of(product: Product | None) -> dict[str, UUID]:
    return {sku_key(variant.sku): variant.id for variant in product.variants} if product else {}


def barcodes_of(product: Product | None) -> dict[str, UUID]:
    return {variant.barcode: variant.id for variant in product.variants if variant.barcode} if product else {}


async def _store(session: AsyncClientSession, plans: Sequence[Plan], products: Sequence[Product]) -> None:
    new = [product for plan, product in zip(plans, products, strict=True) if plan.before is None]
    known = [product for plan, product in zip(plans, products, strict=True) if plan.before is not None]
    if known:
        await Product.rewrite_all(known, session)
    for product in new:
        product.revision_id = uuid4()
    await documents.insert(session, new)
    await documents.insert(session, [SlugClaim(id=product.slug, product_id=product.id) for product in new])


async def _claim(
    session: AsyncClientSession,
    kind: type[SkuClaim] | type[BarcodeClaim],
    plans: Sequence[Plan],
    codes: Callable[[Product | None], Mapping[str, UUID]],
) -> None:
    """What is given up goes first, so that one product may take what another leaves."""
    collection = kind.get_pymongo_collection()
    taken = []
    for plan in plans:
        before, after = codes(plan.before), codes(plan.after)
        given_up = [key for key, holder in before.items() if after.get(key) != holder]
        if given_up:
            mine = {"_id": {"$in": given_up}, "product_id": plan.after.id}
            await collection.delete_many(mine, session=session)
        taken += [
            {"_id": key, "product_id": plan.after.id, "variant_id": holder}
            for key, holder in after.items()
            if before.get(key) != holder
        ]
    if taken:
        await collection.insert_many(taken, session=session)


def _elsewhere(plan: Plan) -> bool:
    return plan.before is not None and plan.before.category != plan.after.category


def _named_categories(plans: Sequence[Plan]) -> dict[str, str]:
    """Path → name."""
    return {path: name for plan in plans for path, name in plan.entry.category or ()}


def _category(path: str, name: str) -> dict[str, Any]:
    above = lineage(path)[:-1]
    plain = {"name": name, "description": "", "picture": None, "position": 0, "parent": above[-1] if above else ""}
    return {**plain, "revision_id": new_id()}
