"""What runs out: how long it lasts, how many to buy, who looks after it; the rules of that, and who is written to."""

from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency

from app.admin import forms, reorder_words
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.gateway import reordering
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import Of, Who, done_by, seen_by
from app.security.guards import require_all
from domains import inventory, notifications, users
from domains.notifications import StockLetters
from domains.shared.errors import Invalid, Refusal
from domains.shared.ids import new_id
from domains.users import Permission as P


class Saying(StrEnum):
    """What somebody says of what they have ticked."""

    SEEN = "seen"
    WEEK = "week"
    AGAIN = "again"


DONE: Final = {
    "seen": "You look after these. Nobody is written to about them before nothing is left.",
    "week": "They are put off for a week.",
    "again": "They wait for somebody again.",
    "rules": "The rules are saved. Every level follows them within a minute.",
    "letters": "Saved. You can choose otherwise at any time.",
}
LETTERS: Final = {
    StockLetters.NEVER: "Never",
    StockLetters.DAILY: "Once a day, if something has run low",
    StockLetters.AT_ONCE: "As soon as something runs low",
}
PUT_ASIDE: Final = "put-aside"


@get_page("/stock/low", name="admin.stock_low", opt=seen_by(P.STOCK_READ))
async def show(request: Request, staff: NamedDependency[users.Person]) -> Rendered:
    return await _page(request, staff, done=forms.done(request, DONE))


@post("/stock/low", name="admin.say_of_low", opt=done_by(P.STOCK_ADJUST), status_code=200)
async def say(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    places = [each.id for each in await inventory.locations() if staff.may(P.STOCK_ADJUST, each.code)]
    said = forms.choice(Saying, fields.get("saying", ""))
    try:
        chosen = [_chosen(value) for value in await forms.ticked(request, "short")]
        if said is None or not chosen:
            raise Invalid("Tick what you mean, then say what becomes of it.")
        match said:
            case Saying.SEEN:
                await inventory.look_after(chosen, places, by=staff.email)
            case Saying.WEEK:
                await inventory.quieten(chosen, places)
            case Saying.AGAIN:
                await inventory.wake(chosen, places)
    except Refusal as refusal:
        return await _page(request, staff, Refused("low", refusal, fields))
    asked: dict[str, Any] = {name: forms.asked(request, name) or None for name in ("location", "which")}
    return see_other("admin.stock_low", done=said.value, **asked)


@post("/stock/low/rules", name="admin.change_reorder_rules", opt=done_by(P.STOCK_ADJUST), status_code=200)
async def change_rules(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    require_all(staff, {P.STOCK_ADJUST})
    try:
        names = ("cover_days", "units", "target_days", "digest_hour")
        draft = inventory.RulesDraft(**{name: forms.whole_number(fields.get(name, ""), name) for name in names})
        await inventory.change_reorder_rules(draft, forms.revision(fields))
    except Refusal as refusal:
        return await _page(request, staff, Refused("rules", refusal, fields))
    return see_other("admin.stock_low", done="rules")


@post(
    "/stock/low/letters",
    name="admin.choose_stock_letters",
    opt=done_by(Who.STAFF, Of.PERSON, recorded=True),
    status_code=200,
)
async def choose_letters(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        how = forms.choice(StockLetters, fields.get("stock", ""))
        if how is None:
            raise Invalid("Choose one of those offered.", {"stock": "Choose one of those offered."})
        await notifications.choose_stock_letters(staff.id, how)
    except Refusal as refusal:
        return await _page(request, staff, Refused("letters", refusal, fields))
    return see_other("admin.stock_low", done="letters")


@post("/stock/low/orders", name="admin.order_low", opt=done_by(P.STOCK_PURCHASE), status_code=200)
async def order(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    places = [each.id for each in await inventory.locations() if staff.may(P.STOCK_PURCHASE, each.code)]
    try:
        chosen = [_chosen(value) for value in await forms.ticked(request, "short")]
        key = forms.identity(fields.get("key", ""))
        if not await reordering.draft_orders(chosen, places, staff.email, key):
            raise Invalid("Tick something of which some are to be ordered.")
    except Refusal as refusal:
        return await _page(request, staff, Refused("low", refusal, fields))
    return see_other("admin.purchases", state="draft")


def _chosen(value: str) -> tuple[str, UUID]:
    """As a row's box sends it: the id, then the SKU, which may have any sign in it."""
    identity, _, sku = forms.text(value).partition(" ")
    return sku, forms.identity(identity)


async def _page(
    request: Request, staff: users.Person, refused: Refused = NOTHING_REFUSED, *, done: str = ""
) -> Rendered:
    code, which = forms.asked(request, "location"), forms.asked(request, "which")
    places = [each for each in await inventory.locations() if staff.may(P.STOCK_READ, each.code)]
    here = [each for each in places if each.code == code] if code else places
    quiet = which == PUT_ASIDE
    found = await reordering.low(here, forms.page_number(request), quiet=quiet)
    context: dict[str, Any] = {
        "found": found,
        "ticked": await forms.ticked(request, "short") if refused.of("low") else frozenset(),
        "why": {row.shortage.id: reorder_words.why(row, found.rules) for row in found.rows},
        "quiet": quiet,
        "asked": {"location": code or None, "which": which or None},
        "names": {place.code: place.name for place in places},
        "changeable": {place.code for place in places if staff.may(P.STOCK_ADJUST, place.code)},
        "rules_fixed": P.STOCK_ADJUST not in staff.holds,
        "letters": LETTERS,
        "key": new_id(),
        "own_letters": await notifications.stock_letters(staff.id),
    }
    return page("admin/stock/low", *answered(refused), refused=refused, done=done, **context)


routes = [show, say, order, change_rules, choose_letters]
