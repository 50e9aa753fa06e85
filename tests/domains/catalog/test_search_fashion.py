"""A real file of products, imported: every one is found by its title, its codes and its title misspelt."""

from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest

from domains import catalog
from domains.catalog import Product, ProductStatus, search

FILE = Path(__file__).parents[4] / "shared" / "data" / "fashion.csv"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the sample file is not here")


@pytest.fixture(scope="module")
async def fashion(stores: dict[str, str]) -> AsyncIterator[list[Product]]:
    """Brought in as a merchant does it, and what the catalogue then holds."""
    await catalog.documents.connect()
    for name in await catalog.documents.database.list_collection_names():
        await catalog.documents.database[name].delete_many({})
    uploaded = await catalog.upload_import(FILE.name, FILE, currency="EUR", background=False)
    assert (await catalog.run_import(uploaded.id)).counts.created == 5024
    await catalog.search_index.start()
    await catalog.search_index.catch_up(60)
    yield await Product.find({"status": ProductStatus.ACTIVE.value}).to_list()
    await catalog.search_index.stop()


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
