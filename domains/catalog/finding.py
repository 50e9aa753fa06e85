"""One thing of the catalogue: by its key, or by an address that is or was its own."""

from typing import TypeVar
from uuid import UUID

from beanie import Document

from .errors import Unknown
from .models import CollectionClaim, SlugClaim
from .slugs import slugify

Kept = TypeVar("Kept", bound=Document)


async def one(kind: type[Kept], key: UUID | str, told: str) -> Kept:
    """Unknown, told so, when there is none."""
    found = await kind.get(key)
    if found is None:
        raise Unknown(told)
    return found


async def claimed(kind: type[Kept], claims: type[SlugClaim] | type[CollectionClaim], slug: str) -> Kept | None:
    """Whose address this is, or was."""
    wanted = slugify(slug)
    claim = await claims.get(wanted) if wanted else None
    return await kind.get(claim.held_by) if claim else None
