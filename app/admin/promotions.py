"""Promotions for staff: written, looked over before shoppers have them, published and ended."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import forms, promotion_forms
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from domains import catalog, users
from domains.shared import clock
from domains.shared.errors import Refusal
from domains.shared.settings import settings

DONE: Final = {
    "saved": "The promotion is saved.",
    "published": "The promotion is live.",
    "ended": "The promotion has ended.",
}


@get_page("/promotions", name="admin.promotions")
async def index(request: Request) -> Rendered:
    status = forms.choice(catalog.PromotionStatus, forms.asked(request, "status")) or catalog.PromotionStatus.LIVE
    listed = await catalog.promotions_by_status(status, forms.asked(request, "after"))
    return page("admin/promotions/index", listed=listed, chosen=status, at=clock.now())


@get_page("/promotions/new", name="admin.new_promotion")
async def new() -> Rendered:
    return _blank()


@post("/promotions/new", name="admin.create_promotion", status_code=200)
async def create(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        made = await catalog.create_promotion(promotion_forms.read(fields), actor=staff.email)
    except Refusal as refusal:
        return _blank(Refused("promotion", refusal, fields))
    return see_other("admin.promotion", promotion_id=str(made.id), done="saved")


@get_page("/promotions/{promotion_id:uuid}", name="admin.promotion")
async def show(request: Request, promotion_id: FromPath[UUID]) -> Rendered:
    return await _sheet(promotion_id, done=forms.done(request, DONE))


@post("/promotions/{promotion_id:uuid}", name="admin.edit_promotion", status_code=200)
async def edit(request: Request, promotion_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        terms = promotion_forms.read(fields)
        await catalog.edit_promotion(promotion_id, terms, revision=forms.revision(fields), actor=staff.email)
    except Refusal as refusal:
        return await _sheet(promotion_id, Refused("promotion", refusal, fields))
    return see_other("admin.promotion", promotion_id=str(promotion_id), done="saved")


@get_page("/promotions/{promotion_id:uuid}/preview", name="admin.preview_promotion")
async def preview(promotion_id: FromPath[UUID]) -> Rendered:
    return await _preview(promotion_id)


@post("/promotions/{promotion_id:uuid}/publication", name="admin.publish_promotion", status_code=200)
async def publish(
    request: Request, promotion_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    fields = await forms.typed(request)
    try:
        await catalog.publish_promotion(promotion_id, revision=forms.revision(fields), actor=staff.email)
    except Refusal as refusal:
        return await _preview(promotion_id, Refused("publication", refusal, fields))
    return see_other("admin.promotion", promotion_id=str(promotion_id), done="published")


@post("/promotions/{promotion_id:uuid}/end", name="admin.end_promotion", status_code=200)
async def end(request: Request, promotion_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        forms.confirmed(fields)
        await catalog.end_promotion(promotion_id, revision=forms.revision(fields), actor=staff.email)
    except Refusal as refusal:
        return await _sheet(promotion_id, Refused("end", refusal, fields))
    return see_other("admin.promotion", promotion_id=str(promotion_id), done="ended")


def _blank(refused: Refused = NOTHING_REFUSED) -> Rendered:
    context: dict[str, Any] = {"own": None, "shown": promotion_forms.BLANK, "currency": settings().shop_currency}
    return page("admin/promotions/new", *answered(refused), refused=refused, **context)


async def _sheet(promotion_id: UUID, refused: Refused = NOTHING_REFUSED, *, done: str = "") -> Rendered:
    own, used = await catalog.find_promotion(promotion_id), await catalog.promotion_uses(promotion_id)
    context: dict[str, Any] = {
        "own": own,
        "used": used,
        "shown": promotion_forms.shown(own.promotion),
        "currency": own.promotion.currency,
    }
    return page("admin/promotions/show", *answered(refused), refused=refused, done=done, **context)


async def _preview(promotion_id: UUID, refused: Refused = NOTHING_REFUSED) -> Rendered:
    own, seen = await catalog.find_promotion(promotion_id), await catalog.preview_promotion(promotion_id)
    return page("admin/promotions/preview", *answered(refused), own=own, seen=seen, refused=refused)


routes = [index, new, create, show, edit, preview, publish, end]
