"""A refusal speaks three tongues: a page, a toast, a JSON problem. None of them tells what only we should know."""

import httpx
import pytest

HTMX = {"HX-Request": "true", "HX-Request-Type": "partial"}
JSON = {"Accept": "application/json"}
KINDS = [
    ("conflict", 409, "Only 2 of these are left."),
    ("gone", 404, "There is no such order."),
    ("forbidden", 403, "This is not yours."),
    ("invalid", 422, "Please check the postcode."),
    ("away", 503, "The shop is very busy. Please try again in a moment."),
    ("haste", 429, "Many requests came from your connection in a short time. Please try again in 7 seconds."),
    ("crash", 500, "It is our mistake, and we have a record of it."),
]


@pytest.mark.parametrize(("kind", "status", "words"), KINDS)
async def test_a_browser_gets_a_page_with_a_way_on(
    browser: httpx.AsyncClient, kind: str, status: int, words: str
) -> None:
    answer = await browser.get(f"/probe/refusals/{kind}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert words in answer.text
    assert answer.text.count("<h1") == 1
    assert 'href="/"' in answer.text


@pytest.mark.parametrize(("kind", "status", "words"), KINDS)
async def test_htmx_gets_a_toast_and_the_page_stays(
    browser: httpx.AsyncClient, kind: str, status: int, words: str
) -> None:
    answer = await browser.post(f"/probe/refusals/{kind}", headers=HTMX)
    assert answer.status_code == status
    assert answer.text.lstrip().startswith('<toast-note class="toast toast--refused">')
    assert words in answer.text
    assert {name: answer.headers[name] for name in ("hx-retarget", "hx-reswap", "hx-push-url")} == {
        "hx-retarget": "#toasts",
        "hx-reswap": "beforeend",
        "hx-push-url": "false",
    }


@pytest.mark.parametrize(("kind", "status", "words"), KINDS)
async def test_a_program_gets_a_problem(browser: httpx.AsyncClient, kind: str, status: int, words: str) -> None:
    answer = await browser.get(f"/probe/refusals/{kind}", headers=JSON)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert problem["detail"].startswith(words)


async def test_a_problem_names_the_fields(browser: httpx.AsyncClient) -> None:
    problem = (await browser.get("/probe/refusals/invalid", headers=JSON)).json()
    assert problem["fields"] == {"postal_code": "Enter a postcode, such as 20095"}


async def test_who_is_busy_says_when_to_come_back(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/probe/refusals/away")).headers["retry-after"] == "7"


async def test_a_crash_tells_visitors_nothing_but_a_reference(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/probe/refusals/crash")
    assert "hunter2" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["x-request-id"] in answer.text


async def test_a_template_that_breaks_is_a_page_too(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/probe/broken")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text


async def test_an_unknown_address_is_a_page(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/no/such/page")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "There is no such page" in answer.text
    assert 'href="/search"' in answer.text
    assert 'action="/search"' in answer.text.split("<main")[1]


@pytest.mark.parametrize("path", ["/api/v1", "/api/v1/nobody", "/webhooks/nobody"])
async def test_an_unknown_address_of_the_interface_is_a_problem(browser: httpx.AsyncClient, path: str) -> None:
    answer = await browser.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


async def test_the_wrong_method_is_a_page_that_names_the_right_ones(browser: httpx.AsyncClient) -> None:
    answer = await browser.delete("/probe")
    assert answer.status_code == 405
    assert {"GET", "HEAD", "POST"} <= set(answer.headers["allow"].split(", "))
    assert "That cannot be done here" in answer.text


@pytest.mark.parametrize("body", [b'{"quantity": 1.5}', b"{", b'{"quantity": "x"}', b"\xff\xfe"])
async def test_what_cannot_be_read_is_refused_not_a_crash(browser: httpx.AsyncClient, body: bytes) -> None:
    answer = await browser.post("/probe/form", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert "We could not understand that" in answer.text


async def test_a_form_larger_than_any_form_is_refused(browser: httpx.AsyncClient) -> None:
    answer = await browser.post("/probe/form", content=b"x" * 300_000, headers={"Content-Type": "application/json"})
    assert answer.status_code == 413
    assert "That is too large" in answer.text


async def test_a_route_that_takes_files_names_its_own_limit(browser: httpx.AsyncClient) -> None:
    assert (await browser.post("/probe/upload", content=b"x" * 1_900_000)).text == "1900000"
    assert (await browser.post("/probe/upload", content=b"x" * 2_100_000)).status_code == 413
