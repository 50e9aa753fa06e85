"""Products, prices, stock and codes as files, piece by piece; an import reads them again."""

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from app.admin.file_rights import require_to_export
from app.gateway.files import EXPORTS
from app.security.declarations import seen_by
from domains import users
from domains.shared import clock
from domains.shared.errors import NotFound
from domains.users import Permission as P


@get("/exports/{what:str}", name="admin.export", opt=seen_by(P.EXPORTS_READ))
async def export(what: FromPath[str], staff: NamedDependency[users.Person]) -> Stream:
    if what not in EXPORTS:
        raise NotFound("There is no such export.")
    require_to_export(staff, what)
    headers = {"Content-Disposition": f'attachment; filename="{what}-{clock.now():%Y-%m-%d}.csv"'}
    return Stream(EXPORTS[what](), media_type="text/csv", headers=headers)


routes = [export]
