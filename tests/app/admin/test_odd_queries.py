"""Whatever stands in an address of the back office, there is an answer."""

from urllib.parse import quote

import httpx
import pytest
from litestar import Litestar

from domains import catalog
from tests.app.admin.test_entrance import ID, every_address
from tests.support.visiting import on_the_shelf

NAMES = (
    "q",
    "page",
    "after",
    "before",
    "since",
    "status",
    "sort",
    "sku",
    "reviews",
    "done",
    "ask",
    "variant",
    "product",
)
ODD = ("-1", "9" * 400, '{"$gt":""}', "x" * 4_000, "\x00\x1b", "\u202egnirts", "🎁", "' OR 1=1 --")


@pytest.mark.parametrize("odd", ODD)
async def test_every_page_answers_odd_queries(app: Litestar, staff: httpx.AsyncClient, odd: str) -> None:
    product = await on_the_shelf(category="Kitchen/Knives")
    await catalog.create_product_type("B-1001")
    query = "&".join(f"{name}={quote(odd)}" for name in NAMES) + "&page[$gt]=&status[$ne]=x"
    answers = {}
    for path in every_address(app, "GET"):
        real = path.replace(ID, str(product.id)).replace("product-types/B-1001", "product-types/b-1001")
        answers[real] = (await staff.get(f"{real}?{query}")).status_code
    assert answers["/admin/products"] == answers[f"/admin/products/{product.id}"] == 200
    assert answers["/admin/categories/kitchen/knives"] == answers["/admin/product-types/b-1001"] == 200
    assert {path: status for path, status in answers.items() if status not in (200, 303, 400, 404, 422)} == {}
