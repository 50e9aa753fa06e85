"""Staff teach the search, see what was not found, and how far it is behind."""

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
import time_machine

from domains import catalog
from domains.catalog.search.asked import tell
from domains.shared import clock
from tests.support import office
from tests.support.catalog import make_product
from tests.support.visiting import heading


async def teach(staff: httpx.AsyncClient, **typed: str) -> httpx.Response:
    form = office.form_to(await staff.get("/admin/search"), "/admin/search/words")
    return await staff.post(form.action, data=form.fields | typed)


async def titles(query: str) -> list[str]:
    return [card.title for card in (await catalog.search(query)).cards]


async def test_a_synonym_is_found_both_ways(staff: httpx.AsyncClient, index: catalog.SearchIndex) -> None:
    await make_product("Velvet Couch")
    await make_product("Garden Settee")
    assert (await teach(staff, typed="Sofa", synonyms="couch, settee")).status_code == 303
    await index.catch_up()
    assert sorted(await titles("sofa")) == ["Garden Settee", "Velvet Couch"]
    assert sorted(await titles("couch")) == ["Garden Settee", "Velvet Couch"]
    assert (await staff.post("/admin/search/words/removal", data={"typed": "sofa"})).status_code == 303
    await index.catch_up()
    assert await titles("sofa") == []


async def test_words_can_lead_to_a_page(staff: httpx.AsyncClient, index: catalog.SearchIndex) -> None:
    await teach(staff, typed="Gift cards", target="/categories/gifts")
    await index.catch_up()
    answer = await staff.get("/search?q=gift%20CARDS")
    assert (answer.status_code, answer.headers["location"]) == (303, "/categories/gifts")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"typed": "", "synonyms": "couch"}, "Give one word or a few"),
        ({"typed": "sofa"}, "Say what it also means, or where it leads."),
        ({"typed": "sofa", "target": "https://elsewhere.example/"}, "Give a page of this shop"),
        ({"typed": "sofa", "target": "//elsewhere.example"}, "Give a page of this shop"),
        ({"typed": "sofa", "target": "/\\elsewhere.example"}, "Give a page of this shop"),
        ({"typed": "sofa", "target": "/search?q=sofa"}, "not to another search"),
        ({"typed": "sofa", "target": "/%73earch/?q=couch"}, "not to another search"),
        ({"typed": "sofa", "target": "/a/../search?q=couch"}, "not to another search"),
        ({"typed": "x" * 61, "synonyms": "couch"}, "Give one word or a few"),
    ],
)
async def test_what_cannot_be_taught_is_refused_and_kept_in_the_form(
    staff: httpx.AsyncClient, index: catalog.SearchIndex, typed: dict[str, str], told: str
) -> None:
    answer = await teach(staff, **typed)
    assert answer.status_code == 422
    assert told in answer.text
    assert all(f'value="{value}"' in answer.text for value in typed.values() if value)
    assert await catalog.taught() == []


async def test_what_is_not_found_is_reported_and_counted_by_people(
    staff: httpx.AsyncClient, index: catalog.SearchIndex, surroundings: Callable[..., None]
) -> None:
    surroundings(TRUSTED_HOPS="1")
    await make_product("Mug")
    await index.catch_up()
    people = [{"x-forwarded-for": f"203.0.113.{number}"} for number in range(3)]
    for query, by in [("Unicorn", 0), ("unicorn ", 1), ("unicorn", 1), ("mug", 0), ("mug", 1), ("mug", 2), ("mug", 2)]:
        await staff.get("/search", params={"q": query}, headers=people[by])
    await staff.get("/search", params={"q": "mug", "brand": "Nobody"})  # found, and filtered away
    await tell()
    page = await staff.get("/admin/search")
    assert heading(page) == "Search"
    assert [row[:2] for row in office.rows(page, "Searches without a result")] == [["unicorn", "2"]]
    assert office.rows(page, "Frequent searches") == [["mug", "3", "1"]]
    assert "was found after" in page.text
    suggestions = await catalog.suggest("mu")
    assert suggestions.queries == ("mug",)


async def test_what_nobody_looks_for_any_more_is_forgotten(shop: None) -> None:
    for query, days in (("mugs", 91), ("bowls", 89)):
        with time_machine.travel(clock.now() - timedelta(days=days), tick=False):
            catalog.note_query(query, 1, "203.0.113.9")
            await tell()
    assert await catalog.forget_queries() == 1
    assert [query.text for query in await catalog.fruitful()] == ["bowls"]
    assert await catalog.forget_queries() == 0
