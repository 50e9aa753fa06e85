"""What there is to look at in the shop and its back office: every page in its states, and how to come there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import Page

from tests.support import walking

Deed = Callable[[Page], Awaitable[None]]


@dataclass(frozen=True)
class Look:
    """`who` is looking: a guest, who has done nothing yet, a shopper with something in the cart, a buyer who has paid
    for it and keeps the same on a wishlist, or staff."""

    path: str
    state: str = "full"
    who: str = "guest"
    status: int = 200
    asked: Deed | None = None


def pressing(name: str) -> Deed:
    """Sends a form as it stands."""

    async def press(page: Page) -> None:
        await page.get_by_role("button", name=name, exact=True).first.click()
        await page.wait_for_load_state()

    return press


def following(*starts: str) -> Deed:
    """One link after the other, known by how their addresses begin."""

    async def follow(page: Page) -> None:
        for start in starts:
            await page.locator(f"#main a[href^='{start}']").first.click()
            await page.wait_for_load_state()

    return follow


def ending(end: str) -> Deed:
    async def follow(page: Page) -> None:
        await page.locator(f"#main a[href$='{end}']").first.click()
        await page.wait_for_load_state()

    return follow


def of_a_product(end: str) -> Deed:
    async def follow(page: Page) -> None:
        await following("/admin/products/0")(page)
        await ending(end)(page)

    return follow


async def to_what_is_shared(page: Page) -> None:
    await following("/wishlists/")(page)
    await page.locator("#share > summary").click()
    await page.get_by_role("button", name="Make a link").click()
    await page.goto(await page.get_by_label("Its link").input_value())


async def with_limits_refused(page: Page) -> None:
    await page.locator("#main summary").first.click()
    await pressing("Save limits")(page)


async def with_too_many_sent(page: Page) -> None:
    await page.get_by_label("How many of GRD-TWINE are sent").fill("999")
    await pressing("Send")(page)


async def beside(page: Page) -> None:
    """The cart is looked at without leaving the page."""
    await page.locator("[data-mini-cart]").click()
    await page.locator("#mini-cart").wait_for()


async def to_the_last_look(page: Page) -> None:
    await walking.go_to_delivery(page)
    await page.get_by_role("button", name="Go on to check and pay").click()
    await page.wait_for_url("**/checkout/review")


LONG_WORD = "q" * 70  # one that no page may be torn apart by

PAGES = [
    Look("/"),
    Look("/categories/table"),
    Look("/categories/table?availability=in-stock", "filtered"),
    Look("/categories/table?price_from=9999", "empty"),
    Look("/collections/stoneware"),
    Look("/search?q=plate", "of a search"),
    Look(f"/search?q={LONG_WORD}&brand={LONG_WORD}", "empty"),
    Look("/search/suggest?q=plate"),
    Look("/products/dinner-plate?variant=PLT-MOS"),
    Look("/products/brass-candlestick", "sold out"),
    Look("/products/brass-candlestick", "error", asked=pressing("Tell me")),
    Look("/nowhere", "missing", status=404),
    Look("/products/bread-bin", "gone", status=410),
    Look("/offline"),
    Look("/pages/delivery"),
    Look("/shops"),
    Look("/cart", "empty"),
    Look("/cart", who="shopper"),
    Look("/checkout", who="shopper"),
    Look("/checkout", "error", who="shopper", asked=pressing("Go on to delivery")),
    Look("/", "with the cart beside it", who="shopper", asked=beside),
    Look("/checkout", "delivery", who="shopper", asked=walking.go_to_delivery),
    Look("/checkout", "last look", who="shopper", asked=to_the_last_look),
    Look("/account", "empty"),
    Look("/account", who="buyer"),
    Look("/account", "an order of it", who="buyer", asked=following("/orders/")),
    Look("/login"),
    Look("/login", "error", asked=pressing("Sign in")),
    Look("/register?done=asked", "asked"),
    Look("/account/lost-password", "error", asked=pressing("Send me a link")),
    Look("/account/security", who="staff"),
    Look("/account/profile", who="staff"),
    Look("/account/addresses", "empty", who="staff"),
    Look("/account/addresses/new", "error", who="staff", asked=pressing("Save")),
    Look("/account/data", who="staff"),
    Look("/account/payment-methods", who="staff"),
    Look("/account/payment-methods", "of a removal", who="staff", asked=ending("/removal")),
    Look("/account/proof", "error", who="staff", asked=pressing("Go on")),
    Look("/account/second-factor", "with its key", who="staff", asked=pressing("Set it up")),
    Look("/orders/lookup"),
    Look("/orders/lookup", "error", asked=pressing("Send me the link")),
    Look("/orders/lookup?done=asked", "asked"),
    Look("/wishlists", "empty"),
    Look("/wishlists", who="buyer"),
    Look("/wishlists", "one of them", who="buyer", asked=following("/wishlists/")),
    Look("/wishlists", "shared", who="buyer", asked=to_what_is_shared),
    Look("/account", "a review of what was bought", who="buyer", asked=following("/orders/", "/orders/")),
    Look("/admin/sign-in"),
    Look("/admin/sign-in", "error", asked=pressing("Sign in")),
    Look("/admin/components", who="staff"),
    Look("/admin/components?sheet=office", "for the office", who="staff"),
    Look("/admin/orders", who="staff"),
    Look("/admin/orders", "one of them", who="staff", asked=following("/admin/orders/")),
    Look("/admin/orders?q=qqqq", "empty", who="staff"),
    Look("/admin/products", who="staff"),
    Look("/admin/products", "one of them", who="staff", asked=following("/admin/products/0")),
    Look(
        "/admin/products",
        "its words",
        who="staff",
        asked=of_a_product("/description"),
    ),
    Look(
        "/admin/products",
        "its variants",
        who="staff",
        asked=of_a_product("/variants"),
    ),
    Look(
        "/admin/products",
        "its pictures",
        who="staff",
        asked=of_a_product("/pictures"),
    ),
    Look("/admin/products", "its prices", who="staff", asked=of_a_product("/prices")),
    Look("/admin/products", "sent from", who="staff", asked=of_a_product("/sending")),
    Look("/admin/products/new", who="staff"),
    Look("/admin/categories", who="staff"),
    Look("/admin/categories/table", who="staff"),
    Look("/admin/collections", who="staff"),
    Look("/admin/collections", "one of them", who="staff", asked=following("/admin/collections/0")),
    Look("/admin/product-types", who="staff"),
    Look("/admin/product-types/house-and-table", who="staff"),
    Look("/admin/price-lists", who="staff"),
    Look("/admin/promotions", who="staff"),
    Look("/admin/promotions/new", who="staff"),
    Look("/admin/promotions", "one of them", who="staff", asked=following("/admin/promotions/0")),
    Look("/admin/reviews", who="staff"),
    Look("/admin/imports", who="staff"),
    Look("/admin/imports", "one of them", who="staff", asked=following("/admin/imports/0")),
    Look("/admin/search", who="staff"),
    Look("/admin/alerts", who="staff"),
    Look("/admin/articles", who="staff"),
    Look("/admin/articles/delivery", who="staff"),
    Look("/admin/articles/delivery/versions", who="staff"),
    Look("/admin/books", who="staff"),
    Look("/admin/stock", who="staff"),
    Look("/admin/stock/level?sku=PLT-MOS&location=main", who="staff"),
    Look("/admin/stock/counts", who="staff"),
    Look("/admin/stock/counts", "one of them", who="staff", asked=following("/admin/stock/counts/0")),
    Look("/admin/stock?q=qqqq", "empty", who="staff"),
    Look("/admin/stock/history?sku=PLT-MOS", "its limits refused", who="staff", asked=with_limits_refused),
    Look("/admin/stock/low", who="staff"),
    Look("/admin/stock/low?which=put-aside", "empty", who="staff"),
    Look("/admin/stock/transfers", who="staff"),
    Look("/admin/stock/transfers/TR-1002", "to be sent, refused", who="staff", asked=with_too_many_sent),
    Look("/admin/stock/transfers/new", "error", who="staff", asked=pressing("Begin")),
    Look("/admin/stock/purchase-orders/PO-1002", "partly received", who="staff", asked=pressing("Take in")),
    Look("/admin/stock/purchase-orders/PO-1001/print", "to print", who="staff"),
    Look("/admin/stock/suppliers/new", "error", who="staff", asked=pressing("Save")),
    Look("/admin/stock/locations/hamburg", who="staff"),
    Look("/admin/stock/routing", who="staff"),
    Look("/admin/stock/locations/new", "error", who="staff", asked=pressing("Save")),
    Look("/admin/staff", who="staff"),
    Look("/admin/staff", "error", who="staff", asked=pressing("Send the e-mail")),
    Look("/admin/staff", "one of them", who="staff", asked=following("/admin/staff/0")),
    Look("/admin/roles", who="staff"),
    Look("/admin/roles/support", who="staff"),
    Look("/admin/roles/owner", "fixed", who="staff"),
    Look("/admin/customers", who="staff"),
    Look("/admin/customers", "one of them", who="staff", asked=following("/admin/customers/0")),
    Look("/admin/groups/new", "error", who="staff", asked=pressing("Save")),
    Look("/admin/keys/new", "error", who="staff", asked=pressing("Make the key")),
    Look("/admin/audit", who="staff"),
    Look("/admin/nowhere", "missing", who="staff", status=404),
]
