"""A variant made of parts: put together in the back office, bought in the shop, sent from where its parts lie."""

import httpx
import pytest

from app.gateway import books
from domains import inventory
from tests.support import office
from tests.support.catalog import make_product
from tests.support.draining import drain
from tests.support.inventory import figures, make_stock

pytestmark = pytest.mark.usefixtures("outside")


async def test_a_bundle_is_put_together_bought_and_sent_by_its_parts(
    staff: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    bundle, _ = await make_product(sku="MUG"), await make_product(sku="CUP", slug="cup", title="Cup")
    await make_stock("CUP", 7)
    where = f"/admin/products/{bundle.id}/variants/{bundle.variants[0].id}/parts"
    form = office.form_to(await staff.get(where), "/parts")
    for typed, told in (
        ("CUP", "Line 1: give SKU; quantity."),
        ("CUP; 0", "Line 1: give SKU; quantity."),
        ("CUP; 2\nTEAPOT; 1", "There is no TEAPOT."),
        ("CUP; 2\ncup; 1", "cup is named twice."),
        ("MUG; 1", "A bundle cannot be a part of itself."),
    ):
        assert office.summary(await staff.post(form.action, data=form.fields | {"parts": typed})) == [told]
    for status in (303, 409):
        assert (await staff.post(form.action, data=form.fields | {"parts": "cup; 2\n"})).status_code == status
    assert "3 can be put together now." in office.read(await staff.get(where))
    assert "Made of 2 × CUP" in office.read(await staff.get(f"/admin/products/{bundle.id}"))
    order = await office.buy(stranger, "MUG", 2)
    assert await figures("CUP") == (7, 0, 4)
    page = office.read(await office.page_of(staff, order))
    assert "To be sent from Main warehouse: 4 × CUP" in page
    assert "In this set: 2 × Cup" in page
    assert (await office.fill(staff, order, "fulfilments")).status_code == 303
    await drain()
    assert (await figures("CUP"), await inventory.available("MUG")) == ((3, 0, 0), 1)
    assert await books.reconcile() == []
