"""The pictures in an order's mails: shown by every mailbox, on whatever site it is read."""

import re

import httpx
import pytest

from domains.catalog import AlertLetter
from domains.notifications.rendering import render
from domains.orders import OrderSummary, SummaryLine
from domains.shared import media
from domains.shared.settings import settings
from tests.support.picture_host import drawn


async def summary() -> OrderSummary:
    """Of two things, each with a picture of its own."""
    keys = [(await media.save_picture(drawn(colour))).key for colour in ("red", "navy")]
    lines = tuple(SummaryLine("Mug", "Red", 1, 1250, key) for key in keys)
    return OrderSummary(
        number="B-1001",
        token="a-token",
        email="ada@example.com",
        name="Ada",
        currency="EUR",
        lines=lines,
        goods=2500,
        discount=0,
        shipping=490,
        tax=477,
        total=2990,
        tax_included=True,
        address_lines=["Ada Lovelace", "Torstraße 1"],
        shipping_label="Post",
    )


@pytest.mark.parametrize("template", ["order_confirmed", "order_cancelled", "payment_returned"])
async def test_every_picture_of_a_mail_is_there_and_may_be_shown_on_other_sites(
    browser: httpx.AsyncClient, template: str
) -> None:
    pictures = shown(render(template, {"order": await summary()}).html)
    assert len(pictures) == 2
    for picture in pictures:
        assert picture.startswith(f"{settings().base_url}/media/")
        answer = await browser.get(picture)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
        assert answer.content.startswith(b"\xff\xd8\xff")


async def test_the_letters_of_an_alert_show_what_it_is_for(browser: httpx.AsyncClient) -> None:
    key = (await media.save_picture(drawn("teal"))).key
    alert = AlertLetter("ada@example.com", "Mug", "mug", "MUG", f"{key}@top", "to-confirm", "to-end")
    for template in ("alert_confirmation", "back_in_stock"):
        [picture] = shown(render(template, {"alert": alert, "unsubscribe": "/alerts/endings/to-end"}).html)
        assert (await browser.get(picture)).headers["content-type"] == "image/jpeg"


def shown(html: str) -> list[str]:
    """The address of each picture, which says what room it needs and names nothing but whole addresses."""
    found = []
    for tag in re.findall(r"<img[^>]*>", html):
        said = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        assert (said["width"], said["height"], said["sizes"]) == ("64", "80", "64px")
        assert said["srcset"] == f"{said['src']} 200w"
        found.append(said["src"])
    return found


async def test_everything_else_stays_with_the_shops_own_pages(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/healthz")).headers["cross-origin-resource-policy"] == "same-origin"
