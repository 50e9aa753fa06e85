"""Pictures that nothing shows any more, and such whose sizes were never made: found a 256th of the store at a time."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from pymongo.asynchronous.client_session import AsyncClientSession

from ...shared import clock
from ...shared.media import SHARDS, KeptPicture, forget_picture, is_cut, kept_picture, kept_pictures
from ..database import documents
from ..events import PicturesSaved
from ..models import Category, Product

SPARED = timedelta(days=1)  # an upload on its way is not shown by anything yet
DAY = timedelta(days=1).total_seconds()
TOGETHER = 500  # keys of one question


def shard_due(moment: datetime) -> int:
    """All of them in the course of a day, the same for every clock."""
    return int(moment.timestamp() % DAY / DAY * SHARDS)


async def lost_pictures(shard: int) -> list[str]:
    """Keys of which the catalogue knows nothing, and that nobody has saved since a day. Orders may know them still."""
    kept = await kept_pictures(shard)
    lost = [key for part in _parts(kept) for key in sorted(set(part) - await _shown(part))]
    return [key for key in lost if _is_old(await kept_picture(key))]


async def drop_pictures(keys: Collection[str]) -> int:
    """Those that are still lost when it is their turn: a picture saved again meanwhile is young again."""
    dropped = 0
    for key in keys:
        picture = await kept_picture(key)
        if picture is not None and _is_old(picture) and not await _shown([key]):
            await forget_picture(picture)
            dropped += 1
    return dropped


async def tell_uncut_pictures(shard: int) -> int:
    """Have the worker make the sizes of what is shown and was not cut: an earlier version saved it, a letter died."""
    kept = await kept_pictures(shard)
    shown = [key for part in _parts(kept) for key in sorted(await _shown(part))]
    uncut = tuple([key for key in shown if not await is_cut(key)])

    async def work(session: AsyncClientSession) -> None:
        await documents.record(session, PicturesSaved(uncut))

    if uncut:
        await documents.transaction(work)
    return len(uncut)


def _parts(keys: Sequence[str]) -> list[Sequence[str]]:
    return [keys[at : at + TOGETHER] for at in range(0, len(keys), TOGETHER)]


def _is_old(picture: KeptPicture | None) -> bool:
    return picture is not None and clock.now() - picture.modified_at > SPARED


async def _shown(keys: Sequence[str]) -> set[str]:
    wanted = {"$in": list(keys)}
    pictures = Product.get_pymongo_collection().find({"pictures.key": wanted}, {"pictures.key": 1})
    found = {picture["key"] async for product in pictures for picture in product["pictures"]}
    categories = Category.get_pymongo_collection().find({"picture": wanted}, {"picture": 1})
    return (found | {category["picture"] async for category in categories}) & set(keys)
