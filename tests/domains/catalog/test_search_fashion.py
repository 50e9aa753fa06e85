"""A real file of products: every one is found by its title, its codes and its title misspelt."""

import csv
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest

from domains import catalog
from domains.catalog import Product, ProductStatus, Variant, search, slugify
from domains.shared.ids import new_id
from domains.shared.money import Money

FILE = Path(__file__).parents[4] / "shared" / "data" / "fashion.csv"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the sample file is not here")


@pytest.fixture(scope="module")
async def fashion(stores: dict[str, str]) -> AsyncIterator[list[Product]]:
    await catalog.documents.connect()
    for name in await catalog.documents.database.list_collection_names():
        await catalog.documents.database[name].delete_many({})
    products = _read()
    await Product.insert_many(products)
    await catalog.search_index.start()
    await catalog.search_index.catch_up(60)
    yield products
    await catalog.search_index.stop()


def _read() -> list[Product]:
    by_handle: dict[str, list[dict[str, str]]] = {}
    with FILE.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            by_handle.setdefault(row["Handle"], []).append(row)
    return [_product(handle, rows) for handle, rows in by_handle.items()]


def _product(handle: str, rows: list[dict[str, str]]) -> Product:
    first = rows[0]
    return Product(
        id=new_id(),
        slug=handle,
        title=first["Title"],
        description=first["Body (HTML)"],
        vendor=first["Vendor"],
        category=slugify(first["Type"]),
        tags=[tag.strip() for tag in first["Tags"].split(",")],
        status=ProductStatus.ACTIVE,
        currency="EUR",
        variants=[
            Variant(sku=row["Variant SKU"].lstrip("'"), price=Money.parse(row["Variant Price"], "EUR"))
            for row in rows
            if row["Variant Price"]
        ],
    )


async def test_every_product_is_found_by_its_title(fashion: list[Product]) -> None:
    assert len(fashion) == 997
    assert (await search()).total == 997
    missed = []
    for product in fashion:
        cards = (await search(product.title)).cards
        bear_it = {card.title for card in cards} == {product.title}
        if not bear_it and product.id not in {card.product_id for card in cards}:
            missed.append(product.title)
    assert missed == []


async def test_every_product_is_found_by_its_stock_code(fashion: list[Product]) -> None:
    coded = [product for product in fashion if product.variants[0].sku]
    missed = []
    for product in coded:
        sku = product.variants[0].sku
        cards = (await search(sku)).cards
        if not any(sku in card.skus for card in cards[:3]):
            missed.append(sku)
    assert missed == []


async def test_a_title_with_a_slip_in_a_word_still_finds_it(fashion: list[Product]) -> None:
    random = Random(997)
    missed = []
    for product in random.sample(fashion, 200):
        slipped = _slip(random, product.title)
        if product.title not in {card.title for card in (await search(slipped)).cards}:
            missed.append((slipped, product.title))
    assert missed == []


def _slip(random: Random, title: str) -> str:
    """One word of five letters or more with a letter left out, doubled, swapped or mistaken."""
    words = title.split()
    long = [place for place, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if not long:
        return title
    place = random.choice(long)
    word = words[place]
    at = random.randrange(1, len(word) - 1)
    before, here, after = word[:at], word[at], word[at + 1 :]
    words[place] = random.choice([before + after, word[:at] + here + here + after, before + "q" + after,
                                  before + after[0] + here + after[1:]])  # fmt: skip
    return " ".join(words)
