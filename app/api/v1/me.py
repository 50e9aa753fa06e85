"""Who the API takes the caller for."""

from litestar import get
from litestar.di import NamedDependency

from app.security.bearer import Caller
from app.security.declarations import Rate, Who, seen_by
from domains.users import KEY_MARK, Permission

from .schemas import Me


@get("/me", name="api.me", opt=seen_by(Who.PERSON, rate=Rate.API))
async def show(caller: NamedDependency[Caller]) -> Me:
    """Who you are here, and what you may do."""
    person, key = caller.person, caller.key
    allowed = [permission for permission in Permission if caller.may(permission)]
    prefix, ends_at = (KEY_MARK + key.prefix, key.ends_at) if key else (None, None)
    return Me(person.email, person.name, allowed, prefix, ends_at)
