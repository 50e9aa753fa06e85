"""What the API tells of products and orders, and how it describes itself."""

from uuid import UUID

import httpx

from domains import orders
from domains.users import Permission as P
from tests.support.orders import make_order, pay
from tests.support.programs import MakeKey
from tests.support.visiting import on_the_shelf


async def test_products_are_told_as_staff_see_them(program: httpx.AsyncClient, key: MakeKey) -> None:
    reading = await key(P.PRODUCTS_READ)
    mug = await on_the_shelf("Mug", stock=3)
    told = (await program.get("/api/v1/products", headers=reading)).json()
    assert {name: told[name] for name in ("page", "pages", "total")} == {"page": 1, "pages": 1, "total": 1}
    [product] = told["items"]
    assert (product["id"], product["title"], product["status"]) == (str(mug.id), "Mug", "active")
    assert product["variants"][0]["price"] == {"amount": 1250, "currency": "EUR"}
    assert "cost" not in product["variants"][0]
    assert (await program.get(f"/api/v1/products/{mug.id}", headers=reading)).json() == product
    for query, found in (("q=mug", 1), ("q=%00", 1), ("q=spoon", 0), ("status=draft", 0), ("page=2", 0)):
        answer = await program.get(f"/api/v1/products?{query}", headers=reading)
        assert (query, len(answer.json()["items"])) == (query, found)
    for path in ("?page=0", "?page=x", "?status=eaten", f"/{UUID(int=1)}", "/x"):
        answer = await program.get(f"/api/v1/products{path}", headers=reading)
        assert answer.status_code in (400, 404)
        assert answer.headers["content-type"] == "application/problem+json"


async def test_orders_are_told_with_their_lines_and_sums(program: httpx.AsyncClient, key: MakeKey) -> None:
    reading = await key(P.ORDERS_READ)
    order = await pay(await make_order(UUID(int=5)))
    await make_order(UUID(int=6), email="bob@example.com")
    [bobs, told] = (await program.get("/api/v1/orders", headers=reading)).json()["items"]
    assert (bobs["email"], bobs["status"]) == ("bob@example.com", "pending_payment")
    assert (told["number"], told["payment_status"]) == (order.number, "paid")
    parts = told["goods"]["amount"] - told["discount"]["amount"] + told["shipping"]["amount"]
    assert parts + (0 if told["tax_included"] else told["tax"]["amount"]) == told["total"]["amount"]
    assert [line["quantity"] for line in told["lines"]] == [line.quantity for line in order.lines]
    assert not {"token", "customer_id", "id"} & set(told)
    assert (await program.get(f"/api/v1/orders/{order.number.lower()}", headers=reading)).json() == told
    one = (await program.get("/api/v1/orders?status=placed", headers=reading)).json()
    assert ([each["number"] for each in one["items"]], one["next"]) == ([order.number], None)
    assert (await program.get("/api/v1/orders/B-9", headers=reading)).status_code == 404
    assert orders.PaymentStatus(told["payment_status"]) is orders.PaymentStatus.PAID


async def test_the_document_describes_every_route_and_nothing_of_the_shops_pages(program: httpx.AsyncClient) -> None:
    answer = await program.get("/api/v1/openapi.json")
    told = answer.json()
    assert (answer.status_code, told["openapi"][:2]) == (200, "3.")
    assert set(told["paths"]) == {
        "/api/v1/me", "/api/v1/products", "/api/v1/products/{product_id}", "/api/v1/orders",
        "/api/v1/orders/{number}", "/api/v1/tokens", "/api/v1/tokens/renewal", "/api/v1/session",
    }  # fmt: skip
    assert told["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert told["paths"]["/api/v1/orders"]["get"]["security"] == [{"bearer": []}]
    assert "security" not in told["paths"]["/api/v1/tokens"]["post"]
