"""Promotions for staff: written, looked over before shoppers have them, published and ended."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import choices, conflicts, forms, group_names, promotion_forms, promotion_parts
from app.admin import product_forms as sheets
from app.admin.forms import NOTHING_REFUSED, Fields, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other, swap
from app.security.declarations import done_by, seen_by
from domains import catalog, users
from domains.shared import clock
from domains.shared.errors import Refusal
from domains.shared.settings import settings
from domains.users import Permission as P

LARGEST: Final = 1024 * 1024  # bytes of a form that names many products
DONE: Final = {
    "saved": "The promotion is saved.",
    "published": "The promotion is live.",
    "ended": "The promotion has ended.",
}


@get_page("/promotions", name="admin.promotions", opt=seen_by(P.PROMOTIONS_READ))
async def index(request: Request) -> Rendered:
    status = forms.choice(catalog.PromotionStatus, forms.asked(request, "status")) or catalog.PromotionStatus.LIVE
    listed = await catalog.promotions_by_status(status, forms.asked(request, "after"))
    return page("admin/promotions/index", listed=listed, chosen=status, at=clock.now())


@get_page("/promotions/new", name="admin.new_promotion", opt=seen_by(P.PROMOTIONS_WRITE))
async def new() -> Rendered:
    return await _blank(promotion_forms.BLANK)


@post(
    "/promotions/new",
    name="admin.create_promotion",
    opt=done_by(P.PROMOTIONS_WRITE),
    status_code=200,
    request_max_body_size=LARGEST,
)
async def create(request: Request, staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await sheets.typed(request)
    if fields.get("deed"):
        return await _blank(*promotion_parts.edited(fields))
    try:
        terms = await promotion_forms.read(await group_names.left_out(fields))
        made = await catalog.create_promotion(terms, actor=staff.email)
    except Refusal as refusal:
        return await _blank(fields, refused=Refused("promotion", refusal, fields))
    return see_other("admin.promotion", promotion_id=str(made.id), done="saved")


@get_page("/promotions/{promotion_id:uuid}", name="admin.promotion", opt=seen_by(P.PROMOTIONS_READ))
async def show(request: Request, promotion_id: FromPath[UUID]) -> Rendered:
    return await _sheet(promotion_id, done=forms.done(request, DONE))


@post(
    "/promotions/{promotion_id:uuid}",
    name="admin.edit_promotion",
    opt=done_by(P.PROMOTIONS_WRITE),
    status_code=200,
    request_max_body_size=LARGEST,
)
async def edit(request: Request, promotion_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await sheets.typed(request)
    if fields.get("deed"):
        return await _sheet(promotion_id, NOTHING_REFUSED, *promotion_parts.edited(fields))
    try:
        await _save(promotion_id, fields, staff.email)
    except catalog.Conflict:
        return await _clash(promotion_id, fields)
    except Refusal as refusal:
        return await _sheet(promotion_id, Refused("promotion", refusal, fields), fields)
    return see_other("admin.promotion", promotion_id=str(promotion_id), done="saved")


@get_page("/promotions/{promotion_id:uuid}/preview", name="admin.preview_promotion", opt=seen_by(P.PROMOTIONS_READ))
async def preview(request: Request, promotion_id: FromPath[UUID]) -> Rendered | Response[None]:
    if request.htmx:  # how far it has been counted
        return swap("admin/preview", **await _looked_over(promotion_id))
    return await _preview(promotion_id)


@post(
    "/promotions/{promotion_id:uuid}/preview",
    name="admin.count_promotion_again",
    opt=done_by(P.PROMOTIONS_WRITE),
    status_code=303,
)
async def count_again(promotion_id: FromPath[UUID]) -> Response[None]:
    await catalog.look_over(promotion_id, again=True)
    return see_other("admin.preview_promotion", promotion_id=str(promotion_id))


@post(
    "/promotions/{promotion_id:uuid}/publication",
    name="admin.publish_promotion",
    opt=done_by(P.PROMOTIONS_WRITE),
    status_code=200,
)
async def publish(
    request: Request, promotion_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    fields = await forms.typed(request)
    try:
        await catalog.publish_promotion(promotion_id, revision=forms.revision(fields), actor=staff.email)
    except Refusal as refusal:
        return await _preview(promotion_id, Refused("publication", refusal, fields))
    return see_other("admin.promotion", promotion_id=str(promotion_id), done="published")


@post(
    "/promotions/{promotion_id:uuid}/end", name="admin.end_promotion", opt=done_by(P.PROMOTIONS_WRITE), status_code=200
)
async def end(request: Request, promotion_id: FromPath[UUID], staff: NamedDependency[users.Person]) -> Response[None]:
    fields = await forms.typed(request)
    try:
        forms.confirmed(fields)
        await catalog.end_promotion(promotion_id, revision=forms.revision(fields), actor=staff.email)
    except Refusal as refusal:
        return await _sheet(promotion_id, Refused("end", refusal))
    return see_other("admin.promotion", promotion_id=str(promotion_id), done="ended")


async def _save(promotion_id: UUID, fields: Fields, actor: str) -> None:
    current = await promotion_forms.shown((await catalog.find_promotion(promotion_id)).promotion)
    settled = promotion_forms.settled(fields, current)
    terms = await promotion_forms.read(await group_names.left_out(settled))
    await catalog.edit_promotion(promotion_id, terms, revision=forms.revision(fields), actor=actor)


async def _blank(fields: Fields, fresh: str = "", refused: Refused = NOTHING_REFUSED) -> Rendered:
    context = await _around(fields, fresh, settings().shop_currency, refused)
    return page("admin/promotions/new", *answered(refused), own=None, **context)


async def _sheet(
    promotion_id: UUID,
    refused: Refused = NOTHING_REFUSED,
    typed: Fields | None = None,
    fresh: str = "",
    *,
    done: str = "",
) -> Rendered:
    own, used = await catalog.find_promotion(promotion_id), await catalog.promotion_uses(promotion_id)
    shown = await promotion_forms.shown(own.promotion)
    context = await _around(typed or shown, fresh, own.promotion.currency, refused)
    context |= {"own": own, "used": used, "was": conflicts.mark(promotion_forms.compared(shown))}
    return page("admin/promotions/show", *answered(refused), done=done, **context)


async def _around(fields: Fields, fresh: str, currency: str, refused: Refused) -> dict[str, Any]:
    """What the form itself needs, filled with these."""
    offered: dict[str, Any] = {"categories": await choices.categories(), "collections": await catalog.collections()}
    offered["groups"], gone = await choices.customer_groups(), await group_names.gone(fields)
    offered["gone"] = group_names.quoted(gone)
    told = {"refused": refused, "wrong": promotion_forms.summary(refused)}
    return {"fields": fields, "fresh": fresh, "currency": currency, "parts": promotion_parts, **offered, **told}


async def _clash(promotion_id: UUID, typed: Fields) -> Rendered:
    own = await catalog.find_promotion(promotion_id)
    clash = promotion_forms.clash(typed, await promotion_forms.shown(own.promotion), own.revision)
    where = {"promotion_id": str(promotion_id)}
    return conflicts.shown(clash, own.promotion.name, "admin.edit_promotion", "admin.promotion", **where)


async def _preview(promotion_id: UUID, refused: Refused = NOTHING_REFUSED) -> Rendered:
    return page("admin/promotions/preview", *answered(refused), refused=refused, **await _looked_over(promotion_id))


async def _looked_over(promotion_id: UUID) -> dict[str, Any]:
    own, look = await catalog.find_promotion(promotion_id), await catalog.look_over(promotion_id)
    return {"own": own, "look": look, "seen": catalog.counted(look)}


routes = [index, new, create, show, edit, preview, count_again, publish, end]
