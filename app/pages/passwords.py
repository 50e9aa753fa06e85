"""A forgotten password: the link goes to the mailbox, whoever reads it chooses a new one. All answers are alike."""

from typing import Final

from litestar import Response, post
from litestar.params import FromPath

from app.forms import NOTHING_REFUSED, Refused
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.acting import origin_of
from app.security.declarations import Cache, Of, Rate, done_by, seen_by
from app.security.rates import limiter
from domains import users
from domains.shared.errors import Invalid

from . import forms, members
from .registration import LONGEST, mailbox

FORM: Final = "password"


@get_page("/account/lost-password", name="lost_password.show", opt=seen_by())
async def show(request: Request) -> Rendered:
    return _page(NOTHING_REFUSED, asked=forms.asked(request, "done") == "asked")


@post("/account/lost-password", name="lost_password.ask", opt=done_by(rate=Rate.MAIL), status_code=200)
async def ask(request: Request) -> Response[None]:
    fields = await forms.typed(request, LONGEST)
    email = fields.get("email", "")
    try:
        await limiter().admit("mailbox", mailbox(email))
        await users.ask_to_reset(email)
    except Invalid as invalid:
        return _page(Refused(FORM, invalid, fields), 422)
    return see_other("lost_password.show", done="asked")


@get_page("/account/lost-password/{token:str}", name="lost_password.link", opt=seen_by(of=Of.TOKEN, cache=Cache.NEVER))
async def link(token: FromPath[str]) -> Rendered:
    return await _choosing(token, NOTHING_REFUSED)


@post(
    "/account/lost-password/{token:str}",
    name="lost_password.replace",
    opt=done_by(of=Of.TOKEN, rate=Rate.SIGN_IN),
    status_code=200,
)
async def replace(request: Request, token: FromPath[str]) -> Response[None]:
    try:
        await users.reset(token, await forms.secret(request, "password"), origin=origin_of(request.scope))
    except users.WeakPassword as weak:
        return await _choosing(token, Refused(FORM, weak), 422)
    return see_other("sign_in.show", done="password")


def _page(refused: Refused, status: int = 200, *, asked: bool = False) -> Rendered:
    return page("password/lost", status, members.PRIVATE, refused=refused, asked=asked)


async def _choosing(token: str, refused: Refused, status: int = 200) -> Rendered:
    proof = await users.link(token, users.ProofKind.RESET)
    return page("password/choosing", status, members.PRIVATE, token=token, email=proof.email, refused=refused)
