"""The shelves: products from the catalogue, each with what inventory has left of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from domains import catalog, inventory

from . import contents
from .buying import GUEST, Buyer

EVERYTHING = catalog.Filters()
NAMED: Final = 5  # things that stand for their shelf


@dataclass(frozen=True)
class ShownCard:
    """`left` counts all variants of the product."""

    card: catalog.Card
    left: int


@dataclass(frozen=True)
class Shelf:
    results: catalog.Results
    cards: tuple[ShownCard, ...]

    @property
    def goods(self) -> str:
        """The first of it by name, for those who see no more than a line."""
        return "; ".join(shown.card.title for shown in self.cards[:NAMED])


@dataclass(frozen=True)
class Front:
    """What stands first in both can be had, where anything can; `total` counts the whole shop."""

    opening: tuple[ShownCard, ...]
    new: tuple[ShownCard, ...]
    total: int


@dataclass(frozen=True)
class ShownProduct:
    """`supplies`, `prices` and, of bundles, `parts` are by SKU; `specification` is what its type asks and it
    answers, as name and value; `namesake`: another product bears the same title."""

    product: catalog.Product
    supplies: dict[str, inventory.Supply]
    prices: dict[str, catalog.UnitPrice]
    specification: list[tuple[str, str]]
    related: tuple[ShownCard, ...]
    namesake: bool
    parts: dict[str, tuple[contents.Part, ...]]

    @property
    def left(self) -> dict[str, int]:
        return {sku: supply.available for sku, supply in self.supplies.items()}


async def shelf(
    query: str = "",
    *,
    category: str | None = None,
    filters: catalog.Filters = EVERYTHING,
    sort: str = "relevance",
    page: int = 1,
    size: int = 24,
    counted: bool = False,
    first: Sequence[UUID] = (),
    buyer: Buyer = GUEST,
) -> Shelf:
    """One page of cards from the search index at the buyer's prices, `counted` with facets; stock in one look-up."""
    results = await catalog.search(
        query, category=category, filters=filters, sort=sort, page=page, size=size, counted=counted, first=first,
        groups=await buyer.groups(),
    )  # fmt: skip
    return Shelf(results, await _with_stock(results.cards))


async def popular(size: int, buyer: Buyer) -> tuple[ShownCard, ...]:
    """What is bought most often; what is sold out only where there is nothing else."""
    found = await shelf(sort="best-selling", size=4 * size, buyer=buyer)
    return _to_be_had(found.cards)[:size]


async def front(opening: int, new: int, buyer: Buyer) -> Front:
    """The front page's things, none of them twice; the stock of all in one look-up."""
    groups = await buyer.groups()
    best = await catalog.search(sort="best-selling", size=4 * opening, groups=groups)
    newest = await catalog.search(sort="newest", size=opening + new, groups=groups)
    shown = {each.card.product_id: each for each in await _with_stock([*best.cards, *newest.cards])}
    opens = _to_be_had(shown[card.product_id] for card in best.cards)[:opening]
    others = [shown[card.product_id] for card in newest.cards if shown[card.product_id] not in opens][:new]
    return Front(opens, _to_be_had(others), newest.total)


async def product(slug: str, buyer: Buyer) -> ShownProduct:
    """NotFound, or Moved with the slug it has now."""
    found = await catalog.product(slug)
    supplies = await inventory.supplies([variant.sku for variant in found.variants])
    kind = await catalog.find_product_type(found.type)
    groups = await buyer.groups()
    return ShownProduct(
        product=found,
        supplies=supplies,
        prices=await catalog.variant_prices(found, groups),
        specification=catalog.specification(kind, found.attributes) if kind else [],
        related=await _with_stock(await catalog.related_cards(found, groups)),
        namesake=catalog.has_namesake(found.id, found.title),
        parts=await contents.of_variants([variant.sku for variant in found.variants]),
    )


def _to_be_had(cards: Iterable[ShownCard]) -> tuple[ShownCard, ...]:
    return tuple(sorted(cards, key=lambda shown: shown.left < 1))


async def _with_stock(cards: Sequence[catalog.Card]) -> tuple[ShownCard, ...]:
    left = await inventory.availability([sku for card in cards for sku in card.skus]) if cards else {}
    return tuple(ShownCard(card, sum(left.get(sku, 0) for sku in card.skus)) for card in cards)
