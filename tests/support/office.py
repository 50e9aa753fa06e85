"""What tests of the back office need: somebody signed in, and an order that a shopper has really paid."""

import html
import re

import httpx

from app.security import cookies
from domains import orders, payments, users
from tests.support import payments as paying
from tests.support.draining import drain
from tests.support.forms import Form, forms
from tests.support.visiting import ready_to_pay

CONFIRMED = {"confirmed": "yes"}  # the tick beside what cannot be undone
EMAIL, PASSWORD = "ada@barrow.example", "correct horse battery staple"


async def hire(email: str = EMAIL, password: str = PASSWORD) -> users.Person:
    return await users.create_staff(email, password, name="Ada")


async def signed_in(browser: httpx.AsyncClient, person: users.Person) -> None:
    """As after the sign-in page, which has tests of its own: proving a password is slow on purpose."""
    for cookie in cookies.session(await users.start_session(person.id, "a test", "127.0.0.1")):
        browser.cookies.set(cookie.key, cookie.value or "", domain=browser.base_url.host)


async def sign_in(browser: httpx.AsyncClient, email: str = EMAIL, password: str = PASSWORD) -> httpx.Response:
    return await browser.post("/admin/sign-in", data={"email": email, "password": password})


async def buy(shopper: httpx.AsyncClient, sku: str = "MUG", quantity: int = 1, *, pay: bool = True) -> orders.Order:
    """Through the shop's pages to Stripe's and back; everything that follows has happened."""
    await ready_to_pay(shopper, sku, quantity)
    assert (await shopper.post("/checkout/order")).status_code == 303
    order = (await orders.recent(limit=1)).orders[0]
    if pay:
        [attempt] = await payments.attempts(order.customer_id, order.id)
        assert (await paying.pay(attempt)).status_code == 303
        await payments.settle(attempt.customer_id, attempt.id)
    await drain()
    return await orders.find(order.number)


async def page_of(staff: httpx.AsyncClient, order: orders.Order) -> httpx.Response:
    answer = await staff.get(f"/admin/orders/{order.number}")
    assert answer.status_code == 200
    return answer


async def fill(staff: httpx.AsyncClient, order: orders.Order, deed: str, **typed: str) -> httpx.Response:
    """Send a form of the order's page with this typed into it."""
    form = form_to(await page_of(staff, order), f"/{deed}")
    return await staff.post(form.action, data=form.fields | CONFIRMED | typed)


async def refunded(order: orders.Order) -> list[int]:
    return [refund.amount for refund in await payments.refunds(order.customer_id, order.id)]


def form_to(answer: httpx.Response, ending: str) -> Form:
    """The one form of this page whose action ends so."""
    [found] = [form for form in forms(answer.text, str(answer.url)) if form.action.endswith(ending)]
    return found


def summary(answer: httpx.Response) -> list[str]:
    """What the error summary on top of a page says."""
    if 'id="error-summary"' not in answer.text:
        return []
    part = answer.text.split('id="error-summary"')[1].split("</ul>")[0]
    return [html.unescape(told) for told in re.findall(r'<a href="#[^"]+">(.*?)</a>', part, re.S)]


def said(answer: httpx.Response) -> str:
    """What the notice of a page says."""
    found = re.findall(r'class="notice [^>]*>\s*<p>(.*?)</p>', answer.text, re.S)
    return html.unescape(found[0]) if found else ""


def read(answer: httpx.Response) -> str:
    """All the words of a page, as they stand there."""
    return " ".join(_plain(answer.text).split())


def sums(answer: httpx.Response) -> list[tuple[str, str]]:
    """What a page adds up: each label with its amount."""
    pairs = re.findall(r'<div class="(?:facts|sums)__row[^"]*">\s*<dt>(.*?)</dt>\s*<dd>(.*?)</dd>', answer.text, re.S)
    return [(_plain(label), _plain(amount)) for label, amount in pairs]


def rows(answer: httpx.Response, caption: str) -> list[list[str]]:
    """The text of a table's cells, row by row."""
    for table in re.findall(r"<table.*?</table>", answer.text, re.S):
        if re.search(rf"<caption[^>]*>{re.escape(caption)}</caption>", table):
            body = table.split("<tbody>")[1]
            return [
                [_plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)]
                for row in re.findall(r"<tr.*?</tr>", body, re.S)
            ]
    return []


def _plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())
