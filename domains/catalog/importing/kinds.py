"""Who does the rows of an import: for each format its own reader, all on one engine."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from functools import partial
from typing import Any, Protocol, TypeVar

from ...shared.errors import Invalid
from ..models import Import, ImportKind, ImportRow
from ..products.kinds import product_types
from .coupons import Codes, namings
from .entries import Lines
from .images import Pictures
from .later import Later
from .naming import named
from .own import own_entries
from .pricing import price_entries
from .products import Products, apart, gathered
from .reading import entries
from .rehearsing import Rehearsal
from .repricing import PricePlans
from .sheet import Sheet
from .shopify import ShopifyPlans
from .stock import Shelves, Stock
from .upserting import OwnPlans
from .writing import Catalogue, Live

L = TypeVar("L", bound=Lines)


class Importing(Protocol[L]):
    """`weight`: how many times as many entries as usual are done together. `together` answers None where that is not
    possible; then they are done `one_by_one`. `rest` is what is left to do
    when all entries are done."""

    @property
    def weight(self) -> int: ...
    def entries(self, sheet: Sheet) -> Iterator[L]: ...
    def rest(self) -> Iterator[L]: ...
    async def together(self, batch: Sequence[L]) -> list[ImportRow] | None: ...
    async def one_by_one(self, batch: Sequence[L]) -> list[ImportRow]: ...


@asynccontextmanager
async def importing(
    running: Import, pictures: Pictures, shelves: Shelves | None, *, trial: bool
) -> AsyncIterator[Importing[Any]]:
    if running.kind is ImportKind.STOCK:
        if shelves is None:
            raise Invalid("Nobody here keeps the stock.")
        yield Stock(running, shelves, await shelves.locations(), trial)
    elif running.kind is ImportKind.CODES:
        promotions = named((each.name, str(each.id), each) for each in await namings())
        yield Codes(promotions, trial)
    elif trial:
        with closing(Rehearsal()) as rehearsal, closing(Later()) as later:
            yield await _products(running, pictures, rehearsal, later)
    else:
        with closing(Later()) as later:
            yield await _products(running, pictures, Live(running.id), later)


async def _products(running: Import, pictures: Pictures, catalogue: Catalogue, later: Later) -> Importing[Any]:
    currency = running.currency
    if running.kind is ImportKind.PRODUCTS:
        types = await product_types()
        by_name = {each.name.casefold(): each for each in types} | {each.id: each for each in types}
        read, rest = partial(own_entries, currency=currency), partial(later.entries, currency)
        return Products(catalogue, pictures, read, gathered, OwnPlans(by_name, later), left=rest)
    if running.kind is ImportKind.PRICES:
        priced = await PricePlans.ready()
        return Products(catalogue, pictures, partial(price_entries, currency=currency), gathered, priced, weight=2)
    return Products(catalogue, pictures, partial(entries, currency=currency), apart, ShopifyPlans(currency))
