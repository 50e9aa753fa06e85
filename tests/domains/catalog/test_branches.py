"""The category tree: moved without cycles, products with it, old paths leading on, hidden branches hiding all below."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymongo.asynchronous import client_session

from domains import catalog
from domains.catalog import CategoryDetails, Moved, NotForSale, Unknown
from domains.catalog.categories import moving
from domains.catalog.importing import running
from domains.catalog.importing.writing import Known, Live
from domains.shared.errors import Invalid, Refusal
from tests.support.catalog import make_product
from tests.support.shopify import bring, csv_of, first

pytestmark = pytest.mark.usefixtures("catalogue")


async def paths() -> list[str]:
    return [each.path for each in await catalog.all_categories()]


async def test_a_branch_moves_with_all_below_it_and_its_products() -> None:
    knife = await make_product(category="Kitchen/Knives/Paring", sku="KNIFE")
    await catalog.create_category("", "Home")
    moved = await catalog.move_category("kitchen/knives", "home", "Sharp things")
    assert moved.path == "home/sharp-things"
    assert await paths() == ["home", "home/sharp-things", "home/sharp-things/paring", "kitchen"]
    found = await catalog.find_product(knife.id)
    assert found.category == "home/sharp-things/paring"
    assert found.revision != knife.revision
    for old, new in (("kitchen/knives", "home/sharp-things"), ("kitchen/knives/paring", "home/sharp-things/paring")):
        with pytest.raises(Moved) as told:
            await catalog.category(old)
        assert told.value.slug == new


async def test_a_tree_is_as_deep_as_it_likes() -> None:
    names = [f"L{depth}" for depth in range(60)]
    await bring(csv_of(first("mug", "Mug", Type="/".join(names))))
    await catalog.create_category("", "Top")
    await catalog.move_category("l0", "top")
    deepest = "/".join(["top", *(name.lower() for name in names)])
    assert (await catalog.product("mug")).category == deepest
    found = await catalog.category(deepest)
    assert [each.name for each in found.ancestors] == ["Top", *names[:-1]]
    assert len(await paths()) == 61


async def test_a_path_of_two_moves_ago_leads_straight_to_the_newest_and_a_way_back_is_no_circle() -> None:
    await make_product(category="A/B")
    await catalog.create_category("", "C")
    await catalog.move_category("a/b", "c")
    await catalog.move_category("c/b", "", "D")
    with pytest.raises(Moved) as told:
        await catalog.category("a/b")
    assert told.value.slug == "d"
    await catalog.move_category("d", "a", "b")
    assert (await catalog.category("a/b")).path == "a/b"
    with pytest.raises(Moved) as told:
        await catalog.category("c/b")
    assert told.value.slug == "a/b"


async def test_a_file_older_than_a_move_finds_the_category_where_it_lies_now() -> None:
    old = csv_of(first("knife", "Knife", Type="Kitchen/Knives"), first("saw", "Saw", Type="Kitchen/Knives/Saws"))
    await bring(csv_of(first("knife", "Knife", Type="Kitchen/Knives")))
    await catalog.create_category("", "Home")
    await catalog.move_category("kitchen/knives", "home", "sharp")
    await catalog.remove_category("kitchen")
    report = await bring(old)
    assert [row.outcome.value for row in report.rows] == ["unchanged", "created"]
    assert await paths() == ["home", "home/sharp", "home/sharp/saws"]
    assert (await catalog.product("knife")).category == "home/sharp"
    assert (await catalog.product("saw")).category == "home/sharp/saws"
    await catalog.create_category("", "Kitchen")  # what is there now comes first
    await catalog.create_category("kitchen", "Knives")
    await bring(csv_of(first("knife", "Knife", Type="Kitchen/Knives")))
    assert (await catalog.product("knife")).category == "kitchen/knives"


async def test_a_category_that_moves_while_its_file_is_read_is_not_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    await make_product(category="Kitchen/Knives")
    known, moves = Live.known, ["sharp"]

    async def and_then_it_moves(self: Live, *asked: Any, **how: Any) -> Known:
        found = await known(self, *asked, **how)
        if moves:
            await catalog.move_category("kitchen/knives", "", moves.pop())
        return found

    monkeypatch.setattr(Live, "known", and_then_it_moves)
    report = await bring(csv_of(first("saw", "Saw", Type="Kitchen/Knives"), first("axe", "Axe", Type="Kitchen/Knives")))
    assert [row.outcome.value for row in report.rows] == ["created", "created"]
    assert await paths() == ["kitchen", "sharp"]
    assert {(await catalog.product(slug)).category for slug in ("saw", "axe")} == {"sharp"}


async def test_a_move_that_ends_while_a_file_fills_its_branch_leaves_no_category_without_the_one_above(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module, name in ((running, "BATCH"), (moving, "BATCH")):
        monkeypatch.setattr(module, name, 1)
    monkeypatch.setattr(moving, "PATIENCE", 0.0)
    monkeypatch.setattr(client_session, "_within_time_limit", lambda *_: False)  # who comes second gives up at once
    facts, moves = Live._facts, ["sharp"]

    async def and_then_it_moves(self: Live, session: Any, plans: Any) -> list[object]:
        if moves and plans[0].after.slug == "saw":  # all of its categories are written, and nothing is committed yet
            await catalog.move_category("kitchen/knives", "", moves.pop())
            with suppress(Refusal):
                while await catalog.finish_moves(timedelta(0)):
                    pass
        return await facts(self, session, plans)

    monkeypatch.setattr(Live, "_facts", and_then_it_moves)
    await bring(csv_of(first("knife", "Knife", Type="Kitchen/Knives"), first("saw", "Saw", Type="Kitchen/Knives/Saws")))
    monkeypatch.undo()
    while await catalog.finish_moves(timedelta(0)):
        pass
    assert moves == []
    assert await paths() == ["kitchen", "sharp", "sharp/saws"]
    assert {(await catalog.product(slug)).category for slug in ("knife", "saw")} == {"sharp", "sharp/saws"}


@pytest.mark.parametrize(
    ("path", "parent", "slug"), [("a", "a", ""), ("a", "a/b", ""), ("a/b", "", "c"), ("x", "", "")]
)
async def test_a_move_that_cannot_be_changes_nothing(path: str, parent: str, slug: str) -> None:
    product = await make_product(category="A/B")
    await catalog.create_category("", "C")
    before = await paths()
    with pytest.raises((Invalid, Unknown)):
        await catalog.move_category(path, parent, slug)
    assert await paths() == before
    assert (await catalog.find_product(product.id)).category == "a/b"


async def test_two_moves_into_each_other_at_the_same_moment_make_no_circle() -> None:
    await make_product(category="A/One")
    await make_product(category="B/Two")

    async def move(path: str, parent: str) -> object:
        try:
            return await catalog.move_category(path, parent)
        except Refusal as refusal:
            return refusal

    outcomes = await asyncio.gather(move("a", "b"), move("b", "a"))
    assert sum(isinstance(outcome, Refusal) for outcome in outcomes) == 1
    assert await paths() in (["b", "b/a", "b/a/one", "b/two"], ["a", "a/b", "a/b/two", "a/one"])


async def test_a_hidden_branch_hides_its_products_from_page_list_and_cart() -> None:
    knife = await make_product(category="Kitchen/Knives", sku="KNIFE", slug="knife")
    await catalog.change_category("kitchen", CategoryDetails("Kitchen", hidden=True))
    for gone in (catalog.category("kitchen/knives"), catalog.category("kitchen"), catalog.product("knife")):
        with pytest.raises(Unknown):
            await gone
    with pytest.raises(NotForSale):
        await catalog.offer("KNIFE")
    assert await catalog.category_tree() == ()
    await catalog.change_category("kitchen", CategoryDetails("Cooking", hidden=False, order=(knife.id,)))
    assert (await catalog.category("kitchen")).name == "Cooking"
    assert (await catalog.offer("KNIFE")).slug == "knife"


async def test_a_category_with_something_in_it_is_not_removed() -> None:
    await make_product(category="Kitchen/Knives")
    for path in ("kitchen", "kitchen/knives"):
        with pytest.raises(Invalid):
            await catalog.remove_category(path)
    await catalog.create_category("kitchen", "Pots")
    await catalog.remove_category("kitchen/pots")
    assert await paths() == ["kitchen", "kitchen/knives"]


NAMES = st.sampled_from(["a", "b", "c"])
MOVES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), NAMES), min_size=1, max_size=8)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(moves=MOVES)
async def test_whatever_is_moved_the_tree_stays_a_tree_and_products_stay_in_their_categories(
    moves: list[tuple[int, int, str]],
) -> None:
    for name in ("products", "categories", "former_paths", "sku_claims", "slug_claims"):
        await catalog.documents.database[name].delete_many({})
    homes: dict[UUID, str] = {}
    for names in ("A/B/C", "A/C", "B", "C/A"):
        homes[(await make_product(names, category=names)).id] = names.rpartition("/")[2]
    for source, target, slug in moves:
        known = await paths()
        try:
            await catalog.move_category(known[source % len(known)], ["", *known][target % (len(known) + 1)], slug)
        except Invalid:
            continue
    found = await catalog.all_categories()
    known = {each.path for each in found}
    assert all(each.parent == each.path.rpartition("/")[0] for each in found)
    assert all(not each.parent or each.parent in known for each in found)
    assert len(found) == len(known) == 7
    names = {each.path: each.name for each in found}
    for product_id, name in homes.items():
        assert names[(await catalog.find_product(product_id)).category] == name
