"""The hosted pages a visitor sees: paying, saving a card, 3-D Secure, and what became of a session."""

from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from litestar import Request, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import PathParameter
from litestar.response import Redirect, Response, Template

from . import cards, paying, sessions, showing
from .amounts import shown
from .cards import TypedCard
from .checks import is_email
from .errors import CardError, NoSuchObject
from .objects import StripeDict
from .paying import Chosen
from .site import Call, Site

FIELDS = ("email", "card_number", "card_expiry", "card_cvc", "card_name", "payment_method", "save")
FIELD_OF_DECLINE = {"incorrect_cvc": "card_cvc", "expired_card": "card_expiry"}
SessionId = Annotated[str, PathParameter(pattern="^cs_test_[A-Za-z0-9]+$")]
IntentId = Annotated[str, PathParameter(pattern="^(pi|seti)_[A-Za-z0-9]+$")]


@get("/stripe/pay/{session_id:str}", name="stripe.pay")
async def show(site: NamedDependency[Site], session_id: SessionId) -> Template:
    call = site.call()
    session = _session(call, session_id)
    return _page(call, session) if session["status"] == "open" else _closed(site, session)


@post("/stripe/pay/{session_id:str}", status_code=303)
async def pay(request: Request[None, None, State], site: NamedDependency[Site], session_id: SessionId) -> Response[Any]:
    call, typed = site.call(), await _form(request)
    with site.objects.transaction():
        session = _session(call, session_id)
        if session["status"] == "expired":
            return _closed(site, session)
        if session["status"] == "complete":
            return _after(call, session)
        return _charged(call, session, typed)


@get("/stripe/authenticate/{intent_id:str}", name="stripe.authenticate")
async def challenge(site: NamedDependency[Site], intent_id: IntentId) -> Template | Redirect:
    intent = _intent(site.call(), intent_id)
    if intent["status"] != "requires_action":
        return _onward(site.call(), intent)
    amount = shown(intent["amount"], intent["currency"]) if intent["object"] == "payment_intent" else ""
    return Template("stripe/authenticate.html", context={"shop": site.shop_name, "intent": intent, "amount": amount})


@post("/stripe/authenticate/{intent_id:str}", status_code=303)
async def authenticate(
    request: Request[None, None, State], site: NamedDependency[Site], intent_id: IntentId
) -> Redirect:
    call, form = site.call(), await _fields(request)
    with site.objects.transaction():
        paying.authenticate(call, _intent(call, intent_id), passed=form.get("outcome") == "complete")
        return _onward(call, _intent(call, intent_id))


def _session(call: Call, session_id: str) -> StripeDict:
    try:
        with call.objects.transaction():
            return sessions.current(call, session_id)
    except NoSuchObject:
        raise NotFoundException("There is no such payment.") from None


def _intent(call: Call, intent_id: str) -> StripeDict:
    try:
        return call.objects.get("payment_intent" if intent_id.startswith("pi_") else "setup_intent", intent_id)
    except NoSuchObject:
        raise NotFoundException("There is no such payment.") from None


async def _form(request: Request[None, None, State]) -> dict[str, str]:
    given = await _fields(request)
    return {name: given.get(name, "").strip()[:200] for name in FIELDS}


async def _fields(request: Request[None, None, State]) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode(errors="replace"), keep_blank_values=True))


def _checked(call: Call, session: StripeDict, typed: dict[str, str]) -> tuple[Chosen | None, dict[str, str]]:
    """What the visitor chose, or what is wrong with it, by field."""
    wrong = {} if is_email(typed["email"]) else {"email": "Your email is invalid."}
    saved = {method["id"]: method for method in paying.offered(call, session)}.get(typed["payment_method"])
    if saved:
        name = saved["billing_details"]["name"] or ""
        return (None, wrong) if wrong else (Chosen(saved["id"], typed["email"], name), {})
    read = cards.read(typed["card_number"], typed["card_expiry"], typed["card_cvc"])
    if not typed["card_name"]:
        wrong["card_name"] = "Enter the name on the card."
    if wrong or not isinstance(read, TypedCard):
        return None, ({} if isinstance(read, TypedCard) else read) | wrong
    return Chosen(read, typed["email"], typed["card_name"], save=typed["save"] == "yes"), {}


def _charged(call: Call, session: StripeDict, typed: dict[str, str]) -> Response[Any]:
    typed["email"] = showing.fixed_email(call, session) or typed["email"]
    chosen, wrong = _checked(call, session, typed)
    if chosen is None:
        return _page(call, session, typed, wrong, 422)
    try:
        deed = paying.save if session["mode"] == "setup" else paying.pay
        session = deed(call, session, chosen)
    except CardError as declined:  # kept: the transaction ends well and the session stays open
        wrong = {FIELD_OF_DECLINE.get(str(declined.fields["code"]), "card_number"): declined.message}
        return _page(call, session, typed, wrong, 402)
    return _after(call, session)


def _after(call: Call, session: StripeDict) -> Redirect:
    if session["status"] == "complete":
        return _see_other(session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"]))
    intent = _intent(call, session["payment_intent"] or session["setup_intent"])
    return _see_other(intent["next_action"]["redirect_to_url"]["url"])


def _onward(call: Call, intent: StripeDict) -> Redirect:
    """From the bank back to the payment page, the shop, or where an intent of its own wanted to return."""
    session = paying.session_of(call, intent)
    if session is None:
        url = call.objects.private(intent["id"])["return_url"]
        return _see_other(f"{url}{'&' if urlsplit(url).query else '?'}{_answer(intent)}")
    if session["status"] == "complete":
        return _after(call, session)
    return _see_other(f"{call.site.public_url}/pay/{session['id']}")


def _answer(intent: StripeDict) -> str:
    return urlencode(
        {
            "payment_intent": intent["id"],
            "payment_intent_client_secret": intent["client_secret"],
            "redirect_status": "succeeded" if intent["status"] in paying.DONE else "failed",
        }
    )


def _page(
    call: Call,
    session: StripeDict,
    typed: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    status_code: int = 200,
) -> Template:
    fields = typed or dict.fromkeys(FIELDS, "") | {"email": (session["customer_details"] or {}).get("email") or ""}
    context = showing.page(call, session) | {"typed": fields, "wrong": wrong or {}}
    context["banner"] = None if wrong else showing.last_failure(call, session)
    template = "stripe/save.html" if session["mode"] == "setup" else "stripe/pay.html"
    return Template(template, context=context, status_code=status_code)


def _closed(site: Site, session: StripeDict) -> Template:
    back = session["cancel_url"]
    if session["status"] == "complete":
        back = session["success_url"].replace("{CHECKOUT_SESSION_ID}", session["id"])
    return Template("stripe/closed.html", context={"shop": site.shop_name, "session": session, "back": back})


def _see_other(url: str) -> Redirect:
    return Redirect(url, status_code=303)
