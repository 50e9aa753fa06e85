"""What a shopper is told beside a list is what one gets by looking at every product and every variant."""

from collections import Counter
from dataclasses import dataclass
from random import Random
from uuid import UUID

from domains import catalog, inventory
from domains.catalog import AttributeKind, AttributeSpec, Filters, ProductStatus, Results, SearchIndex, Span, search
from domains.catalog.categories.tree import lineage
from tests.support.catalog import eur, make_product, make_variant
from tests.support.lengths import SEED, drawn

ROOMS = AttributeSpec(
    key="rooms", name="Rooms", kind=AttributeKind.MULTISELECT, choices=["Hall", "Bath"], filterable=True
)
WATTS = AttributeSpec(key="watts", name="Power", kind=AttributeKind.NUMBER, filterable=True)
OF_VARIANTS = {"o.Size": ["S", "M", "L"], "o.Colour": ["Red", "Blue"], "availability": ["in-stock", "sold-out"]}
OF_PRODUCTS = {"brand": ["Oak", "Ash", "Elm"], "tag": ["cosy", "plain", "wild"], "a.rooms": ["Hall", "Bath"]}
CATEGORIES = ["table", "table/mugs", "table/jugs", "hall"]
NAMED = {"table": "Table", "table/mugs": "Table/Mugs", "table/jugs": "Table/Jugs", "hall": "Hall"}
CHOICES = OF_VARIANTS | OF_PRODUCTS | {"category": CATEGORIES}
PRODUCTS, ROUNDS, QUESTIONS = 24, 3, 40


@dataclass
class Made:
    id: UUID
    title: str
    shown: bool
    watts: int | None
    borne: dict[str, set[str]]
    variants: list[tuple[int, dict[str, str]]]  # what each costs, and what it bears


@dataclass(frozen=True)
class Asked:
    text: str
    below: str | None
    filters: Filters

    def fitting(self, shop: list[Made], without: str = "") -> dict[UUID, list[tuple[int, dict[str, str]]]]:
        """Products that pass, each with those of its variants that do."""
        passed = {made.id: [each for each in made.variants if self._fits(made, *each, without)] for made in shop}
        return {key: variants for key, variants in passed.items() if variants}

    def _fits(self, made: Made, price: int, bears: dict[str, str], without: str) -> bool:
        named = made.shown and self.text in made.title.casefold()
        if not named or (self.below and self.below not in made.borne["category"]):
            return False
        for name, chosen in self.filters.values.items():
            if name != without and not (made.borne.get(name, set()) | {bears.get(name, "")}) & set(chosen):
                return False
        watts = self.filters.numbers.get("n.watts")
        if watts and without != "n.watts" and (made.watts is None or not within(made.watts, *watts)):
            return False
        return without == "price" or within(price, self.filters.price_from, self.filters.price_to)


def within(figure: float, lowest: float | None, highest: float | None) -> bool:
    return (lowest is None or lowest <= figure) and (highest is None or figure <= highest)


async def test_what_stands_beside_a_list_is_what_every_product_and_variant_says(index: SearchIndex) -> None:
    random = drawn("facets of a shop")
    kind = await catalog.create_product_type("Thing")
    await catalog.change_product_type(kind.id, "Thing", [ROOMS, WATTS], kind.revision_id)
    shop = [await made(random, number) for number in range(PRODUCTS)]
    for version in range(ROUNDS):
        await index.catch_up()
        for _ in range(QUESTIONS):
            asked = drawn_question(random)
            told = await search(
                asked.text, category=asked.below, filters=asked.filters, sort="name", size=100, counted=True
            )
            assert said(told) == expected(shop, asked), f"BARROW_SEED={SEED}: {asked}"
        await change(random, shop, version + 2)


