"""Bundles: what a variant is made of that is sold as one and lies on the shelves as several."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import forms
from app.admin.forms import LONGEST, NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.gateway import bundling
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from app.security.guards import require_all
from app.security.recording import note_before
from domains import catalog, inventory, users
from domains.shared.errors import Invalid, Refusal
from domains.users import Permission as P

DONE: Final = {"saved": "The parts are saved. Orders placed from now on are sent so; those before keep theirs."}


@get_page(
    "/products/{product_id:uuid}/variants/{variant_id:uuid}/parts", name="admin.parts", opt=seen_by(P.PRODUCTS_WRITE)
)
async def show(request: Request, product_id: FromPath[UUID], variant_id: FromPath[UUID]) -> Rendered:
    return await _page(product_id, variant_id, done=forms.done(request, DONE))


@post(
    "/products/{product_id:uuid}/variants/{variant_id:uuid}/parts",
    name="admin.set_parts",
    opt=done_by(P.PRODUCTS_WRITE),
    status_code=200,
)
async def change(
    request: Request, product_id: FromPath[UUID], variant_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Response[None]:
    require_all(staff, {P.PRODUCTS_WRITE})
    fields = await forms.typed(request)
    sku = (await catalog.find_product(product_id)).variant_by_id(variant_id).sku
    try:
        if len(str((await request.form()).get("parts") or "")) > LONGEST:
            told = f"Give at most {LONGEST} characters."
            raise Invalid(told, {"parts": told})
        note_before(request, parts=_lines((await inventory.composition(sku))[0].parts))
        await bundling.compose(sku, list(_said(fields.get("parts", ""))), forms.revision(fields))
    except Refusal as refusal:
        return await _page(product_id, variant_id, Refused("parts", refusal, fields))
    return see_other("admin.parts", product_id=str(product_id), variant_id=str(variant_id), done="saved")


def _said(text: str) -> Iterator[tuple[str, int]]:
    """A line is SKU; quantity."""
    for number, line in enumerate(text.splitlines(), 1):
        sku, _, quantity = (cell.strip() for cell in line.rpartition(";"))
        if not line.strip():
            continue
        try:
            units = forms.whole_number(quantity, "parts")
        except Invalid:
            units = 0
        if not sku or not units:
            told = f"Line {number}: give SKU; quantity."
            raise Invalid(told, {"parts": told})
        yield sku, units


def _lines(parts: Any) -> str:
    return "\n".join(f"{sku}; {units}" for sku, units in sorted(parts.items()))


async def _page(product_id: UUID, variant_id: UUID, refused: Refused = NOTHING_REFUSED, *, done: str = "") -> Rendered:
    product = await catalog.find_product(product_id)
    variant = product.variant_by_id(variant_id)
    recipe, revision = await inventory.composition(variant.sku)
    context: dict[str, Any] = {
        "product": product,
        "variant": variant,
        "recipe": recipe,
        "revision": revision,
        "lines": _lines(recipe.parts),
        "goods": await catalog.goods(recipe.parts),
        "there": await inventory.availability([variant.sku, *recipe.parts]),
    }
    return page("admin/products/parts", *answered(refused), refused=refused, done=done, **context)


routes = [show, change]
