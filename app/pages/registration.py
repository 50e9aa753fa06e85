"""An account is asked for with an address, and begun by the link that goes to its mailbox. All answers are alike."""

import hashlib
from typing import Final

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.forms import NOTHING_REFUSED, Refused
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import Cache, Of, Rate, done_by, seen_by
from app.security.rates import limiter
from app.security.visitor import Visitor
from domains import users
from domains.shared.errors import Invalid

from . import forms, members

FORM: Final = "registration"
LONGEST: Final = 254  # of what is shown again after it was refused


@get_page("/register", name="registration.show", opt=seen_by())
async def show(request: Request) -> Rendered:
    return _page(NOTHING_REFUSED, asked=forms.asked(request, "done") == "asked")


@post("/register", name="registration.ask", opt=done_by(rate=Rate.MAIL), status_code=200)
async def ask(request: Request) -> Response[None]:
    fields = await forms.typed(request, LONGEST)
    email = fields.get("email", "")
    try:
        await limiter().admit("mailbox", mailbox(email))
        await users.ask_to_join(email, fields.get("name", ""))
    except Invalid as invalid:
        return _page(Refused(FORM, invalid, fields), 422)
    return see_other("registration.show", done="asked")


@get_page("/register/{token:str}", name="registration.link", opt=seen_by(of=Of.TOKEN, cache=Cache.NEVER))
async def link(token: FromPath[str]) -> Rendered:
    proof = await users.link(token, users.ProofKind.JOIN)
    return _choosing(token, proof, NOTHING_REFUSED)


@post(
    "/register/{token:str}",
    name="registration.begin",
    opt=done_by(of=Of.TOKEN, rate=Rate.SIGN_IN),
    status_code=200,
)
async def begin(request: Request, token: FromPath[str], visitor: NamedDependency[Visitor]) -> Response[None]:
    try:
        person = await users.join(token, await forms.secret(request, "password"))
    except users.WeakPassword as weak:
        return _choosing(token, await users.link(token, users.ProofKind.JOIN), Refused(FORM, weak), 422)
    await members.let_in(request, visitor, person)
    return see_other("account.show", done="begun")


def mailbox(email: str) -> str:
    """By what a mailbox is counted, however it is spelled: its address is not kept where it is. Invalid for none."""
    return hashlib.sha256(users.checked_email(email).casefold().encode()).hexdigest()


def _page(refused: Refused, status: int = 200, *, asked: bool = False) -> Rendered:
    return page("registration/show", status, members.PRIVATE, refused=refused, asked=asked)


def _choosing(token: str, proof: users.Proof, refused: Refused, status: int = 200) -> Rendered:
    context = {"token": token, "email": proof.email, "shortest": users.SHORTEST, "refused": refused}
    return page("registration/choosing", status, members.PRIVATE, **context)