async def made(random: Random, number: int) -> Made:
    category = random.choice(CATEGORIES)
    borne = {name: set(random.sample(values, random.randint(0, 2))) for name, values in OF_PRODUCTS.items()}
    borne["brand"] = set(list(borne["brand"])[:1])
    watts = random.choice([None, 5, 9, 40])
    shown = random.random() < 0.8
    options = [("S", "Red"), ("M", "Red"), ("S", "Blue"), ("L", "Blue")]
    chosen = [dict(zip(("Size", "Colour"), pair, strict=True)) for pair in random.sample(options, random.randint(1, 3))]
    variants = [
        make_variant(f"SKU-F{number}-{place}", price=eur(random.randint(1, 9) * 100), options=each)
        for place, each in enumerate(chosen)
    ]
    product = await make_product(
        f"{random.choice(['Wok', 'Pan'])} {number}",
        variants=variants,
        category=NAMED[category],
        status=ProductStatus.ACTIVE if shown else ProductStatus.DRAFT,
        vendor=next(iter(borne["brand"]), ""),
        tags=sorted(borne["tag"]),
        type="thing",
        attributes={"rooms": sorted(borne["a.rooms"])} | ({"watts": watts} if watts else {}),
    )
    borne["category"] = set(lineage(category))
    rows = [
        (each.price.amount, {f"o.{name}": value for name, value in each.options.items()} | {"availability": "sold-out"})
        for each in variants
    ]
    return Made(product.id, product.title, shown, watts, borne, rows)


async def change(random: Random, shop: list[Made], version: int) -> None:
    """Some come or go, some variants sell out or come back."""
    for own in random.sample(shop, 4):
        own.shown = not own.shown
        await catalog.set_status(own.id, ProductStatus.ACTIVE if own.shown else ProductStatus.DRAFT)
    for own in random.sample(shop, 8):
        place = random.randrange(len(own.variants))
        bears = own.variants[place][1]
        there = bears["availability"] == "sold-out"
        bears["availability"] = "in-stock" if there else "sold-out"
        sku = f"SKU-F{own.title.split()[1]}-{place}"
        await catalog.note_stock([inventory.TurnedItem(sku, there, version)])


def drawn_question(random: Random) -> Asked:
    names = random.sample(list(CHOICES), random.randint(0, 3))
    values = {name: tuple(random.sample(CHOICES[name], random.randint(1, 2))) for name in names}
    ends = [random.choice([None, 300, 600]) for _ in range(2)]
    watts = random.choice([None, None, Span(6, None), Span(None, 9), Span(5, 39)])
    filters = Filters(values, *ends, {"n.watts": watts} if watts else {})
    return Asked(random.choice(["", "", "wok", "pan"]), random.choice([None, None, "table"]), filters)


def said(told: Results) -> dict[str, object]:
    assert told.prices is not None
    there = told.prices.there_is
    return {
        "products": {card.product_id for card in told.cards},
        "total": told.total,
        "facets": {each.name: {value.value: value.count for value in each.values} for each in told.facets},
        "prices": (there.lowest, there.highest) if there else None,
        "numbers": {
            each.name: (each.there_is.lowest, each.there_is.highest) if each.there_is else None
            for each in told.number_facets
        },
    }


def expected(shop: list[Made], asked: Asked) -> dict[str, object]:
    found = asked.fitting(shop)
    prices = [price for variants in asked.fitting(shop, "price").values() for price, _ in variants]
    watts = [made.watts for made in shop if made.id in asked.fitting(shop, "n.watts") and made.watts is not None]
    ends = (min(watts), max(watts)) if watts else None
    apart = "n.watts" in asked.filters.numbers or (ends and ends[0] < ends[1])
    counted = {name: counts(shop, asked, name) for name in CHOICES}
    return {
        "products": set(found),
        "total": len(found),
        "facets": {name: values for name, values in counted.items() if offered(values, name, asked, len(found))},
        "prices": (min(prices), max(prices)) if prices else None,
        "numbers": {"n.watts": ends} if apart else {},
    }


def offered(values: dict[str, int], name: str, asked: Asked, total: int) -> bool:
    """What offers no choice is not shown, unless it is chosen."""
    return name in asked.filters.values or len(values) > 1 or any(0 < count < total for count in values.values())


def counts(shop: list[Made], asked: Asked, name: str) -> dict[str, int]:
    """Under all other filters, of products and not of variants; chosen values also where they would find nothing."""
    passed = asked.fitting(shop, name)
    told: Counter[str] = Counter()
    for made in shop:
        of_variants = {bears[name] for _, bears in passed.get(made.id, ()) if name in bears}
        told.update((made.borne.get(name, set()) | of_variants) if made.id in passed else ())
    chosen = asked.filters.values.get(name, ())
    if name == "category":
        above = asked.below or (chosen[0] if chosen else "")
        near = {path for path in told if path.rpartition("/")[0] == above}
        return {path: told[path] for path in near | set(chosen)}
    return {value: told[value] for value in told.keys() | set(chosen)}
