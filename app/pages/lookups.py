"""Finding an order whose link is lost: its number and e-mail address are asked for, and the link goes by letter.

Every pair gets the same sentence, in the same time.
"""

import hashlib
from typing import Final

from litestar import Response, post

from app.forms import NOTHING_REFUSED, Refused
from app.requests import Request, get_page
from app.responses import page, see_other
from app.security.declarations import Rate, done_by, seen_by
from app.security.rates import limiter
from domains import orders
from domains.shared.errors import Invalid

from . import forms

FORM: Final = "lookup"
LONGEST: Final = 254  # of what is shown again after it was refused


@get_page("/orders/lookup", name="orders.lookup", opt=seen_by())
async def show(request: Request) -> Response[None]:
    return page("order/lookup", refused=NOTHING_REFUSED, asked=forms.asked(request, "done") == "asked")


@post("/orders/lookup", name="orders.ask_link", opt=done_by(rate=Rate.MAIL), status_code=200)
async def ask(request: Request) -> Response[None]:
    fields = await forms.typed(request, LONGEST)
    try:
        number, email = _checked(fields)
    except Invalid as invalid:
        return page("order/lookup", 422, refused=Refused(FORM, invalid, fields), asked=False)
    await limiter().admit("mailbox", hashlib.sha256(email.casefold().encode()).hexdigest())
    await orders.ask_link(number, email)
    return see_other("orders.lookup", done="asked")


def _checked(fields: dict[str, str]) -> tuple[str, str]:
    """Invalid with all that is wrong at once; it speaks of spelling alone, never of what there is."""
    wrong: dict[str, str] = {}
    number = email = ""
    try:
        number = orders.check_number(fields.get("number", ""))
    except Invalid as invalid:
        wrong |= invalid.fields
    try:
        email = orders.check_email(fields.get("email", ""))
    except Invalid as invalid:
        wrong |= invalid.fields
    if wrong:
        raise Invalid("There is something to correct.", wrong)
    return number, email
