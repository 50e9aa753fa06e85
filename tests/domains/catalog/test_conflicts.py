"""Two editors at the same moment, whatever they edit: one is first, the other is told, nothing is half done."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from domains import catalog
from domains.catalog import CategoryDetails, CollectionDetails, CollectionKind, Conflict
from tests.support.stored_promotions import terms

pytestmark = pytest.mark.usefixtures("catalogue")

Edit = Callable[[str], Awaitable[object]]
Read = Callable[[], Awaitable[str]]


async def category() -> tuple[Edit, Read]:
    made = await catalog.create_category("", "Table")

    async def read() -> str:
        return (await catalog.find_category("table")).name

    return lambda name: catalog.change_category("table", CategoryDetails(name), revision=made.revision), read


async def collection() -> tuple[Edit, Read]:
    made = await catalog.create_collection("Gifts", CollectionKind.MANUAL)

    async def read() -> str:
        return (await catalog.find_collection(made.id)).title

    return lambda name: catalog.change_collection(made.id, CollectionDetails(name), revision=made.revision), read


async def product_type() -> tuple[Edit, Read]:
    made = await catalog.create_product_type("Lamp")

    async def read() -> str:
        return (await catalog.product_type("lamp")).name

    return lambda name: catalog.change_product_type("lamp", name, [], made.revision_id), read


async def promotion() -> tuple[Edit, Read]:
    made = await catalog.create_promotion(terms())

    async def read() -> str:
        return (await catalog.find_promotion(made.id)).promotion.name

    return lambda name: catalog.edit_promotion(made.id, terms(name), revision=made.revision), read


@pytest.mark.parametrize("make", [category, collection, product_type, promotion])
async def test_of_five_editors_at_once_one_is_first_and_the_others_are_told(
    make: Callable[[], Awaitable[tuple[Edit, Read]]],
) -> None:
    edit, read = await make()
    names = [f"Name {number}" for number in range(5)]
    outcomes = await asyncio.gather(*(edit(name) for name in names), return_exceptions=True)
    first = [name for name, outcome in zip(names, outcomes, strict=True) if not isinstance(outcome, Exception)]
    assert [type(each) for each in outcomes if isinstance(each, Exception)] == [Conflict] * 4
    assert [await read()] == first
