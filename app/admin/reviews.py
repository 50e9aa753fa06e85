"""Reviews for staff: read in turn, published one by one or many at once, refused with a reason, answered."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from domains import catalog, users
from domains.catalog import ReviewStatus
from domains.shared.errors import Invalid, Refusal
from domains.users import Permission as P

LONGEST: Final = 4_000  # more than an answer may have: what is too long is said to be, and shown again
DONE: Final = {
    "publication": "The review is published.",
    "refusal": "The review is refused. Its writer can read why.",
    "answer": "The answer is saved.",
}
Deed = Callable[..., Awaitable[catalog.Review]]


@get_page("/reviews", name="admin.reviews", opt=seen_by(P.REVIEWS_READ))
async def index(request: Request) -> Rendered:
    return await _queue(request, published=_figure(request, "published"), left=_figure(request, "left"))


@post("/reviews/publication", name="admin.publish_reviews", opt=done_by(P.REVIEWS_MODERATE), status_code=200)
async def publish_chosen(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    """Each box carries a review and the revision that was read."""
    form = await request.form()
    try:
        chosen = [_chosen(value) for value in form.getall("review", []) if isinstance(value, str)]
        if not chosen:
            raise Invalid("Choose a review first.", {"review": "Choose a review first."})
        published, left = await catalog.publish_reviews(chosen, actor=staff.email)
    except Refusal as refusal:
        return await _queue(request, Refused("bulk", refusal))
    return see_other("admin.reviews", product=_product(request), published=str(published), left=str(left))


@get_page("/reviews/{review_id:uuid}", name="admin.review", opt=seen_by(P.REVIEWS_READ))
async def show(request: Request, review_id: FromPath[UUID]) -> Rendered:
    return await _sheet(review_id, done=DONE.get(forms.asked(request, "done"), ""))


@post(
    "/reviews/{review_id:uuid}/publication",
    name="admin.publish_review",
    opt=done_by(P.REVIEWS_MODERATE),
    status_code=200,
)
async def publish(request: Request, review_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    return await _moderated(request, review_id, staff, "publication", catalog.publish_review)


@post("/reviews/{review_id:uuid}/refusal", name="admin.refuse_review", opt=done_by(P.REVIEWS_MODERATE), status_code=200)
async def refuse(request: Request, review_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    return await _moderated(request, review_id, staff, "refusal", catalog.refuse_review, "reason")


@post("/reviews/{review_id:uuid}/answer", name="admin.answer_review", opt=done_by(P.REVIEWS_MODERATE), status_code=200)
async def answer(request: Request, review_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    return await _moderated(request, review_id, staff, "answer", catalog.answer_review, "answer")


async def _moderated(
    request: Request, review_id: UUID, staff: users.Person, form: str, deed: Deed, *words: str
) -> Response[None]:
    """`words` are the fields of the form that the deed takes. What is refused is shown in that form."""
    fields = await forms.typed(request, LONGEST)
    try:
        typed = [fields.get(name, "") for name in words]
        await deed(review_id, *typed, revision=forms.revision(fields), actor=staff.email)
    except Refusal as refusal:
        return await _sheet(review_id, Refused(form, refusal, fields))
    return see_other("admin.review", review_id=str(review_id), done=form)


async def _queue(
    request: Request, refused: Refused = NOTHING_REFUSED, *, published: int | None = None, left: int | None = None
) -> Rendered:
    status = forms.choice(ReviewStatus, forms.asked(request, "status")) or ReviewStatus.WAITING
    product_id = _product(request)
    product = await catalog.find_product(UUID(product_id)) if product_id else None
    listed = await catalog.review_queue(
        status, product_id=product.id if product else None, after=forms.asked(request, "after")
    )
    return page(
        "admin/reviews/index", *answered(refused), listed=listed, chosen=status, product=product, refused=refused,
        titles=await _titles(listed.reviews), published=published, left=left,
    )  # fmt: skip


async def _sheet(review_id: UUID, refused: Refused = NOTHING_REFUSED, *, done: str = "") -> Rendered:
    """The review as it is now: after a refusal what was typed stands in its form, to be sent once more."""
    review = await catalog.find_review(review_id)
    titles = await _titles([review])
    return page(
        "admin/reviews/show", *answered(refused), review=review, title=titles.get(review.product_id, ""),
        refused=refused, done=done,
    )  # fmt: skip


async def _titles(reviews: Sequence[catalog.Review]) -> dict[UUID, str]:
    products = await catalog.products_of(list({review.product_id for review in reviews}))
    return {product.id: product.title for product in products}


def _product(request: Request) -> str | None:
    """What the list is narrowed to; None for what names no product."""
    try:
        return str(UUID(forms.asked(request, "product")))
    except ValueError:
        return None


def _figure(request: Request, name: str) -> int | None:
    value = forms.asked(request, name)
    return int(value) if value.isascii() and value.isdigit() and len(value) < 4 else None


def _chosen(value: str) -> tuple[UUID, UUID]:
    review_id, _, revision = value.partition(" ")
    return forms.identity(review_id), forms.identity(revision)


routes = [index, publish_chosen, show, publish, refuse, answer]
