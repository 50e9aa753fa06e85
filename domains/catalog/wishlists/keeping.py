"""What a holder does to their lists. Each verb is one transaction over the one document that has them all."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from uuid import UUID

from pymongo.asynchronous.client_session import AsyncClientSession
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.errors import DuplicateKeyError

from ...shared import clock
from ..database import documents
from ..errors import Unknown
from ..models import WishedItem, WishHolder, Wishlist, WishlistShare
from ..products.queries import variant_for_sale

T = TypeVar("T")
FIRST_NAME: Final = "Wishlist"
NO_SUCH_LIST: Final = "There is no such list."


@dataclass(frozen=True)
class Wished:
    """What was put on which list; `new` is false when it was there already. `count` is of all lists."""

    on: Wishlist
    title: str
    new: bool
    count: int


async def wish(
    holder_id: UUID, sku: str, *, list_id: UUID | None = None, another: bool = False, any_variant: bool = False
) -> Wished:
    """On this list, on `another` that is begun for it, else on the first there is. NotForSale for what is not shown."""
    product, variant = await variant_for_sale(sku)
    variant_id = None if any_variant and len(product.variants) > 1 else variant.id
    item = WishedItem(product_id=product.id, variant_id=variant_id, title=product.title)

    def put(holder: WishHolder) -> Wished:
        if list_id is not None:
            own = holder.wishlist(list_id)
        elif another or not holder.lists:
            own = holder.begin(holder.free_name(FIRST_NAME))
        else:
            own = holder.lists[0]
        return Wished(own, product.title, own.wish(item.model_copy()), holder.things)

    return await changed(holder_id, put)


async def begin_wishlist(holder_id: UUID, name: str) -> Wishlist:
    return await changed(holder_id, lambda holder: holder.begin(name))


async def rename_wishlist(holder_id: UUID, list_id: UUID, name: str) -> None:
    await changed(holder_id, lambda holder: holder.rename(list_id, name))


async def describe_wish(holder_id: UUID, list_id: UUID, item_id: UUID, *, note: str, quantity: int) -> None:
    await changed(holder_id, lambda holder: holder.wishlist(list_id).item(item_id).describe(note, quantity))


async def take_off_wishlist(holder_id: UUID, list_id: UUID, item_id: UUID) -> int:
    """How many things are left on all lists. Unknown for what is not on this one, or not any more."""

    def take_off(holder: WishHolder) -> int:
        holder.wishlist(list_id).take_off(item_id)
        return holder.things

    return await changed(holder_id, take_off)


async def move_wish(holder_id: UUID, list_id: UUID, item_id: UUID, to: UUID) -> Wishlist:
    """To another list of the same holder, in one step: it is never on neither."""

    def move(holder: WishHolder) -> Wishlist:
        source, target = holder.wishlist(list_id), holder.wishlist(to)
        item = source.item(item_id)
        if source is not target:
            source.take_off(item_id)
            target.wish(item)
        return target

    return await changed(holder_id, move)


async def delete_wishlist(holder_id: UUID, list_id: UUID) -> int:
    """The link to it leads nowhere; how many things are left on the others. Twice is once, and it can be undone."""

    async def work(session: AsyncClientSession) -> int:
        holder = await WishHolder.get(holder_id, session=session)
        if holder is None:
            return 0
        own = holder.discard(list_id)
        if own and own.sharing:
            await _shares().delete_one({"_id": own.sharing.token}, session=session)
        await _write(session, holder)
        return holder.things

    return await documents.transaction(work)


async def restore_wishlist(holder_id: UUID, list_id: UUID) -> int:
    """A deleted list with all that was on it, and its link; how many things are on all lists then. Unknown once its
    time is over, Invalid where there are too many lists by now."""

    async def work(session: AsyncClientSession) -> int:
        holder = await WishHolder.get(holder_id, session=session)
        if holder is None:
            raise Unknown(NO_SUCH_LIST)
        own = holder.restore(list_id)
        if own.sharing and await WishlistShare.get(own.sharing.token, session=session) is None:
            link = WishlistShare(id=own.sharing.token, holder_id=holder_id, list_id=list_id)
            await link.insert(session=session)
        await _write(session, holder)
        return holder.things

    return await documents.transaction(work)


async def join_wishlists(source_id: UUID, target_id: UUID) -> None:
    """All lists of a visitor become those of an account, links included; afterwards the visitor has none.

    Told twice it joins once. Invalid, and nothing moved, beyond MOST_JOINED things.
    """

    async def work(session: AsyncClientSession) -> None:
        source = await WishHolder.get(source_id, session=session) if source_id != target_id else None
        if source is None:
            return
        target = await WishHolder.get(target_id, session=session)
        joined = target or WishHolder(id=target_id)
        joined.take_in(source.lists)
        joined.deleted += source.deleted
        joined.lasting, joined.touched_at = True, clock.now()
        await (joined.replace(session=session) if target else joined.insert(session=session))
        await source.delete(session=session)
        await _shares().update_many({"holder_id": source_id}, {"$set": {"holder_id": target_id}}, session=session)

    await _retried(work)


async def changed(holder_id: UUID, change: Callable[[WishHolder], T]) -> T:
    """What `change` makes of a holder's lists; a holder without any is not kept."""

    async def work(session: AsyncClientSession) -> T:
        known = await WishHolder.get(holder_id, session=session)
        holder = known or WishHolder(id=holder_id)
        answer = change(holder)
        if known is not None:
            await _write(session, holder)
        elif holder.lists:
            await holder.insert(session=session)
        return answer

    return await _retried(work)


async def _write(session: AsyncClientSession, holder: WishHolder) -> None:
    holder.touched_at = clock.now()
    await store(session, holder)


async def store(session: AsyncClientSession, holder: WishHolder) -> None:
    """Without what is deleted for good; who has nothing any more is not kept."""
    holder.deleted = holder.undoable(clock.now())
    await (holder.replace(session=session) if holder.lists or holder.deleted else holder.delete(session=session))


def _shares() -> AsyncCollection[dict[str, Any]]:
    return WishlistShare.get_pymongo_collection()


async def _retried(work: Callable[[AsyncClientSession], Awaitable[T]]) -> T:
    try:
        return await documents.transaction(work)
    except DuplicateKeyError:  # the same holder's first list, from another window at this moment
        return await documents.transaction(work)
