"""The page of the books: that they balance, or what does not agree and what would mend it."""

import httpx
import pytest
import sqlalchemy as sa

from domains import inventory
from tests.support import office
from tests.support.payments import control, end_troubles
from tests.support.visiting import on_the_shelf

pytestmark = pytest.mark.usefixtures("outside")


async def test_balanced_books_say_so(staff: httpx.AsyncClient) -> None:
    await on_the_shelf()
    page = await staff.get("/admin/books")
    assert office.said(page) == "The books balance: orders, money at Stripe, stock and messages agree."


async def test_what_does_not_agree_is_named_with_its_remedy(staff: httpx.AsyncClient) -> None:
    await on_the_shelf(stock=5)
    async with inventory.database.transaction() as session:
        await session.execute(sa.text("UPDATE levels SET on_hand = 6"))
    page = await staff.get("/admin/books")
    assert office.said(page) == "1 figure does not agree."
    [row] = office.rows(page, "What does not agree")
    assert row[0] == "stock = its ledger"
    assert "on hand 6 (ledger 5)" in row[2]
    assert row[3] == "Count the shelf and set the level; the correction becomes a movement."


async def test_while_stripe_is_away_the_books_cannot_be_compared_and_say_so(
    staff: httpx.AsyncClient, stranger: httpx.AsyncClient
) -> None:
    await on_the_shelf()
    await office.buy(stranger)
    await control(failures=[{"operation": "*", "how": "drop_before", "times": 20}])
    try:
        page = await staff.get("/admin/books")
    finally:
        await end_troubles()
    assert page.status_code == 503
    assert "Stripe does not answer" in office.said(page)
