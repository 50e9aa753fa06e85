"""The link to a list: whoever has it may look, until its owner takes it back."""

import secrets
from typing import Final
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession

from ..database import documents
from ..errors import Unknown
from ..models import Sharing, WishHolder, Wishlist, WishlistShare
from ..models.wishlist import signature

RANDOM_BYTES: Final = 20  # 160 bits
LONGEST_TOKEN: Final = 64
GONE: Final = "There is no such list. Its link may have been taken back."


async def share_wishlist(holder_id: UUID, list_id: UUID, *, by: str = "", notes: bool = False) -> Wishlist:
    """Shared already it keeps its link, and says of its owner what is wished now."""
    name, token = signature(by), secrets.token_urlsafe(RANDOM_BYTES)

    async def work(session: AsyncClientSession) -> Wishlist:
        holder, own = await _own(session, holder_id, list_id)
        if own.sharing is None:
            await WishlistShare(id=token, holder_id=holder_id, list_id=list_id).insert(session=session)
        own.sharing = Sharing(token=own.sharing.token if own.sharing else token, by=name, notes=notes)
        await holder.replace(session=session)
        return own

    return await documents.transaction(work)


async def unshare_wishlist(holder_id: UUID, list_id: UUID) -> None:
    """From now on the link leads nowhere; sharing again makes another."""

    async def work(session: AsyncClientSession) -> None:
        holder, own = await _own(session, holder_id, list_id)
        if own.sharing:
            await WishlistShare.get_pymongo_collection().delete_one({"_id": own.sharing.token}, session=session)
            own.sharing = None
            await holder.replace(session=session)

    await documents.transaction(work)


async def shared_wishlist(token: str) -> Wishlist:
    """Unknown for what was never a link and for what is one no longer. Without notes, unless they are shared too."""
    share = await WishlistShare.get(token) if token and len(token) <= LONGEST_TOKEN else None
    holder = await WishHolder.get(share.holder_id) if share else None
    own = next((each for each in holder.lists if share and each.id == share.list_id), None) if holder else None
    if own is None or own.sharing is None or own.sharing.token != token:
        raise Unknown(GONE)
    if not own.sharing.notes:
        for item in own.items:
            item.note = ""
    return own


async def _own(session: AsyncClientSession, holder_id: UUID, list_id: UUID) -> tuple[WishHolder, Wishlist]:
    holder = await WishHolder.get(holder_id, session=session)
    if holder is None:
        raise Unknown("There is no such list.")
    return holder, holder.wishlist(list_id)
