"""How pictures stand on pages: every format and width on offer, room kept for them, few bytes."""

import re

import httpx

from app.templating import TEMPLATES
from domains import catalog
from domains.shared import media
from tests.support.catalog import make_picture
from tests.support.visiting import on_the_shelf, put_in_cart

KEY = "ab" * 20
KITCHEN = ("chefs-knife.jpg", "paring-knife.jpg", "oak-board.jpg", "copper-saucepan.jpg", "granite-mortar.jpg")
BUDGETS = {"image/avif": 22_000, "image/webp": 24_000, "image/jpeg": 55_000}  # bytes of all pictures on the page


def elements(html: str, block: str) -> list[str]:
    return [each for each in re.findall(r"<picture.*?</picture>", html, re.S) if f'class="{block}' in each]


def attributes(tag: str) -> dict[str, str]:
    return dict(re.findall(r'([a-z]+)="([^"]*)"', tag))


async def test_a_product_page_offers_every_format_and_keeps_the_room(browser: httpx.AsyncClient, shop: None) -> None:
    picture = make_picture(alt="A blue mug", focus=catalog.Focus.TOP_LEFT)
    product = await on_the_shelf(pictures=[picture, make_picture("cd" * 20)])
    html = (await browser.get(f"/products/{product.slug}")).text
    first, second = elements(html, "gallery__picture")
    assert re.findall(r'<source type="([^"]+)" srcset="[^"]+/ab/[^"]+ 960w" sizes="', first) == [
        "image/avif",
        "image/webp",
    ]
    shown = attributes(first[first.index("<img") :])
    assert shown["class"] == "gallery__picture picture--top-left"
    assert (shown["src"], shown["alt"]) == (f"/media/ab/{KEY}/960.jpeg", "A blue mug")
    assert (shown["width"], shown["height"], shown["decoding"]) == ("960", "1200", "async")
    assert (shown["fetchpriority"], "loading" in shown) == ("high", False)
    later = attributes(second[second.index("<img") :])
    assert (later["class"], later["loading"], "fetchpriority" in later) == ("gallery__picture", "lazy", False)


async def test_a_cart_shows_the_picture_with_its_focal_point(browser: httpx.AsyncClient, shop: None) -> None:
    await on_the_shelf(pictures=[make_picture(focus=catalog.Focus.BOTTOM)])
    await put_in_cart(browser)
    [line] = elements((await browser.get("/cart")).text, "cart-line__picture")
    shown = attributes(line[line.index("<img") :])
    assert shown["class"] == "cart-line__picture picture--bottom"
    assert (shown["src"], shown["width"], shown["height"]) == (f"/media/ab/{KEY}/200.jpeg", "96", "120")


async def test_no_page_shows_a_picture_without_its_sizes(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    product = await on_the_shelf("Clay mug", pictures=[make_picture(), make_picture("cd" * 20)])
    await index.catch_up()
    await put_in_cart(browser)
    for path in ("/", "/cart", "/categories/table", "/search?q=clay", f"/products/{product.slug}"):
        tags = re.findall(r"<img[^>]*>", (await browser.get(path)).text)
        assert tags, path
        for tag in tags:
            assert {"srcset", "sizes", "width", "height", "decoding"} <= attributes(tag).keys(), (path, tag)


def test_no_template_has_a_picture_without_its_sizes() -> None:
    tags = {
        (path.relative_to(TEMPLATES).as_posix(), tag)
        for path in TEMPLATES.rglob("*.html")
        for tag in re.findall(r"<img\s[^>]*>", re.sub(r"{[{%].*?[%}]}", "", path.read_text(), flags=re.S))
    }
    assert {path for path, _ in tags} >= {
        "components/picture.html",
        "notifications/order.html",
        "notifications/alert.html",
    }
    drawn = {"partials/account/pending.html"}  # a code of squares, sharp in any size
    for path, tag in tags:
        if path in drawn:
            assert {"src", "width", "height", "alt"} <= attributes(tag).keys(), (path, tag)
            continue
        assert {"src", "srcset", "sizes", "width", "height", "alt"} <= attributes(tag).keys(), (path, tag)


def chosen(srcset: str, points: int, pixels_each: int) -> str:
    """What a browser takes: the smallest that is enough."""
    offers = [(int(width), url) for url, width in re.findall(r"(\S+) ([0-9]+)w", srcset)]
    return min(offer for offer in offers if offer[0] >= points * pixels_each)[1]


async def test_the_demo_shops_kitchen_costs_a_telephone_little(
    browser: httpx.AsyncClient, index: catalog.SearchIndex
) -> None:
    """390 points wide, two pixels each: two cards a row of 171 points."""
    for number, name in enumerate(KITCHEN):
        saved = await media.save_picture((catalog.demo_pictures() / name).read_bytes())
        await media.cut_picture(saved.key)
        await on_the_shelf(name, sku=f"K-{number}", category="Kitchen", pictures=[make_picture(saved.key)])
    await index.catch_up(60)
    cards = elements((await browser.get("/categories/kitchen")).text, "product-card__picture")
    assert len(cards) == len(KITCHEN)
    bytes_of = dict.fromkeys(BUDGETS, 0)
    for card in cards:
        assert "calc(50vw - 1.5rem)" in card
        for tag in re.findall(r"<(?:source|img)[^>]*>", card):
            answer = await browser.get(chosen(attributes(tag)["srcset"], 171, 2))
            assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
            bytes_of[answer.headers["content-type"]] += len(answer.content)
    assert all(bytes_of[kind] <= most for kind, most in BUDGETS.items()), bytes_of
