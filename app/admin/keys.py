"""API keys: made out of what one may do, shown once, ended."""

from typing import Any, Final
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.admin import forms
from app.admin.forms import NOTHING_REFUSED, Refused
from app.admin.refusals import answered
from app.requests import Request, get_page
from app.responses import Rendered, page, see_other
from app.security.acting import actor_of
from app.security.declarations import done_by, seen_by
from app.security.proving import proved_lately
from domains import users
from domains.shared.errors import Refusal
from domains.users import Permission as P

DONE: Final = {"revoked": "The key is ended. Whoever comes with it is refused from now on."}
FORM: Final = "key"


@get_page("/keys", name="admin.keys", opt=seen_by(P.KEYS_READ))
async def index(request: Request) -> Rendered:
    return page("admin/keys/index", keys=await users.api_keys(), done=forms.done(request, DONE))


@get_page("/keys/new", name="admin.new_key", opt=seen_by(P.KEYS_WRITE))
async def new(staff: NamedDependency[users.Person]) -> Rendered:
    return _form(staff)


@post(
    "/keys/new",
    name="admin.create_key",
    opt=done_by(P.KEYS_WRITE, recorded=False),
    guards=[proved_lately],
    status_code=200,
)
async def create(request: Request, staff: NamedDependency[users.Person]) -> Rendered:
    """Answered by the key itself, the only time it is shown."""
    fields, chosen = await forms.typed(request), await forms.ticked(request, "permission")
    try:
        days = forms.whole_number(fields.get("days", ""), "days")
        often = forms.whole_number(fields.get("per_minute", ""), "per_minute")
        draft = users.KeyDraft.of(fields.get("name", ""), chosen, days, often)
        made = await users.create_key(draft, actor=actor_of(request.scope))
    except Refusal as refusal:
        return _form(staff, Refused(FORM, refusal, fields), chosen)
    return page("admin/keys/made", made=made)


@post(
    "/keys/{key_id:uuid}/revocation",
    name="admin.revoke_key",
    opt=done_by(P.KEYS_WRITE, recorded=False),
    status_code=200,
)
async def revoke(request: Request, key_id: FromPath[UUID]) -> Response[None]:
    """Without another proof: whoever hurries to end a key is not held up."""
    await users.revoke_key(key_id, actor=actor_of(request.scope))
    return see_other("admin.keys", done="revoked")


def _form(staff: users.Person, refused: Refused = NOTHING_REFUSED, ticked: frozenset[str] = frozenset()) -> Rendered:
    """Offers what the one who asks may do themselves, here or there."""
    offered = {
        resource: [each for each in permissions if staff.may(each) and each not in users.NOT_FOR_KEYS]
        for resource, permissions in users.by_resource().items()
    }
    context: dict[str, Any] = {"ticked": ticked, "days": [(str(each), f"{each} days") for each in users.KEY_DAYS]}
    grouped = {resource: some for resource, some in offered.items() if some}
    return page("admin/keys/new", *answered(refused), refused=refused, grouped=grouped, **context)


routes = [index, new, create, revoke]
