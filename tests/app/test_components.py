"""The components as the showcase puts them on one page: what belongs together is tied together."""

import re
from collections import Counter

import httpx
import pytest


@pytest.fixture
async def html(browser: httpx.AsyncClient) -> str:
    answer = await browser.get("/showcase")
    assert answer.status_code == 200
    return answer.text


async def test_every_id_is_there_once(html: str) -> None:
    ids = Counter(re.findall(r'\sid="([^"]+)"', html))
    assert {name: count for name, count in ids.items() if count > 1} == {}


async def test_what_is_named_exists(html: str) -> None:
    ids = set(re.findall(r'\sid="([^"]+)"', html))
    named = re.findall(r'\s(?:for|aria-describedby|aria-labelledby)="([^"]+)"', html)
    anchors = re.findall(r'href="#([^"]+)"', html)
    assert {name for names in named for name in names.split()} | set(anchors) <= ids


async def test_every_control_has_a_label(html: str) -> None:
    controls = re.findall(r"<(?:input|select|textarea)\b[^>]*>", html)
    labelled = set(re.findall(r'<label[^>]*\sfor="([^"]+)"', html))
    visible = [control for control in controls if 'type="hidden"' not in control]
    ids = {found[1] for control in visible if (found := re.search(r'\sid="([^"]+)"', control))}
    assert len(ids) == len(visible)
    assert ids <= labelled


async def test_a_wrong_field_says_so_beside_and_above(html: str) -> None:
    assert '<a href="#postal-code">Enter a postcode, such as 20095</a>' in html
    field = re.search(r'<input class="field__input" id="postal-code"[^>]*>', html)
    assert field is not None
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="postal-code-error"' in field[0]
    assert 'autocomplete="postal-code"' in field[0]
    assert 'value="2009"' in field[0]


async def test_a_reduced_price_is_said_not_only_struck(html: str) -> None:
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))
    assert "Now €39.00 was €49.00" in words


async def test_a_card_tells_how_large_a_thing_is(html: str) -> None:
    told = re.findall(r'<span class="product-card__size">([^<]+)</span>', html)
    assert told[:2] == ["from 12 × 9 × 9.5 cm", "70 × 50 cm"]


async def test_pages_of_a_list_keep_what_was_asked(html: str) -> None:
    assert 'href="/search?q=mug"' in html
    assert 'href="/search?q=mug&amp;page=3"' in html


async def test_what_visitors_typed_is_text_never_markup(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/search", params={"q": '"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.text
