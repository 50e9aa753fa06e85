"""Finding a review helpful, and taking that back."""

from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.requests import Request
from app.responses import see_other, swap
from app.security.declarations import Of, Rate, done_by
from app.security.visitor import Visitor
from domains import catalog

from . import forms, reading


@post(
    "/products/{slug:str}/reviews/{review_id:uuid}/vote",
    name="votes.cast",
    opt=done_by(of=Of.PARTY, rate=Rate.REVIEW),
    status_code=200,
)
async def cast(
    request: Request, visitor: NamedDependency[Visitor], slug: FromPath[str], review_id: FromPath[UUID]
) -> Response[None]:
    helpful = (await forms.typed(request)).get("helpful") != "no"
    review = await catalog.vote_for_review(review_id, visitor.party(), helpful=helpful)
    asked = reading.read(request, forms.text(slug))
    if request.htmx:
        return swap("product/vote", review=review, asked_reviews=asked, voted={review.id} if helpful else set())
    return see_other("product.show", anchor=f"product-review-{review.id}", **asked.parameters(page=asked.page))
