"""Finding an order whose link is lost: the same sentence for everybody, a letter for whoever it belongs to."""

import re

import httpx
import pytest

from domains import orders
from domains.notifications import Delivery
from domains.shared.settings import settings
from tests.app.making import forget_limits
from tests.support.draining import drain
from tests.support.orders import make_order
from tests.support.visiting import heading, title

SENTENCE = "If the number and the e-mail address belong together,"
pytestmark = pytest.mark.usefixtures("outside")


@pytest.fixture
async def order(shop: None) -> orders.Order:
    return await make_order()


async def ask(browser: httpx.AsyncClient, number: str, email: str = "ada@example.com") -> httpx.Response:
    return await browser.post("/orders/lookup", data={"number": number, "email": email})


async def letters() -> list[Delivery]:
    await drain()
    return await Delivery.find({"template": "order_link"}).sort("queued_at").to_list()


async def test_the_footer_of_every_page_leads_to_it(browser: httpx.AsyncClient) -> None:
    footer = (await browser.get("/cart")).text.split('id="footer"')[1]
    assert 'href="/orders/lookup"' in footer
    page = await browser.get("/orders/lookup")
    assert heading(page) == "Find your order"
    assert SENTENCE not in page.text


async def test_a_right_pair_and_wrong_ones_get_the_same_answer_and_only_the_right_one_a_letter(
    browser: httpx.AsyncClient, order: orders.Order
) -> None:
    answers = [
        await ask(browser, "2222-2222"),
        await ask(browser, order.number, "mallory@example.com"),
        await ask(browser, order.number),
    ]
    assert {(one.status_code, one.headers["location"], one.text) for one in answers} == {
        (303, "/orders/lookup?done=asked", "")
    }
    told = {(await browser.get(one.headers["location"])).text for one in answers}
    assert len(told) == 1
    assert SENTENCE in told.pop()
    [letter] = await letters()
    assert letter.to == "ada@example.com"
    assert f"/orders/{order.number}?token={order.token}" in letter.text
    [link] = re.findall(r"http://[^/\s]+(/orders/\S+)", letter.text)
    assert (await browser.get(link)).status_code == 200


@pytest.mark.parametrize(("number", "email"), [("{plain}", "ADA@Example.com"), (" #{small} ", " ada@example.com ")])
async def test_numbers_and_addresses_may_be_written_as_people_do(
    browser: httpx.AsyncClient, order: orders.Order, number: str, email: str
) -> None:
    written = number.format(plain=order.number.replace("-", ""), small=order.number.lower())
    assert (await ask(browser, written, email)).status_code == 303
    assert [letter.to for letter in await letters()] == ["ada@example.com"]


async def test_asked_again_it_is_sent_again(browser: httpx.AsyncClient, order: orders.Order) -> None:
    for _ in range(2):
        await ask(browser, order.number)
    assert len(await letters()) == 2


@pytest.mark.parametrize("number", ["", "12", "K7M2-9QXT-2", "\x00", "★★★★-★★★★", "１２３４５６７８"])
async def test_what_is_no_number_stays_in_its_field_with_what_to_do(browser: httpx.AsyncClient, number: str) -> None:
    answer = await ask(browser, number, "ada at home")
    assert answer.status_code == 422
    assert title(answer).startswith("Error: ")
    assert 'value="ada at home"' in answer.text
    summary = answer.text.split('id="error-summary"')[1].split("</ul>")[0]
    assert re.findall(r'href="#([a-z-]+)"', summary) == ["lookup-number", "lookup-email"]
    assert "such as K7M2-9QXT." in summary


async def test_one_mailbox_is_not_filled_by_anybody(
    browser: httpx.AsyncClient, order: orders.Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RATE_MAILBOX", "2/hour")
    settings.cache_clear()
    forget_limits()
    try:
        answers = [(await ask(browser, number)).status_code for number in (order.number, "2222-2222", order.number)]
    finally:
        monkeypatch.undo()
        settings.cache_clear()
        forget_limits()
    assert answers == [303, 303, 429]
    assert len(await letters()) == 1
