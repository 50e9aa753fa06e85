"""Signing in to the back office and out of it."""

from typing import Final

from litestar import Response, post
from litestar.datastructures import FormMultiDict
from litestar.di import NamedDependency
from litestar.response import Redirect

from app.admin import forms
from app.admin.entrance import inside, may_enter
from app.requests import Request, get_page
from app.responses import Rendered, door, see_other
from app.security import cookies
from app.security.visitor import Visitor
from domains import users

TWELVE_HOURS: Final = 12 * 3600


@get_page("/admin/sign-in", name="admin.sign_in", opt={"rate": "browse"})
async def form(request: Request) -> Rendered:
    wanted = inside(forms.asked(request, "next")) or ""
    return door("admin/sign_in", email="", next=wanted, refusal=None, said=forms.asked(request, "done") == "out")


@post("/admin/sign-in", name="admin.start_session", opt={"rate": "sign_in"}, status_code=200)
async def sign_in(request: Request, visitor: NamedDependency[Visitor]) -> Response[None]:
    fields = await forms.typed(request)
    wanted = inside(fields.get("next"))
    try:
        person = await _proved(fields.get("email", ""), await _password(request))
    except users.BadCredentials as refusal:
        return door("admin/sign_in", 422, email=fields.get("email", ""), next=wanted or "", refusal=refusal, said=False)
    await _end_session(request)
    token = await users.start_session(person.id, request.headers.get("user-agent", ""), visitor.ip)
    answer = Redirect(wanted or "/admin/orders", status_code=303)
    answer.set_cookie(cookies.make(cookies.SESSION, token, TWELVE_HOURS))
    return answer


@post("/admin/sign-out", name="admin.sign_out", status_code=200)
async def sign_out(request: Request) -> Response[None]:
    await _end_session(request)
    answer = see_other("admin.sign_in", done="out")
    answer.set_cookie(cookies.forget(cookies.SESSION))
    return answer


async def _proved(email: str, password: str) -> users.Person:
    person = await users.authenticate(email, password)
    if not may_enter(person):
        raise users.BadCredentials
    return person


async def _password(request: Request) -> str:
    """As typed: blanks at its ends belong to it."""
    sent: FormMultiDict = await request.form()
    typed = sent.get("password")
    return typed[: forms.LONGEST] if isinstance(typed, str) else ""


async def _end_session(request: Request) -> None:
    token = request.cookies.get(cookies.name(cookies.SESSION))
    if token:
        await users.end_session(token)


routes = [form, sign_in, sign_out]
