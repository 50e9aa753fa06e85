"""A buyer's own review of what they bought: written, changed and withdrawn from the page of their order."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.gateway import reviewing
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import Cache, Of, Rate, done_by, seen_by
from app.security.visitor import Visitor
from domains import catalog
from domains.shared.errors import Invalid, Refusal

from . import forms, members
from .orders import PRIVATE

LONGEST: Final = 6_000  # more than a review may have: what is too long is said to be, and shown again
STARS: Final = {
    "5": "5 stars, very good",
    "4": "4 stars, good",
    "3": "3 stars, fair",
    "2": "2 stars, poor",
    "1": "1 star, bad",
}
DONE: Final = {
    "written": "Thank you. We read every review before others see it; then it is on the product's page.",
    "withdrawn": "Your review is withdrawn. Nobody sees it any more.",
}


@get_page(
    "/orders/{number:str}/reviews/{product_id:uuid}", name="reviews.show", opt=seen_by(of=Of.TOKEN, cache=Cache.NEVER)
)
async def show(request: Request, number: FromPath[str], product_id: FromPath[UUID]) -> Rendered:
    return await _sheet(request, number, product_id, done=DONE.get(forms.asked(request, "done"), ""))


@post(
    "/orders/{number:str}/reviews/{product_id:uuid}",
    name="reviews.write",
    opt=done_by(of=Of.TOKEN, rate=Rate.REVIEW),
    status_code=200,
)
async def write(
    request: Request, visitor: NamedDependency[Visitor], number: FromPath[str], product_id: FromPath[UUID]
) -> Response[None]:
    members.in_person(visitor)  # an opinion is of who has it
    fields = await forms.typed(request, LONGEST)
    token = forms.asked(request, "token")
    try:
        await reviewing.write(forms.text(number), token, product_id, _words(fields))
    except (Invalid, catalog.WrittenTooOften) as refusal:
        return await _sheet(request, number, product_id, refusal, fields)
    return see_other("reviews.show", number=number, product_id=str(product_id), token=token, done="written")


@post(
    "/orders/{number:str}/reviews/{product_id:uuid}/withdrawal",
    name="reviews.withdraw",
    opt=done_by(of=Of.TOKEN, rate=Rate.REVIEW),
    status_code=303,
)
async def withdraw(request: Request, number: FromPath[str], product_id: FromPath[UUID]) -> Response[None]:
    token = forms.asked(request, "token")
    await reviewing.withdraw(forms.text(number), token, product_id)
    return see_other("reviews.show", number=number, product_id=str(product_id), token=token, done="withdrawn")


def _words(fields: Mapping[str, str]) -> catalog.Words:
    rating = fields.get("rating", "")
    said = {name: fields.get(name, "") for name in catalog.LONGEST_OF_REVIEWS}
    return catalog.Words(rating=int(rating) if rating in STARS else 0, **said)


async def _sheet(
    request: Request,
    number: str,
    product_id: UUID,
    refusal: Refusal | None = None,
    typed: Mapping[str, str] | None = None,
    *,
    done: str = "",
) -> Rendered:
    sheet = await reviewing.look(forms.text(number), forms.asked(request, "token"), product_id)
    review = sheet.own.review
    known = review.words.model_dump() if review else {}
    return page(
        "order/review", refusal.status if refusal else 200, PRIVATE, sheet=sheet, review=review, done=done,
        fields=typed if typed is not None else {name: str(value) for name, value in known.items()},
        errors=refusal.fields if isinstance(refusal, Invalid) else {}, problem=str(refusal or ""),
        choices=[{"value": value, "label": label} for value, label in STARS.items()],
        longest=catalog.LONGEST_OF_REVIEWS,
    )  # fmt: skip
