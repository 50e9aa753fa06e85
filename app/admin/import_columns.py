"""Which column of an uploaded file is what: shown as recognised, changed by staff, and then tried or imported."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import forms
from app.admin.choices import Choices
from app.admin.file_rights import require_to_import
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.declarations import done_by, seen_by
from domains import catalog, users
from domains.shared.errors import Refusal
from domains.users import Permission as P

KINDS: Choices = [(format.kind.value, format.title) for format in reversed(list(catalog.FORMATS.values()))]


@dataclass(frozen=True)
class Column:
    """`field` is what it was recognised as; `values` are its first cells."""

    place: int
    name: str
    field: str
    values: tuple[str, ...]


@get_page("/imports/{import_id:uuid}/columns", name="admin.import_columns", opt=seen_by(P.IMPORTS_READ))
async def show(request: Request, import_id: FromPath[UUID]) -> Rendered | Response[None]:
    return await _sheet(import_id, forms.choice(catalog.ImportKind, forms.asked(request, "as")))


@post("/imports/{import_id:uuid}/columns", name="admin.begin_import", opt=done_by(P.IMPORTS_RUN), status_code=200)
async def begin(
    request: Request, import_id: FromPath[UUID], staff: NamedDependency[users.Person]
) -> Rendered | Response[None]:
    fields = await forms.typed(request)
    found = await catalog.find_import(import_id)
    kind = forms.choice(catalog.ImportKind, fields.get("as", "")) or found.kind
    columns = [fields.get(f"column-{place}", "") for place in range(len(found.header))]
    require_to_import(staff, kind, columns)
    try:
        await catalog.begin_import(import_id, kind, columns, dry_run=fields.get("deed") != "import")
    except Refusal as refusal:
        return await _sheet(import_id, kind, Refused("columns", refusal, fields))
    return see_other("admin.import", import_id=str(import_id))


async def _sheet(
    import_id: UUID, kind: catalog.ImportKind | None, refused: Refused = NOTHING_REFUSED
) -> Rendered | Response[None]:
    found = await catalog.find_import(import_id)
    if found.begun:
        return see_other("admin.import", import_id=str(import_id))
    format = catalog.FORMATS[kind or found.kind]
    columns = _columns(found, format)
    context: dict[str, Any] = {"found": found, "format": format, "columns": columns, "kinds": KINDS}
    context["promotion"] = await _promotion(found, format)
    choices = await _choices(format, columns)
    return page("admin/imports/columns", *answered(refused), choices=choices, refused=refused, **context)


def _columns(found: catalog.Import, format: catalog.Format) -> list[Column]:
    cells = [[row[place] if place < len(row) else "" for row in found.first_rows] for place in range(len(found.header))]
    named = zip(found.header, format.recognised(found.header), cells, strict=True)
    return [Column(place, name, field, tuple(values)) for place, (name, field, values) in enumerate(named)]


async def _promotion(found: catalog.Import, format: catalog.Format) -> catalog.StoredPromotion | None:
    """From whose page a file of codes was sent: rows that name no promotion are for that one."""
    given = found.given.get("promotion") if format.kind is catalog.ImportKind.CODES else None
    return await catalog.find_promotion(UUID(given)) if given else None


async def _choices(format: catalog.Format, columns: list[Column]) -> Choices:
    """Every field of the format, and the attributes that products can have."""
    choices = [(field.name, field.label) for field in format.fields]
    if format.open_ended:
        keys = {spec.key for kind in await catalog.product_types() for spec in kind.attributes}
        named = {f"{format.open_ended}:{key}" for key in keys} | {
            column.field for column in columns if column.field.startswith(f"{format.open_ended}:")
        }
        choices += [(name, format.label(name)) for name in sorted(named)]
    return choices


routes = [show, begin]
