"""A real file of products, imported: each is found by its title, its codes, its title misspelt and its beginning."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from random import Random
from string import ascii_lowercase

import pytest

from domains import catalog
from domains.catalog import Product, ProductStatus, search, suggest
from domains.catalog.search.words import stem
from tests.support.emptying import empty_collections
from tests.support.lengths import SEED, drawn

FILE = Path(__file__).parents[4] / "shared" / "data" / "fashion.csv"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the sample file is not here")


@pytest.fixture(scope="module")
async def fashion(stores: dict[str, str]) -> AsyncIterator[list[Product]]:
    """Brought in as a merchant does it, and what the catalogue then holds."""
    await catalog.documents.connect()
    await empty_collections(catalog.documents)
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


@pytest.mark.parametrize("seed", [1, pytest.param(SEED, marks=pytest.mark.long)])
async def test_every_product_is_found_by_its_title_with_one_slip(fashion: list[Product], seed: int) -> None:
    random, known = Random(seed), words_of(fashion)
    missed = []
    for title in titles(fashion):
        slipped = with_a_slip(random, title, known)
        if title not in {card.title for card in (await search(slipped)).cards}:
            missed.append((slipped, title))
    assert not missed, f"BARROW_SEED={seed}: {missed}"


async def test_every_product_is_found_while_its_title_is_being_typed(fashion: list[Product]) -> None:
    """From the second word on, what begins as it was typed goes before all else: suggested as well as found."""
    random = drawn("beginnings of titles")
    every = titles(fashion, once=False)
    missed = []
    for title in titles(fashion):
        least = min(len(title.split(" ")[0]) + 2, len(title))
        typed = title[: random.randint(least, len(title))].casefold()
        begun = [each for each in every if each.casefold().startswith(typed.strip())]
        offered = [card.title for card in (await suggest(typed)).products]
        found = [card.title for card in (await search(typed)).cards]
        if not (leads(offered, begun, 6) and leads(found, begun, 24)):
            missed.append((typed, title, offered, found))
    assert not missed, f"BARROW_SEED={SEED}: {missed}"


def leads(shown: list[str], begun: list[str], most: int) -> bool:
    """Whether what begins as it was typed stands first, and all of it that there is room for."""
    first = shown[: min(len(begun), most)]
    return len(first) == min(len(begun), most) and set(first) <= set(begun)


def titles(fashion: list[Product], *, once: bool = True) -> list[str]:
    every = [product.title for product in fashion]
    return list(dict.fromkeys(every)) if once else every


def words_of(fashion: list[Product]) -> set[str]:
    texts = [" ".join([each.title, each.vendor, each.category, each.description, *each.tags]) for each in fashion]
    return {word for text in texts for word in re.findall(r"[^\W_]+", text.casefold())}


def with_a_slip(random: Random, title: str, known: set[str]) -> str:
    """One letter of a word of five or more is left out, doubled, mistaken, or swapped with the next one. Not so that
    another word of the shop comes out, or its beginning, or the like of it: who types that means it."""
    long = list(re.finditer(r"[A-Za-z]{5,}", title))
    while long:
        found = random.choice(long)
        slipped = slip(random, found[0])
        if not any(word.startswith((slipped.casefold(), stem(slipped.casefold()))) for word in known):
            return f"{title[: found.start()]}{slipped}{title[found.end() :]}"
    return title


def slip(random: Random, word: str) -> str:
    at = random.randrange(len(word))
    before, here, after = word[:at], word[at], word[at + 1 :]
    mistaken = random.choice([letter for letter in ascii_lowercase if letter != here.casefold()])
    slips = [before + after, before + here + here + after, before + mistaken + after]
    return random.choice([*slips, before + after[:1] + here + after[1:]])
