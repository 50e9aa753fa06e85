"""From where orders are sent: the shop's rules in their order, and a look at what they would choose."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.gateway import sending
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from app.security.guards import require_all
from app.security.recording import note_before
from domains import catalog, inventory, orders, users
from domains.inventory import Fate, Nearness, Rule
from domains.shared.errors import Invalid, Refusal
from domains.shared.settings import settings
from domains.users import Permission as P

DONE: Final = {"saved": "The rules are saved. Orders placed from now on follow them."}
RULES: Final = {
    Rule.FEWEST_PARCELS: "Fewest parcels",
    Rule.NEAREST: "Nearest to the address",
    Rule.PRIORITY: "The locations' own order",
    Rule.HIGHEST_STOCK: "Where most of it lies",
}
NEARNESS: Final = {
    Nearness.SAME_REGION: "In the same region",
    Nearness.SAME_COUNTRY: "In the same country",
    Nearness.SAME_PART_OF_THE_WORLD: "In the same part of the world",
    Nearness.ELSEWHERE: "Elsewhere",
}
FATES: Final = {
    Fate.CHOSEN: "Sends",
    Fate.SHIPS_ELSEWHERE: "Does not ship to this address",
    Fate.HAS_NONE: "Has none of it",
    Fate.TOO_LITTLE: "All together have too little",
    Fate.NOT_NEEDED: "Not needed",
    Fate.OVERRULED: "Comes later in their order",
}


@get_page("/stock/routing", name="admin.routing", opt=seen_by(P.STOCK_READ))
async def show(request: Request, staff: NamedDependency[users.Person]) -> Rendered:
    return await _page(staff, done=forms.done(request, DONE))


@post("/stock/routing", name="admin.change_routing", opt=done_by(P.LOCATIONS_WRITE), status_code=200)
async def change(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    require_all(staff, {P.LOCATIONS_WRITE})
    fields = await forms.typed(request)
    try:
        note_before(request, rules=", ".join((await inventory.rulebook()).rules))
        await inventory.change_rules(list(_said(fields)), forms.revision(fields))
    except Refusal as refusal:
        return await _page(staff, Refused("routing", refusal, fields))
    return see_other("admin.routing", done="saved")


@get_page("/products/{product_id:uuid}/sending", name="admin.sending", opt=seen_by(P.STOCK_READ))
async def look(request: Request, product_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Rendered:
    product = await catalog.find_product(product_id)
    fields = {name: forms.asked(request, name) for name in ("sku", "quantity", "others", "country", "region")}
    found, refused = None, NOTHING_REFUSED
    try:
        if fields["sku"]:
            found = await sending.look(_wanted(fields, product), fields["country"], fields["region"])
    except Refusal as refusal:
        refused = Refused("sending", refusal, fields)
    context: dict[str, Any] = {
        "fields": fields | {"country": fields["country"] or settings().shop_country},
        "countries": {country.code: country.name for country in await orders.countries()},
        "seen": {place.id for place in await inventory.locations() if staff.may(P.STOCK_READ, place.code)},
        "skus": {sku: sku for sku in product.skus},
        "words": {"rules": RULES, "nearness": NEARNESS, "fates": FATES},
    }
    status, headers = answered(refused)
    return page("admin/products/sending", status, headers, product=product, found=found, refused=refused, **context)


def _said(fields: Fields) -> list[Rule]:
    """Those that were chosen, from the first on; gaps between them are none."""
    said = []
    for place in range(1, len(Rule) + 1):
        chosen = fields.get(f"rule-{place}", "")
        rule = forms.choice(Rule, chosen)
        if chosen and rule is None:
            raise Invalid("Choose one of those offered.", {f"rule-{place}": "Choose one of those offered."})
        if rule in said:
            raise Invalid("Name each rule once.", {f"rule-{place}": "Name each rule once."})
        said += [rule] if rule else []
    return said


def _wanted(fields: Fields, product: catalog.Product) -> list[inventory.Item]:
    variant = product.variant(fields["sku"])
    items = [_item(variant.sku, fields["quantity"], "quantity")]
    for line in filter(None, map(str.strip, fields["others"].split("\n"))):
        sku, _, quantity = line.rpartition(";")
        items.append(_item(sku.strip(), quantity.strip(), "others"))
    return items


def _item(sku: str, quantity: str, name: str) -> inventory.Item:
    if not sku:
        raise Invalid("Give a line for each: SKU; quantity.", {name: "Give a line for each: SKU; quantity."})
    return inventory.Item(sku, forms.whole_number(quantity, name))


async def _page(staff: users.Person, refused: Refused = NOTHING_REFUSED, *, done: str = "") -> Rendered:
    """Fixed for whoever may not change what holds everywhere."""
    book, fixed = await inventory.rulebook(), P.LOCATIONS_WRITE not in staff.holds
    context: dict[str, Any] = {"book": book, "rules": RULES, "fixed": fixed}
    return page("admin/stock/routing", *answered(refused), refused=refused, done=done, **context)


routes = [show, change, look]
